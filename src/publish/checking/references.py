"""A bibliography looked through: references that nothing cites, that lack something, that are there twice.

In: references and the keys a manuscript cites. Out: diagnostics at the entries' places, in their order. What a
type needs follows the required fields of BibLaTeX (manual, "Entry Types") and the examples of the Chicago
Manual of Style, ch. 14; a missing title is told where the bibliography is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from publish.model.citation import Reference
from publish.model.diagnostic import Diagnostic, Related, diagnose
from publish.text.folding import fold_words

_WHO = ("author", "editor", "translator", "collection-editor", "editorial-director", "compiler", "curator")
_MADE = ("director", "producer", "composer", "performer", "illustrator", "script-writer", "host", "narrator")
_WHEN = ("issued", "status", "original-date", "event-date", "submitted")
_WHERE = ("container-title", "journalAbbreviation", "container-title-short")
_PRESS = ("publisher", "publisher-place")
_FOUND = ("DOI", "URL", "archive", "archive_location", "call-number", "PMID")

_NEEDS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "article": (("author", _WHO), ("date", _WHEN)),
    "article-journal": (("author", _WHO), ("journal", _WHERE), ("date", _WHEN)),
    "article-magazine": (("magazine", _WHERE), ("date", _WHEN)),
    "article-newspaper": (("newspaper", _WHERE), ("date", _WHEN)),
    "book": (("author or editor", _WHO), ("publisher", _PRESS), ("date", _WHEN)),
    "chapter": (("author", _WHO), ("book it is in", _WHERE), ("publisher", _PRESS), ("date", _WHEN)),
    "dataset": (("author", (*_WHO, "publisher")), ("date", _WHEN), ("address", ("publisher", *_FOUND))),
    "entry-dictionary": (("dictionary", _WHERE),),
    "entry-encyclopedia": (("encyclopedia", _WHERE),),
    "interview": (("person", ("author", "interviewer", "recipient")), ("date", _WHEN)),
    "legal_case": (("court or reporter", ("authority", *_WHERE)), ("date", _WHEN)),
    "manuscript": (("place where it is kept", (*_FOUND[2:], *_FOUND, *_PRESS)),),
    "motion_picture": (("date", _WHEN),),
    "paper-conference": (("author", _WHO), ("proceedings", (*_WHERE, "event-title", "event")), ("date", _WHEN)),
    "patent": (("number", ("number",)), ("date", _WHEN)),
    "personal_communication": (("person", ("author", "recipient")), ("date", _WHEN)),
    "post": (("address", _FOUND), ("date", (*_WHEN, "accessed"))),
    "post-weblog": (("address", _FOUND), ("date", (*_WHEN, "accessed"))),
    "report": (("author or publisher", (*_WHO, "publisher")), ("date", _WHEN)),
    "review": (("author", _WHO), ("journal", _WHERE), ("date", _WHEN)),
    "review-book": (("author", _WHO), ("journal", _WHERE), ("date", _WHEN)),
    "software": (("author or publisher", (*_WHO, *_MADE, "publisher")),),
    "speech": (("author", _WHO), ("date", _WHEN)),
    "standard": (("number or publisher", ("number", "publisher", "authority")), ("date", _WHEN)),
    "thesis": (("author", _WHO), ("university", ("publisher",)), ("date", _WHEN)),
    "webpage": (("address", _FOUND), ("date", (*_WHEN, "accessed"))),
}  # fmt: skip
"""Type to what it needs: in words, and the variables of which one is enough."""

_BIBLATEX = {
    "issued": "date",
    "container-title": "journaltitle",
    "publisher-place": "location",
    "URL": "url",
    "DOI": "doi",
    "authority": "institution",
    "event-title": "eventtitle",
}
_BOOKISH = frozenset({"chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia"})


def check_references(
    references: Sequence[Reference], cited: Collection[str], *, all_listed: bool = False
) -> tuple[Diagnostic, ...]:
    """Return what is to be said of a bibliography; `all_listed` means that uncited ones are wanted in it."""
    twins = _twins(references)
    found: list[Diagnostic] = []
    for reference in references:
        record = _record(reference)
        if reference.key not in cited and not all_listed:
            found.append(_unused(reference))
        lacking = lacks(record)
        if lacking:
            found.append(_incomplete(reference, record, lacking))
        if reference.key in twins:
            found.append(_duplicate(reference, *twins[reference.key]))
    return tuple(found)


def lacks(record: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what a CSL-JSON record lacks for its type: in words, and the variable to add.

    >>> lacks({"type": "book", "author": [{"family": "Avakian"}], "publisher": "MUP"})
    (('date', 'issued'),)
    """
    needs = _NEEDS.get(str(record.get("type", "")), ())
    return tuple([(words, names[0]) for words, names in needs if not any(record.get(name) for name in names)])


