"""Pieces that are made: their Documents, and the place in the chain where the book fills them.

In: a piece without a file, then the book's facts. Out: a Document of a heading and one empty Div of the classes
`made` and `made-ROLE`, which flows down the road like a chapter; `fill_made` puts into it what the book knows.
What repeats printed words (contents, lists of figures, the title) is filled from the written chapters, by
`writing/made.py`; what needs nothing but facts, here: an index by its marks, notes of the whole book.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from publish.model.diagnostic import Diagnostic, Outcome
from publish.model.document import Blocks, Document, Element
from publish.model.elements import attr_of, div, make_attr, text
from publish.model.pieces import Piece, Role, name_of
from publish.transforms.bookwords import piece_word
from publish.transforms.context import Context
from publish.transforms.identifiers import REFERENCES
from publish.transforms.indexpiece import fill_index
from publish.transforms.traversal import rewrite_document

NEEDS = frozenset({"Div"})

Filler = Callable[[Element, Context], Outcome[Blocks]]
"""Gets the Div and the book, and returns the Div's blocks."""

FILLERS: Mapping[Role, Filler] = {"index": fill_index}
"""One function a role; a role without one is filled by `writing/made.py`, or was given its blocks at once."""

_WITHOUT_HEADING: tuple[Role, ...] = (
    "half-title",
    "title-page",
    "copyright",
    "dedication",
    "epigraph",
    "colophon",
)
_UNLISTED: tuple[Role, ...] = ("contents",)


def made_document(  # noqa: PLR0917
    piece: Piece, name: str, lang: str, level: int, heading: Element | None, body: Blocks
) -> Document:
    """Return a made piece as a Document called `name`.

    `heading` is the author's own, `level` that of the book's chapters, `body` what the author wrote for it.
    """
    blocks: list[Element] = []
    if heading is not None or (piece.role not in _WITHOUT_HEADING and piece_word(piece.role, lang)):
        blocks.append(piece_heading(piece, lang, level, heading))
    if piece.role == "bibliography":
        blocks.append(div((REFERENCES, ("references",), ()), ()))
    elif piece.role != "part":
        blocks.append(div(("", ("made", f"made-{piece.role}"), _options(piece)), body, piece.at))
    return Document(name, tuple(blocks))


def _options(piece: Piece) -> tuple[tuple[str, str], ...]:
    said = (("name", piece.name), ("order", "letter" if piece.order == "letter" else ""))
    return tuple(pair for pair in said if pair[1])


def piece_heading(piece: Piece, lang: str, level: int, heading: Element | None) -> Element:
    """Return the heading of a piece: the author's words, else the language's own."""
    title = heading.content[2] if heading is not None else text(piece_word(piece.role, lang))
    identifier, classes, pairs = attr_of(heading) if heading is not None else make_attr(name_of(piece.role))
    if piece.role != "part":
        unlisted = ("unlisted",) if piece.role in _UNLISTED else ()
        classes = tuple(dict.fromkeys((*classes, "unnumbered", *unlisted)))
    return Element("Header", (level, (identifier, classes, pairs), title), piece.at)


def fill_made(document: Document, context: Context) -> Outcome[Document]:
    """Fill the Divs of made pieces whose role has a filler."""
    found: list[Diagnostic] = []

    def fill(element: Element) -> Element:
        identifier, classes, pairs = element.content[0]
        if "made" not in classes:
            return element
        for role, filler in FILLERS.items():
            if f"made-{role}" in classes:
                filled = filler(element, context)
                found.extend(filled.diagnostics)
                return div((identifier, classes, pairs), filled.value, element.at)
        return element

    return Outcome(rewrite_document(document, {"Div": fill}), tuple(found))
