"""Index marks in the text: `[Baku]{.index}` and its kin, brought into one form and read.

In: a Document as read. Out of `settle_marks`: the same Document in which every mark is an element of class
`index-mark` with an identifier, on a word of the text: a mark without words is put on the word beside it, since
an empty place at the end of a line may be left on another page than the word it means. A Div of class `index`
is taken away, and its first and last word are marked instead. Marks in a citation stand before it. Out of
`read_mark`: what an element says, as an IndexMark.

Attributes: `entry` (levels parted by `!`), `sort`, `see`, `see-also` (several parted by `;`), `range` (`start`,
`end`), `index` (the name of one of several), class `main` or `main=true`. A mark with `see` only refers and is
no place, nor is one with `place=none`.
"""

from __future__ import annotations

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Attr, Document, Element, Inlines, plain_text
from publish.model.elements import attr_of, div, span, with_attr
from publish.model.indexing import Extent, IndexMark
from publish.model.source import Span
from publish.transforms.entrytext import entry_text, parse_inlines, parse_levels, parse_references, split_marked
from publish.transforms.markplaces import adopt_inlines, adopt_marks_between, with_first_word, with_last_word
from publish.transforms.suggest import did_you_mean
from publish.transforms.titles import MARK_KEYS, title_of
from publish.transforms.traversal import rewrite_document

NEEDS = frozenset({"Span", "Code", "CodeBlock", "Link", "Image", "Header", "Div"})
MARK = "index-mark"
END = "index-end"
WRITTEN = "index"
EMPTY = "index-empty"


def settle_marks(document: Document) -> Outcome[Document]:
    """Bring all marks of a chapter into one form; what they say wrongly is told."""
    names = _Names(document)
    found: list[Diagnostic] = []

    def inline(element: Element) -> Element:
        attr = attr_of(element)
        if WRITTEN not in attr[1]:
            return element
        words = _words_of(element)
        marked = names.mark(attr, words, element, found)
        if marked is None:
            return with_attr(element, (attr[0], _without(attr[1], WRITTEN, "main"), _bare(attr[2])))
        is_empty = element.tag == "Span" and not words and not element.content[1]
        return with_attr(element, _with_class(marked, EMPTY) if is_empty else marked)

    def cite(element: Element) -> Element | tuple[Element, ...]:
        taken: list[Element] = []
        citations = tuple(_without_marks(citation, taken) for citation in element.content[0])
        if not taken:
            return element
        return (*taken, Element("Cite", (citations, element.content[1]), element.at))

    def blocks(element: Element) -> Element | tuple[Element, ...]:
        attr = attr_of(element)
        if WRITTEN not in attr[1]:
            return element
        kept: Attr = (attr[0], _without(attr[1], WRITTEN, "main"), _bare(attr[2]))
        if not dict(attr[2]).get("entry", "").strip():
            found.append(_no_entry(element.at, "a Div"))
            marked = None
        else:
            marked = names.mark(
                ("", (WRITTEN, *(c for c in attr[1] if c == "main")), attr[2]), "", element, found
            )
        inside: tuple[Element, ...] = element.content[1]
        if marked is not None:
            inside = _covered(inside, marked, names, element.at)
        return div(kept, inside, element.at) if kept != ("", (), ()) else inside

    changes = {
        **dict.fromkeys(("Span", "Code", "CodeBlock", "Link", "Image", "Header"), inline),
        "Cite": cite,
        "Div": blocks,
    }
    settled = rewrite_document(document, changes, arrange=_arranged, triggers=("Span", "Para", "Plain"))
    return Outcome(settled, tuple(found))


def _arranged(items: tuple[Element, ...]) -> tuple[Element, ...]:
    """Put marks without words on words beside them, in a line or in the block beside."""
    if not any(is_empty_mark(item) or _is_only_marks(item) for item in items):
        return items
    if any(item.tag in ("Para", "Plain") for item in items):
        return adopt_marks_between(items, _is_only_marks)
    return adopt_inlines(items, is_empty_mark)


def is_empty_mark(element: Element) -> bool:
    """Tell whether an element is a mark that has found no word yet."""
    return element.tag == "Span" and EMPTY in element.content[0][1]


def is_mark(element: Element) -> bool:
    """Tell whether an element is a settled mark."""
    return MARK in attr_of(element)[1]


def _is_only_marks(block: Element) -> bool:
    if block.tag not in ("Para", "Plain"):
        return False
    inlines: Inlines = block.content
    return any(is_empty_mark(one) for one in inlines) and all(
        is_empty_mark(one) or one.tag in ("Space", "SoftBreak") for one in inlines
    )


