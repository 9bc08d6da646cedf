"""The words and signs of an index in each language: `see`, `see also`, what stands between places.

Data, as indexes in these languages have them; languages that lead on by an arrow have the arrow.
"""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "ar": ("انظر", "انظر أيضًا"),
    "az": ("bax", "həmçinin bax"),
    "bg": ("вж.", "вж. също"),
    "ca": ("vegeu", "vegeu també"),
    "cs": ("viz", "viz též"),
    "da": ("se", "se også"),
    "de": ("siehe", "siehe auch"),
    "el": ("βλ.", "βλ. επίσης"),
    "en": ("see", "see also"),
    "es": ("véase", "véase también"),
    "et": ("vt", "vt ka"),
    "fa": ("نگاه کنید به", "نیز نگاه کنید به"),
    "fi": ("ks.", "ks. myös"),
    "fr": ("voir", "voir aussi"),
    "he": ("ראו", "ראו גם"),
    "hr": ("vidi", "vidi i"),
    "hu": ("lásd", "lásd még"),
    "hy": ("տես", "տես նաև"),
    "it": ("vedi", "vedi anche"),
    "ja": ("→", "⇒"),
    "ka": ("იხ.", "იხ. აგრეთვე"),
    "ko": ("→", "⇒"),
    "lt": ("žr.", "taip pat žr."),
    "lv": ("sk.", "sk. arī"),
    "nb": ("se", "se også"),
    "nl": ("zie", "zie ook"),
    "pl": ("zob.", "zob. też"),
    "pt": ("ver", "ver também"),
    "ro": ("vezi", "vezi și"),
    "ru": ("см.", "см. также"),
    "sk": ("pozri", "pozri aj"),
    "sl": ("glej", "glej tudi"),
    "sr": ("види", "види и"),
    "sv": ("se", "se även"),
    "tr": ("bkz.", "ayrıca bkz."),
    "uk": ("див.", "див. також"),
    "vi": ("xem", "xem thêm"),
    "zh": ("见", "另见"),
}
_SAME = {"no": "nb", "nn": "nb"}
_ARABIC_SIGNS = frozenset(("ar", "ckb", "fa", "ks", "ps", "sd", "ug", "ur"))
"""Languages whose comma and semicolon are U+060C and U+061B (Unicode 16, chapter 9.2, "Punctuation")."""


def see_words(lang: str) -> tuple[str, str]:
    """Return the words before the entry one is led to, and to which one is led also.

    >>> see_words("de-AT"), see_words("xx")
    (('siehe', 'siehe auch'), ('see', 'see also'))
    """
    primary = lang.replace("_", "-").split("-")[0].lower()
    return _WORDS.get(_SAME.get(primary, primary), _WORDS["en"])


def list_signs(lang: str) -> tuple[str, str]:
    """Return the comma and the semicolon of a language.

    >>> list_signs("fa-IR"), list_signs("en")
    (('،', '؛'), (',', ';'))
    """
    return ("،", "؛") if lang.replace("_", "-").split("-")[0].lower() in _ARABIC_SIGNS else (",", ";")
