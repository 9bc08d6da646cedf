"""Inlines as a terminal shows them: italics as italics, lines broken at its width; in a pipe `_so_`, unbroken.

In: inlines of notes and entries. Out: lines safe to print (`columns.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from publish.cli.columns import columns, printable
from publish.model.document import Element, Inlines, plain_text

_STYLES = {"Emph": "italic", "Strong": "bold", "Underline": "underline"}
_SIGNS = {"Emph": "_", "Strong": "**"}
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}

Word = list[tuple[str, tuple[str, ...]]]
"""Pieces of one word, each with its styles."""


def typeset(inlines: Inlines, lead: str, width: int | None) -> str:
    """Return inlines behind a lead, later lines indented by its width; without a width for a pipe."""
    indent = " " * columns(lead)
    out: list[str] = []
    for words in _lines(inlines, live=width is not None):
        room = None if width is None else max(20, width - columns(lead))
        out.extend(_broken(words, room))
    return "\n".join([(indent if number else lead) + line for number, line in enumerate(out or [""])])


def _broken(words: Sequence[Word], room: int | None) -> list[str]:
    lines: list[str] = []
    line: list[str] = []
    taken = 0
    for word in words:
        size = sum([columns(piece) for piece, _ in word])
        if line and room is not None and taken + 1 + size > room:
            lines.append(" ".join(line))
            line, taken = [], 0
        taken += size + (1 if line else 0)
        line.append("".join([_styled(piece, styles) for piece, styles in word]))
    return [*lines, " ".join(line)]


def _styled(piece: str, styles: tuple[str, ...]) -> str:
    if not styles:
        return piece
    return click.style(piece, italic="italic" in styles, bold="bold" in styles, underline="underline" in styles)


def _lines(inlines: Inlines, *, live: bool) -> list[list[Word]]:
    setter = _Setter(live)
    setter.take(inlines, ())
    return [[word for word in line if word] for line in setter.lines]


class _Setter:
    """Cuts inlines into lines and words."""

    __slots__ = ("lines", "live")

    def __init__(self, live: bool) -> None:
        self.live = live
        self.lines: list[list[Word]] = [[[]]]

    def say(self, text: str, styles: tuple[str, ...]) -> None:
        """Add text; blanks end words, but those that do not break are part of one."""
        for number, piece in enumerate(printable(text).split(" ")):
            if number:
                self.lines[-1].append([])
            if piece:
                self.lines[-1][-1].append((piece, styles))

    def take(self, inlines: Inlines, styles: tuple[str, ...]) -> None:
        """Add inlines."""
        for inline in inlines:
            self._take_one(inline, styles)

    def _take_one(self, inline: Element, styles: tuple[str, ...]) -> None:
        tag, content = inline.tag, inline.content
        if tag in ("Space", "SoftBreak"):
            self.lines[-1].append([])
        elif tag == "LineBreak":
            self.lines.append([[]])
        elif tag in _STYLES:
            sign = "" if self.live else _SIGNS.get(tag, "")
            self.say(sign, ())
            self.take(content, (*styles, _STYLES[tag]) if self.live else ())
            self.say(sign, ())
        elif tag in ("SmallCaps", "Superscript", "Subscript", "Strikeout"):
            self.take(content, styles)
        elif tag in ("Span", "Link", "Cite"):
            self.take(content[1], styles)
        elif tag == "Quoted":
            opening, closing = _QUOTES[content[0].tag]
            self.say(opening, styles)
            self.take(content[1], styles)
            self.say(closing, styles)
        elif tag == "Str":
            self.say(content, styles)
        else:
            self.say(plain_text(inline), styles)
