"""What Pandoc leaves out of bibliographies, read from the entry's own text.

In: an entry of BibTeX, BibLaTeX or RIS, and the CSL item Pandoc made of it. Out: the same item, changed in
place, and what was wrong. Dates: those of ISO 8601-2 beyond Pandoc's reach (`2001-02~/..`, `17XX`), years in
words (`n.d.`), ranges (`1998--2000`), the day that RIS gives in DA.
"""

# A table of words is easier to read and to edit without quotation marks.
# ruff: noqa: SIM905

from __future__ import annotations

import re
from typing import Any

_DATES = {
    "issued": ("date", "year"),
    "original-date": ("origdate", "origyear"),
    "event-date": ("eventdate",),
    "accessed": ("urldate",),
}
_FIELD = r"(?:^|[,{{\s]){name}\s*=\s*(?:\{{((?:[^{{}}]|\{{[^{{}}]*\}})*)\}}|\"([^\"]*)\"|(\w+))"
_CENTURY = re.compile(r"(\d{1,3})([Xx]{1,3}|\?{1,2})$")
_MONTH = re.compile(r"-?\d{4}-(\d\d)(?:-\d\d)?$")
_RANGE = re.compile(r"(\d{3,4})\s*[-–]{1,3}\s*(\d{3,4})$")
_EXTENDED = re.compile(r"[-\dXxYy?~%/.]+$")
_RIS_DAY = re.compile(r"^DA  ?- *(\d{4})/(\d{1,2})/(\d{0,2})", re.MULTILINE)
_SEASON = 21

Wrong = tuple[str, str, str]

KINDS = frozenset(
    """article artwork audio bibnote book bookinbook booklet collection commentary conference customa customb
    customc customd custome customf dataset electronic image inbook incollection inproceedings inreference
    jurisdiction legal legislation letter manual mastersthesis misc movie music mvbook mvcollection
    mvproceedings mvreference newspaper online patent performance periodical phdthesis proceedings reference
    report review set software standard suppbook suppcollection suppperiodical techreport thesis unpublished
    video www""".split()
)
"""The types of entry of BibTeX and BibLaTeX (biblatex manual, section 2.1) and those Pandoc knows besides."""


def mend_entry(record: dict[str, Any], kind: str, entry: str) -> list[Wrong]:
    """Complete what Pandoc made of one entry."""
    if kind == "record":
        _mend_ris(record, entry)
        return []
    wrong: list[Wrong] = []
    if kind not in KINDS:
        wrong.append(("type", f"is `@{kind}`, which is no type of entry; `document` is used", ""))
    for variable, names in _DATES.items():
        words = next((value for name in names if (value := _value(entry, name))), "")
        if words and not _is_sound(record.get(variable), words):
            record[variable] = _date(words)
            if record.get("status") == words:  # Pandoc's place for `year = {forthcoming}`
                del record["status"]
        month = _MONTH.match(words)
        if month and 12 < int(month[1]) < _SEASON:
            record[variable] = {"date-parts": [[int(words.rpartition("-")[0].rpartition("-")[0] or words[:4])]]}
            wrong.append((names[0], f"has an impossible month, {month[1]}", ""))
    return wrong


def _value(entry: str, name: str) -> str:
    found = re.search(_FIELD.format(name=name), entry, re.IGNORECASE)
    if found is None:
        return ""
    words = next((group for group in found.groups() if group), "")
    return " ".join(words.replace("{", "").replace("}", "").split())


def _is_sound(date: Any, words: str) -> bool:
    """Tell whether Pandoc read a date: it gives an empty one, or none, for what it does not know."""
    if not isinstance(date, dict):
        return False
    parts = date.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0] and parts[0][0]:
        return not _RANGE.match(words) or len(parts) > 1
    return bool(date.get("literal") or date.get("raw"))


def _date(words: str) -> dict[str, Any]:
    words = words.replace("\\textasciitilde", "~").strip()
    century = _CENTURY.match(words)
    if century:
        places = len(century[2])
        return {"date-parts": [[int(century[1] + "0" * places)], [int(century[1] + "9" * places)]]}
    years = _RANGE.match(words)
    if years:
        return {"date-parts": [[int(years[1])], [int(years[2])]]}
    if _EXTENDED.match(words) and words[0] in "-0123456789":
        return {"edtf": words}
    return {"literal": words}


def _mend_ris(record: dict[str, Any], entry: str) -> None:
    day = _RIS_DAY.search(entry)
    issued = record.get("issued")
    if day is None or not isinstance(issued, dict):
        return
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and [int(day[1])] == parts[0]:
        record["issued"] = {"date-parts": [[int(part) for part in day.groups() if part]]}
