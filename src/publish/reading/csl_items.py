"""One bibliographic record, however it was written, as a sound CSL-JSON item.

In: a decoded record of any shape. Out: the item with fields of the right types only, and what was wrong, field
by field. Follows the CSL-JSON schema of CSL 1.0.2; nothing the author wrote is guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from publish.reading.csl_dates import clean_date
from publish.reading.csl_terms import CANONICAL, DATES, NAMES, SILENT, TEXTS, TYPE_ALIASES, TYPES
from publish.text.nearest import nearest

NAME_TEXTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")
_DOI_ADDRESS = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_NAME_FLAGS = ("comma-suffix", "static-ordering", "parse-names")
_UNTITLED = frozenset({"personal_communication", "interview", "legal_case", "bill", "legislation", "hearing"})


@dataclass(slots=True)
class Item:
    """A record made sound: its key, its fields, and findings as (field, what is wrong, hint)."""

    key: str
    fields: dict[str, Any]
    wrong: list[tuple[str, str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def clean_item(record: Mapping[str, Any]) -> Item | None:
    """Return a record as a sound item, or None if it has no key to cite it by."""
    record = without_strays(record)
    key = record.get("id", record.get("citation-key"))
    if isinstance(key, bool) or not isinstance(key, (str, int, float)) or not str(key).strip():
        return None
    item = Item(str(key).strip(), {"id": str(key).strip()})
    _clean_type(item, record.get("type"))
    for name, value in record.items():
        if name in ("id", "type") or name.startswith("_"):
            continue
        variable = name if name in TEXTS else CANONICAL.get(name.lower())
        if variable is None:
            if name.lower() not in SILENT and value not in (None, "", [], {}):
                item.unknown.append(name)
        elif value is None:
            item.wrong.append((name, "is empty (null)", ""))
        elif variable != name and variable in record:
            continue
        else:
            _clean_field(item, name, variable, value)
    if (
        not any(item.fields.get(name) for name in ("title", "title-short"))
        and item.fields["type"] not in _UNTITLED
        and not any(name == "title" for name, _, _ in item.wrong)
    ):
        item.wrong.append(("title", "is missing", "add a title"))
    return item


_STRAY = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff\\ufffe\\uffff]")


def without_strays(value: Any) -> Any:
    """Return a decoded value without the characters that no text can carry: controls and half characters."""
    if isinstance(value, str):
        return _STRAY.sub("", value)
    if isinstance(value, Mapping):
        return {without_strays(key): without_strays(one) for key, one in value.items()}
    return [without_strays(one) for one in value] if isinstance(value, list) else value


def _clean_type(item: Item, value: Any) -> None:
    if isinstance(value, str) and value.strip():
        name = value.strip().lower()
        name = name if name in TYPES else TYPE_ALIASES.get(name, name.replace("_", "-"))
        if name in TYPES:
            item.fields["type"] = name
            return
        meant = nearest(name, sorted(TYPES))
        hint = f"did you mean `{meant}`?" if meant else "see the types of CSL 1.0.2"
        item.wrong.append(("type", f"is `{value}`, which is no type of CSL; `document` is used", hint))
    else:
        what = "is missing" if value is None else "is not a word"
        item.wrong.append(("type", f"{what}; `document` is used", "add a type such as `book`"))
    item.fields["type"] = "document"


def _clean_field(item: Item, name: str, variable: str, value: Any) -> None:
    wrong = ""
    cleaned: Any
    if variable in NAMES:
        cleaned, wrong = _clean_names(value)
    elif variable in DATES:
        cleaned, wrong = clean_date(value)
    elif variable == "categories":
        return
    else:
        cleaned, wrong = _clean_text(value)
    if wrong:
        item.wrong.append((name, wrong, ""))
    if variable == "DOI" and isinstance(cleaned, str):
        cleaned = _DOI_ADDRESS.sub("", cleaned)
    if cleaned:
        item.fields[variable] = cleaned


def _clean_text(value: Any) -> tuple[str | None, str]:
    """Return text; lists of one text, as CrossRef answers, count as that text."""
    if isinstance(value, str):
        return " ".join(value.split()) if value.strip() else None, ""
    if isinstance(value, bool):
        return None, "is true or false; expected text"
    if isinstance(value, int):
        return str(value), ""
    if isinstance(value, float):
        return (f"{value:g}", "") if isfinite(value) else (None, "is not a number")
    if isinstance(value, list):
        texts = [
            " ".join(str(v).split()) for v in value if isinstance(v, (str, int)) and not isinstance(v, bool)
        ]
        if len(texts) == len(value):
            return (", ".join(texts) or None), ""
        return None, "is a list; expected text"
    return None, "is a map; expected text"


def _clean_names(value: Any) -> tuple[list[dict[str, Any]] | None, str]:
    if isinstance(value, (dict, str)):
        value = [value]
    if not isinstance(value, list):
        return None, "is not a list of names"
    names: list[dict[str, Any]] = []
    wrong = ""
    for entry in value:
        name = _clean_name(entry)
        if name is None:
            wrong = wrong or "has a name without words"
        else:
            names.append(name)
    return names or None, wrong


def _clean_name(entry: Any) -> dict[str, Any] | None:
    if isinstance(entry, str):
        family, comma, given = (part.strip() for part in entry.partition(","))
        if comma and family and given and "," not in given:
            return {"family": family, "given": given}
        return {"literal": entry.strip()} if entry.strip() else None
    if not isinstance(entry, dict):
        return None
    name: dict[str, Any] = {}
    for part in NAME_TEXTS:
        text = entry.get(part)
        if isinstance(text, list):
            text = " ".join(str(word) for word in text if isinstance(word, str))
        if isinstance(text, (str, int)) and not isinstance(text, bool) and str(text).strip():
            name[part] = " ".join(str(text).split())
    for flag in _NAME_FLAGS:
        if entry.get(flag) in (True, 1, "true", "1"):
            name[flag] = True
    institution = entry.get("name")
    if not name and isinstance(institution, str) and institution.strip():
        name["literal"] = " ".join(institution.split())
    if not any(part in name for part in ("family", "given", "literal")):
        return None
    return name
