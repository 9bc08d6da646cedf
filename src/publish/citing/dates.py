"""A date as references carry it → a point, a range or words.

In: CSL-JSON dates: `date-parts`, `raw` and EDTF strings, `season`, `circa`, `literal`. Out: citeproc-py's
`Date`, `DateRange` and `LiteralDate`, made so that nothing an author writes can raise. Extended Date/Time
Format: ISO 8601-2:2019, level 0 and the parts of level 1 that CSL 1.0.2 names (intervals, seasons, `~` and
`?`, `X`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from citeproc.source import Date, DateRange, LiteralDate

AnyDate: TypeAlias = "Date | DateRange | LiteralDate"

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
    for name in (names,)
}
_SEASONS = {"spr": 1, "sum": 2, "aut": 3, "fal": 3, "win": 4}
_EDTF = re.compile(
    r"^(-?\d{1,6}|[yY]-?\d+|\d{1,3}[xXuU]{1,3})(?:-(\d\d|[xXuU]{2}))?(?:-(\d\d|[xXuU]{2}))?([?~%]*)(?:T.*)?$"
)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+|\d+|[?~]")


def parse_date(value: Any) -> AnyDate | None:
    """Return a date, or None where the value says nothing that could be printed.

    >>> parse_date({"date-parts": [["1990", 1, 20]]}).month
    1
    >>> parse_date("1990-01-19/1990-01-20").end.day
    20
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return Date(year=value)
    if isinstance(value, str):
        return parse_raw_date(value)
    if not isinstance(value, Mapping):
        return None
    circa = value.get("circa") not in (None, False, 0, "", "0", "false")
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts:
        points = [point for point in (_point(one, value.get("season"), circa) for one in parts[:2]) if point]
        if len(points) == 2:
            return DateRange(begin=points[0], end=points[1], circa=circa)
        if points:
            open_ended = len(parts) > 1 and isinstance(parts[1], list) and parts[1] and not any(parts[1])
            return DateRange(begin=points[0], end=Date(year=0), circa=circa) if open_ended else points[0]
    for key in ("raw", "edtf"):
        if isinstance(value.get(key), str) and value[key].strip():
            found = parse_raw_date(value[key])
            if circa and found is not None:
                found["circa"] = True
            return found
    literal = value.get("literal")
    if isinstance(literal, str | int) and str(literal).strip():
        return LiteralDate(str(literal).strip(), circa=circa)
    season = value.get("season")
    if isinstance(season, str) and season.strip() and not season.strip().isdigit():
        return LiteralDate(season.strip(), circa=circa)
    return None


def parse_raw_date(text: str) -> AnyDate | None:
    """Return the date in a string: EDTF first, then the usual English ways of writing, else the words
    themselves.
    """
    text = text.strip()
    if not text:
        return None
    halves = re.split(r"\s*/\s*|\s+[-–]\s+|--|(?<=[^\W\d_])\s*[-–]\s*(?=[^\W\d_])", text)
    if len(halves) == 2 and not re.match(r"^\d{1,2}/\d{4}$", text):
        begin, end = _read_point(halves[0]), _read_point(halves[1])
        if begin is not None and halves[1] in ("", "..", "open"):
            return DateRange(begin=begin, end=Date(year=0), circa=begin["circa"])
        if begin is not None and end is not None:
            return DateRange(begin=begin, end=end, circa=begin["circa"] or end["circa"])
        joined = _joint_range(halves, end)
        if joined is not None:
            return joined
    point = _read_point(text)
    return point if point is not None else LiteralDate(text, circa=False)


def _joint_range(halves: list[str], end: Date | None) -> DateRange | None:
    """Read "August - September 1990" and the like, where the first half borrows the year."""
    if end is None or not halves[0]:
        return None
    begin = _read_point(f"{halves[0]} {end.year}")
    return DateRange(begin=begin, end=end, circa=False) if begin is not None else None


