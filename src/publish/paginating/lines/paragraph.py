"""One paragraph of the engine, flattened: its text, whose letters are whose, where the engine's marks lead.

In: a line box before layout (all inline content of a block). Out: text with its leaves, and the way between
characters of that text and the engine's `skip_stack`, which page breaks, widows, orphans and footnotes go by.
What is not simple enough raises `NotOurs` with the reason; the engine sets it then.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from itertools import compress
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.text import line_break as engine_lines
from weasyprint.text.ffi import ffi

from publish.paginating.lines.atoms import ATOMS, require_simple
from publish.paginating.lines.notours import NotOurs
from publish.paginating.lines.typeface import Typeface, typeface_of

_OBJECT = "\u2e80"
"""Stands for a picture, as in the engine: it breaks like an ideograph (CSS Text 3, section 5.1)."""
_BIDI = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_AFTER_A_DASH = re.compile("(?<=[^ \u00a0\u202f][\u2013\u2014])[\u2018\u201c\u00ab\u2039\u201e\u201a]?(?=\\w)")
"""A dash between words, set close: a line may end behind it, also where an opening quotation mark follows,
which UAX 14 (LB 19) forbids and copy editors allow (The Chicago Manual of Style, 17th ed., 6.90)."""
_BEGINS_WITH_A_HYPHEN = re.compile("(?<![^ \u00a0\n])[^\\w \u00a0\n]*[-\u2010](?=[^ \u00a0\n])")
"""Signs that a word begins with, a hyphen the last of them: `--fail-on`, `[-@key`. No line ends behind it (UAX
14, revision 53, LB 20a, which Pango does not know yet; of brackets before it, our own)."""
_IS_CHARACTER_BREAK = 4
"""`is_char_break`, the third bit of a PangoLogAttr (pango-break.h)."""
_LOW_BYTE = 0 if sys.byteorder == "little" else 3
_IS_ODD = bytes(byte & 1 for byte in range(256))
_CONTROL = re.compile("[\t\f\x0b\u0085\u2028\u2029]")


class Leaf(NamedTuple):
    """A piece of text in one style, or a picture. `start` and `end` are places in the paragraph's text."""

    start: int
    end: int
    box: Any
    path: tuple[int, ...]
    """Indices of children that lead from the line box to it."""
    typeface: Typeface | None
    """None: a picture."""
    is_call: bool
    """It is part of what stands where a note is called; nothing breaks before it."""

    @property
    def wraps(self) -> bool:
        """Tell whether a line may end within it (CSS Text 3, section 3)."""
        return self.box.style["white_space"] in {"normal", "pre-wrap", "pre-line"}

    @property
    def keeps_spaces(self) -> bool:
        """Tell whether every space of it is printed, also at the beginning of a line."""
        return keeps_spaces(self.box.style)


