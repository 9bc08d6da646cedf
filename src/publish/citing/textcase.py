"""Text case over marked text.

In: marked text, a case (CSL 1.0.2, "Text-case") and the language of the text. Out: the same tree with other
letters; stretches marked `nocase` stay. Title case is for English only: words that are not all lower case
stay, short function words are lowered except at the ends and after a colon, question or exclamation mark or
dash.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from publish.citing.marked import Format, Opaque, Tree

# Articles, conjunctions and prepositions of English that title case leaves small.
_SMALL_WORDS = """
a about above across afore after against al along alongside amid amidst among amongst an and anenst apropos apud
around as aside astride at athwart atop barring before behind below beneath beside besides between beyond but by
circa de despite down during et except for forenenst from given in inside into la le lest like modulo near next
nor notwithstanding of off on onto or out over per plus pro qua sans since so than the through throughout thru
thruout till to toward towards under underneath until unto up upon v van versus via von vs with within without
yet
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_WORD = re.compile(r"[^\s\-‐‑\u2013\u2014/:]+")
_RUN = re.compile(r"[^\s]+")


def is_small_word(word: str) -> bool:
    """Tell whether title case leaves a word small."""
    return word in _SMALL


def change_case(tree: Tree, case: str, language: str) -> Tree:
    """Return the tree in another case; affixes and delimiters inside it take part.

    >>> change_case("the lion in winter", "title", "en")
    'The Lion in Winter'
    >>> change_case("istanbul", "uppercase", "tr")
    'İSTANBUL'
    """
    changer = _CHANGES.get(case)
    if changer is None or (case == "title" and not language.startswith("en")):
        return tree
    cells: list[_Cell] = []
    shape = _gather(tree, cells, nocase=False)
    changer(cells, language[:2])
    return _rebuild(shape, iter_texts(cells))


class _Cell:
    """One string of a tree; `letters` are its characters, each replaceable by none, one or several."""

    __slots__ = ("fixed", "letters")

    def __init__(self, text: str, fixed: bool) -> None:
        self.letters = list(text)
        self.fixed = fixed


class _Texts:
    __slots__ = ("at", "cells")

    def __init__(self, cells: list[_Cell]) -> None:
        self.cells = cells
        self.at = 0

    def next(self) -> str:
        self.at += 1
        return "".join(self.cells[self.at - 1].letters)


def iter_texts(cells: list[_Cell]) -> _Texts:
    """Return a reader of the cells' texts in order."""
    return _Texts(cells)


def _gather(tree: Tree, cells: list[_Cell], nocase: bool) -> Tree:
    if isinstance(tree, str):
        cells.append(_Cell(tree, nocase))
    elif isinstance(tree, Opaque):
        cells.append(_Cell(tree.text, True))
    else:
        fixed = nocase or tree.nocase or _is_raised(tree.format)
        cells.append(_Cell(tree.prefix, nocase))
        for number, child in enumerate(tree.children):
            if number:
                cells.append(_Cell(tree.delimiter, nocase))
            _gather(child, cells, fixed)
        cells.append(_Cell(tree.suffix, nocase))
    return tree


def _is_raised(form: Format | None) -> bool:
    """Super- and subscripts and small capitals in a field are signs rather than words."""
    return form is not None and (bool(form.vertical_align) or form.font_variant == "small-caps")


def _rebuild(tree: Tree, texts: _Texts) -> Tree:
    if isinstance(tree, str):
        return texts.next()
    if isinstance(tree, Opaque):
        texts.next()
        return tree
    prefix = texts.next()
    children: list[Tree] = []
    delimiters: list[str] = []
    for number, child in enumerate(tree.children):
        if number:
            delimiters.append(texts.next())
        children.append(_rebuild(child, texts))
    suffix = texts.next()
    delimiter = tree.delimiter
    if any(one != delimiter for one in delimiters):
        # delimiters that now differ become children of their own
        spread: list[Tree] = []
        for number, child in enumerate(children):
            if number:
                spread.append(delimiters[number - 1])
            spread.append(child)
        children, delimiter = spread, ""
    changed = tree.with_children(tuple(children))
    changed.prefix, changed.suffix, changed.delimiter = prefix, suffix, delimiter
    return changed


# --- the cases ------------------------------------------------------------------------------------------


