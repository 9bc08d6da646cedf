"""A name as references carry it → its parts.

In: a CSL-JSON name. Out: family, given, the two particles and the suffix of CSL 1.0.2, "Name-part Order", or
a literal. Particles written into the family or given name are split off (lower-case words before the family
name do not drop, those after the given name do), a suffix written after a comma too (citeproc-js manual,
"Names").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Person:
    """One name; a `literal` stands for institutions and whatever must not be taken apart."""

    family: str = ""
    given: str = ""
    dropping: str = ""
    non_dropping: str = ""
    suffix: str = ""
    comma_suffix: bool = False
    static_order: bool = False
    literal: str = ""


_STRINGS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")
_FAMILY_PARTICLES = re.compile(
    r"^((?:(?:[^\W\d_A-ZÀ-ÖØ-Þ](?:[^\W\d_A-ZÀ-ÖØ-Þ]|\.(?!\s*$))*(?:\s+|['’]\s*|-(?=[^\W\d_]))|['’][a-z]\s+|['’]n\s+|d['’]\s*))+)(?=\S)"
)
_GIVEN_PARTICLES = re.compile(r"\s+((?:[^\W\d_A-ZÀ-ÖØ-Þ][^\s.]*(?:\s+|$))+)$")
_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]")
_SUFFIX = re.compile(r"^(.+?)\s*,(!?)\s+(.+)$")
_ROMANESQUE = re.compile(
    r"^[\s\d.,;:!?'\"’‘“”\-‐‑–—()&/\u00b7a-zA-Z\u00aa\u00ba\u00c0-\u024f\u0250-\u02af\u0300-\u036f"
    r"\u0370-\u052f\u1e00-\u1fff\u2c60-\u2c7f\ua720-\ua7ff\u02b0-\u02ff<>=`´|ʹ\[\]{}*+_@#%$^~/\\]*$"
)


@lru_cache(maxsize=65536)
def is_romanesque(text: str) -> bool:
    """Tell whether a name is written in Latin, Greek or Cyrillic letters.

    >>> is_romanesque("Карамзин"), is_romanesque("毛")
    (True, False)
    """
    return _ROMANESQUE.match(text) is not None


def parse_person(name: Mapping[str, Any]) -> Person | None:
    """Return the parts of a CSL-JSON name, or None where it says nothing.

    >>> parse_person({"family": "van Gogh", "given": "Vincent"}).non_dropping
    'van'
    >>> parse_person({"family": "King", "given": "Martin Luther, Jr."}).suffix
    'Jr.'
    """
    parts = {key: _string(name.get(key)) for key in _STRINGS}
    family, given = parts["family"], parts["given"]
    if parts["literal"]:
        return Person(literal=parts["literal"])
    if family and not given and name.get("isInstitution"):
        return Person(literal=family)
    if not family and not given:
        return None
    dropping, non_dropping, suffix = parts["dropping-particle"], parts["non-dropping-particle"], parts["suffix"]
    comma_suffix = _truth(name.get("comma-suffix"))
    if given and not suffix and (found := _SUFFIX.match(given)):
        given, suffix = found[1], found[3]
        comma_suffix = comma_suffix or bool(found[2])
    if len(family) > 1 and family[0] == family[-1] == '"':
        family = family[1:-1]
    elif not dropping and not non_dropping and name.get("parse-names", True) not in (False, 0, "false", "0"):
        family, non_dropping = _split_family(family)
        given, dropping = _split_given(given)
    static = _truth(name.get("static-ordering")) or _truth(name.get("static-particles"))
    return Person(family, given, dropping, non_dropping, suffix, comma_suffix, static)


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _truth(value: Any) -> bool:
    return value not in (None, False, 0, "", "0", "false")


def _split_family(family: str) -> tuple[str, str]:
    match = _FAMILY_PARTICLES.match(family)
    if match is None:
        return family, ""
    end = min(match.end(), _end_of_small_words(family))
    particle = family[:end].rstrip()
    if not particle or not family[end:]:
        return family, ""
    # a space that the author set behind an apostrophe stays
    spaced = particle.endswith(("'", "’")) and family[:end] != particle
    return family[end:], f"{particle} " if spaced else particle


def _split_given(given: str) -> tuple[str, str]:
    match = _GIVEN_PARTICLES.search(given)
    if not match:
        return given, ""
    particles: list[str] = []
    for word in reversed(match[1].split()):
        if not word[0].islower():
            break
        particles.insert(0, word)
    if not particles:
        return given, ""
    return given[: given.rindex(particles[0], match.start())].rstrip(), " ".join(particles)


def _end_of_small_words(text: str) -> int:
    """Return where the first word begins that is no particle: with a capital, or of a script without case."""
    return next((word.start() for word in _WORD.finditer(text) if not word[0].islower()), len(text))