class _Names:
    """Identifiers for marks, unlike those the chapter has."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._taken: set[str] | None = None
        self._number = 0

    def new(self) -> str:
        """Return the next identifier."""
        if self._taken is None:
            from publish.model.document import walk

            self._taken = {attr_of(e)[0] for e in walk(self._document) if attr_of(e)[0].startswith("ix-")}
        self._number += 1
        while f"ix-{self._number}" in self._taken:
            self._number += 1
        return f"ix-{self._number}"

    def mark(self, attr: Attr, words: str, element: Element, found: list[Diagnostic]) -> Attr | None:
        """Return the attributes of the settled mark, None where it has no entry."""
        identifier, classes, pairs = attr
        said = dict(pairs)
        entry = said.get("entry", "").strip()
        if not (parse_levels(entry) if entry else words):
            found.append(_no_entry(element.at, "a mark"))
            return None
        reach = said.get("range", "").strip().lower()
        if reach not in ("", "start", "end"):
            message = f"an index mark has the range `{reach}`; expected `start` or `end`"
            found.append(
                diagnose("index/mark", message, element.at, hints=did_you_mean(reach, ("start", "end")))
            )
            pairs = tuple(pair for pair in pairs if pair[0] != "range")
        if not entry:
            pairs = (("entry", words), *(pair for pair in pairs if pair[0] != "entry"))
        if "main" in classes:
            pairs = (*(pair for pair in pairs if pair[0] != "main"), ("main", "true"))
        kept = _without(classes, WRITTEN, "main")
        return identifier or self.new(), (MARK, *kept), pairs


def _no_entry(at: Span | None, what: str) -> Diagnostic:
    return diagnose(
        "index/mark",
        f"{what} for the index says no entry",
        at,
        hints=('name the entry: `{.index entry="…"}`, or put the mark on words',),
    )


def _words_of(element: Element) -> str:
    """Return what the element's own words say as an entry: no `!` parts them."""
    tag, content = element.tag, element.content
    if tag == "Code":
        return entry_text((Element("Code", (("", (), ()), content[1])),))
    if tag == "CodeBlock":
        return ""
    return entry_text(title_of(content[2] if tag == "Header" else content[1]))


def _covered(blocks: tuple[Element, ...], marked: Attr, names: _Names, at: Span | None) -> tuple[Element, ...]:
    """Mark the first and last word of blocks."""
    end = names.new()
    identifier, classes, pairs = marked
    first: Attr = (identifier, classes, (*(p for p in pairs if p[0] != "range"), ("until", end)))
    return with_last_word(with_first_word(blocks, first, at), (end, (END,), ()), at)


def _without_marks(citation: object, taken: list[Element]) -> object:
    from publish.model.document import Citation, map_elements

    if not isinstance(citation, Citation):
        return citation

    def take(element: Element) -> Element | Inlines:
        if element.tag == "Span" and is_mark(element):
            taken.append(span(_with_class(attr_of(element), EMPTY), (), element.at))
            return tuple(element.content[1])
        return element

    prefix, suffix = map_elements(citation.prefix, take), map_elements(citation.suffix, take)
    if prefix is citation.prefix and suffix is citation.suffix:
        return citation
    return Citation(
        citation.key, prefix, suffix, citation.mode, citation.note_number, citation.hash, citation.at
    )


def _with_class(attr: Attr, name: str) -> Attr:
    return attr[0], (*attr[1], name), attr[2]


def _without(classes: tuple[str, ...], *names: str) -> tuple[str, ...]:
    return tuple(name for name in classes if name not in names)


def _bare(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in pairs if pair[0] not in MARK_KEYS)


# --- reading --------------------------------------------------------------------------------------------


def read_mark(element: Element, chapter: str, note: int, heading: int) -> IndexMark:
    """Return what a settled mark says."""
    identifier, _, pairs = attr_of(element)
    said = dict(pairs)
    levels = parse_levels(said.get("entry", ""))
    see, see_also = parse_references(said.get("see", "")), parse_references(said.get("see-also", ""))
    reach = said.get("range", "").strip().lower()
    extent: Extent = "block" if "until" in said else "point"
    if reach in ("start", "end"):
        extent = "start" if reach == "start" else "end"
    elif see or said.get("place", "").strip().lower() in ("none", "no", "false"):
        extent = "none"
    return IndexMark(
        identifier,
        levels,
        _sort_keys(said.get("sort", ""), len(levels)),
        see,
        see_also,
        extent,
        said.get("until", ""),
        said.get("main", "").strip().lower() not in ("", "false", "no", "0"),
        said.get("index", "").strip(),
        chapter,
        note,
        heading,
        element.at,
    )


def _sort_keys(sort: str, count: int) -> tuple[str, ...]:
    """Return a sort key for each level: one alone is the last level's, several go from the first on."""
    parts = [plain_text(parse_inlines(part)) for part in split_marked(sort, "!")]
    keys = parts[:count] if len(parts) > 1 else ["" for _ in range(count - 1)] + parts
    return (*keys, *("" for _ in range(count - len(keys))))
