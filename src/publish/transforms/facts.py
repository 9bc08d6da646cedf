"""What a chapter contributes to the book, and the book's facts merged from its chapters.

In: prepared Documents (`chain.prepare`). Out: ChapterFacts with every identifier, heading, note and cited key
in the order of the text; BookFacts with numbers, and with identifiers that are safe and unique in the book.
Within ChapterFacts a label's `number` is "" where the book counts it, a letter for a part of a figure, and
`-` where it is never numbered; a heading's is "" or `-`. Only what carries a label `fig: tbl: eq: lst:` is
numbered (pandoc-crossref's convention): through the whole book, or by chapter (`2.3`) where `per_chapter`
asks it and the chapter has a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from publish.model.diagnostic import Diagnostic, Outcome, Related, diagnose
from publish.model.digits import digits_of
from publish.model.document import Blocks, Document, Element, Inlines
from publish.model.elements import attr_of
from publish.model.facts import BookFacts, ChapterFacts, ChapterIdentity, Heading, Label, LabelKind
from publish.model.indexing import GlossaryTerm, IndexMark
from publish.model.pieces import Piece
from publish.transforms.cites import is_cross_reference
from publish.transforms.counting import UNNUMBERED, Counters
from publish.transforms.identifiers import chapter_identifier, safe_identifier, unique_identifier
from publish.transforms.indexfacts import IndexFacts, in_book
from publish.transforms.parts import parts_of
from publish.transforms.titles import title_of
from publish.transforms.traversal import rewrite

IDENTIFIED = ("Header", "Div", "Span", "Code", "CodeBlock", "Link", "Image", "Figure", "Table")
"""The elements whose identifiers count, in whatever order `rewrite` meets them."""

_KINDS: dict[str, LabelKind] = {"fig": "fig", "tbl": "tbl", "eq": "eq", "lst": "lst", "sec": "sec"}
_COUNTED_ON = {"fig": ("Figure",), "tbl": ("Table", "Div"), "eq": ("Span", "Div"), "lst": ("Div",)}


def collect_facts(
    document: Document, *, note_style: bool = False, chapter_level: int = 0, piece: Piece | None = None
) -> ChapterFacts:
    """Gather what the book must know of one file; in a note style each citation in the text is a note.

    `chapter_level` is the level of heading that begins a chapter within the file, 0 for none.
    """
    outline = {id(header) for header in _outline(document.blocks)}
    labels: list[Label] = []
    headings: list[Heading] = []
    keys: dict[str, None] = {}
    notes = 0
    in_note = False
    indexed = IndexFacts(document.path)

    def identified(element: Element) -> Element:
        identifier, classes, _ = attr_of(element)
        indexed.meet(element, notes if in_note else 0, len(headings))
        if element.tag == "Header":
            listed = id(element) in outline
            number = "" if listed and "unnumbered" not in classes else UNNUMBERED
            title = title_of(element.content[2])
            labels.append(Label(identifier, "sec", document.path, number, title, element.at, identifier))
            if listed and not {"unnumbered", "unlisted"} <= set(classes):
                headings.append(
                    Heading(identifier, element.content[0], number, title, document.path, element.at)
                )
                indexed.enter(element, len(headings))
        elif identifier:
            labels.append(_label(element, document.path))
        return element

    def cited(cite: Element) -> Element:
        if not is_cross_reference(cite):
            keys.update((citation.key, None) for citation in cite.content[0])
        return cite

    def cited_in_text(cite: Element) -> Element:
        nonlocal notes
        notes += note_style and not is_cross_reference(cite)
        return cited(cite)

    def noted(note: Element) -> Element:
        nonlocal notes, in_note
        notes += 1
        in_note = True
        rewrite(note.content, {**named, "Cite": cited})
        in_note = False
        return note

    named = dict.fromkeys(IDENTIFIED, identified)
    part_notes: list[int] = []
    for part in parts_of(document.blocks, chapter_level):
        before = notes
        rewrite(part, {**named, "Cite": cited_in_text, "Note": noted}, opaque=("Note",))
        part_notes.append(notes - before)
    return ChapterFacts(
        document.path,
        tuple(labels),
        tuple(headings),
        notes,
        tuple(keys),
        tuple(part_notes),
        zone=piece.zone if piece else "main",
        role=piece.role if piece else "chapter",
        marks=tuple(indexed.marks),
        terms=tuple(indexed.terms),
        indexes=tuple(indexed.indexes),
    )


def _outline(blocks: Blocks) -> list[Element]:
    """Return the headings that make sections: those of the text and of Divs, not of quotations or lists."""
    found: list[Element] = []
    for block in blocks:
        if block.tag == "Header":
            found.append(block)
        elif block.tag == "Div":
            found.extend(_outline(block.content[1]))
    return found


def _label(element: Element, path: str) -> Label:
    identifier, _, pairs = attr_of(element)
    prefix, colon, _ = identifier.partition(":")
    kind = _KINDS.get(prefix, "other") if colon else "other"
    number = UNNUMBERED
    if element.tag in _COUNTED_ON.get(kind, ()):
        number = dict(pairs).get("part", "") if element.tag == "Figure" else ""
    return Label(identifier, kind, path, number, _caption_of(element), element.at, identifier)


def _caption_of(element: Element) -> Inlines:
    blocks: Blocks = ()
    if element.tag in ("Figure", "Table"):
        blocks = element.content[1][1]
    elif element.tag == "Image":
        return cast(Inlines, element.content[1])
    elif element.tag == "Div" and "listing" in element.content[0][1]:
        first = element.content[1][:1]
        if first and "caption" in attr_of(first[0])[1]:
            blocks = first[0].content[1]
    return title_of(blocks[0].content) if blocks and blocks[0].tag in ("Plain", "Para") else ()


# --- the book -------------------------------------------------------------------------------------------


def merge_facts(
    chapters: Sequence[ChapterFacts],
    number_sections: bool,
    *,
    per_chapter: bool = False,
    restart_notes: bool = False,
    lang: str = "en",
    digits: str = "",
) -> Outcome[BookFacts]:
    """Merge the chapters' facts in reading order: numbers counted, identifiers safe and unique.

    The first of two equal identifiers keeps it; one in a later chapter gets that chapter's name before it.
    With `restart_notes` each chapter's notes are printed from 1. `digits` are those of all numbers; by default
    the language's own. Equal labels (`fig:x`), and equal identifiers
    within a chapter, are told (xref/duplicate); anchors that
    Pandoc makes of headings may be equal in two chapters without harm.
    """
    names: list[str] = []
    for position, chapter in enumerate(chapters, 1):
        names.append(chapter_identifier(chapter.chapter, position, names))
    digits = digits or digits_of(lang)
    book = _Book(Counters.of_book(tuple(chapters), number_sections, per_chapter, lang, digits), set(names))
    identities: list[ChapterIdentity] = []
    first_note: list[tuple[str, int]] = []
    restarts: list[int] = []
    marks: list[IndexMark] = []
    terms: list[GlossaryTerm] = []
    note = 1
    for position, (chapter, name) in enumerate(zip(chapters, names, strict=True)):
        before = len(book.headings)
        renamed = book.add(chapter, position, name if position else "")
        identities.append(ChapterIdentity(chapter.chapter, name, renamed, chapter.zone, chapter.role))
        own_marks, own_terms = in_book(chapter, renamed, note, before)
        marks.extend(own_marks)
        terms.extend(own_terms)
        first_note.append((chapter.chapter, note))
        for count in chapter.part_notes or (chapter.note_count,):
            if restart_notes and count:
                restarts.append(note)
            note += count
    facts = BookFacts(
        tuple(book.labels),
        tuple(book.headings),
        tuple(first_note),
        tuple(identities),
        tuple(restarts),
        tuple(marks),
        tuple(terms),
        tuple(dict.fromkeys(name for chapter in chapters for name in chapter.indexes)),
        any(chapter.cited_keys for chapter in chapters),
        digits,
    )
    return Outcome(facts, tuple(book.found))


@dataclass(slots=True)
class _Book:
    """The facts so far: a chapter at a time is added to them."""

    counters: Counters
    taken: set[str]
    labels: list[Label] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    _first: dict[str, tuple[int, Label]] = field(default_factory=dict)

    def add(self, chapter: ChapterFacts, position: int, prefix: str) -> tuple[tuple[str, str], ...]:
        """Add one chapter; return its identifiers in order, as written and as used."""
        numbered = self._number(chapter)
        renamed: list[tuple[str, str]] = []
        for label, heading in numbered:
            self._compare(label, position)
            used = unique_identifier(safe_identifier(label.written), self.taken, prefix)
            self.taken.add(used)
            renamed.append((label.written, used))
            self.labels.append(replace(label, identifier=used))
            if heading is not None:
                self.headings.append(replace(heading, identifier=used, number=label.number))
        return tuple(renamed)

    def _number(self, chapter: ChapterFacts) -> list[tuple[Label, Heading | None]]:
        self.counters.enter(chapter)
        out: list[tuple[Label, Heading | None]] = []
        waiting = list(reversed(chapter.headings))
        run: list[Label] = []
        for label in chapter.labels:
            heading = waiting[-1] if waiting and label.kind == "sec" else None
            if heading is None or (heading.identifier, heading.title) != (label.identifier, label.title):
                run.append(label)
                continue
            waiting.pop()
            out.extend((one, None) for one in self.counters.captions(tuple(run)))
            run = []
            out.append((replace(label, number=self.counters.section(heading)), heading))
        out.extend((one, None) for one in self.counters.captions(tuple(run)))
        return out

    def _compare(self, label: Label, position: int) -> None:
        earlier_position, earlier = self._first.setdefault(label.written, (position, label))
        if earlier is label or not label.written:
            return
        spelt_as_label = ":" in label.written and label.written.partition(":")[0] in _KINDS
        if earlier_position == position or spelt_as_label:
            related = (Related("the first one", earlier.at),) if earlier.at else ()
            self.found.append(
                diagnose(
                    "xref/duplicate",
                    f"the label `{label.written}` is given twice; references lead to the first",
                    label.at,
                    hints=("give one of the two another label",),
                    related=related,
                )
            )
