"""Variables that Zotero's users write into the field Extra, which its exports carry as `note`.

In: a CSL-JSON record. Out: the record with these variables in their places, and the rest of the note. Forms, as
Zotero and citeproc-js read them: a line `original-date: 1890` or `Original Date: 1890`, names as
`editor: Smith || John`, and `{:original-date: 1890}` anywhere. Lines that serve other programs (`tex.x: …`,
`Citation Key: …`) go; a record whose key is an address of Zotero's takes its citation key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from publish.reading.csl_terms import CANONICAL, DATES, NAMES, TYPES

_LINE = re.compile(r"\s*([A-Za-z][\w.\- ]{1,40}?)\s*[:=]\s*(\S.*?)\s*$")
_BRACED = re.compile(r"\{:([A-Za-z][\w\- ]{1,40}?):\s*([^{}]+?)\s*\}")
_FOR_OTHERS = re.compile(
    r"(?:tex\.|bibtex|biblatex|zscc$|qid$|page version id$|ads bibcode$|mr number$|zmnumber$|accession number$|"
    r"_eprint$|citation[ -]?key$)",
    re.IGNORECASE,
)
_MACHINE_KEY = re.compile(r"https?://(?:www\.)?zotero\.org/|\d+/[A-Z0-9]{8}$")
_OVERRIDING = frozenset({"type", *DATES})


def with_extra(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record with what its note says put where it belongs; the same record if it says nothing."""
    note = record.get("note")
    if not isinstance(note, str) or (":" not in note and "=" not in note):
        return record
    out = dict(record)
    kept: list[str] = []
    for line in note.splitlines():
        rest = _BRACED.sub(lambda match: _take(out, match[1], match[2]) or "", line)
        found = _LINE.match(rest)
        if found is None or _take(out, found[1], found[2]) is None:
            kept.append(rest)
    words = "\n".join(kept).strip()
    if words == note.strip():
        return record
    if words:
        out["note"] = words
    else:
        del out["note"]
    return out


def _take(record: dict[str, Any], name: str, value: str) -> str | None:
    """Put one variable into the record; return "" if the line was understood, else None."""
    if _FOR_OTHERS.match(name):
        if re.fullmatch(r"citation[ -]?key", name, re.IGNORECASE) and _MACHINE_KEY.match(str(record.get("id"))):
            record["id"] = value
        return ""
    folded = re.sub(r"[ _]+", "-", name.strip().lower())
    variable = "type" if folded == "type" else CANONICAL.get(folded)
    if variable in (None, "note", "annote", "abstract", "locator", "page-first", "citation-label", "keyword"):
        return None
    if variable == "type":
        if value.lower() not in TYPES:
            return None
        record["type"] = value.lower()
        return ""
    assert variable is not None  # noqa: S101 - told above
    if record.get(variable) and variable not in _OVERRIDING and variable not in NAMES:
        return ""
    if variable in NAMES:
        family, _, given = (part.strip() for part in value.partition("||"))
        names = record.get(variable)
        person = {"family": family, "given": given} if given else {"literal": family}
        record[variable] = [*(names if isinstance(names, list) else []), person]
    else:
        record[variable] = value
    return ""
