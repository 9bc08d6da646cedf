"""Pieces of type → lines of type, and lines → running text as an author wrote it.

In: pieces in reading order. Out: lines by baseline; text with single spaces, words joined again that were
divided at a line's end, calls of notes taken out and remembered. Baselines decide, not the letters' own
boxes: these change with the letters on the line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from publish.model.looks import Emphasis
from publish.model.pages import Line
from publish.model.wording import squash
from publish.structure.pdf.painted import Piece
from publish.text.scripts import is_spaceless

_GOES_ON = "\u00ad"
LAYOUT_HYPHENS = ("\u2010", _GOES_ON)
"""Hyphens that a layout puts in; a hyphen an author typed is nearly always U+002D."""

_GAP_EM, _MONOSPACE_GAP_EM = 0.19, 0.45
_SAME_BASELINE_EM = 0.12
_SAME_ROW_EM = 0.35
_RAISED_EM = 0.6
_MONOSPACE_EM = 0.6
_OPEN_DASH = re.compile(r"\S[—―⸺/]$|\d–$")
_OPEN_ENDS = "—―⸺/–"
_ADDRESS_END = re.compile(r"(?:https?://|www\.|doi\.org)\S*$")
MONOSPACE = re.compile(r"mono|courier|consol|code|typewriter|cmtt", re.IGNORECASE)
"""What names of faces for code have in them."""
_ADDRESS_MARK = re.compile(r"[\d.:]")
_DOTS = (".", "·", "․", "‥")
_LEADER_DOTS = 4
_FOLIO = re.compile(r"\d+|[ivxlcdm]+")
_LEADER = re.compile(r"(?:\s?[.·․‥]){5,}")
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


def in_rows(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces from top to bottom and left to right, those about as high as one another as one row."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.baseline):
        if rows and piece.baseline - rows[-1][0].baseline <= _SAME_ROW_EM * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [piece for row in rows for piece in sorted(row, key=lambda piece: piece.left)]


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
    if len(pieces) > 2:
        pieces = _without_leaders(pieces)
    text = ""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and not text.endswith(" ") and _is_apart(last, piece):
            text += " "
        if not (without_calls and piece.call):
            text += piece.text
        last = piece
    if ". ." in text:
        text = _LEADER.sub(" ", text)
    return " ".join(text.split())


def _without_leaders(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Leave out dots that lead the eye to a page number: how many there are says nothing."""
    kept: list[Piece] = []
    at = 0
    for is_dot, run in groupby(pieces, lambda piece: piece.text in _DOTS):
        together = list(run)
        at += len(together)
        if not is_dot or (len(together) < _LEADER_DOTS and not _leads(together, pieces[at:])):
            kept.extend(together)
    return kept


def _leads(dots: Sequence[Piece], rest: Sequence[Piece]) -> bool:
    """Tell whether full stops set apart, as few as they be, are followed by a page number and nothing else."""
    if len(rest) != 1 or not _FOLIO.fullmatch(rest[0].text.strip()):
        return False
    return all(dot.text == "." and _is_apart(dot, rest[0]) for dot in dots)


def _is_apart(last: Piece, piece: Piece) -> bool:
    if last.is_spaced_after or piece.is_spaced_before:
        return True
    if last.is_formula:
        return piece.text[0].isalnum()
    # From right to left the next piece lies on the other side.
    gap = piece.left - last.right if piece.left >= last.left else last.left - piece.right
    # In a face for code letters stand far from the edges of their cell, and a space is as wide as a cell.
    least = _MONOSPACE_GAP_EM if MONOSPACE.search(last.font) and last.font == piece.font else _GAP_EM
    return gap > least * max(last.size, piece.size)


@dataclass(slots=True)
class LinkRun:
    """A link in a text: its target's number, its words, the index of its first line, its pieces."""

    target: int
    text: str
    line: int
    pieces: list[Piece]


@dataclass(slots=True)
class Reading:
    """Lines read as one: their text, calls as (piece, words before it), links."""

    text: str = ""
    calls: list[tuple[Piece, int]] = field(default_factory=list)
    links: list[LinkRun] = field(default_factory=list)


def read_lines(
    lines: Sequence[TypeLine], vocabulary: Collection[str] = (), *, keep_lines: bool = False
) -> Reading:
    """Return the lines' text as one; `vocabulary` (lower case) decides about hyphens that may be the author's.

    With `keep_lines`, as code wants, line ends stay and nothing is joined.
    """
    reading = Reading()
    text = ""
    last: TypeLine | None = None
    for line in lines:
        own = line.reading_text
        if keep_lines:
            own = " " * _indent(lines, line) + own
            joined = f"{text.removesuffix(_GOES_ON)}\n{own}" if text else own
        elif last is not None and _is_cut_address(last, line):
            joined = _join_cut(text, own)
        else:
            joined = join_texts(text, own, vocabulary, is_drop_cap=_is_drop_cap(lines, line))
        last = line
        before = len(joined) - len(own)
        text = joined
        for index, piece in enumerate(line.pieces):
            if piece.call:
                front = join_pieces(line.pieces[:index], without_calls=True)
                reading.calls.append((piece, len(f"{text[:before]}{front}".split())))
    reading.text = text
    reading.links = _link_runs(lines, vocabulary)
    return reading