class Paragraph:
    """The content of a line box, independent of the width it is set in."""

    __slots__ = (
        "_parents",
        "_spans",
        "atoms",
        "box",
        "inlines",
        "leaders",
        "leaves",
        "ranges",
        "starts",
        "text",
        "typeface",
    )

    def __init__(self, line_box: Any) -> None:
        self.box = line_box
        self.leaves: list[Leaf] = []
        self.inlines: list[Any] = []
        self.atoms: list[Any] = []
        self.leaders: list[Any] = []
        """Dots that lead from a title to its page: a line may end before them, not behind."""
        self.ranges: dict[int, tuple[int, int]] = {}
        self._spans: dict[int, tuple[list[int], list[int]]] = {}
        self._parents: list[tuple[Any, Any]] = []
        texts: list[str] = []
        self._flatten(line_box, (), texts, 0, in_call=False)
        self.text = "".join(texts)
        if not self.text.strip(" \n"):
            raise NotOurs("empty")
        if _BIDI.search(self.text):
            raise NotOurs("right to left")
        if _CONTROL.search(self.text):
            raise NotOurs("control character")
        self.typeface = typeface_of(line_box.style)
        self.starts = [leaf.start for leaf in self.leaves]

    def _flatten(self, parent: Any, path: tuple[int, ...], texts: list[str], at: int, *, in_call: bool) -> int:
        """Add the children of a box; return where its text ends."""
        self._parents.append((parent, parent.children))
        starts, ends = [], []
        begin = at
        for index, child in enumerate(parent.children):
            style = child.style
            if not child.is_in_normal_flow():
                raise NotOurs("out of flow")
            if child.is_leader:
                self.leaders.append(child)
            start = at
            if isinstance(child, boxes.TextBox):
                _require_plain(child)
                texts.append(child.text)
                at += len(child.text)
                if child.text:
                    place = (*path, index)
                    self.leaves.append(Leaf(start, at, child, place, typeface_of(style), in_call))
            elif isinstance(child, boxes.InlineBox):
                self.inlines.append(child)
                is_call = in_call or child.footnote is not None
                at = self._flatten(child, (*path, index), texts, at, in_call=is_call)
            elif isinstance(child, ATOMS):
                require_simple(child)
                texts.append(_OBJECT)
                at += 1
                self.leaves.append(Leaf(start, at, child, (*path, index), None, in_call))
                self.atoms.append(child)
                self._parents += [(box, box.children) for box in child.descendants() if box.children]
            else:
                raise NotOurs(type(child).__name__)
            starts.append(start)
            ends.append(at)
            self.ranges[id(child)] = start, at
        self._spans[id(parent)] = starts, ends
        self.ranges[id(parent)] = begin, at
        return at

    def is_fresh(self) -> bool:
        """Tell whether the boxes are still those that were flattened; counters replace some between rounds."""
        return all(parent.children is children for parent, children in self._parents) and all(
            leaf.typeface is None or self.text.startswith(leaf.box.text, leaf.start) for leaf in self.leaves
        )

    def spans_of(self, parent: Any) -> tuple[list[int], list[int]]:
        """Return where the text of each child of a box begins, and where it ends."""
        return self._spans[id(parent)]

    @property
    def opens_words(self) -> bool:
        """Tell whether any of its words may be broken at any character if it is too long for a line."""
        return any(leaf.typeface is not None and leaf.typeface.opens_words for leaf in self.leaves)

    def characters(self) -> frozenset[int]:
        """Return where one character as a reader sees it ends and the next begins (UAX 29)."""
        return frozenset(at for at, flag in enumerate(self._flags()) if flag & _IS_CHARACTER_BREAK)

    def _flags(self) -> memoryview:
        attributes = engine_lines.get_log_attrs(self.text, self.box.style["lang"])
        return memoryview(ffi.buffer(attributes)).cast("I")

    def opportunities(self) -> set[int]:
        """Return where a line may end by the rules of the script (Unicode 15, UAX 14, as Pango has them)."""
        calls = {leaf.start for leaf in self.leaves if leaf.is_call}
        last = len(self.text)
        # The lowest bit is `is_line_break` (pango-break.h); the highest place is the end, which is no choice.
        lowest = self._flags().tobytes()[_LOW_BYTE::4].translate(_IS_ODD)
        found = set(compress(range(last), lowest))
        if "\u2013" in self.text or "\u2014" in self.text:
            found.update(
                dash.start() for dash in _AFTER_A_DASH.finditer(self.text) if not _is_range(self.text, dash)
            )
        if "-" in self.text or "\u2010" in self.text:
            found.difference_update(
                place
                for begin in _BEGINS_WITH_A_HYPHEN.finditer(self.text)
                for place in range(begin.start() + 1, begin.end() + 1)
            )
        for leader in self.leaders:
            start, end = self.ranges[id(leader)]
            found.add(start)
            calls.update(range(start + 1, end + 1))
        found -= calls
        found -= {0, last}
        return found

    def place_of(self, skip_stack: Any) -> int | None:
        """Return the place in the text a `skip_stack` leads to; None if it leads nowhere."""
        box = self.box
        while skip_stack:
            ((index, skip_stack),) = skip_stack.items()
            if isinstance(box, boxes.TextBox):
                return self.ranges[id(box)][0] + len(box.text.encode()[:index].decode())
            if index >= len(box.children):
                return None
            box = box.children[index]
        return self.ranges[id(box)][0]

    def skip_stack_of(self, place: int) -> Any:
        """Return the `skip_stack` that leads to a place in the text; None at its end."""
        if place >= len(self.text):
            return None
        path: list[int] = []
        stack: Any = None
        box = self.box
        while True:
            starts, ends = self._spans[id(box)]
            index = bisect_left(ends, place)
            while starts[index] < place == ends[index]:
                index += 1
            path.append(index)
            box = box.children[index]
            # A box that begins here is led to whole, so that it keeps its left edge; an empty anchor, too.
            if starts[index] == place:
                break
            if isinstance(box, boxes.TextBox):
                stack = {len(box.text[: place - starts[index]].encode()): None}
                break
        for index in reversed(path):
            stack = {index: stack}
        return stack


def _is_range(text: str, dash: re.Match[str]) -> bool:
    """Tell whether a dash stands between figures, which stay together."""
    return text[dash.start() - 2].isdigit() and text[dash.end()].isdigit()


def keeps_spaces(style: Any) -> bool:
    """Tell whether every space of a style is printed; such lines are not justified (CSS 2.2, section 16.6)."""
    return style["white_space"] in {"pre", "pre-wrap"}


def _require_plain(box: Any) -> None:
    style = box.style
    if not style["font_size"]:
        raise NotOurs("no size")
    if style["direction"] != "ltr":
        raise NotOurs("right to left")
    if style["word_break"] != "normal":
        raise NotOurs("word-break")
