"""One person's name → marked text.

In: a `Person`, the names options and the name-part dresses. Out: marked text. CSL 1.0.2, "Name-part Order",
"Name-part Formatting", "Non-dropping particles", "Initializing Names"; names in other scripts than Latin, Greek and
Cyrillic stand family first without a space.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from publish.citing.context import Context
from publish.citing.marked import Mark, Tree
from publish.citing.nameoptions import NameOptions
from publish.citing.nodes import Dress
from publish.citing.person import Person, is_romanesque
from publish.citing.richtext import parse_rich_text

FAMILY_ONLY, INITIALS, FULL = 0, 1, 2
_JOINING = ("'", "’", "-", "‐", "ʼ", "‘")
_INITIAL_RUN = re.compile(r"^(?:[^\W\d_]\.?)+$")


def levels_of(person: Person, options: NameOptions) -> tuple[int, int]:
    """Return the level of given name a style shows, and the highest there is."""
    if person.literal or not person.given or not person.family:
        return FULL, FULL
    if not is_romanesque(person.family + person.given):
        return (FAMILY_ONLY, FULL) if options.form == "short" else (FULL, FULL)
    initials = options.initialize_with is not None and options.initialize
    base = FAMILY_ONLY if options.form == "short" else INITIALS if initials else FULL
    return base, FULL


def render_person(
    person: Person, options: NameOptions, parts: dict[str, Dress], level: int, inverted: bool, context: Context
) -> Tree:
    """Return a name at a level of given name, inverted or in reading order."""
    if person.literal:
        return parse_rich_text(person.literal)
    family_dress, given_dress = parts.get("family"), parts.get("given")
    given = _given(person, options, level)
    if not person.family:
        return _dressed(parse_rich_text(given or person.given), given_dress, context)
    foreign = not is_romanesque(person.family + person.given)
    if foreign or person.static_order:
        names = [_dressed(person.family, family_dress, context)]
        if level > FAMILY_ONLY and person.given:
            names.append(_dressed(person.given, given_dress, context))
        return Mark(tuple(names), delimiter="" if foreign else " ")
    if level == FAMILY_ONLY:
        return _family(person, (person.non_dropping,), family_dress, context)
    demote = options.demote == "display-and-sort" or (
        options.demote == "sort-only" and context.key_options is not None
    )
    if inverted:
        kept, moved = ("", person.non_dropping) if demote else (person.non_dropping, "")
        family = _family(person, (kept,), family_dress, context)
        first = _given_with(given, (person.dropping, moved), given_dress, context)
        pieces = [family, first] if first is not None else [family]
        if person.suffix:
            pieces.append(parse_rich_text(person.suffix))
        return Mark(tuple(pieces), delimiter=options.sort_separator)
    return _in_reading_order(person, given, family_dress, given_dress, context)


def _in_reading_order(
    person: Person, given: str, family_dress: Dress | None, given_dress: Dress | None, context: Context
) -> Tree:
    family = _family(person, (person.non_dropping,), family_dress, context)
    if person.dropping:
        particle = _dressed(parse_rich_text(person.dropping), given_dress, context)
        family = Mark((particle, family), delimiter="" if person.dropping.endswith(_JOINING) else " ")
    pieces: list[Tree] = []
    if given:
        pieces.append(_dressed(parse_rich_text(given), given_dress, context))
    pieces.append(family)
    name: Tree = Mark(tuple(pieces), delimiter=" ") if len(pieces) > 1 else pieces[0]
    if person.suffix:
        glue = ", " if person.comma_suffix else " "
        name = Mark((name, parse_rich_text(person.suffix)), delimiter=glue)
    return name


def _family(person: Person, particles: tuple[str, ...], dress: Dress | None, context: Context) -> Tree:
    """Return the family name behind its particles; each is formatted, the affixes stand around all."""
    words = [word for word in particles if word]
    if not words:
        return _dressed(parse_rich_text(person.family), dress, context)
    plain = None if dress is None else replace(dress, prefix="", suffix="")
    family = _dressed(parse_rich_text(person.family), plain, context)
    pieces: list[Tree] = [_dressed(parse_rich_text(word), plain, context) for word in words]
    joined = Mark((*pieces, family), delimiter="" if words[-1].endswith(_JOINING) else " ")
    if dress is None or not (dress.prefix or dress.suffix):
        return joined
    return Mark((joined,), prefix=dress.prefix, suffix=dress.suffix)


def _given_with(given: str, particles: tuple[str, ...], dress: Dress | None, context: Context) -> Tree | None:
    words = " ".join([word for word in (given, *particles) if word])
    return _dressed(parse_rich_text(words), dress, context) if words else None


def _dressed(tree: Tree, dress: Dress | None, context: Context) -> Tree:
    if isinstance(tree, str):
        tree = parse_rich_text(tree)
    return tree if dress is None else dress.put_on(tree, context)


def _given(person: Person, options: NameOptions, level: int) -> str:
    if options.initialize_with is None or not person.given:
        return person.given
    if level >= FULL or not options.initialize:
        return (
            respace_initials(person.given, options.initialize_with) if not options.initialize else person.given
        )
    return initials_of(person.given, options.initialize_with, options.initialize_with_hyphen)


@lru_cache(maxsize=16384)
def initials_of(given: str, mark: str, hyphens: bool = True) -> str:
    """Return the initials of a given name, each followed by the mark; words in lower case stay as they are.

    >>> initials_of("Jean-Luc Marie", ". "), initials_of("Jean-Luc", ".", False)
    ('J.-L. M.', 'J.L.')
    """
    out = ""
    for word in re.split(r"[\s\u00a0]+", re.sub(r"\.(?=[^\s\-‐.])", ". ", given)):
        bare = word.rstrip(".")
        if not bare:
            continue
        if bare[0].islower() and not bare[0].isupper() and len(bare) > 1:
            out = f"{out.rstrip(' ')} {bare} "
            continue
        pieces = [piece for piece in re.split(r"[-‐–]", bare) if piece]
        letters = []
        for number, piece in enumerate(pieces):
            if number and piece[0].islower() and len(pieces) > 1:
                continue
            letters.append(_initial(piece))
        joint = mark.rstrip() + ("-" if hyphens else "")
        out += joint.join(letters) + mark
    return out.rstrip(" ") if mark.strip() or mark == "" else out.strip()


def _initial(word: str) -> str:
    if len(word) > 1 and not word.isupper() and word[1].isupper() and word[0].isupper() and len(word) == 2:
        return word[0]
    return word[0].upper() if len(word) > 1 and word[0].isalpha() and word[0].isupper() else word[0]


@lru_cache(maxsize=16384)
def respace_initials(given: str, mark: str) -> str:
    """Return a given name whose initials, and only they, are set with the mark (`initialize="false"`).

    >>> respace_initials("Donald E.", "."), respace_initials("J M", ". ")
    ('Donald E.', 'J. M.')
    """
    out = ""
    for word in re.sub(r"\.(?=[^\s\-‐.])", ". ", given).split():
        bare = word.rstrip(".")
        if len(bare) == 1 and bare.isupper():
            out += bare + mark
        else:
            out = f"{out.rstrip(' ')} {word} " if out else f"{word} "
    return out.strip()