def _point(parts: Any, season: Any, circa: bool) -> Date | None:
    if not isinstance(parts, list):
        parts = [parts]
    numbers: list[int] = []
    for part in parts[:3]:
        number = _number(part)
        if number is None or (number == 0 and (numbers or len(parts) == 1)):
            break
        numbers.append(number)
    if not numbers or (numbers[0] == 0 and len(numbers) == 1):
        return None
    facts: dict[str, Any] = {"year": numbers[0]}
    if len(numbers) > 1:
        facts.update(_month_or_season(numbers[1]))
    if len(numbers) > 2 and "month" in facts and 1 <= numbers[2] <= 31:
        facts["day"] = numbers[2]
    if "month" not in facts and "season" not in facts:
        number = _number(season)
        if number is not None and 1 <= number <= 4:
            facts["season"] = number
        elif isinstance(season, str) and re.match(r"^[^\W\d_]", season.strip()):
            facts["season"] = season.strip()
    return Date(circa=circa, **facts)


def _month_or_season(number: int) -> dict[str, int]:
    if 1 <= number <= 12:
        return {"month": number}
    if 13 <= number <= 24:
        return {"season": (number - 13) % 4 + 1}  # 21 to 24 in EDTF, 13 to 16 in older CSL-JSON
    return {}


def _number(value: Any) -> int | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value == int(value):
        return int(value)
    if isinstance(value, str) and re.match(r"^\s*[-+]?\d{1,9}\s*$", value):
        return int(value)
    return None


def _read_point(text: str) -> Date | None:
    text = text.strip()
    match = _EDTF.match(text)
    if match:
        year = match[1].lstrip("yY")
        doubt = bool(match[4]) or not year.lstrip("-").isdigit()
        facts: dict[str, Any] = {"year": int(re.sub(r"[xXuU]", "0", year))}
        if match[2] and match[2].isdigit():
            facts.update(_month_or_season(int(match[2])))
            if match[3] and match[3].isdigit() and "month" in facts and 1 <= int(match[3]) <= 31:
                facts["day"] = int(match[3])
        return Date(circa=doubt, **facts)
    return _read_words(text)


def _read_words(text: str) -> Date | None:
    slashed = re.match(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$", text)
    if slashed and 1 <= int(slashed[1]) <= 12 and 1 <= int(slashed[2]) <= 31:
        return Date(year=int(slashed[3]), month=int(slashed[1]), day=int(slashed[2]), circa=False)
    month_year = re.match(r"^(\d{1,2})/(\d{4})$", text)
    if month_year and 1 <= int(month_year[1]) <= 12:
        return Date(year=int(month_year[2]), month=int(month_year[1]), circa=False)
    ordered = re.match(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$", text)
    if ordered and 1 <= int(ordered[2]) <= 12 and 1 <= int(ordered[3]) <= 31:
        return Date(year=int(ordered[1]), month=int(ordered[2]), day=int(ordered[3]), circa=False)
    text = _WEEKDAY.sub("", text)
    circa = bool(re.match(r"^(?:circa|ca?\.?)\s", text, re.IGNORECASE)) or "?" in text or "~" in text
    facts: dict[str, int] = {}
    for word in _WORDS.findall(re.sub(r"^(?:circa|ca?\.?)\s+", "", text, flags=re.IGNORECASE)):
        if word in "?~":
            continue
        if word.isdigit():
            if len(word) >= 3 and "year" not in facts:
                facts["year"] = int(word)
            elif len(word) <= 2 and "day" not in facts and 1 <= int(word) <= 31:
                facts["day"] = int(word)
            elif "year" not in facts and re.search(r"\b(?:bce?|ad|ce)\b", text, re.IGNORECASE):
                facts["year"] = int(word)
            else:
                return None
        elif word[:3].lower() in _MONTHS and "month" not in facts and len(word) >= 3:
            facts["month"] = _MONTHS[word[:3].lower()]
        elif word[:3].lower() in _SEASONS and len(word) >= 4 and "season" not in facts:
            facts["season"] = _SEASONS[word[:3].lower()]
        elif word.lower() in ("th", "st", "nd", "rd"):
            continue
        elif word.lower() in ("bc", "bce") and "year" in facts:
            facts["year"] = -facts["year"]
        elif word.lower() not in ("ad", "ce"):
            return None
    if "year" not in facts or ("day" in facts and "month" not in facts):
        return None
    return Date(circa=circa, **facts)


def ends(date: AnyDate) -> tuple[Date, Date | None]:
    """Return the first and last point of a date that is not words; the second is None unless it is a range."""
    if isinstance(date, DateRange):
        return date.begin, date.end
    return date, None