def _is_cut_address(last: TypeLine, line: TypeLine) -> bool:
    """Tell whether a link whose text is an address goes on from one line to the next."""
    end, start = last.pieces[-1], line.pieces[0]
    return end.link >= 0 and end.link == start.link and _is_address(end.text + start.text)


def _join_cut(text: str, line: str) -> str:
    return text.removesuffix(_GOES_ON) + line


def _indent(lines: Sequence[TypeLine], line: TypeLine) -> int:
    """Return by how many letters a line of code is moved in."""
    edge = min(other.left for other in lines)
    return max(0, min(80, round((line.left - edge) / (_MONOSPACE_EM * line.size)))) if line.size else 0


def _link_runs(lines: Sequence[TypeLine], vocabulary: Collection[str]) -> list[LinkRun]:
    """Return each link once, though it be broken over lines."""
    runs: list[LinkRun] = []
    current: LinkRun | None = None
    """The link the line before ended in."""
    for index, line in enumerate(lines):
        kept = [piece for piece in line.pieces if not piece.call]
        for place, (target, group) in enumerate(groupby(kept, lambda piece: piece.link)):
            pieces = list(group)
            text = join_pieces(pieces)
            if target < 0:
                current = None
            elif place == 0 and current is not None and current.target == target:
                is_cut = _is_address(current.text + text)
                current.text = (
                    _join_cut(current.text, text) if is_cut else join_texts(current.text, text, vocabulary)
                )
                current.pieces += pieces
            else:
                current = LinkRun(target, text, index, pieces)
                runs.append(current)
    return runs


def _is_address(text: str) -> bool:
    """Tell whether a link's text is an address, which goes on behind a line's end without a space.

    >>> _is_address("10.1371/journal.pbio."), _is_address("the site of"), _is_address("and/or")
    (True, False, False)
    """
    return " " not in text and "/" in text and _ADDRESS_MARK.search(text) is not None


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
    if f"{front[0]}{back[0]}".lower() in vocabulary:
        return True
    is_compound = f"{front[0]}-{back[0]}".lower() in vocabulary
    return "-" in vocabulary and not is_compound and back[0][0].islower()


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
    return is_spaceless(last) and is_spaceless(first)


def _is_drop_cap(lines: Sequence[TypeLine], line: TypeLine) -> bool:
    """Tell whether the line before is a letter let down into this one."""
    if len(lines) < 2 or line is not lines[1]:
        return False
    first = lines[0]
    return len(first.text) <= 2 and first.size > 1.8 * line.size and first.text.isalpha()


def is_hyphenated(line: TypeLine) -> bool:
    """Tell whether a line ends in a divided word, as far as its end shows."""
    text = _printed(line)
    return text.endswith(LAYOUT_HYPHENS[0]) or (text.endswith("-") and len(text) > 1 and text[-2].isalpha())


def _printed(line: TypeLine) -> str:
    """Return a line's text without the soft hyphen that only says that its last word goes on."""
    return line.text.removesuffix(_GOES_ON)


def to_line(line: TypeLine) -> Line:
    """Return a line as the page structure has it."""
    spaces = [(piece.word_space, piece.text.count(" ")) for piece in line.pieces if piece.word_space]
    count = sum(number for _, number in spaces)
    return Line(
        _printed(line),
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
                counted[style_of(piece)] += len(piece.text) - piece.text.count(" ") - piece.text.count(_GOES_ON)
    return counted


def style_of(piece: Piece) -> Style:
    """Return a piece's face, size and colour."""
    return piece.font, round(piece.size, 2), piece.colour


def emphases_of(
    lines: Sequence[TypeLine], usual: Style, label: str = "", vocabulary: Collection[str] = ()
) -> tuple[Emphasis, ...]:
    """Return what is set otherwise than `usual`, in order of first use; a note's label is left out."""
    texts: dict[Style, str] = {}
    first = lines[0].pieces[0] if lines and label else None
    last: Style | None = None
    """The style the line before ended in, where its text may go on."""
    before: TypeLine | None = None
    for line in lines:
        kept = [
            piece
            for piece in line.pieces
            if not piece.call and not (piece is first and piece.text.strip("[]().: ") == label)
        ]
        for index, (style, group) in enumerate(groupby(kept, style_of)):
            run = list(group)
            text = join_pieces(run)
            if style == usual or not text:
                pass
            elif index == 0 and style == last:
                is_cut = before is not None and _is_cut_address(before, line)
                joined = texts[style]
                texts[style] = _join_cut(joined, text) if is_cut else join_texts(joined, text, vocabulary)
            else:
                texts[style] = f"{texts[style]} {text}" if style in texts else text
            last = style
        before = line
    return tuple(
        Emphasis(*style, len(squash(text).rstrip("\u2010\u00ad")), " ".join(text.split()[:3]))
        for style, text in texts.items()
    )
