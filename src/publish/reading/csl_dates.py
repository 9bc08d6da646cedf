"""A CSL date variable, however it was written, in the one form of the CSL-JSON schema 1.0.2.

In: what stood in the file. Out: the date and what was wrong with it. Impossible parts are left out.
"""

from __future__ import annotations

from calendar import monthrange
from typing import Any

from publish.reading.dates import read_date

_KEPT = ("season", "circa", "literal", "raw", "edtf")
_LAST_SEASON = 24


def clean_date(value: Any) -> tuple[dict[str, Any] | None, str]:
    """Return a date in canonical form, or None, and what was wrong with it ("" if nothing).

    >>> clean_date({"date-parts": [["2001", 2, 30]]})
    ({'date-parts': [[2001, 2]]}, 'has an impossible day, 30')
    """
    if isinstance(value, bool) or value is None:
        return None, "is not a date"
    if isinstance(value, (int, float)):
        return _from_parts([[int(value)]]) if abs(value) < 10**6 else (None, "is not a date")
    if isinstance(value, str):
        return _from_words(value)
    if isinstance(value, list):
        return _from_list(value)
    if not isinstance(value, dict):
        return None, "is not a date"
    kept = {
        key: value[key] for key in _KEPT if isinstance(value.get(key), (str, int, bool)) and value[key] != ""
    }
    if "date-parts" in value or "year" in value:
        parts = value.get("date-parts", value)
        date, wrong = _from_parts(parts if isinstance(parts, list) else [_year_map(parts)])
    else:
        date, wrong = None, ""
    if date is None and not any(key in kept for key in ("literal", "raw", "edtf", "season")):
        return None, wrong or "cannot be read as a date"
    if date is None and isinstance(kept.get("raw"), str) and "literal" not in kept:
        words = read_date(kept["raw"])
        if words:
            del kept["raw"]
            date = {"date-parts": [list(words)]}
    return {**(date or {}), **kept}, wrong


def _from_words(text: str) -> tuple[dict[str, Any] | None, str]:
    words = text.strip()
    if not words:
        return None, "is empty"
    ends = words.split("/") if words.count("/") == 1 else [words]
    read = [read_date(end) for end in ends]
    if all(read):
        return {"date-parts": [list(parts) for parts in read]}, ""
    if len(words) == 10 and words[4] == words[7] == "-" and words.replace("-", "").isdecimal():
        return _from_parts([[int(part) for part in words.split("-")]])
    return {"raw": words}, ""


def _from_list(value: list[Any]) -> tuple[dict[str, Any] | None, str]:
    if value and all(isinstance(item, dict) for item in value):
        date, wrong = _from_parts([_year_map(item) for item in value])
        circa = any(item.get("circa") for item in value)
        literal = next((item["literal"] for item in value if isinstance(item.get("literal"), str)), None)
        if date is None and literal is not None:
            return {"literal": literal}, ""
        return ({**date, "circa": True} if date and circa else date), wrong
    if value and not isinstance(value[0], list):
        return _from_parts([value])
    return _from_parts(value)


def _year_map(item: Any) -> list[Any]:
    if not isinstance(item, dict):
        return [item]
    return [item[key] for key in ("year", "month", "day") if item.get(key) not in (None, "")]


def _from_parts(value: list[Any]) -> tuple[dict[str, Any] | None, str]:
    kept: list[list[int]] = []
    wrong = ""
    for item in value[:2]:
        parts = item if isinstance(item, list) else [item]
        if kept and parts in ([0], ["0"]):
            kept.append([0])  # a range without an end, as citeproc-js has it
            break
        numbers: list[int] = []
        for place, part in zip(("year", "month", "day"), parts, strict=False):
            number = _number(part)
            if number is None or not _possible(place, number, numbers):
                if part not in (None, "", 0, "0"):
                    wrong = wrong or f"has an impossible {place}, {part}"
                elif place == "year":
                    wrong = wrong or "has no year"
                break
            numbers.append(number)
        if numbers:
            kept.append(numbers)
    if not kept:
        return None, wrong or "is empty"
    return {"date-parts": kept}, wrong


def _number(part: Any) -> int | None:
    if isinstance(part, bool):
        return None
    if isinstance(part, int):
        return part
    if isinstance(part, float) and part.is_integer() and abs(part) < 10**6:
        return int(part)
    if isinstance(part, str) and len(part.strip()) <= 6:
        try:
            return int(part.strip())
        except ValueError:
            return None
    return None


def _possible(place: str, number: int, before: list[int]) -> bool:
    if place == "year":
        return number != 0 and abs(number) < 10**5
    if place == "month":
        return 1 <= number <= _LAST_SEASON  # 13 to 16 and 21 to 24 are seasons
    month = before[1]
    if month > 12 or number < 1:
        return False
    year = before[0] if 1 <= before[0] <= 9999 else 2000
    return number <= monthrange(year, month)[1]
