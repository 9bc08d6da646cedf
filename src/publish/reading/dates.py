"""Dates as authors write them.

In: words such as `20 January 2026`, `January 2026`, `2026-01-20`, `20.1.2026`, `31-March-2026`. Out: year,
month and day, as many as there are; nothing where the order cannot be told (`1/2/2026`).
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange

# Twelve months in the languages of most manuscripts, full names; a prefix of three letters is enough.
_MONTH_NAMES = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber maerz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "sept okt",
)

_WORDS = re.compile(r"[^\W\d_]+|\d+")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T[\d:.Z+\-]*)?\Z")
_NUMERIC = re.compile(r"(\d{1,4})\s*([./\-])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?\Z")
_CJK = re.compile(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?)?\Z")


def _folded(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.lower().replace("ı", "i"))
    return "".join(c for c in bare if not unicodedata.combining(c))


def _month_table() -> dict[str, int]:
    table: dict[str, int] = {"sept": 9, "sep": 9, "okt": 10}
    for language in _MONTH_NAMES[:-1]:
        for number, name in enumerate(language.split(), 1):
            table.setdefault(_folded(name), number)
    short: dict[str, set[int]] = {}
    for name, number in table.items():
        short.setdefault(name[:3], set()).add(number)
    for prefix, numbers in short.items():
        if len(numbers) == 1:
            table.setdefault(prefix, next(iter(numbers)))
    return table


_MONTHS = _month_table()


def read_date(text: str) -> tuple[int, ...]:
    """Return year, month and day of a date, or as many as it has; empty if it cannot be read.

    >>> read_date("20 January 2026"), read_date("January 20th, 2026"), read_date("20.1.2026")
    ((2026, 1, 20), (2026, 1, 20), (2026, 1, 20))
    >>> read_date("Spring 2026"), read_date("30 February 2026"), read_date("2026")
    ((), (), (2026,))
    """
    words = " ".join(text.split())
    for pattern in (_ISO, _CJK):
        match = pattern.match(words)
        if match:
            return _checked(*(int(part) for part in match.groups() if part))
    match = _NUMERIC.match(words)
    if match:
        return _numeric(match)
    return _named(words)


def iso_date(parts: tuple[int, ...]) -> str:
    """Return the parts of a date in ISO 8601.

    >>> iso_date((2026, 1))
    '2026-01'
    """
    return "-".join(f"{part:04d}" if number == 0 else f"{part:02d}" for number, part in enumerate(parts))


def _numeric(match: re.Match[str]) -> tuple[int, ...]:
    first, mark, middle, last = match.group(1), match.group(2), int(match.group(3)), match.group(4)
    if len(first) == 4:
        return _checked(int(first), middle, int(last))
    if len(last) != 4:
        return ()
    # With dots the day comes first; with slashes that is certain only if one number is no month.
    if mark == "." or int(first) > 12:
        return _checked(int(last), middle, int(first))
    if middle > 12:
        return _checked(int(last), int(first), middle)
    return _checked(int(last), middle, int(first)) if int(first) == middle else ()


def _named(words: str) -> tuple[int, ...]:
    year = month = day = 0
    for word in _WORDS.findall(words):
        if word.isdecimal():
            number = int(word) if len(word) <= 4 else 0
            if len(word) == 4 and not year:
                year = number
            elif 1 <= number <= 31 and len(word) <= 2 and not day:
                day = number
            else:
                return ()
        elif _folded(word) in _MONTHS and not month:
            month = _MONTHS[_folded(word)]
        elif word.lower() not in _FILLERS:
            return ()
    if not year or (day and not month):
        return ()
    return _checked(*(part for part in (year, month, day) if part))


_FILLER_WORDS = (
    "st nd rd th de del den der of the le er di an г года "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
)
_FILLERS = frozenset(_FILLER_WORDS.split())


def _checked(year: int, month: int = 0, day: int = 0) -> tuple[int, ...]:
    if year < 1 or month > 12 or (month and day > monthrange(max(year, 1), month)[1]):
        return ()
    return tuple(part for part in (year, month, day) if part)
