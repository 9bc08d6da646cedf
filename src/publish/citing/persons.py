"""One person's name → marked text.

In: a `Person`, the names options and the name-part dresses. Out: marked text. CSL 1.0.2, "Name-part Order",
"Name-part Formatting", "Non-dropping particles", "Initializing Names"; names in other scripts than Latin,
Greek and Cyrillic stand family first without a space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
_MARKUP = re.compile(r"(<[^<>]*>)")
_CAPITALS = re.compile(r"^([A-ZÀ-ÖØ-Þ]{2,})[^\W\d_A-ZÀ-ÖØ-Þ]{2,}")


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
    person: Person,
    options: NameOptions,
    parts: dict[str, Dress],
    context: Context,
    *,
    level: int,
    inverted: bool,
) -> Tree:
    """Return a name at a level of given name, inverted or in reading order."""
    if person.literal:
        return _dressed(person.literal, parts.get("family"), context)
    family_dress, given_dress = parts.get("family"), parts.get("given")
    given = _given(person, options, level)
    if not person.family:
        return _dressed(parse_rich_text(given or person.given), given_dress, context)
    suffix = person.suffix
    if options.initialize_with is not None and "." not in options.initialize_with:
        suffix = suffix.replace(".", "")  # a style that sets initials without full stops
    foreign = not is_romanesque(person.family + person.given)
    if foreign or person.static_order:
        names = [_dressed(person.family, family_dress, context)]
        if level > FAMILY_ONLY and person.given:
            names.append(_dressed(person.given, given_dress, context))
        return Mark(tuple(names), delimiter="" if foreign else " ")
    demote = options.demote == "display-and-sort" or (
        options.demote == "sort-only" and context.key_options is not None
    )
    if level == FAMILY_ONLY:
        short = (person.non_dropping, person.family)
        if demote and context.key_options is not None:
            short = (person.family, person.non_dropping)
        return _together(short, (family_dress, family_dress), context)
    if inverted:
        kept, moved = ("", person.non_dropping) if demote else (person.non_dropping, "")
        pieces: list[Tree] = [_together((kept, person.family), (family_dress, family_dress), context)]
        if given or person.dropping or moved:
            pieces.append(
                _together(
                    (given, person.dropping, moved),
                    (given_dress, given_dress, family_dress),
                    context,
                    outer=given_dress,
                )
            )
        if suffix:
            pieces.append(parse_rich_text(suffix))
        return Mark(tuple(pieces), delimiter=options.sort_separator)
    glue = ", " if person.comma_suffix else " "
    words = (person.dropping, person.non_dropping, person.family)
    family = _together(words, (given_dress, family_dress, family_dress), context, suffix, glue)
    if not given:
        return family
    return Mark((_dressed(given, given_dress, context), family), delimiter=" ")


def _together(
    words: Sequence[str],
    dresses: Sequence[Dress | None],
    context: Context,
    suffix: str = "",
    glue: str = "",
    *,
    outer: Dress | None = None,
) -> Tree:
    """Join parts of a name: each formatted by its dress, the affixes of the outer (last) dress around all."""
    there = [(word, dress) for word, dress in zip(words, dresses, strict=True) if word]
    outer = outer or dresses[-1]
    tree: Tree | None = None
    for word, dress in there:
        plain = None if dress is None else replace(dress, prefix="", suffix="")
        piece = _dressed(word, plain, context)
        if tree is None:
            tree, before = piece, word
            continue
        tight = before.endswith((*_JOINING, " ")) and context.key_options is None
        tree = Mark((tree, piece), delimiter="" if tight else " ")
        before = word
    if suffix:
        tree = Mark((tree or "", parse_rich_text(suffix)), delimiter=glue)
    if outer is None or not (outer.prefix or outer.suffix):
        return tree or ""
    return Mark((tree or "",), prefix=outer.prefix, suffix=outer.suffix)


def _dressed(tree: Tree, dress: Dress | None, context: Context) -> Tree:
    if isinstance(tree, str):
        tree = parse_rich_text(tree)
    return tree if dress is None else dress.put_on(tree, context)


def _given(person: Person, options: NameOptions, level: int) -> str:
    if not person.given or (options.initialize_with is None and level != INITIALS):
        return person.given
    if level >= FULL and options.initialize:
        return person.given
    if "<" in person.given:
        pieces = _MARKUP.split(person.given)
        pieces[::2] = [_short_given(piece, options) for piece in pieces[::2]]
        return "".join(pieces)
    return _short_given(person.given, options)


def _short_given(given: str, options: NameOptions) -> str:
    lead = given[: len(given) - len(given.lstrip(" -‐"))]
    mark = options.initialize_with or ""
    if not options.initialize:
        return lead + respace_initials(given[len(lead) :], mark)
    return lead + initials_of(given[len(lead) :], mark, options.initialize_with_hyphen)


@lru_cache(maxsize=16384)
def initials_of(given: str, mark: str, hyphens: bool = True) -> str:
    """Return the initials of a given name, each followed by the mark; words in lower case stay as they are.

    A word that ends with a full stop is an abbreviation already and keeps its letters.

    >>> initials_of("Jean-Luc Marie", ". "), initials_of("Jean-Luc", ".", False), initials_of("Ph.M. Emil", ".")
    ('J.-L. M.', 'J.L.', 'Ph.M.E.')
    """
    out = ""
    for word in _words(given):
        bare = word.rstrip(".")
        if not bare:
            continue
        if not bare[0].isalnum() or (bare[0].islower() and len(bare) > 1):
            bare = bare if bare[0].isalnum() else word
            out = f"{out.rstrip(' ')} {bare} " if out else f"{bare} "
            continue
        pieces = [piece for piece in re.split(r"[-‐–]", bare) if piece]
        if (
            len(pieces) == 1
            and word.endswith(".")
            and not (len(bare) > 1 and bare.isupper() and "." in given[:-1])
        ):
            out += bare + mark
            continue
        letters = [
            _initial(piece) for number, piece in enumerate(pieces) if not (number and piece[0].islower())
        ]
        out += (mark.rstrip() + "-" if hyphens else mark).join(letters) + mark
    return out.rstrip(" ")


def _words(given: str) -> list[str]:
    """Return the words of a given name; a full stop ends one."""
    return re.sub(r"\.(?=[^\s\-‐.])", ". ", given).split()


def _initial(word: str) -> str:
    """Return the first letter; more where a name begins with several capitals, as Mongolian digraphs do."""
    capitals = _CAPITALS.match(word)
    return capitals[1].capitalize() if capitals is not None else word[0]


@lru_cache(maxsize=16384)
def respace_initials(given: str, mark: str) -> str:
    """Return a given name whose initials and abbreviations, and only they, are set with the mark.

    >>> respace_initials("Donald E.", "."), respace_initials("J M", ". ")
    ('Donald E.', 'J. M.')
    """
    out = ""
    for word in _words(given):
        bare = word.rstrip(".")
        if word.endswith(".") or (len(bare) == 1 and bare.isupper()):
            out += bare + mark
        else:
            out = f"{out.rstrip(' ')} {word} " if out else f"{word} "
    return out.strip()
