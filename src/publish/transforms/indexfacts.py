"""What indexes and the glossary must know of a chapter: its marks, its terms, the indexes it prints.

In: a prepared Document's elements, as `facts.collect_facts` meets them. Out: IndexMarks and GlossaryTerms by
the chapter's identifiers, then by the book's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from publish.model.document import Element, plain_text, walk
from publish.model.elements import attr_of
from publish.model.facts import ChapterFacts
from publish.model.indexing import GlossaryTerm, IndexMark
from publish.transforms.glossary import TERM
from publish.transforms.indexmarks import is_mark, read_mark

__all__ = ["IndexFacts", "in_book", "is_index"]


def is_index(element: Element) -> bool:
    """Tell whether a Div is the place of an index that is yet to be made."""
    return element.tag == "Div" and "made-index" in attr_of(element)[1]


class IndexFacts:
    """The marks, terms and indexes of one chapter, in the order of its text."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._elements: list[int] = []
        self.marks: list[IndexMark] = []
        self.terms: list[GlossaryTerm] = []
        self.indexes: list[str] = []

    def meet(self, element: Element, note: int, headings: int) -> None:
        """Take what an element says; `headings` have begun before it, and it stands in `note` if not in 0."""
        if is_mark(element):
            self.marks.append(read_mark(element, self._path, note, headings - 1))
            self._elements.append(id(element))
        elif is_index(element):
            self.indexes.append(dict(attr_of(element)[2]).get("name", ""))
        elif element.tag == "Span" and TERM in attr_of(element)[1]:
            self.terms.append(GlossaryTerm(attr_of(element)[0], plain_text(element.content[1]), element.at))

    def enter(self, header: Element, headings: int) -> None:
        """Give the marks in a heading to the section it begins, since they are met before it."""
        if not self._elements:
            return
        inside = {id(element) for element in walk(header)}
        for place in range(len(self.marks) - 1, -1, -1):
            if self._elements[place] not in inside:
                break
            self.marks[place] = replace(self.marks[place], heading=headings - 1)


def in_book(
    chapter: ChapterFacts, renamed: Sequence[tuple[str, str]], first_note: int, headings: int
) -> tuple[list[IndexMark], list[GlossaryTerm]]:
    """Return a chapter's marks and terms as the book calls them; `headings` stand before the chapter."""
    if not chapter.marks and not chapter.terms:
        return [], []
    used = dict(reversed(renamed))
    marks = [
        replace(
            mark,
            identifier=used.get(mark.identifier, mark.identifier),
            end=used.get(mark.end, mark.end),
            note=first_note + mark.note - 1 if mark.note else 0,
            heading=headings + mark.heading if mark.heading >= 0 else -1,
        )
        for mark in chapter.marks
    ]
    terms = [replace(term, identifier=used.get(term.identifier, term.identifier)) for term in chapter.terms]
    return marks, terms
