"""How a chapter's first paragraph begins: its first words in small capitals, with an initial before them.

In: a chapter's tree, dressed, before its notes are placed; what the theme asks for. Out: the same tree, its
first paragraph of the class `opening`, its first words in `span.opening-words`. Emphasis, links, notes,
formulas, pictures and code end the words; a text that begins with one of them begins plainly.

An initial on pages is a picture beside the lines (`writing/initials.py`), an artifact of layout; its letter
stands unseen in front of its word, in the size of the text. So the word is one for all who do not look at
it: for screen readers, copies, searches. In reflowable editions the style sheet enlarges the first letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from lxml import etree

from publish.model.metadata import Metadata
from publish.model.plan import Theme
from publish.model.resource import FontFace
from publish.writing.geometry import leading_of, most_characters
from publish.writing.initials import Initial, draw_initial
from publish.writing.letterforms import Letterforms, open_letterforms
from publish.writing.openingwords import initial_of, phrase_of
from publish.writing.stylesheets import is_right_to_left, script_of
from publish.writing.tree import Tree, add_class, has_class, text_of
from publish.writing.typeface import measure_typeface

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PASSED = frozenset({"blockquote", "figure", "hr", "aside", "header", "nav"})
"""What may stand between a heading and the text: an epigraph, a picture."""
_HOLDERS = frozenset({"section", "div", "article"})
_ENDS_LINE = frozenset({"br", "img", "pre", "table", "math"})
_INITIAL_LINES = (3, 2)
"""How many lines an initial stands over, if the paragraph has them; else it is set plainly."""
_SCREEN_LETTERS = 200
"""What a paragraph on a screen must have, where nobody knows its lines."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What openers are asked for, and what they are made of on pages."""

    style: Literal["small-caps", "drop-cap"]
    is_paged: bool = False
    forms: Letterforms | None = None
    """None: on a screen, where the reader's program has its own, or a font that cannot be drawn from."""
    size_pt: float = 0.0
    leading_pt: float = 0.0
    line_letters: float = 0.0
    """The most letters a line has: what a paragraph must have to be as high as its initial."""

    def has_small_capitals(self, word: str = "abc") -> bool:
        """Tell whether a word can be set in small capitals; of the font if none is given."""
        return not self.is_paged or (self.forms is not None and self.forms.has_small_capitals(word))


def opening_of(theme: Theme, metadata: Metadata, faces: Sequence[FontFace]) -> Opening | None:
    """Return how chapters begin on pages, or with no `faces` on screens; None: like any other paragraph.

    So begin all texts that are read from the right or have no capitals.
    """
    lang = metadata.lang
    is_ours = metadata.dir != "rtl" and not is_right_to_left(lang) and script_of(lang) == "alphabetic"
    if theme.openers == "plain" or not is_ours:
        return None
    if not faces:
        return Opening(theme.openers)
    leading = leading_of(theme.size_pt, measure_typeface(faces[0].resource.content), "alphabetic")
    forms = open_letterforms(_regular(faces).resource.content)
    return Opening(theme.openers, True, forms, theme.size_pt, leading, most_characters(theme))


def _regular(faces: Sequence[FontFace]) -> FontFace:
    """Return the upright face of the text's family that has the weight 400."""

    def is_regular(face: FontFace) -> bool:
        low, _, high = face.weight.partition(" ")
        return face.style == "normal" and float(low) <= 400 <= float(high or low)

    return next((f for f in faces if f.family == faces[0].family and is_regular(f)), faces[0])


def open_chapter(tree: Tree, opening: Opening) -> bool:
    """Dress the first paragraph of a chapter in place; tell whether it was."""
    paragraph = next(_blocks(tree), None)
    if paragraph is None or paragraph.tag != "p" or "style" in paragraph.attrib:
        return False
    slots = _slots_of(paragraph)
    text = "".join(slot.text for slot in slots)
    phrase = phrase_of(text, opening.has_small_capitals)
    if phrase is None:
        return False
    initial = None
    if opening.style == "drop-cap":
        found = initial_of(text, phrase)
        length = _length_of(paragraph)
        if found is None or (not opening.is_paged and length < _SCREEN_LETTERS):
            return False
        if opening.is_paged:
            initial = _draw(*found, length, opening)
            if initial is None:
                return False
        add_class(paragraph, "with-initial")
    elif phrase.start == phrase.end:
        return False
    add_class(paragraph, "opening")
    begin = phrase.start if initial is None else phrase.start + 1
    # From the end, so that texts in front keep their places.
    for slot in reversed(slots):
        _wrap(slot, begin, phrase.end, "opening-words")
        if initial is not None and (hidden := _wrap(slot, phrase.mark, begin, "opening-letter")) is not None:
            _give_no_width(hidden, initial)
    if initial is not None:
        _make_room(paragraph, initial)
    return True


# --- where a chapter begins -----------------------------------------------------------------------------


