"""Pieces of type → lines of type, and lines → running text as an author wrote it.

In: pieces in reading order. Out: lines by baseline; text with single spaces, words joined again that were
divided at a line's end, calls of notes taken out and remembered. Baselines decide, not the letters' own
boxes: these change with the letters on the line.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from publish.model.pages import Emphasis, Line
from publish.structure.pdf_pieces import Piece

LAYOUT_HYPHENS = ("\u2010", "\u00ad")
"""Hyphens that a layout puts in; a hyphen an author typed is nearly always U+002D."""

_GAP_EM = 0.19
_SAME_BASELINE_EM = 0.12
_RAISED_EM = 0.6
_MONOSPACE_EM = 0.6
_OPEN_DASH = re.compile(r"\S[—―⸺/]$|\d–$")
_OPEN_ENDS = "—―⸺/–"
_ADDRESS_END = re.compile(r"(?:https?://|www\.|doi\.org)\S*$")
MONOSPACE = re.compile(r"mono|courier|consol|code|typewriter|cmtt", re.IGNORECASE)
"""What names of faces for code have in them."""
_DOTS = (".", "·", "․", "‥")
_LEADER_DOTS = 4
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"^[^\W\d_]+")


@dataclass(slots=True)
class TypeLine:
    """A line being gathered: its pieces in reading order."""

    pieces: list[Piece] = field(default_factory=list)
    baseline: float = 0.0
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0

    @property
    def text(self) -> str:
        """Return its text, calls of notes included."""
        return join_pieces(self.pieces)

    @property
    def reading_text(self) -> str:
        """Return its text without calls of notes."""
        return join_pieces(self.pieces, without_calls=True)


def gather_lines(pieces: Iterable[Piece]) -> list[TypeLine]:
    """Return lines of type; a piece begins a new one when its baseline moves or it lies behind the last one."""
    lines: list[TypeLine] = []
    line: TypeLine | None = None
    for piece in pieces:
        if line is None or not _belongs(line, piece):
            line = TypeLine(
                [piece], piece.baseline, piece.left, piece.right, piece.top, piece.bottom, piece.size
            )
            lines.append(line)
            continue
        line.pieces.append(piece)
        if piece.size > line.size * 1.02:
            line.size, line.baseline = piece.size, piece.baseline
        line.left, line.right = min(line.left, piece.left), max(line.right, piece.right)
        line.top, line.bottom = min(line.top, piece.top), max(line.bottom, piece.bottom)
    return lines


def _belongs(line: TypeLine, piece: Piece) -> bool:
    last = line.pieces[-1]
    if piece.is_sideways or last.is_sideways:
        return False
    size = max(line.size, piece.size)
    rise = abs(piece.baseline - line.baseline)
    if rise > _RAISED_EM * size:
        return False
    if rise <= _SAME_BASELINE_EM * size:
        return True
    # Raised or lowered type goes on where the line ended; the next line of tight leading begins elsewhere.
    return abs(piece.left - line.right) < size or abs(line.left - piece.right) < size


def join_pieces(pieces: Sequence[Piece], *, without_calls: bool = False) -> str:
    """Return the text of a line, with a space where there is one or where a gap is as wide as one."""
    if len(pieces) >= _LEADER_DOTS:
        pieces = _without_leaders(pieces)
    text = ""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and not text.endswith(" ") and _is_apart(last, piece):
            text += " "
        if not (without_calls and piece.call):
            text += piece.text
        last = piece
    return " ".join(text.split())


def _without_leaders(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Leave out dots that lead the eye to a page number: how many there are says nothing."""
    dots = sum(1 for piece in pieces if piece.text in _DOTS)
    return [piece for piece in pieces if piece.text not in _DOTS] if dots >= _LEADER_DOTS else pieces


def _is_apart(last: Piece, piece: Piece) -> bool:
    if last.is_spaced_after or piece.is_spaced_before:
        return True
    if last.is_formula:
        return piece.text[0].isalnum()
    # From right to left the next piece lies on the other side.
    gap = piece.left - last.right if piece.left >= last.left else last.left - piece.right
    return gap > _GAP_EM * max(last.size, piece.size)


@dataclass(slots=True)
class Reading:
    """Lines read as one: their text, calls as (piece, words before it), links as (target, text, line)."""

    text: str = ""
    calls: list[tuple[Piece, int]] = field(default_factory=list)
    links: list[tuple[int, str, int]] = field(default_factory=list)


def read_lines(
    lines: Sequence[TypeLine], vocabulary: Collection[str] = (), *, keep_lines: bool = False
) -> Reading:
    """Return the lines' text as one; `vocabulary` (lower case) decides about hyphens that may be the author's.

    With `keep_lines`, as code wants, line ends stay and nothing is joined.
    """
    reading = Reading()
    text = ""
    for line in lines:
        own = line.reading_text
        if keep_lines:
            own = " " * _indent(lines, line) + own
            joined = f"{text}\n{own}" if text else own
        else:
            joined = join_texts(text, own, vocabulary, is_drop_cap=_is_drop_cap(lines, line))
        before = len(joined) - len(own)
        text = joined
        for index, piece in enumerate(line.pieces):
            if piece.call:
                front = join_pieces(line.pieces[:index], without_calls=True)
                reading.calls.append((piece, len(f"{text[:before]} {front}".split())))
    reading.text = text
    reading.links = _link_runs(lines, vocabulary)
    return reading


def _indent(lines: Sequence[TypeLine], line: TypeLine) -> int:
    """Return by how many letters a line of code is moved in."""
    edge = min(other.left for other in lines)
    return max(0, min(80, round((line.left - edge) / (_MONOSPACE_EM * line.size)))) if line.size else 0


