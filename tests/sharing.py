"""Which worker runs which tests: all of a file in one, so that what they share is built once and not in each.

Books that are built whole come first, so that no worker is left alone with one at the end.
"""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadFileScheduling

_WITH_THE_ESSAY = frozenset(
    {
        "tests/invariants/test_same_bytes.py",
        "tests/publications/test_black_january.py",
        "tests/publications/test_pages.py",
        "tests/structure/test_from_pdf.py",
    }
)
_FIRST = ("tests/publications/", "tests/invariants/", "tests/paginating/", "tests/structure/", "tests/cli/")


class TestsByFile(LoadFileScheduling):
    """pytest-xdist's `--dist loadfile`, in the order in which tests were collected."""

    def __init__(self, config: Any, log: Any = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "the essay" if file in _WITH_THE_ESSAY else file


def in_order(items: list[Any]) -> list[Any]:
    """Return tests with those of long-running rooms first; those of a room stay as they were."""

    def rank(item: Any) -> int:
        return next((place for place, room in enumerate(_FIRST) if item.nodeid.startswith(room)), len(_FIRST))

    return sorted(items, key=rank)
