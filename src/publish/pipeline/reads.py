"""A project folder that remembers what was asked of it: the list of inputs, and the key to a second build.

Every question counts, also one answered "not there": an image that appears later must spoil the result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from publish.world.disk import Files, NotThere, OutsideProject

ABSENT, REFUSED = "absent", "refused"


class TrackedFiles:
    """The project's files with a memory; the same interface as `world.disk.Files`."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._answers: dict[str, str] = {}

    def read_bytes(self, path: str) -> bytes:
        """Return a file's bytes and remember their digest; raise as the project does."""
        try:
            content = self._files.read_bytes(path)
        except NotThere:
            self._answers[path] = ABSENT
            raise
        except OutsideProject:
            self._answers[path] = REFUSED
            raise
        self._answers[path] = hashlib.sha256(content).hexdigest()
        return content

    def has(self, path: str) -> bool:
        """Tell whether the project has a file that may be read; the answer is remembered."""
        try:
            self.read_bytes(path)
        except (NotThere, OutsideProject):
            return False
        return True

    def list(self, pattern: str) -> tuple[str, ...]:
        """Return the project's files that match a pattern, sorted; the answer is remembered."""
        found = self._files.list(pattern)
        self._answers[f"list {pattern}"] = _digest_of_list(found)
        return found

    @property
    def answers(self) -> Mapping[str, str]:
        """Return every question with the digest of its answer."""
        return dict(self._answers)

    @property
    def inputs(self) -> dict[str, str]:
        """Return the files read, by their normal relative path, with SHA-256 digests."""
        return {
            self._files.relative(path): answer
            for path, answer in self._answers.items()
            if not path.startswith("list ") and answer not in (ABSENT, REFUSED)
        }


def still_true(files: Files, answers: Mapping[str, str]) -> bool:
    """Tell whether a project would answer every remembered question as before."""
    return all(_ask(files, question) == answer for question, answer in answers.items())


def _ask(files: Files, question: str) -> str:
    if question.startswith("list "):
        return _digest_of_list(files.list(question.removeprefix("list ")))
    try:
        return hashlib.sha256(files.read_bytes(question)).hexdigest()
    except NotThere:
        return ABSENT
    except OutsideProject:
        return REFUSED


def _digest_of_list(paths: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(paths).encode()).hexdigest()
