"""A document of an e-book → its blocks, notes, links and images.

In: the tree of an XHTML document. Out: blocks in reading order with the roles that PDF tags would tell; notes
apart from them; calls, links and images with where they stand. Text outside of any block element becomes a
paragraph, so that no word is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from publish.structure.epub_package import Tree

_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_HEADINGS = {"h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6"}
_BLOCK_TAGS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table"),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_SILENT = frozenset(("head", "script", "style", "template", "title", "rp", "rt"))
_PICTURES = frozenset(("img", "svg", "object", "video", "audio", "image"))
_NOTE_WORDS = frozenset(("footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"))
_CALL_WORDS = frozenset(("noteref", "doc-noteref"))
_BACK_WORDS = frozenset(("backlink", "doc-backlink"))


@dataclass(slots=True)
class FoundLink:
    """A link as written: its text, its address, and the identifier it has itself."""

    text: str
    href: str
    identifier: str = ""


@dataclass(slots=True)
class FoundImage:
    """An image as written."""

    href: str
    alt: str


@dataclass(slots=True)
class FoundCall:
    """A call of a note: its label, where it leads, words of its block before it, the block's index."""

    label: str
    href: str
    word: int
    block: int
    identifier: str = ""


@dataclass(slots=True)
class FoundBlock:
    """A block: role, text, nesting."""

    role: str
    text: str
    depth: int = 0
    table: int = 0


@dataclass(slots=True)
class FoundNote:
    """A note: its identifier, its text, what its way back says."""

    identifier: str
    text: str
    back: str = ""
    ordinal: int = 0


@dataclass(slots=True)
class Found:
    """What one document holds; `openings` are the first words at each identifier."""

    blocks: list[FoundBlock] = field(default_factory=list)
    notes: list[FoundNote] = field(default_factory=list)
    calls: list[FoundCall] = field(default_factory=list)
    links: list[FoundLink] = field(default_factory=list)
    images: list[FoundImage] = field(default_factory=list)
    openings: dict[str, str] = field(default_factory=dict)
    types: list[str] = field(default_factory=list)
    title: str = ""


def read_document(tree: Tree, tables_before: int) -> Found:
    """Return what a document holds; `tables_before` counts the tables of documents before it."""
    walker = _Walker(tables_before)
    body = next(tree.iter("{*}body"), None)
    root = tree if body is None else body
    walker.container(root, _Place())
    found = walker.found
    title = next(tree.iter("{*}title"), None)
    found.title = " ".join(str(title.xpath("string()")).split()) if title is not None else ""
    for element in (root, *(kid for kid in root if name_of(kid) in ("section", "main", "nav"))):
        found.types += [word for word in words_of(element) if word not in found.types]
    for element in tree.iter("{*}*"):
        identifier = element.get("id")
        if identifier:
            found.openings.setdefault(identifier, _opening(element))
    return found


def name_of(element: Tree) -> str:
    """Return an element's local name; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def words_of(element: Tree) -> list[str]:
    """Return the words of an element's epub:type and role."""
    return f"{element.get(_EPUB_TYPE) or ''} {element.get('role') or ''}".split()


def _opening(element: Tree) -> str:
    """Return the first words of an element, those of its first block with text."""
    holder = element
    while (
        block := next((kid for kid in holder if name_of(kid) in _BLOCK_TAGS and _has_text(kid)), None)
    ) is not None:
        holder = block
    return " ".join("".join(map(str, holder.itertext())).split()[:6])


def _has_text(element: Tree) -> bool:
    return any(str(text).strip() for text in element.itertext())


@dataclass(frozen=True, slots=True)
class _Place:
    role: str = ""
    depth: int = 0
    table: int = 0
    is_list: bool = False


