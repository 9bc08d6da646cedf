"""The places behind an index entry, for both media: what settling prints as pages, and links for e-books.

In: places of an entry, the book. Out: a Span `locators` whose attribute `targets` names the places for paged
editions (`paginating/locating.py` has its grammar; `joint` is what stands between them where it is no comma of
the Latin script) and whose content is what reflowable ones print: one link a
place, in the words of the nearest numbered heading (`2.3`), else the title of the chapter; several places of
one section as `2.3 (1, 2, 3)`. Every link says in words where it leads (WCAG 2.2, 2.4.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from publish.model.digits import in_digits
from publish.model.document import Element, Inlines, plain_text
from publish.model.elements import SPACE, link, make_attr, span
from publish.model.facts import BookFacts, Heading
from publish.model.indexing import IndexMark
from publish.transforms.indextree import Place

_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class _Where:
    """The words of a link: what is printed, and what is said aloud."""

    words: Inlines
    name: str


class Locators:
    """Writes the places of entries; what a heading says is found out once."""

    def __init__(self, book: BookFacts, comma: str = ",") -> None:
        self._book = book
        self._comma = comma
        self._known: dict[tuple[int, str], _Where] = {}

    def span(self, places: Sequence[Place]) -> Element:
        """Return the Span for the places of one entry."""
        targets = " ".join(self._target(place) for place in places)
        joint = {} if self._comma == "," else {"joint": f"{self._comma} "}
        return span(make_attr("", ("locators",), targets=targets, **joint), self._links(places))

    def _target(self, place: Place) -> str:
        mark, end = place
        sign = "!" if mark.is_main else ""
        last = mark.end or (end.identifier if end is not None else "")
        if last:
            return f"{sign}{mark.identifier}..{last}"
        note = f":{self._note(mark)}" if mark.note else ""
        return f"{sign}{mark.identifier}{note}"

    def _note(self, mark: IndexMark) -> str:
        return in_digits(self._book.printed_note(mark.note), self._book.digits)

    def _links(self, places: Sequence[Place]) -> Inlines:
        out: list[Element] = []
        for where, several in groupby(places, key=self._where):
            group = list(several)
            if out:
                out.extend((Element("Str", self._comma), SPACE))
            if len(group) == 1:
                out.append(_link(group[0][0], where.words, where.name))
                continue
            out.extend((*where.words, SPACE, Element("Str", "(")))
            for number, (mark, _) in enumerate(group, 1):
                if number > 1:
                    out.extend((Element("Str", self._comma), SPACE))
                name = f"{where.name} ({number}/{len(group)})"
                out.append(_link(mark, (Element("Str", in_digits(number, self._book.digits)),), name))
            out.append(Element("Str", ")"))
        return tuple(out)

    def _where(self, place: Place) -> _Where:
        mark, end = place
        here = self._section(mark)
        if end is not None and self._section(end) != here:
            last = self._section(end)
            return _Where((*here.words, Element("Str", "–"), *last.words), f"{here.name} – {last.name}")
        if mark.note:
            note = self._note(mark)
            return _Where((*here.words, Element("Str", f"n{note}")), f"{here.name}, {note}")
        return here

    def _section(self, mark: IndexMark) -> _Where:
        key = (mark.heading, mark.chapter)
        if key not in self._known:
            self._known[key] = self._said_of(mark)
        return self._known[key]

    def _said_of(self, mark: IndexMark) -> _Where:
        path = self._headings_above(mark)
        if not path:
            return _Where((Element("Str", "•"),), "•")
        nearest, top = path[0], path[-1]
        title = plain_text(nearest.title)
        numbered = next((heading for heading in path if heading.number.strip("-")), None)
        if numbered is not None:
            return _Where((Element("Str", numbered.number),), f"{numbered.number} {plain_text(numbered.title)}")
        is_only = len({heading.chapter for heading in self._book.headings}) == 1
        shown = nearest if is_only else top
        return _Where(_short(shown.title), title)

    def _headings_above(self, mark: IndexMark) -> list[Heading]:
        """Return the heading of the section a mark stands in, then those above it in the same file."""
        headings = self._book.headings
        if mark.heading < 0:  # before the first heading of its file
            return [heading for heading in headings if heading.chapter == mark.chapter][:1]
        path = [headings[mark.heading]]
        for place in range(mark.heading - 1, -1, -1):
            if headings[place].chapter != mark.chapter:
                break
            if headings[place].level < path[-1].level:
                path.append(headings[place])
        return path


def _link(mark: IndexMark, words: Inlines, name: str) -> Element:
    made = link(f"#{mark.identifier}", words, ("", ("place",), (("aria-label", name),)))
    return Element("Strong", (made,)) if mark.is_main else made


def _short(title: Inlines) -> Inlines:
    words = plain_text(title)
    if len(words) <= _LONGEST_TITLE:
        return title
    return (Element("Str", words[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:–— ") + "…"),)
