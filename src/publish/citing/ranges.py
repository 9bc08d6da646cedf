"""Numbers in text: what counts as numeric, how numbers are joined, and how page ranges are shortened.

In: a number field or locator as references carry it. Out: its parts, or its text with ranges settled.
CSL 1.0.2, "Number" (numeric content), Appendix V "Page Range Formats".
"""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = r"[^\W\d_]*\d+[^\W\d_]*(?:\.\d+)*"
_NUMERIC = re.compile(
    rf"^\s*{_NUMBER}(?:\s*(?:[,&;-]|[-–—]|,\s*&|\band\b|\bet\b|\bund\b)\s*{_NUMBER})*\s*$", re.UNICODE
)
_ROMAN = re.compile(r"^(?=[ivxlcdm])m*(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$", re.IGNORECASE)
_ROMAN_MANY = re.compile(r"\b([ivxlcdm]+)\s*[-–—,&]\s*([ivxlcdm]+)\b", re.IGNORECASE)
_MANY = re.compile(r"\d\s*(?:[-–—]+|,|&|;|\band\b|\bet\b|\bund\b|\by\b)\s*[^\W\d_]*\d", re.IGNORECASE)
_RANGE = re.compile(r"([^\s,;&\-–—]+)\s*(?:--+|[-–—])\s*([^\s,;&\-–—]+)")
_PARTS = re.compile(r"^(.*?)(\d+)$")


@lru_cache(maxsize=16384)
def is_numeric(text: str) -> bool:
    """Tell whether a text is numeric for CSL: numbers, with letters around them, joined by `,`, `&` or hyphens.

    >>> is_numeric("2nd"), is_numeric("1-3, 5"), is_numeric("second"), is_numeric("2nd edition")
    (True, True, False, False)
    """
    return bool(text) and _NUMERIC.match(text) is not None


_SMALL_ROMAN = re.compile(r"^\s*[ivxl]+(?:\s*[-–—,&]\s*[ivxl]+)*\s*$")


def counts_as_number(text: str) -> bool:
    """Tell whether a condition `is-numeric` holds: for pages in small roman numerals, too.

    >>> counts_as_number("iv-xii"), counts_as_number("IV"), counts_as_number("4")
    (True, False, True)
    """
    return is_numeric(text) or _SMALL_ROMAN.match(text) is not None


@lru_cache(maxsize=16384)
def is_plural(text: str) -> bool:
    """Tell whether a text names more than one number."""
    text = text.replace("\\-", "")
    if _MANY.search(text) is not None:
        return True
    return any(is_roman(match[1]) and is_roman(match[2]) for match in _ROMAN_MANY.finditer(text))


def is_roman(text: str) -> bool:
    """Tell whether a text is a roman numeral.

    >>> is_roman("xiv"), is_roman("A"), is_roman("")
    (True, False, False)
    """
    return bool(text) and _ROMAN.match(text) is not None


def format_pages(text: str, style: str, delimiter: str) -> str:
    """Return page numbers with their ranges in a page-range-format ("" leaves the numbers as they are).

    >>> format_pages("321-328", "minimal", "–"), format_pages("1496-500", "expanded", "–")
    ('321–8', '1496–1500')
    """
    if "\\-" in text:
        text = text.replace("\\-", "\x00")
    text = _RANGE.sub(lambda match: _one_range(match, style, delimiter), text)
    return text.replace("\x00", "-")


def _one_range(match: re.Match[str], style: str, delimiter: str) -> str:
    first, last = match[1], match[2]
    if not _spans(first, last):
        return f"{first}-{last}"
    a, b = _PARTS.match(first), _PARTS.match(last)
    if not style or a is None or b is None:
        return f"{first}{delimiter}{last}"
    head, low, head_two, high = a[1], a[2], b[1], b[2]
    if head_two != head:
        return f"{first}-{last}"
    full = low[: len(low) - len(high)] + high if len(high) < len(low) else high
    if int(full) <= int(low):
        return f"{first}{delimiter}{last}"
    short = _shorten(low, full, style)
    return f"{first}{delimiter}{head if style == 'expanded' else ''}{short}"


def _spans(first: str, last: str) -> bool:
    """Tell a range from a number with a hyphen in it, such as A-1."""
    digits = [any(char.isdigit() for char in side) for side in (first, last)]
    if all(digits):
        return True
    if digits[0]:
        return is_roman(last) or (len(last) == 1 and last.islower() and first[-1].isalpha())
    return not digits[1] and ((is_roman(first) and is_roman(last)) or len(first) == len(last) == 1)


def _shorten(low: str, full: str, style: str) -> str:
    if style == "expanded":
        return full
    if style == "minimal":
        return _minimal(low, full, 1)
    if style == "minimal-two":
        return _minimal(low, full, 2)
    return _chicago(low, full, style)


def _minimal(low: str, full: str, keep: int) -> str:
    if len(low) != len(full):
        return full
    same = 0
    while same < len(full) - keep and low[same] == full[same]:
        same += 1
    return full[same:]


def _chicago(low: str, full: str, style: str) -> str:
    if len(low) != len(full):
        return full
    number = int(low)
    if number < 100 or number % 100 == 0:
        return full
    if number % 100 < 10:
        return _minimal(low, full, 1)
    short = _minimal(low, full, 2)
    if style in ("chicago", "chicago-15") and len(full) == 4 and len(short) >= 3:
        return full
    return short
