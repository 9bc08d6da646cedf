"""The signs of numbers: digits, their names and those a language writes by itself; roman and abjad numerals.

Names are those of CSS Counter Styles 3 (section 6.1) and its predefined numeric styles, which layout engines
know. By language: `defaultNumberingSystem` of the Unicode CLDR (release 46).
"""

from __future__ import annotations

_ZERO = {
    "decimal": "0",
    "arabic-indic": "\u0660",
    "bengali": "\u09e6",
    "cambodian": "\u17e0",
    "devanagari": "\u0966",
    "gujarati": "\u0ae6",
    "gurmukhi": "\u0a66",
    "kannada": "\u0ce6",
    "lao": "\u0ed0",
    "malayalam": "\u0d66",
    "mongolian": "\u1810",
    "myanmar": "\u1040",
    "oriya": "\u0b66",
    "persian": "\u06f0",
    "tamil": "\u0be6",
    "telugu": "\u0c66",
    "thai": "\u0e50",
    "tibetan": "\u0f20",
}
DIGITS: tuple[str, ...] = tuple(_ZERO)
_ABJAD_LETTERS = "غ ظ ض ذ خ ث ت ش ر ق ص ف ع س ن م ل ک ی ط ح ز و هـ د ج ب ا"
_ABJAD_VALUES = (*range(1000, 0, -100), *range(90, 0, -10), *range(9, 0, -1))
_ARABIC_FORMS = str.maketrans("کی", "كي")
_BY_LANGUAGE = {
    "ar": "arabic-indic",
    "as": "bengali",
    "bn": "bengali",
    "ckb": "arabic-indic",
    "dz": "tibetan",
    "fa": "persian",
    "ks": "persian",
    "lrc": "persian",
    "mni": "bengali",
    "mr": "devanagari",
    "my": "myanmar",
    "mzn": "persian",
    "ne": "devanagari",
    "ps": "persian",
    "sa": "devanagari",
    "sd": "arabic-indic",
    "sdh": "arabic-indic",
}
_IN_ARABIC_SCRIPT = {"pa": "persian", "uz": "persian"}
_IN_DEVANAGARI_DECIMAL = ("ks", "sd")
_DECIMAL_REGIONS = {"ar": frozenset({"ae", "dz", "eh", "ly", "ma", "tn"})}


def in_digits(number: int | str, digits: str) -> str:
    """Return a number in the digits of this name; its other signs stay as they are.

    >>> in_digits("2.10", "persian"), in_digits(7, "decimal")
    ('۲.۱۰', '7')
    """
    zero = ord(_ZERO.get(digits, "0"))
    return str(number).translate({ord("0") + value: zero + value for value in range(10)})


def digits_of(lang: str) -> str:
    """Return the name of the digits a language (BCP 47) is written with.

    >>> digits_of("fa-IR"), digits_of("ar-MA"), digits_of("uz-Arab"), digits_of("hi"), digits_of("")
    ('persian', 'decimal', 'persian', 'decimal', 'decimal')
    """
    primary, *rest = lang.lower().replace("_", "-").split("-")
    if not {"latn", "cyrl"}.isdisjoint(rest) or ("deva" in rest and primary in _IN_DEVANAGARI_DECIMAL):
        return "decimal"
    if "arab" in rest and primary in _IN_ARABIC_SCRIPT:
        return _IN_ARABIC_SCRIPT[primary]
    if _DECIMAL_REGIONS.get(primary, frozenset()) & set(rest):
        return "decimal"
    return _BY_LANGUAGE.get(primary, "decimal")


def abjad_numerals(digits: str) -> tuple[tuple[int, str], ...]:
    """Return the letters, the largest value first, whose sum numbers pages where others have roman numerals.

    Books in Arabic script number what stands before their text so; empty for all digits but theirs. A five is
    lengthened, that nobody takes a heh for the digit.

    >>> abjad_numerals("persian")[-3:], abjad_numerals("decimal")
    (((3, 'ج'), (2, 'ب'), (1, 'ا')), ())
    """
    if digits not in ("persian", "arabic-indic"):
        return ()
    letters = _ABJAD_LETTERS if digits == "persian" else _ABJAD_LETTERS.translate(_ARABIC_FORMS)
    return tuple(zip(_ABJAD_VALUES, letters.split(), strict=True))


def roman(number: int) -> str:
    """Return a number in lower-case roman numerals.

    >>> roman(1994)
    'mcmxciv'
    """
    parts = []
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        parts.append(letters * (number // value))
        number %= value
    return "".join(parts)