def upper(text: str, language: str) -> str:
    """Return upper case; Turkish and Azerbaijani keep the dot of i."""
    if language in ("tr", "az"):
        text = text.replace("i", "İ").replace("ı", "I")
    return text.upper()


def lower(text: str, language: str) -> str:
    """Return lower case; Turkish and Azerbaijani keep dotless ı."""
    if language in ("tr", "az"):
        text = text.replace("İ", "i").replace("I", "ı")
    return text.lower()


def _map_letters(cells: list[_Cell], change: Callable[[str, str], str], language: str) -> None:
    for cell in cells:
        if not cell.fixed:
            cell.letters = [change(letter, language) for letter in cell.letters]


def _uppercase(cells: list[_Cell], language: str) -> None:
    _map_letters(cells, upper, language)


def _lowercase(cells: list[_Cell], language: str) -> None:
    _map_letters(cells, lower, language)


def _positions(cells: list[_Cell]) -> tuple[str, list[tuple[_Cell, int]]]:
    places = [(cell, index) for cell in cells for index in range(len(cell.letters))]
    return "".join([cell.letters[index] for cell, index in places]), places


def _raise(places: list[tuple[_Cell, int]], at: int, language: str) -> None:
    cell, index = places[at]
    if not cell.fixed:
        letter = cell.letters[index]
        cell.letters[index] = upper(letter, language) if letter != "ß" else letter


def _first_letter(text: str, start: int, end: int) -> int:
    for at in range(start, end):
        if text[at].isalnum():
            return at
    return -1


def _capitalize_first(cells: list[_Cell], language: str) -> None:
    text, places = _positions(cells)
    match = _RUN.search(text)
    if match:
        at = _first_letter(text, match.start(), match.end())
        if at >= 0:
            _raise(places, at, language)


def _capitalize_all(cells: list[_Cell], language: str) -> None:
    text, places = _positions(cells)
    for match in _RUN.finditer(text):
        at = _first_letter(text, match.start(), match.end())
        if at >= 0 and text[match.start() : match.end()].islower():
            _raise(places, at, language)


def _sentence(cells: list[_Cell], language: str) -> None:
    text, places = _positions(cells)
    letters = [letter for cell, index in places if not cell.fixed for letter in cell.letters[index]]
    shouting = "".join(letters).isupper()
    first = True
    for match in _RUN.finditer(text):
        at = _first_letter(text, match.start(), match.end())
        if at < 0:
            continue
        word = text[match.start() : match.end()]
        if shouting or first:
            if shouting:
                for place in range(match.start(), match.end()):
                    cell, index = places[place]
                    if not cell.fixed:
                        cell.letters[index] = lower(cell.letters[index], language)
            if first and (shouting or word.islower()):
                _raise(places, at, language)
            first = False


_EDGES = ":?!"
_HYPHENS = ("-", "‐", "‑")
_LATIN = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff]")


def _title(cells: list[_Cell], language: str) -> None:
    text, places = _positions(cells)
    words = [match for match in _WORD.finditer(text) if any(letter.isalnum() for letter in match.group())]
    for number, match in enumerate(words):
        start, end = match.span()
        at = _first_letter(text, start, end)
        word = text[start:end]
        if not word.islower() or not _LATIN.match(text[at]):
            continue
        bare = word.strip("“”‘’\"'()[],;?!.")
        before = text[:start].rstrip(" “”‘’\"'([")
        leads = text[end : end + 1] in _HYPHENS and text[start - 1 : start] not in _HYPHENS
        opens = number == 0 or before[-1:] in _EDGES
        is_small = bare in _SMALL or _ELIDED.match(bare) is not None
        # A single letter is a sign, such as the p of statistics, and stays as the author wrote it.
        closes = number == len(words) - 1 and not _ELIDED.match(bare)
        if opens or ((leads or closes or not is_small) and len(bare) > 1):
            _raise(places, at, language)


_ELIDED = re.compile(r"[dlo]’")


_CHANGES: dict[str, Callable[[list[_Cell], str], None]] = {
    "uppercase": _uppercase,
    "lowercase": _lowercase,
    "capitalize-first": _capitalize_first,
    "capitalize-all": _capitalize_all,
    "sentence": _sentence,
    "title": _title,
}