def _blocks(parent: Tree) -> Iterator[Tree]:
    """Yield blocks in their order, without those that may stand before the text."""
    for child in parent:
        if not isinstance(child.tag, str) or child.tag in _HEADINGS or child.tag in _PASSED:
            continue
        if child.get("role") == "doc-bibliography" or has_class(child, "epigraph"):
            continue
        if child.tag in _HOLDERS and not has_class(child, "line-block"):
            yield from _blocks(child)
        elif child.tag == "p" and not text_of(child).strip():
            continue  # a picture or an anchor by itself
        else:
            yield child


def _length_of(paragraph: Tree) -> int:
    """Return how many letters of a paragraph surely run on: those before a line break or a picture."""
    length = len(paragraph.text or "")
    for child in paragraph:
        if child.tag in _ENDS_LINE or has_class(child, "equation"):
            break
        if not has_class(child, "note-call"):
            length += len(text_of(child))
        length += len(child.tail or "")
    return length


# --- what its opening is --------------------------------------------------------------------------------


class _Slot(NamedTuple):
    """A text of the paragraph: the element it stands in or behind, and where it begins among all texts."""

    holder: Tree
    name: Literal["text", "tail"]
    text: str
    start: int


def _slots_of(paragraph: Tree) -> list[_Slot]:
    """Return the texts a paragraph begins with, up to what small capitals and initials must not reach."""
    slots: list[_Slot] = []

    def take(holder: Tree, name: Literal["text", "tail"]) -> None:
        text = getattr(holder, name) or ""
        slots.append(_Slot(holder, name, text, slots[-1].start + len(slots[-1].text) if slots else 0))

    def walk(element: Tree) -> bool:
        take(element, "text")
        for child in element:
            if not isinstance(child.tag, str) or not _is_plain(child) or not walk(child):
                return False
            take(child, "tail")
        return True

    walk(paragraph)
    return slots


def _is_plain(element: Tree) -> bool:
    """Tell whether an element is but a language, a place to link to, or small capitals of the author's."""
    if element.tag in _ENDS_LINE:
        return False
    is_empty = not text_of(element) and len(element) == 0
    return is_empty or (element.tag == "span" and element.get("class", "smallcaps") == "smallcaps")


def _draw(mark: str, letter: str, length: int, opening: Opening) -> Initial | None:
    """Draw the initial, over as many lines as the paragraph surely has."""
    lines = next((number for number in _INITIAL_LINES if length >= number * opening.line_letters), 0)
    if opening.forms is None or not lines:
        return None
    return draw_initial(letter, mark, opening.forms, opening.size_pt, opening.leading_pt, lines)


# --- how it is marked -----------------------------------------------------------------------------------


def _wrap(slot: _Slot, start: int, end: int, name: str) -> Tree | None:
    """Put what a text has of a stretch into a `span` of a class; return it."""
    text = getattr(slot.holder, slot.name) or ""
    start, end = max(start - slot.start, 0), min(end - slot.start, len(text))
    parent = slot.holder if slot.name == "text" else slot.holder.getparent()
    if start >= end or parent is None:
        return None
    made = etree.Element("span", {"class": name})
    made.text, made.tail = text[start:end], text[end:]
    setattr(slot.holder, slot.name, text[:start])
    parent.insert(0 if slot.name == "text" else parent.index(slot.holder) + 1, made)
    return made


def _give_no_width(hidden: Tree, initial: Initial) -> None:
    """Let the unseen letter, with the mark before it, take no room in its line."""
    back = initial.letter_width + initial.mark_width + initial.tuck
    hidden.set("style", f"margin-left: {-back:.3f}pt")
    words = hidden.text or ""
    if words[:-1] != words[:-1].strip():
        # A space would be widened like all in its line, if it did not stand in a line of its own.
        mark = etree.SubElement(hidden, "span", {"class": "opening-mark"})
        mark.set("style", f"width: {initial.mark_width:.3f}pt")
        mark.text, mark.tail, hidden.text = words[:-1], words[-1], None


def _make_room(paragraph: Tree, initial: Initial) -> None:
    """Put the drawn initial in front of the paragraph's text, beside its lines.

    The picture is a box without height on the first line of a float of its own, which begins where the
    paragraph does: so it stands on the lines whatever the engine takes for the font's ascent.
    """
    room = etree.Element("span", {"class": "opening-room"})
    room.set("style", f"width: {initial.room:.3f}pt; height: calc({initial.lines - 0.5:g} * 1rlh)")
    foot = initial.drop + initial.below
    look = (
        f"width: {initial.width:.3f}pt; height: {initial.height:.3f}pt; "
        f"margin: {foot - initial.height:.3f}pt 0 {-foot:.3f}pt {initial.left:.3f}pt; "
        f"background-image: url({initial.address})"
    )
    etree.SubElement(room, "span", {"class": "opening-picture", "style": look})
    room.tail, paragraph.text = (paragraph.text or "").lstrip(), None
    paragraph.insert(0, room)
