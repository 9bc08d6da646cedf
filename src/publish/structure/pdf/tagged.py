"""The structure tree of a page and the type on it → parts of blocks with the roles the tags tell.

In: nodes (ISO 32000-1, 14.8.4) and pieces by their marked-content numbers. Out: parts of the main flow and of
notes, each in reading order. Whatever a container holds outside of any block becomes a block of its own, so
that no word is lost however oddly a file is tagged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from publish.model.looks import Box
from publish.structure.pdf.lines import MONOSPACE, TypeLine, gather_lines, in_rows
from publish.structure.pdf.painted import Graphic, Piece
from publish.structure.pdf.parts import Part, ReadPage
from publish.structure.pdf.tagged_notes import first_part, holds_notes, label_in
from publish.structure.pdf.tree import Node

_HEADINGS = {"H", "H1", "H2", "H3", "H4", "H5", "H6", "Title"}
_NOTES = {"Note", "FENote"}
_BLOCKS = _HEADINGS | _NOTES | {"P", "LI", "TOCI", "TR", "Table", "L", "TOC", "BlockQuote", "Caption", "Figure"}
_BLOCK_CODE = {"Code"}
_TORN_LINE_EM = 1.9
_CONTAINERS = {
    *("Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "Aside", "Index"),
    *("Table", "THead", "TBody", "TFoot", "L", "TOC", "LBody", "TD", "TH"),
}


def _is_block_within(kid: Node, node: Node) -> bool:
    """Tell whether a child is a block of its own; a heading in a heading is its number or its words."""
    if kid.type in _HEADINGS and node.type in _HEADINGS:
        return False
    return kid.type in _BLOCKS - {"P", "Caption"} or (kid.type == "P" and node.type == "LI")


def _is_apart_in_cell(kid: Node, node: Node) -> bool:
    """Tell whether a child of a cell or a note is none of its text."""
    return kid.type in _NOTES or kid.type == "Figure"


class TaggedPage:
    """Turns one page's tree into parts."""

    def __init__(self, page: ReadPage, tables_before: int, *, tells_code: bool = True) -> None:
        self.page = page
        self.tells_code = tells_code
        """Whether a face for code means code: not in an edition all set in one."""
        self.tables = tables_before
        self.pieces: dict[int, list[Piece]] = defaultdict(list)
        self.graphics: dict[int, list[Graphic]] = defaultdict(list)
        for piece in page.content.pieces:
            self.pieces[piece.mark].append(piece)
        for graphic in page.content.graphics:
            self.graphics[graphic.mark].append(graphic)
        self.used: set[int] = set()

    def read(self) -> set[int]:
        """Fill the page's parts; return the marked-content numbers that the tree names."""
        for node in self.page.tree:
            self._visit(node, _Context())
        return self.used

    def _visit(self, node: Node, context: _Context) -> None:
        kind = node.type
        if kind in _NOTES:
            self._note(node)
        elif kind in _HEADINGS:
            self._block("H1" if kind == "Title" else kind, node, context)
        elif kind == "P":
            self._block(context.role or "P", node, context, is_element=True)
        elif kind == "LI":
            self._item(node, context)
        elif kind == "TOCI":
            self._block("TOCI", node, context)
        elif kind in ("L", "TOC"):
            inner = _Context("", context.depth + 1, context.table) if kind == "L" else context
            self._container(node, inner)
        elif kind == "Table":
            self.tables += 1
            self._container(node, _Context("", context.depth, self.tables))
        elif kind == "TR":
            self._row(node, context)
        elif kind == "Caption":
            self._block("Caption", node, context)
        elif kind == "BlockQuote":
            self._container(node, _Context("BlockQuote", context.depth, context.table))
        elif kind == "Figure":
            self._figure(node, context)
        elif kind == "Formula":
            self._formula(node, context)
        elif kind in _BLOCK_CODE or self._is_code(node) or self._is_listing(node):
            self._block("Code", node, context)
        else:
            self._container(node, context)

    def _container(self, node: Node, context: _Context) -> None:
        """Visit blocks; gather what stands loose between them into blocks of its own."""
        if self._is_torn(node):
            self._block(context.role or "P", node, context)
            return
        if holds_notes(node, self.pieces):
            for note in node.nodes():
                self._note(note)
            return
        loose: list[Node | int] = []

        def flush() -> None:
            if loose:
                self._block(context.role or "P", Node("P", list(loose)), context)
                loose.clear()

        for kid in node.kids:
            if node.type == "L" and isinstance(kid, Node) and kid.type != "LI" and _is_labelled(kid):
                flush()
                self._item(kid, context)
            elif isinstance(kid, int) or (
                not _holds_block(kid)
                and kid.type not in _CONTAINERS
                and not self._is_code(kid)
                and not self._is_listing(kid)
                and not holds_notes(kid, self.pieces)
            ):
                loose.append(kid)
            else:
                flush()
                self._visit(kid, context)
        flush()

    def _block(self, role: str, node: Node, context: _Context, *, is_element: bool = False) -> None:
        """Make a part of a node; blocks inside it (notes, lists, pictures) become parts of their own."""
        pieces: list[Piece] = []
        inner: list[Node] = []
        self._collect(node, pieces, inner)
        if len(pieces) == 1 and pieces[0].is_formula:
            piece = pieces[0]
            self.page.main.append(Part("Formula", self.page.number, [], piece.text, _union([piece])))
        elif pieces:
            if role == "P" and self.tells_code and all(MONOSPACE.search(piece.font) for piece in pieces):
                role = "Code"
            part = Part(role, self.page.number, gather_lines(pieces), depth=context.depth, table=context.table)
            part.identifier, part.goes_on_from = node.identifier, first_part(node.identifier)
            part.is_element = is_element
            if role != "Caption":
                part.table = 0
            if any(line.text for line in part.lines):  # leaders of dots are none
                self.page.main.append(part)
        for block in inner:
            self._visit(block, context)

    def _collect(
        self,
        node: Node,
        pieces: list[Piece],
        inner: list[Node],
        is_apart: Callable[[Node, Node], bool] = _is_block_within,
    ) -> None:
        """Gather the text of a node; what `is_apart` says of a child and its parent is left for later."""
        for kid in node.kids:
            if isinstance(kid, int):
                self.used.add(kid)
                pieces.extend(self.pieces.get(kid, ()))
            elif kid.type == "Formula":
                self._inline_formula(kid, pieces)
            elif is_apart(kid, node):
                inner.append(kid)
            else:
                self._collect(kid, pieces, inner, is_apart)

    def _item(self, node: Node, context: _Context) -> None:
        """Make a list item of its label and its first paragraph; what follows stands by itself."""
        flat: list[Node | int] = []
        for kid in node.kids:
            if isinstance(kid, Node) and kid.type == "LBody":
                flat.extend(kid.kids)
            else:
                flat.append(kid)
        head: list[Node | int] = []
        rest: list[Node | int] = []
        has_body = False
        identifier = node.identifier
        goes_on = bool(first_part(identifier))
        for kid in flat:
            if rest or (goes_on and _is_new_paragraph(kid)):
                rest.append(kid)
            elif (
                isinstance(kid, Node)
                and kid.type in ("P", "NonStruct", "Div")
                and not has_body
                and not _holds(kid, _BLOCKS)
            ):
                head.extend(kid.kids)
                has_body = kid.type == "P"
                identifier = kid.identifier if has_body else identifier
            elif isinstance(kid, Node) and (_holds_block(kid) or (has_body and kid.type == "P")):
                rest.append(kid)
            else:
                head.append(kid)
        self._block("LI", Node("LI", head, identifier=identifier), context, is_element=True)
        if rest:
            self._container(Node("Div", rest), _Context(context.role, context.depth, context.table))

    def _row(self, node: Node, context: _Context) -> None:
        cells: list[list[TypeLine]] = []
        everything: list[Piece] = []
        kinds: set[str] = set()
        inner: list[Node] = []
        for cell in node.nodes():
            pieces: list[Piece] = []
            self._collect(cell, pieces, inner, _is_apart_in_cell)
            cells.append(gather_lines(pieces))
            everything.extend(pieces)
            kinds.add(cell.type)
        loose = [kid for kid in node.kids if isinstance(kid, int)]
        if loose:
            self._collect(Node("TR", list(loose)), everything, inner)
        if everything:
            role = "TH" if kinds == {"TH"} else "TR"
            lines = gather_lines(in_rows(everything))
            self.page.main.append(Part(role, self.page.number, lines, table=context.table, cells=cells))
        for block in inner:
            self._visit(block, context)

    def _note(self, node: Node) -> None:
        pieces: list[Piece] = []
        inner: list[Node] = []
        self._collect(node, pieces, inner, _is_apart_in_cell)
        if pieces:
            part = Part("Note", self.page.number, gather_lines(pieces))
            part.identifier = node.identifier
            part.goes_on_from = first_part(node.identifier)
            part.label = "" if part.goes_on_from else label_in(node, self.pieces)
            self.page.notes.append(part)
        for block in inner:
            self._visit(block, _Context())

    def _figure(self, node: Node, context: _Context) -> None:
        """Make a picture; a figure that holds blocks (a table, a caption) is a container."""
        if any(kid.type in _BLOCKS - {"Figure"} or _holds(kid, _BLOCKS - {"Figure"}) for kid in node.nodes()):
            captions = [kid for kid in node.nodes() if kid.type == "Caption"]
            others: list[Node | int] = [
                kid for kid in node.kids if not any(kid is caption for caption in captions)
            ]
            if any(isinstance(kid, int) or kid.type not in _BLOCKS for kid in others):
                self._figure(
                    Node(
                        "Figure", [k for k in others if isinstance(k, int) or k.type not in _BLOCKS], node.alt
                    ),
                    context,
                )
                others = [k for k in others if isinstance(k, Node) and k.type in _BLOCKS]
            self._container(Node("Div", others), context)
            for caption in captions:
                self._visit(caption, context)
            return
        marks = list(node.marks())
        self.used.update(marks)
        pieces = [piece for mark in marks for piece in self.pieces.get(mark, ())]
        graphics = [graphic for mark in marks for graphic in self.graphics.get(mark, ())]
        box = _union(pieces, graphics)
        if box is not None:
            alt = node.alt or next((kid.alt for kid in _all_nodes(node) if kid.alt), "")
            part = Part("Figure", self.page.number, gather_lines(pieces), alt, box, graphics=graphics)
            self.page.main.append(part)

    def _formula(self, node: Node, context: _Context) -> None:
        pieces: list[Piece] = []
        marks = list(node.marks())
        self.used.update(marks)
        pieces = [piece for mark in marks for piece in self.pieces.get(mark, ())]
        graphics = [graphic for mark in marks for graphic in self.graphics.get(mark, ())]
        box = _union(pieces, graphics)
        if box is not None:
            self.page.main.append(
                Part("Formula", self.page.number, gather_lines(pieces), node.alt, box, graphics=graphics)
            )

    def _inline_formula(self, node: Node, pieces: list[Piece]) -> None:
        """Let a formula in a line stand there as its alternative text, or as the type it is set in."""
        marks = list(node.marks())
        self.used.update(marks)
        own = [piece for mark in marks for piece in self.pieces.get(mark, ())]
        if own or not node.alt:
            pieces.extend(own)
            return
        graphics = [graphic for mark in marks for graphic in self.graphics.get(mark, ())]
        box = _union(graphics)
        if box is None:
            return
        neighbour = pieces[-1] if pieces else None
        is_near = neighbour is not None and box.top_pt < neighbour.baseline < box.bottom_pt + neighbour.size
        baseline = neighbour.baseline if neighbour and is_near else box.bottom_pt
        size = neighbour.size if neighbour else box.height_pt
        formula = Piece(
            mark=marks[0] if marks else -1,
            text=node.alt,
            left=box.left_pt,
            right=box.right_pt,
            top=box.top_pt,
            bottom=box.bottom_pt,
            baseline=baseline,
            font=neighbour.font if neighbour else "",
            size=size,
            colour=graphics[0].colour or "#000000",
            form=-1,
            is_formula=True,
        )
        pieces.append(formula)

    def _is_torn(self, node: Node) -> bool:
        """Tell whether each kid holds a line of what is one block, as engines tag lines beside a label."""
        kids = [kid for kid in node.nodes() if kid.type == "Div"]
        if (
            len(kids) < 2
            or len(kids) < len([kid for kid in node.kids if not isinstance(kid, Node) or kid.kids]) - 1
        ):
            return False
        if any(_holds_block(kid) or any(inner.type == "Div" for inner in kid.nodes()) for kid in kids):
            return False
        last: TypeLine | None = None
        for kid in kids:
            lines = gather_lines(piece for mark in kid.marks() for piece in self.pieces.get(mark, ()))
            if len(lines) > 1:
                return False
            if last is not None and lines and lines[0].baseline - last.baseline > _TORN_LINE_EM * last.size:
                return False
            last = lines[0] if lines else last
        for kid in kids:
            for mark in [*kid.marks()][-1:]:
                for piece in self.pieces.get(mark, ())[-1:]:
                    piece.is_spaced_after = True  # a label and its text, however near
        return last is not None

    def _is_code(self, node: Node) -> bool:
        """Tell whether a node without a type of its own holds code alone, as `pre` does."""
        if node.type not in ("NonStruct", "Div", "Private"):
            return False
        kids = [kid for kid in node.kids if isinstance(kid, int) or kid.kids]
        return bool(kids) and all(
            isinstance(kid, Node) and (kid.type == "Code" or self._is_code(kid) or self._is_listing(kid))
            for kid in kids
        )

    def _is_listing(self, node: Node) -> bool:
        """Tell whether a node holds numbered lines of code: spans of which most is monospaced."""
        if not self.tells_code or node.type not in ("NonStruct", "Div", "Private") or not node.kids:
            return False
        if not all(isinstance(kid, Node) and kid.type == "Span" for kid in node.kids):
            return False
        letters = dict.fromkeys((True, False), 0)
        for mark in node.marks():
            for piece in self.pieces.get(mark, ()):
                letters[bool(MONOSPACE.search(piece.font))] += len(piece.text)
        return letters[True] > letters[False]


class _Context:
    """Where a node stands: the role paragraphs take on there, the depth of lists, the table."""

    __slots__ = ("depth", "role", "table")

    def __init__(self, role: str = "", depth: int = 0, table: int = 0) -> None:
        self.role, self.depth, self.table = role, depth, table


def _all_nodes(node: Node) -> Iterator[Node]:
    for kid in node.nodes():
        yield kid
        yield from _all_nodes(kid)


def _holds(node: Node, kinds: set[str]) -> bool:
    return not node.inside.isdisjoint(kinds)


def _holds_block(node: Node) -> bool:
    return node.type in _BLOCKS or _holds(node, _BLOCKS)


def _is_labelled(node: Node) -> bool:
    return any(kid.type == "Lbl" for kid in node.nodes())


def _union(*items: Sequence[Piece] | Sequence[Graphic]) -> Box | None:
    boxes = [(item.left, item.top, item.right, item.bottom) for each in items for item in each]
    if not boxes:
        return None
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
    return Box(round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2))


def _is_new_paragraph(node: Node | int) -> bool:
    """Tell whether a node is a paragraph that begins on this page."""
    return isinstance(node, Node) and node.type == "P" and not first_part(node.identifier)