def _link_runs(lines: Sequence[TypeLine], vocabulary: Collection[str]) -> list[tuple[int, str, int]]:
    """Return each link once, as (target, text, index of its first line), though it be broken over lines."""
    runs: list[tuple[int, str, int]] = []
    current = -1
    for index, line in enumerate(lines):
        run: list[Piece] = []
        for piece in (*line.pieces, None):
            if piece is not None and piece.call:
                continue
            if run and (piece is None or piece.link != run[0].link):
                text = join_pieces(run)
                if run[0].link >= 0 and run[0].link == current and run[0] is line.pieces[0]:
                    runs[-1] = (current, join_texts(runs[-1][1], text, vocabulary), runs[-1][2])
                elif run[0].link >= 0:
                    runs.append((run[0].link, text, index))
                current = run[0].link
                run = []
            if piece is not None:
                run.append(piece)
    return runs


def join_texts(text: str, line: str, vocabulary: Collection[str] = (), *, is_drop_cap: bool = False) -> str:
    """Return a text with the next line's text behind it.

    >>> join_texts("the consti\u2010", "tution of a"), join_texts("Nagorno-", "Karabakh")
    ('the constitution of a', 'Nagorno-Karabakh')
    >>> join_texts("1914–", "18")
    '1914–18'
    >>> join_texts("the consti-", "tution", {"constitution"}), join_texts("see https://a.org/", "b/c")
    ('the constitution', 'see https://a.org/b/c')
    """
    if not text or not line:
        return text + line
    if text.endswith(LAYOUT_HYPHENS):
        return text[:-1] + line
    if text.endswith("-"):
        return text[:-1] + line if _is_divided(text, line, vocabulary) else text + line
    is_open = text[-1] in _OPEN_ENDS and _OPEN_DASH.search(text[-2:])
    if is_drop_cap or is_open or _continues_address(text, line) or _writes_on(text[-1], line[0]):
        return text + line
    return f"{text} {line}"


def _is_divided(text: str, line: str, vocabulary: Collection[str]) -> bool:
    """Tell whether a plain hyphen at a line's end was put there by the layout, by what else the text spells."""
    front, back = _LAST_WORD.search(text[:-1]), _FIRST_WORD.search(line)
    if front is None or back is None:
        return False
    return f"{front[0]}{back[0]}".lower() in vocabulary


def _continues_address(text: str, line: str) -> bool:
    """Tell whether a web address goes on: what follows is no word, or the break is where addresses break."""
    address = _ADDRESS_END.search(text[-400:])
    if address is None or text[-1] in ".,;)":
        return False
    first = line.split(maxsplit=1)[0]
    is_word = first.rstrip(".,;:)").isalpha()
    return text[-1] in "/?&=#_%~-" or line[0] in "/?&=#%~_.-" or not is_word


def _writes_on(last: str, first: str) -> bool:
    """Tell whether two characters meet without a space in their script."""
    return _is_spaceless(last) and _is_spaceless(first)


def _is_spaceless(character: str) -> bool:
    if character < "\u0e00":
        return False
    return bool(
        "\u0e00" <= character <= "\u0eff"
        or "\u1000" <= character <= "\u109f"
        or "\u1780" <= character <= "\u17ff"
        or "\u3000" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\uff00" <= character <= "\uffef"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def _is_drop_cap(lines: Sequence[TypeLine], line: TypeLine) -> bool:
    """Tell whether the line before is a letter let down into this one."""
    if len(lines) < 2 or line is not lines[1]:
        return False
    first = lines[0]
    return len(first.text) <= 2 and first.size > 1.8 * line.size and first.text.isalpha()


def is_hyphenated(line: TypeLine) -> bool:
    """Tell whether a line ends in a divided word, as far as its end shows."""
    text = line.text
    return text.endswith(LAYOUT_HYPHENS) or (text.endswith("-") and len(text) > 1 and text[-2].isalpha())


def to_line(line: TypeLine) -> Line:
    """Return a line as the page structure has it."""
    spaces = [(piece.word_space, piece.text.count(" ")) for piece in line.pieces if piece.word_space]
    count = sum(number for _, number in spaces)
    return Line(
        line.text,
        round(line.baseline, 2),
        round(line.left, 2),
        round(line.right, 2),
        round(sum(space * number for space, number in spaces) / count, 3) if count else 0.0,
        is_hyphenated(line),
    )


Style = tuple[str, float, str]


def letters_by_style(lines: Iterable[TypeLine]) -> Counter[Style]:
    """Return how many letters are set in each (face, size, colour), in order of first use."""
    counted: Counter[Style] = Counter()
    for line in lines:
        for piece in line.pieces:
            if not piece.call:
                counted[style_of(piece)] += len(piece.text) - piece.text.count(" ")
    return counted


def style_of(piece: Piece) -> Style:
    """Return a piece's face, size and colour."""
    return piece.font, round(piece.size, 2), piece.colour


def emphases_of(lines: Sequence[TypeLine], usual: Style, label: str = "") -> tuple[Emphasis, ...]:
    """Return what is set otherwise than `usual`, in order of first use; a note's label is left out."""
    texts: dict[Style, list[str]] = {}
    first = lines[0].pieces[0] if lines and label else None
    for line in lines:
        for piece in line.pieces:
            if piece is first and piece.text.strip("[]().: ") == label:
                continue
            if not piece.call and style_of(piece) != usual:
                texts.setdefault(style_of(piece), []).append(piece.text)
    return tuple(
        Emphasis(
            font,
            size,
            colour,
            sum(len(part.replace(" ", "").strip("\u2010\u00ad")) for part in parts),
            " ".join(" ".join(parts).split()[:3]),
        )
        for (font, size, colour), parts in texts.items()
    )


def is_right_to_left(text: str) -> bool:
    """Tell whether a text's first strong letter is written from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