class _Walker:
    """Walks a body and gathers what it finds."""

    def __init__(self, tables: int) -> None:
        self.found = Found()
        self.tables = tables
        self.block_texts: dict[int, bool] = {}
        self.marker = ""
        """The bullet or number of a list item that has no text yet."""

    def holds_block(self, element: Tree) -> bool:
        """Tell whether block elements stand in an element."""
        key = id(element)
        if key not in self.block_texts:
            self.block_texts[key] = any(
                name_of(kid) in _BLOCK_TAGS or self.holds_block(kid) for kid in element if name_of(kid)
            )
        return self.block_texts[key]

    def container(self, element: Tree, place: _Place) -> None:
        """Visit block children; text and inline elements between them become blocks."""
        run = _Run()
        run.add(element.text)
        for kid in element:
            if name_of(kid) in _BLOCK_TAGS or self.holds_block(kid):
                self.flush(run, place)
                run = _Run()
                self.block(kid, place)
            else:
                self.inline(kid, run, place)
            run.add(kid.tail)
        self.flush(run, place)

    def block(self, element: Tree, place: _Place) -> None:
        """Visit one block element."""
        name = name_of(element)
        if _NOTE_WORDS & set(words_of(element)) and name in ("aside", "li", "div", "p", "section", "dd"):
            self.note(element)
        elif name in _HEADINGS:
            self.leaf(element, _Place(_HEADINGS[name], 0, 0))
        elif name == "li":
            self.container(element, _Place(place.role or "LI", place.depth, is_list=True))
        elif name in ("ul", "ol"):
            self.list(element, place)
        elif name in ("dt", "dd"):
            self.container(element, _Place("LI", max(1, place.depth), 0))
        elif name == "dl":
            self.container(element, _Place("", place.depth + 1, 0))
        elif name == "blockquote":
            self.container(element, _Place("BlockQuote", place.depth, 0))
        elif name == "pre":
            self.code(element)
        elif name in ("figcaption", "caption"):
            self.leaf(element, _Place("Caption", 0, place.table))
        elif name == "table":
            self.tables += 1
            self.container(element, _Place("", 0, self.tables))
        elif name == "tr":
            self.row(element, place)
        elif name == "nav":
            self.container(element, _Place("TOCI" if {"toc", "doc-toc"} & set(words_of(element)) else "", 0, 0))
        else:
            self.container(element, place)

    def leaf(self, element: Tree, place: _Place) -> None:
        """Make one block of an element, whatever is in it."""
        if self.holds_block(element):
            self.container(element, place)
            return
        run = _Run()
        run.add(element.text)
        for kid in element:
            self.inline(kid, run, place)
            run.add(kid.tail)
        self.flush(run, place)

    def list(self, element: Tree, place: _Place) -> None:
        role = place.role if place.role == "TOCI" else ""
        number = int(start) if (start := element.get("start", "1")).lstrip("-").isdigit() else 1
        for kid in element:
            if name_of(kid) == "li":
                self.marker = "" if role else f"{number}. " if name_of(element) == "ol" else "• "
                self.block(kid, _Place(role, place.depth + 1, 0))
                self.marker = ""
                number += 1
            elif name_of(kid):
                self.block(kid, _Place(role, place.depth + 1, 0))

    def code(self, element: Tree) -> None:
        text = "\n".join(
            line.rstrip() for line in "".join(map(str, element.itertext())).strip("\n").split("\n")
        )
        if text.strip():
            self.found.blocks.append(FoundBlock("Code", text))

    def row(self, element: Tree, place: _Place) -> None:
        cells: list[str] = []
        kinds: set[str] = set()
        index = len(self.found.blocks)
        for cell in element:
            if name_of(cell) in ("td", "th"):
                run = _Run(words_before=sum(len(text.split()) for text in cells))
                self.inside(cell, run)
                self.take(run, index)
                cells.append(run.text())
                kinds.add(name_of(cell))
        if any(cells):
            role = "TH" if kinds == {"th"} else "TR"
            self.found.blocks.append(FoundBlock(role, "\t".join(cells), 0, place.table))

    def note(self, element: Tree) -> None:
        run = _Run()
        self.inside(element, run)
        ordinal = 0
        parent = element.getparent()
        if name_of(element) == "li" and parent is not None:
            ordinal = [kid for kid in parent if name_of(kid) == "li"].index(element) + 1
        self.found.links += run.links
        self.found.images += run.images
        self.found.notes.append(FoundNote(element.get("id", ""), run.text(), run.back, ordinal))

    def inside(self, element: Tree, run: _Run) -> None:
        """Gather all text of an element, blocks in it set apart by spaces."""
        run.add(element.text)
        for kid in element:
            if name_of(kid) in _BLOCK_TAGS:
                run.add(" ")
                self.inside(kid, run)
                run.add(" ")
            else:
                self.inline(kid, run, _Place())
            run.add(kid.tail)

    def inline(self, element: Tree, run: _Run, place: _Place) -> None:
        """Gather an inline element."""
        name = name_of(element)
        if not name or name in _SILENT:
            return
        if name == "br":
            run.add(" ")
        elif name == "math":
            run.add(element.get("alttext") or "".join(map(str, element.itertext())))
            run.formulas += 1
        elif name in _PICTURES:
            self.picture(element, run)
        elif name == "a":
            self.anchor(element, run, place)
        else:
            run.add(element.text)
            for kid in element:
                self.inline(kid, run, place)
                run.add(kid.tail)

    def anchor(self, element: Tree, run: _Run, place: _Place) -> None:
        href = element.get("href")
        words = set(words_of(element))
        inner = _Run()
        inner.add(element.text)
        for kid in element:
            self.inline(kid, inner, place)
            inner.add(kid.tail)
        text = inner.text()
        classes = set((element.get("class") or "").split())
        run.images += inner.images
        if href is None:
            run.add(inner.raw())
        elif _CALL_WORDS & words or "footnote-ref" in classes:
            run.calls.append((text.strip("[]() "), href, run.count(), element.get("id", "")))
        elif _BACK_WORDS & words or "footnote-back" in classes:
            run.back = run.back or text
            run.links.append(FoundLink(text, href))
        else:
            run.links.append(FoundLink(text, href, element.get("id", "")))
            run.add(inner.raw())

    def picture(self, element: Tree, run: _Run) -> None:
        name = name_of(element)
        source = (
            element.get("src") or element.get("data") or element.get("{http://www.w3.org/1999/xlink}href") or ""
        )
        alt = element.get("alt") or element.get("aria-label") or ""
        if name == "svg":
            title = next(element.iter("{*}title", "{*}desc"), None)
            alt = alt or (" ".join(str(title.xpath("string()")).split()) if title is not None else "")
            image = next(element.iter("{*}image"), None)
            if image is not None:
                source = image.get("{http://www.w3.org/1999/xlink}href") or image.get("href") or ""
        run.images.append(FoundImage(source, " ".join(alt.split())))

    def flush(self, run: _Run, place: _Place) -> None:
        """Make a block of what was gathered."""
        text = run.text()
        if text:
            role = place.role or "P"
            if role == "LI" and not self.marker and place.is_list:
                role = "P"  # an item's second paragraph
            if run.formulas == 1 and run.is_formula_alone:
                role = "Formula"
            depth = place.depth if role in ("LI", "TOCI", "P", "BlockQuote") else 0
            marker = self.marker if role == "LI" else ""
            self.marker = ""
            self.take(run, len(self.found.blocks), len(marker.split()))
            self.found.blocks.append(
                FoundBlock(role, marker + text, depth, place.table if role == "Caption" else 0)
            )
        else:
            self.take(run, max(0, len(self.found.blocks) - 1))

    def take(self, run: _Run, block: int, shift: int = 0) -> None:
        """Keep the calls, links and images of a run; each image is a block of its own."""
        for label, href, word, identifier in run.calls:
            self.found.calls.append(FoundCall(label, href, word + shift, block, identifier))
        self.found.links += run.links
        self.found.images += run.images
        for image in run.images:
            self.found.blocks.append(FoundBlock("Figure", image.alt))
        run.images = []


class _Run:
    """Text being gathered, and what stands in it."""

    def __init__(self, words_before: int = 0) -> None:
        self.parts: list[str] = []
        self.calls: list[tuple[str, str, int, str]] = []
        self.links: list[FoundLink] = []
        self.images: list[FoundImage] = []
        self.back = ""
        self.formulas = 0
        self.words_before = words_before

    def add(self, text: str | None) -> None:
        if text:
            self.parts.append(str(text).replace("\u00ad", ""))

    def raw(self) -> str:
        return "".join(self.parts)

    def text(self) -> str:
        return " ".join(self.raw().split())

    def count(self) -> int:
        return self.words_before + len(self.raw().split())

    @property
    def is_formula_alone(self) -> bool:
        return sum(1 for part in self.parts if part.strip()) == 1
