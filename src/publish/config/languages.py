"""Language tags: read leniently, checked against what can be hyphenated.

In: what the author wrote after `lang:`. Out: a BCP 47 tag in its usual spelling (RFC 5646, section 2.1.1).
"""

# Tables of words are easier to read and to edit without quotation marks.
# ruff: noqa: SIM905

from __future__ import annotations

import re

from publish.text.nearest import did_you_mean

HYPHENATED = frozenset(
    """af as be bg ca cs da de el en eo es et eu fr gl hr hu id is it kn lt lv mn mr nb nl nn or pa pl pt
    ro ru sa sk sl sq sr sv te th uk zu""".split()
)
"""Primary tags with patterns in Pyphen, the layout engine's hyphenator; a test holds the list to it."""

NEVER_HYPHENATED = frozenset(
    """am ar bn bo ckb dv dz fa gu he hi ja ka km ko ks ku ky lo ml my ne ps sd si ta ti tg ug ur vi yi yue
    zh""".split()
)
"""Primary tags of languages whose printers break lines without hyphens: nothing is amiss there."""

# What authors write in place of a tag.
_NAMES = {
    "arabic": "ar", "bulgarian": "bg", "catalan": "ca", "chinese": "zh", "croatian": "hr", "czech": "cs",
    "danish": "da", "deutsch": "de", "dutch": "nl", "english": "en", "español": "es", "estonian": "et",
    "farsi": "fa", "finnish": "fi", "français": "fr", "french": "fr", "german": "de", "greek": "el",
    "hebrew": "he", "hungarian": "hu", "italian": "it", "italiano": "it", "japanese": "ja", "korean": "ko",
    "latvian": "lv", "lithuanian": "lt", "norwegian": "nb", "persian": "fa", "polish": "pl", "portuguese": "pt",
    "romanian": "ro", "russian": "ru", "serbian": "sr", "slovak": "sk", "slovenian": "sl", "spanish": "es",
    "swedish": "sv", "turkish": "tr", "ukrainian": "uk", "british": "en-GB", "american": "en-US",
    "ngerman": "de", "no": "nb", "jp": "ja", "cn": "zh", "gr": "el", "cz": "cs", "dk": "da", "ua": "uk",
}  # fmt: skip

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-[a-z0-9]{2,8})*\Z")


def read_language(text: str) -> str | None:
    """Return the tag in its usual spelling, or None if it has not the form of one.

    >>> [read_language(t) for t in ("en_gb", "sr-latn", "de-DE", "English")]
    ['en-GB', 'sr-Latn', 'de-DE', None]
    """
    folded = text.strip().split(".")[0].replace("_", "-").lower()
    if not _TAG.match(folded):
        return None
    first, *rest = folded.split("-")
    styled = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest]
    return "-".join((first, *styled))


def is_known_language(tag: str) -> bool:
    """Tell whether text in this language can be set as its readers expect."""
    first = tag.split("-", maxsplit=1)[0]
    return first in HYPHENATED or first in NEVER_HYPHENATED


def language_hints(text: str) -> tuple[str, ...]:
    """Return what the author may have meant: a tag for a language's name, else the nearest tag or name."""
    folded = text.strip().casefold()
    if folded in _NAMES:
        return (f"did you mean `{_NAMES[folded]}`?",)
    near = did_you_mean(folded, sorted(_NAMES))
    if near and len(folded) > 3:
        return (f"did you mean `{_NAMES[near[0].split('`')[1]]}`?",)
    return ()
