"""`publish cite run` and `publish.cite()`: jobs of other programs, answered one by one.

In: a job as a mapping, or a line of JSON. Out: its answer, always of the same form: `clusters`, `bibliography`,
`diagnostics`. With an error among the diagnostics the first two are empty. Styles are found and compiled once
for all jobs of a process.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypedDict

from publish.citing import check_style
from publish.citing.answers import answer_job, default_locale
from publish.citing.stylefacts import LOCATORS
from publish.model.citation import Style
from publish.model.diagnostic import Diagnostic, Outcome, diagnose, has_errors
from publish.pipeline.styles import follow_parents, is_path, read_as_user, style_text
from publish.reading.citejob import read_job

_LABELS = frozenset((*LOCATORS, "article"))


class EntryRecord(TypedDict):
    """One entry of the bibliography."""

    id: str
    text: str


class AnswerRecord(TypedDict):
    """The answer to a job: one text a cluster in their order, the list, and what was found."""

    clusters: list[str]
    bibliography: list[EntryRecord]
    diagnostics: list[dict[str, object]]


def answer(job: Mapping[str, Any]) -> AnswerRecord:
    """Answer one job; see `publish.cite`."""
    style = _style_of(job.get("style"))
    if style.value is None:
        return _record((), (), style.diagnostics)
    found, language = style.value
    read = read_job(job, found, language, _LABELS)
    answered = answer_job(read.value)
    told = (*style.diagnostics, *read.diagnostics, *answered.diagnostics)
    if has_errors(told):
        return _record((), (), told)
    return _record(answered.value.clusters, answered.value.bibliography, told)


def answer_line(line: bytes) -> str:
    """Answer one line of JSON with one line of JSON, whatever stands in it."""
    return json.dumps(_answered(line), ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def _answered(line: bytes) -> AnswerRecord:
    try:
        job = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _refused(f"the line is not UTF-8 at byte {error.start}")
    except RecursionError:
        return _refused("values are nested too deep")
    except ValueError as error:
        said = getattr(error, "msg", "") or "a number is too long"
        column = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        return _refused(f"the line is not JSON{column}: {said[:1].lower()}{said[1:]}")
    if not isinstance(job, dict):
        return _refused("the line is JSON but no object")
    try:
        return answer(job)
    except Exception as bug:
        place = bug.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_name}, line {place.tb_lineno}" if place is not None else "?"
        message = f"publish failed while working on this job ({type(bug).__name__} in {where})"
        found = diagnose(
            "internal/bug", message, hints=["this is a bug of ours: please report it with the job"]
        )
        return _record((), (), (found,))


def _refused(message: str) -> AnswerRecord:
    hint = 'write each job on one line: {"style": "apa", "references": […], "clusters": […]}'
    return _record((), (), (diagnose("cite/bad-job", f"{message}; expected one job", hints=[hint]),))


def _record(
    clusters: tuple[str, ...], entries: tuple[tuple[str, str], ...], found: tuple[Diagnostic, ...]
) -> AnswerRecord:
    return {
        "clusters": list(clusters),
        "bibliography": [{"id": key, "text": text} for key, text in entries],
        "diagnostics": [one.to_json() for one in found],
    }


def _style_of(given: Any) -> Outcome[tuple[Style, str] | None]:
    """Return a job's style with the language it is written for: given as XML, by path or by name."""
    if not isinstance(given, str) or not given.strip():
        message = "the job has no `style`; expected a name, a path or XML"
        hint = "name a style of the catalogue, such as `apa`; find one with `publish cite styles`"
        return Outcome(None, (diagnose("cite/bad-job", message, hints=[hint]),))
    words = given.strip().lstrip("\ufeff").encode("utf-8", "replace").decode("utf-8")
    if words.startswith("<"):
        return _from_xml("the job's style", words)
    if is_path(words):  # read again for each job: the file may have changed
        text = style_text(words, None, read_as_user)
        if text.value is None:
            return Outcome(None, text.diagnostics)
        return _from_xml(words, text.value)
    return _by_name(words)


@lru_cache(maxsize=64)
def _by_name(name: str) -> Outcome[tuple[Style, str] | None]:
    text = style_text(name, None, lambda _: Outcome(None))
    return Outcome(None, text.diagnostics) if text.value is None else _from_xml(name, text.value)


@lru_cache(maxsize=64)
def _from_xml(name: str, xml: str) -> Outcome[tuple[Style, str] | None]:
    independent = follow_parents(xml, None)
    if independent.value is None:
        return Outcome(None, independent.diagnostics)
    checked = check_style(name, independent.value)
    if checked.value is None:
        return Outcome(None, checked.diagnostics)
    language = default_locale(xml) or default_locale(independent.value)
    return Outcome((checked.value, language), checked.diagnostics)