def _record(reference: Reference) -> Mapping[str, Any]:
    try:
        record = json.loads(reference.csl_json)
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}


def _unused(reference: Reference) -> Diagnostic:
    message = f"the reference `{reference.key}` is cited nowhere"
    hint = f"cite it, list it with `nocite: '@{reference.key}'`, or take it out"
    return diagnose("cite/unused", message, reference.at, hints=[hint])


def _incomplete(
    reference: Reference, record: Mapping[str, Any], lacking: Sequence[tuple[str, str]]
) -> Diagnostic:
    kind = str(record["type"]).replace("_", " ").replace("-", " ")
    what = _listed([f"no {words}" for words, _ in lacking])
    message = f"the {kind} `{reference.key}` has {what}"
    in_bibtex = reference.at is not None and reference.at.file.lower().endswith(
        (".bib", ".bibtex", ".biblatex")
    )
    names = [_bibtex_name(name, record) if in_bibtex else name for _, name in lacking]
    hint = f"add {_listed([f'`{name}`' for name in names])}"
    return diagnose("cite/incomplete", message, reference.at, hints=[hint])


def _bibtex_name(name: str, record: Mapping[str, Any]) -> str:
    if name == "container-title" and record["type"] in _BOOKISH:
        return "booktitle"
    if name == "publisher" and record["type"] == "thesis":
        return "institution"
    return _BIBLATEX.get(name, name)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# --- duplicates -------------------------------------------------------------------------------------------


def _twins(references: Sequence[Reference]) -> dict[str, tuple[Reference, str]]:
    """Return for each later one of two records of one work the first, and what they share."""
    by_doi: dict[str, Reference] = {}
    by_title: dict[tuple[str, str], list[tuple[Reference, Mapping[str, Any]]]] = {}
    twins: dict[str, tuple[Reference, str]] = {}
    for reference in references:
        record = _record(reference)
        doi = _plain_doi(record.get("DOI"))
        if doi:
            first = by_doi.setdefault(doi, reference)
            if first is not reference:
                twins[reference.key] = first, f"the same DOI, {doi}"
                continue
        title = _folded(record.get("title"))
        if not title:
            continue
        alike = by_title.setdefault((title, _year(record)), [])
        same = next((one for one, other in alike if _may_be_one(record, other)), None)
        if same is not None:
            twins[reference.key] = same, "the same title and year"
        else:
            alike.append((reference, record))
    return twins


def _duplicate(reference: Reference, first: Reference, shared: str) -> Diagnostic:
    message = f"the references `{first.key}` and `{reference.key}` have {shared}"
    related = (Related(f"`{first.key}`", first.at),) if first.at is not None else ()
    hint = "keep one of them, and cite it by one key; else a work is listed twice and never “ibid.”"
    return diagnose("cite/duplicate", message, reference.at, hints=[hint], related=related)


def _plain_doi(value: Any) -> str:
    """Return a DOI without an address before it, in small letters, as DOIs are compared (ISO 26324)."""
    text = str(value or "").strip().lower()
    return re.sub(r"^(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:\s*)", "", text)


def _folded(value: Any) -> str:
    """Return the letters and digits of a text without case, accents, markup and an article at its head."""
    text = re.sub(r"</?(?:i|b|sup|sub|sc|span)\b[^<>]*>", "", str(value or ""))
    words = fold_words(text).replace("-", " ").split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words)


def _year(record: Mapping[str, Any]) -> str:
    issued = record.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return str(parts[0][0])
    found = re.search(r"\d{4}", json.dumps(issued)) if issued else None
    return found[0] if found else ""


_TELLING = ("volume", "issue", "number", "edition", "page", "chapter-number", "part-number", "container-title")
"""Variables of which two records of one work have the same value, if both have one."""


def _may_be_one(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if _plain_doi(one.get("DOI")) and _plain_doi(other.get("DOI")):
        return False  # and they differ, or the DOI would have told
    for name in _TELLING:
        if one.get(name) and other.get(name) and _folded(one[name]) != _folded(other[name]):
            return False
    first, second = _first_name(one), _first_name(other)
    return not (first and second) or first == second


def _first_name(record: Mapping[str, Any]) -> str:
    for role in _WHO:
        people = record.get(role)
        if isinstance(people, list) and people and isinstance(people[0], dict):
            return _folded(people[0].get("family") or people[0].get("literal") or people[0].get("given"))
    return ""
