"""Rules for identifiers: what every edition can carry, and what a chapter is called.

An identifier is an NCName (Namespaces in XML 1.0, section 4; EPUB content documents ask it): a letter or `_`,
then letters, digits, `_`, `.`, `-`. A colon is none, so `fig:map` is used as `fig-map`.
"""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import PurePosixPath

_UNSAFE = re.compile(r"[^\w.-]")
_RESERVED = re.compile(
    r"(?:note(?:-call)?-\d+|cite-\d+|ref-.*|refs-.*|ch-.*|cb\d+.*|fn\d+|fnref\d+|toc(?:-.*)?|ix[el]-.*)",
    re.IGNORECASE,
)
_MADE = re.compile(r"(?:.*-)?(?:ix|gl)-\d+")

REFERENCES = "refs"
"""The one identifier with a meaning of its own: the place of the bibliography."""


def safe_identifier(written: str) -> str:
    """Return an NCName near to what was written, outside the names that publish gives itself.

    >>> safe_identifier("fig:map"), safe_identifier("1st step"), safe_identifier("note-3")
    ('fig-map', 'id-1st-step', 'id-note-3')
    """
    name = _UNSAFE.sub("-", written)
    if not name or not (name[0].isalpha() or name[0] == "_") or _RESERVED.fullmatch(name):
        return f"id-{name}"
    return name


def unique_identifier(wanted: str, taken: Container[str], prefix: str = "") -> str:
    """Return the wanted identifier, else with the prefix, else counted from 2.

    >>> unique_identifier("intro", {"intro"}, "ch-two"), unique_identifier("intro", {"intro"})
    ('ch-two-intro', 'intro-2')
    """
    if wanted not in taken:
        return wanted
    if prefix:
        wanted = f"{prefix}-{wanted}"
        if wanted not in taken:
            return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def chapter_identifier(path: str, position: int, taken: Container[str]) -> str:
    """Return what a chapter is called in addresses: `ch-` and its file's stem, or its position from 1.

    >>> chapter_identifier("text/02-two.md", 2, ())
    'ch-02-two'
    """
    stem = re.sub(r"[^a-z0-9]+", "-", PurePosixPath(path).stem.lower()).strip("-")
    whole = PurePosixPath(path).stem.isascii() and stem
    return unique_identifier(f"ch-{stem}" if whole else f"ch-{position}", taken)


def is_made(identifier: str) -> bool:
    """Tell whether publish gave a place its name: an index mark or a glossary's term that had none.

    >>> is_made("ix-3"), is_made("ch-two-gl-1"), is_made("index")
    (True, True, False)
    """
    return _MADE.fullmatch(identifier) is not None


def cite_identifier(number: int) -> str:
    """Return the identifier of a cite, counted through the book."""
    return f"cite-{number}"


def reference_identifier(key: str, count: int = 1) -> str:
    """Return the identifier of a reference's entry in the first list, or the `count`-th, that shows it.

    Different keys give different identifiers.

    >>> reference_identifier("knuth1984"), reference_identifier("doi:10/x"), reference_identifier("a", 2)
    ('ref-knuth1984', 'ref-doi_3a_10_2f_x', 'ref-a_n2')
    """
    again = f"_n{count}" if count > 1 else ""
    return "ref-" + re.sub(r"[^A-Za-z0-9.-]", lambda match: f"_{ord(match[0]):x}_", key) + again


def slug_of(title: str) -> str:
    """Return the anchor that forges (GitHub, GitLab) give a heading: lower case, spaces as hyphens.

    >>> slug_of("4.9.9 On-line revocation/status checking")
    '499-on-line-revocationstatus-checking'
    """
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")


def squashed(words: str) -> str:
    """Return letters and digits only, for comparing anchors made by different rules."""
    return re.sub(r"[\W_]", "", words.casefold())
