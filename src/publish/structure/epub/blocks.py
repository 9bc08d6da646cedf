"""A document of an e-book → its blocks, notes, links and images.

In: the tree of an XHTML document and the computed style of its elements. Out: blocks in reading order with the
roles that PDF tags would tell; notes apart from them; where each identifier stands. Text outside of any block
element becomes a paragraph, so that no word is lost; what is not shown is no text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from publish.model.looks import Formula
from publish.model.wording import digest_of
from publish.structure.epub.formulas import show_formula
from publish.structure.epub.found import Found, FoundBlock, FoundNote, Place, shifted, whole_number
from publish.structure.epub.images import find_image
from publish.structure.epub.looks import Style, difference, is_plain, look_of
from publish.structure.epub.package import Tree, name_of, text_of, words_of
from publish.structure.epub.runs import FoundCall, FoundLink, Run

UNMARKED = "data-unmarked-call"
"""Set on links that call notes without saying so."""
_HEADINGS = {"h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6"}
BLOCK_TAGS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table"),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_SILENT = frozenset(("head", "script", "style", "template", "title", "rp"))
_PICTURES = frozenset(("img", "svg", "object", "video", "audio", "image"))
_NOTE_TAGS = frozenset(("aside", "li", "div", "p", "section", "dd", "td"))
NOTE_WORDS = frozenset(("footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"))
CALL_WORDS = frozenset(("noteref", "doc-noteref"))
_BACK_WORDS = frozenset(("backlink", "doc-backlink"))
_OF_CALLS = frozenset(("vertical-align", "font-size", "font-weight", "font-style", "color"))
_ARROWS = frozenset("↩↑⏎⤴^«‹←⇑↵\ufe0e\ufe0f ")
_NUMBER = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§¶]{1,3}|[a-z])[\])]?\.?")
_LISTS_OF_PLACES = frozenset(("landmarks", "page-list", "doc-pagelist"))


@dataclass(frozen=True, slots=True)
class _Setting:
    """In what a block stands."""

    role: str = ""
    depth: int = 0
    table: int = 0
    is_list: bool = False


def read_document(
    tree: Tree, styles: Mapping[Tree, Style], families: frozenset[str], tables_before: int
) -> Found:
    """Return what a document holds; `tables_before` counts the tables of documents before it."""
    walker = _Walker(styles, families, tables_before)
    body = next(tree.iter("{*}body"), None)
    root = tree if body is None else body
    walker.block(root, _Setting())
    walker.settle()
    found = walker.found
    title = next(tree.iter("{*}title"), None)
    found.title = text_of(title) if title is not None else ""
    for element in (root, *(kid for kid in root if name_of(kid) in ("section", "main", "nav"))):
        words = words_of(element)
        if not _LISTS_OF_PLACES & set(words):
            found.types += [word for word in words if word not in found.types]
    return found


class _Walker:
    """Walks a body and gathers what it finds."""

    def __init__(
        self, styles: Mapping[Tree, Style], families: frozenset[str], tables: int, *, shows_all: bool = False
    ) -> None:
        self.found = Found()
        self.styles = styles
        self.families = families
        self.tables = tables
        self.shows_all = shows_all
        self.marker = ""
        """The bullet or number of a list item that has no text yet."""
        self.waiting: list[str] = []
        """Identifiers that the next block takes."""
        self.in_note = False
        self.before = ""
        """What sets the next block apart: a rule or an empty line."""
        self._has_blocks: dict[Tree, bool] = {}

    def holds_block(self, element: Tree) -> bool:
        """Tell whether block elements stand in an element."""
        if element not in self._has_blocks:
            self._has_blocks[element] = any(
                name_of(kid) in BLOCK_TAGS or self.holds_block(kid) for kid in element if name_of(kid)
            )
        return self._has_blocks[element]

    def settle(self) -> None:
        """Give identifiers at the end to the last block."""
        last = len(self.found.blocks) - 1
        for identifier in self.waiting:
            if last >= 0:
                words = len(self.found.blocks[last].text.split())
                self.found.places.setdefault(identifier, Place("b", last, words))
            else:
                self.found.places.setdefault(identifier, Place("", 0))
        self.waiting = []

    # --- blocks ------------------------------------------------------------------------------------------

    def container(self, element: Tree, setting: _Setting) -> None:
        """Visit block children; text and inline elements between them become blocks."""
        style = self.styles[element]
        run = Run()
        run.add(element.text, style)
        for kid in element:
            if name_of(kid) in BLOCK_TAGS or self.holds_block(kid):
                self.flush(run, element, setting)
                run = Run()
                self.block(kid, setting)
            else:
                self.inline(kid, run, style)
            run.add(kid.tail, style)
        self.flush(run, element, setting)

    def block(self, element: Tree, setting: _Setting) -> None:
        """Visit one block element."""
        name, words = name_of(element), set(words_of(element))
        is_note = bool(NOTE_WORDS & words) and name in _NOTE_TAGS
        if self.styles[element].is_hidden and not self.shows_all and not is_note:
            self.hide(element, setting)
            return
        if not is_note and (identifier := element.get("id")):
            self.waiting.append(identifier)
        if is_note:
            self.note(element)
        elif name in _HEADINGS:
            self.container(element, _Setting(_HEADINGS[name]))
        elif name == "li":
            self.container(element, _Setting(setting.role or "LI", setting.depth, is_list=True))
        elif name in ("ul", "ol"):
            self.list(element, setting)
        elif name in ("dt", "dd"):
            self.container(element, _Setting("LI", max(1, setting.depth)))
        elif name == "dl":
            self.container(element, _Setting("", setting.depth + 1))
        elif name == "blockquote":
            self.container(element, _Setting("BlockQuote", setting.depth))
        elif name == "pre":
            self.code(element)
        elif name in ("figcaption", "caption"):
            self.container(element, _Setting("Caption", 0, setting.table))
        elif name == "table":
            self.tables += 1
            self.container(element, _Setting("", 0, self.tables))
        elif name == "tr":
            self.row(element, setting)
        elif name == "nav":
            if not _LISTS_OF_PLACES & words:
                self.container(element, _Setting("TOCI" if {"toc", "doc-toc"} & words else ""))
        elif name == "hr":
            self.before = "rule"
        else:
            self.container(element, setting)

    def hide(self, element: Tree, setting: _Setting) -> None:
        """Keep in mind what is not shown, and the notes in it, which readers show in windows of their own."""
        other = _Walker(self.styles, self.families, self.tables, shows_all=True)
        other.block(element, setting)
        self.found.hidden += [digest_of(block.text) for block in other.found.blocks if block.text]
        for identifier in other.found.places:
            self.waiting.append(identifier)
        self.found.notes += other.found.notes

    def list(self, element: Tree, setting: _Setting) -> None:
        role = setting.role if setting.role == "TOCI" else ""
        number = whole_number(element.get("start"), 1)
        step = -1 if element.get("reversed") is not None else 1
        for kid in element:
            if name_of(kid) == "li":
                number = whole_number(kid.get("value"), number)
                self.marker = "" if role else f"{number}. " if name_of(element) == "ol" else "• "
                self.block(kid, _Setting(role, setting.depth + 1))
                self.marker = ""
                number += step
            elif name_of(kid):
                self.block(kid, _Setting(role, setting.depth + 1))

    def code(self, element: Tree) -> None:
        run = Run()
        self.inside(element, run, self.styles[element], self.inline)
        if not run.is_empty:
            self.put(FoundBlock("Code", run.lines()), run, element)

    def row(self, element: Tree, setting: _Setting) -> None:
        run = Run()
        kinds: list[str] = []
        for cell in element:
            if name_of(cell) not in ("td", "th"):
                continue
            if kinds:
                run.end_cell()
            columns, rows = (max(1, whole_number(cell.get(name), 1)) for name in ("colspan", "rowspan"))
            kinds.append(name_of(cell) + (f" {columns}×{rows}" if columns * rows > 1 else ""))
            if identifier := cell.get("id"):
                run.identifiers.append((identifier, run.letters))
            if not self.styles[cell].is_hidden:
                self.inside(cell, run, self.styles[cell], self.inline)
        if run.is_empty and not run.images:
            return
        names = {kind.split()[0] for kind in kinds}
        is_head = names == {"th"} or any(name_of(above) == "thead" for above in element.iterancestors())
        plain = "th" if is_head else "td"
        cells = () if set(kinds) <= {plain} else tuple(kinds)
        block = FoundBlock("TH" if is_head else "TR", run.text(), 0, setting.table, cells=cells)
        self.put(block, run, element, in_table=True)

    def note(self, element: Tree) -> None:
        run = Run()
        identifiers = [element.get("id", ""), *(kid.get("id", "") for kid in element.iter("{*}*"))]
        self.in_note = True
        self.inside(element, run, self.styles[element], self.inline)
        self.in_note = False
        ordinal = 0
        parent = element.getparent()
        if name_of(element) == "li" and parent is not None:
            ordinal = [kid for kid in parent if name_of(kid) == "li"].index(element) + 1
        body = self.dressed(FoundBlock("Note", run.text()), run, element)
        place = Place("n", len(self.found.notes))
        for identifier in filter(None, identifiers):
            self.found.places.setdefault(identifier, place)
        self.found.notes.append(FoundNote(body, list(filter(None, identifiers)), run.backs, ordinal))
        self.pictures(run)

    def inside(self, element: Tree, run: Run, style: Style, inline: Callable[[Tree, Run, Style], None]) -> None:
        """Gather all text of an element; blocks in it begin lines of their own."""
        run.add(element.text, style)
        for kid in element:
            name = name_of(kid)
            if name in BLOCK_TAGS or (name and self.holds_block(kid)):
                if self.styles[kid].is_hidden and not self.shows_all:
                    self.found.hidden.append(digest_of(text_of(kid)))
                else:
                    run.end_paragraph()
                    self.inside(kid, run, self.styles[kid], inline)
                    run.end_paragraph()
            else:
                inline(kid, run, style)
            run.add(kid.tail, style)

    # --- inline ------------------------------------------------------------------------------------------

    def inline(self, element: Tree, run: Run, around: Style, *, in_link: bool = False) -> None:
        """Gather an inline element."""
        name = name_of(element)
        if not name or name in _SILENT:
            return
        style = self.styles[element]
        if identifier := element.get("id"):
            run.identifiers.append((identifier, run.letters))
        if style.is_hidden and not self.shows_all:
            if text := text_of(element):
                self.found.hidden.append(digest_of(text))
        elif name == "br":
            run.end_line()
        elif name == "math":
            shows = show_formula(element)
            alt = " ".join((element.get("alttext") or "").split()) or shows
            run.formulas.append(Formula(run.letters, alt, shows))
            run.add(alt, style, in_link=in_link)
        elif name in _PICTURES:
            run.images.append(find_image(element, style, self.families))
        elif name == "a" and element.get("href") is not None:
            self.anchor(element, run, style)
        else:
            run.add("(" if name == "rt" else "", style)
            run.add(element.text, style, in_link=in_link)
            for kid in element:
                self.inline(kid, run, style, in_link=in_link)
                run.add(kid.tail, style, in_link=in_link)
            run.add(")" if name == "rt" else "", style)

    def anchor(self, element: Tree, run: Run, style: Style) -> None:
        """Gather a link, or the call of a note, or the way back from one."""
        href = element.get("href") or ""
        words = set(words_of(element))
        classes = set((element.get("class") or "").split())
        text = text_of(element)
        if CALL_WORDS & words or "footnote-ref" in classes or element.get(UNMARKED):
            above = element.iterancestors("{*}sup", "{*}span", "{*}small")
            own = (each.get("id") for each in (element, *above, *element.iter("{*}*")))
            is_marked = bool(CALL_WORDS & words)
            label = text.strip("[](). ")
            run.calls.append(FoundCall(label, href, run.letters, tuple(filter(None, own)), is_marked, style))
        elif _BACK_WORDS & words or "footnote-back" in classes or self.is_back(run, text, href):
            run.backs.append(FoundLink(text, href))
        else:
            before = run.pieces
            run.add(element.text, style, in_link=True)
            for kid in element:
                self.inline(kid, run, style, in_link=True)
                run.add(kid.tail, style, in_link=True)
            run.links.append(FoundLink(run.text_from(before), href))

    def is_back(self, run: Run, text: str, href: str) -> bool:
        """Tell whether a link of a note leads back, though nothing says so: an arrow, or its number."""
        if not self.in_note or "://" in href:
            return False
        return not set(text) - _ARROWS or (run.is_empty and bool(_NUMBER.fullmatch(text)))

    # --- making blocks -----------------------------------------------------------------------------------

    def flush(self, run: Run, element: Tree, setting: _Setting) -> None:
        """Make a block of what was gathered."""
        if run.is_empty:
            self.waiting += [identifier for identifier, _ in run.identifiers]
            if "\n" in run.raw or run.has_solid_space:
                self.before = self.before or "empty line"
            if run.calls and self.found.blocks:
                self.found.blocks[-1].calls += run.calls
            self.pictures(run)
            return
        role = setting.role or "P"
        if role == "LI" and not self.marker and setting.is_list:
            role = "P"  # an item's second paragraph
        if len(run.formulas) == 1 and run.text() == run.formulas[0].alt:
            role = "Formula"
        depth = setting.depth if role in ("LI", "TOCI", "P", "BlockQuote") else 0
        marker = self.marker if role == "LI" else ""
        self.marker = ""
        block = FoundBlock(role, run.text(), depth, setting.table if role == "Caption" else 0)
        self.put(block, run, element, marker=marker)

    def put(
        self, block: FoundBlock, run: Run, element: Tree, *, marker: str = "", in_table: bool = False
    ) -> None:
        """Add a block with what stands in it; its pictures follow as blocks of their own."""
        index = len(self.found.blocks)
        shift = len(marker.split())
        for identifier in self.waiting:
            self.found.places.setdefault(identifier, Place("b", index))
        self.waiting = []
        count = run.counter() if run.identifiers else None
        for identifier, letter in run.identifiers:
            word = count(letter) if count else 0
            self.found.places.setdefault(identifier, Place("b", index, word + shift))
        self.found.blocks.append(self.dressed(block, run, element, marker=marker, in_table=in_table))
        self.pictures(run)

    def dressed(
        self, block: FoundBlock, run: Run, element: Tree, *, marker: str = "", in_table: bool = False
    ) -> FoundBlock:
        """Give a block its looks and what stands in it."""
        style = self.styles[element]
        name = name_of(element)
        common, emphases = run.looks(lambda at: difference(at, style, self.families))
        in_list = block.role == "LI"
        traits = {**look_of(style, self.families, in_list=in_list, in_table=in_table), **common}
        block.traits = {name: value for name, value in traits.items() if not is_plain(name, value)}
        if self.before:
            block.traits["before"], self.before = self.before, ""
        if name in ("dt", "dd"):
            block.traits["part"] = "term" if name == "dt" else "definition"
        shift = len(marker.split())
        block.text = marker + block.text
        block.emphases = tuple(shifted(emphasis, shift) for emphasis in emphases)
        block.gaps = tuple((word + shift if word else word, gap) for word, gap in run.gaps())
        count = run.counter()
        block.formulas = tuple(Formula(count(f.word) + shift, f.alt, f.shows) for f in run.formulas)
        for call in run.calls:
            traits = difference(call.style or style, style, self.families)
            seen = tuple(sorted((name, value) for name, value in traits.items() if name in _OF_CALLS))
            block.calls.append(replace(call, word=count(call.word) + shift, traits=seen))
        block.links = run.links
        return block

    def pictures(self, run: Run) -> None:
        for image in run.images:
            for identifier in self.waiting:
                self.found.places.setdefault(identifier, Place("b", len(self.found.blocks)))
            self.waiting = []
            traits = dict(image.traits)
            self.found.blocks.append(FoundBlock("Figure", image.alt, traits=traits, image=image))
