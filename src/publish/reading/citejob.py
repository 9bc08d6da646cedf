"""A job for the citation engine, as another program wrote it in JSON → a sound `CiteJob`.

In: the decoded job, its style and the style's language. Out: the job with values of the right kinds only, and
what was wrong, value by value with its place in the job (`clusters[3].cites[0].locator`). References are read
as in a bibliography file, but keep what is already of CSL-JSON's form as it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from publish.model.citation import Style
from publish.model.citejob import AnswerForm, CiteJob, PlainCite, PlainCluster
from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.reading.csl_items import NAME_TEXTS, Item, clean_item
from publish.reading.csl_terms import CANONICAL, DATES, NAMES, TEXTS
from publish.text.nearest import did_you_mean

JOB_FIELDS = ("style", "locale", "references", "clusters", "bibliography", "to")
CLUSTER_FIELDS = ("cites", "note")
CITE_FIELDS = ("id", "locator", "label", "prefix", "suffix", "suppress-author", "author-only")
FORMS = ("html", "text", "markdown")


def read_job(job: Mapping[str, Any], style: Style, language: str, labels: Collection[str]) -> Outcome[CiteJob]:
    """Read a job; `language` stands in for a missing `locale`, `labels` are the locators there are."""
    found = _Findings()
    found.tell_unknown(job, JOB_FIELDS, "", "job")
    locale = found.text(job, "locale", "") or language
    records = _records(found.several(job, "references", ""), found)
    clusters = tuple(
        [
            _cluster(one, f"clusters[{n}]", found, labels)
            for n, one in enumerate(found.several(job, "clusters", ""))
        ]
    )
    form = found.text(job, "to", "") or "html"
    if form not in FORMS:
        found.wrong("to", f"is `{form[:40]}`; expected {', '.join(FORMS)}; html is written", form, FORMS)
        form = "html"
    bibliography = found.flag(job, "bibliography", "", default=True)
    read = CiteJob(style, locale, records, clusters, bibliography, cast(AnswerForm, form))
    return Outcome(read, tuple(found.found))


def _cluster(value: Any, place: str, found: _Findings, labels: Collection[str]) -> PlainCluster:
    if not isinstance(value, Mapping):
        found.wrong(place, 'is no cluster; expected {"cites": [{"id": …}], "note": null}')
        return PlainCluster(())
    found.tell_unknown(value, CLUSTER_FIELDS, place, "cluster")
    cites = [
        _cite(one, f"{place}.cites[{n}]", found, labels)
        for n, one in enumerate(found.several(value, "cites", f"{place}."))
    ]
    note = value.get("note")
    if note is not None and (isinstance(note, bool) or not isinstance(note, int) or note < 0):
        found.wrong(f"{place}.note", "is no number of a note; expected a whole number or null")
        note = None
    return PlainCluster(tuple([cite for cite in cites if cite is not None]), note or 0)


def _cite(value: Any, place: str, found: _Findings, labels: Collection[str]) -> PlainCite | None:
    if not isinstance(value, Mapping):
        found.wrong(place, 'is no cite; expected {"id": …}')
        return None
    found.tell_unknown(value, CITE_FIELDS, place, "cite")
    place += "."
    key = found.text(value, "id", place).strip()
    if not key:
        found.wrong(f"{place}id", "is missing; the cite is left out")
        return None
    label = found.text(value, "label", place).strip().replace(" ", "-") or "page"
    if label not in labels:
        found.wrong(
            f"{place}label", f"is `{label[:40]}`, which is no locator of CSL; `page` is used", label, labels
        )
        label = "page"
    return PlainCite(
        key,
        found.text(value, "locator", place).strip(),
        label,
        found.text(value, "prefix", place),
        found.text(value, "suffix", place),
        found.flag(value, "suppress-author", place, default=False),
        found.flag(value, "author-only", place, default=False),
    )


class _Findings:
    """What was wrong with a job, and readers of single values that tell it."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def wrong(self, place: str, what: str, word: str = "", choices: Collection[str] = ()) -> None:
        """Tell of a value of the wrong form."""
        hints = did_you_mean(word[:40], sorted(choices)) if word else ()
        self.found.append(diagnose("cite/bad-value", f"`{place}` {what}", hints=hints))

    def tell_unknown(self, value: Mapping[str, Any], known: Collection[str], place: str, what: str) -> None:
        """Tell of fields that nothing reads."""
        for name in value:
            if name not in known:
                at = f"{place}.{name}" if place else str(name)
                self.wrong(at, f"is no field of a {what}; it is left out", str(name), known)

    def several(self, value: Mapping[str, Any], name: str, place: str) -> list[Any]:
        """Return a list, an empty one for a missing value."""
        given = value.get(name)
        if isinstance(given, (list, tuple)):
            return list(given)
        if given is not None:
            self.wrong(f"{place}{name}", "is no list")
        return []

    def text(self, value: Mapping[str, Any], name: str, place: str) -> str:
        """Return text, an empty one for a missing value; numbers count as text."""
        given = value.get(name)
        if isinstance(given, str):
            return given
        if isinstance(given, (int, float)) and not isinstance(given, bool):
            return str(given)
        if given is not None:
            self.wrong(f"{place}{name}", "is no text")
        return ""

    def flag(self, value: Mapping[str, Any], name: str, place: str, *, default: bool) -> bool:
        """Return true or false."""
        given = value.get(name)
        if isinstance(given, bool):
            return given
        if given is not None:
            self.wrong(f"{place}{name}", "is neither true nor false")
        return default


# --- references -------------------------------------------------------------------------------------------


def _records(values: list[Any], found: _Findings) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    records: dict[str, Mapping[str, Any]] = {}
    originals: dict[str, Any] = {}
    unknown: dict[str, str] = {}
    for number, value in enumerate(values):
        item = clean_item(value) if isinstance(value, Mapping) else None
        if item is None:
            what = "has no `id`" if isinstance(value, Mapping) else "is not a map of fields"
            message = f"`references[{number}]` {what}; it is left out"
            found.found.append(diagnose("cite/bad-reference", message, hints=("give it an `id`",)))
            continue
        if item.key in records:
            if originals[item.key] != value:
                message = f"the key `{item.key}` is used twice; the first reference counts"
                again = ("give one of them another key",)
                found.found.append(diagnose("cite/duplicate-reference", message, hints=again))
            continue
        for name, wrong, hint in item.wrong:
            message = f"in the reference `{item.key}`, `{name}` {wrong}"
            found.found.append(diagnose("cite/bad-reference", message, hints=(hint,) if hint else ()))
        for name in item.unknown:
            unknown.setdefault(name, item.key)
        records[item.key], originals[item.key] = _sound(value, item), value
    for name, key in unknown.items():
        message = f"`{name}` is no variable of CSL; no style prints it (`{key}`)"
        hints = did_you_mean(name, sorted(DATES | NAMES | TEXTS), edits=2) if len(name) > 3 else ()
        found.found.append(diagnose("cite/bad-reference", message, hints=hints))
    return tuple(records.items())


def _sound(record: Mapping[str, Any], item: Item) -> Mapping[str, Any]:
    """Return the record with the cleaned value in place of each that is not of CSL-JSON's form."""
    wrong = {name for name, _, _ in item.wrong}
    sound: dict[str, Any] = {"id": item.key, "type": item.fields["type"] if "type" in record else ""}
    for name, value in record.items():
        if name in ("id", "type") or value is None or not isinstance(name, str):
            continue
        variable = name if name in TEXTS else CANONICAL.get(name.lower())
        if variable is None:
            if isinstance(value, str):
                sound[name] = value
        elif name not in wrong and _is_native(variable, value):
            sound.setdefault(variable, value)
        elif variable in item.fields:
            sound[variable] = item.fields[variable]
    return sound


def _is_native(variable: str, value: Any) -> bool:
    if variable in NAMES:
        return isinstance(value, list) and all(isinstance(one, dict) and _is_name(one) for one in value)
    if variable in DATES:
        return isinstance(value, (dict, str))
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _is_name(value: Mapping[str, Any]) -> bool:
    return all(isinstance(value.get(part, ""), str) for part in NAME_TEXTS)
