"""An index as a part of the book: the Div of a made piece filled with groups of entries.

In: the Div, the book. Out: `Div .index-list` with a `Div .index-group` a letter (its letter, a list of entries,
lists of subentries within), before it in books of many letters the way to each (`Div .index-letters`, for
editions without pages). Also out: the marks in the text without what only the index had to know.

Form: indented subentries, `see` after a full stop in italics, in subentries in parentheses (The Chicago Manual
of Style, 17th ed., 16.24 to 16.28 and 16.15 to 16.23).
"""

from __future__ import annotations

from collections.abc import Sequence

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Blocks, Document, Element, Inlines
from publish.model.elements import SPACE, attr_of, div, link, make_attr, span, with_attr
from publish.model.facts import BookFacts
from publish.text.collation import Order, collator_for
from publish.transforms.context import Context
from publish.transforms.identifiers import is_made
from publish.transforms.indexlinks import Locators
from publish.transforms.indexmarks import NEEDS
from publish.transforms.indextree import Entry, Group, Reference, build_index
from publish.transforms.indexwords import list_signs, see_words
from publish.transforms.suggest import did_you_mean
from publish.transforms.titles import MARK_CLASSES, MARK_KEYS
from publish.transforms.traversal import rewrite_document
from publish.transforms.words import capital

__all__ = ["NEEDS", "clear_marks", "fill_index", "unprinted_marks"]

_FEWEST_LETTERS = 6


def fill_index(element: Element, context: Context) -> Outcome[Blocks]:
    """Return the blocks of an index: nothing where no mark is for it."""
    said = dict(attr_of(element)[2])
    name = said.get("name", "")
    marks = [mark for mark in context.book.marks if mark.index == name]
    if not marks:
        return Outcome(())
    order: Order = "letter" if said.get("order") == "letter" else "word"
    collator = collator_for(context.lang)
    built = build_index(marks, collator, order)
    found = list(built.diagnostics)
    unread = [e.path[0] for g in built.value for e in g.entries if not collator.knows(e.sort or e.path[0])]
    if unread:
        found.append(_unread(unread, element))
    prefix = f"-{name}" if len(context.book.indexes) > 1 and name else ""
    _name_entries(built.value, prefix)
    writer = _Writer(context)
    groups = [writer.group(group, f"ixl{prefix}-{n}") for n, group in enumerate(built.value, 1)]
    listed = div(make_attr("", ("index-list",)), tuple(groups))
    return Outcome((*_ways(built.value, prefix), listed), tuple(found))


def _unread(entries: Sequence[str], element: Element) -> Diagnostic:
    several = f" and {len(entries) - 1} more" if len(entries) > 1 else ""
    return diagnose(
        "index/order",
        f"the reading of `{entries[0]}`{several} is not known; Chinese characters are sorted by sign",
        element.at,
        hints=('give the reading they are to be sorted by: `{.index sort="…"}`',),
    )


def _name_entries(groups: Sequence[Group], prefix: str) -> None:
    """Give the entries that references lead to their identifiers."""
    number = 0
    for entry in _every(groups):
        for reference in (*entry.see, *entry.see_also):
            if reference.entry is not None and not reference.entry.identifier:
                number += 1
                reference.entry.identifier = f"ixe{prefix}-{number}"


def _every(groups: Sequence[Group]) -> list[Entry]:
    waiting = [entry for group in groups for entry in group.entries]
    found: list[Entry] = []
    while waiting:
        entry = waiting.pop(0)
        found.append(entry)
        waiting[:0] = entry.entries
    return found


def _ways(groups: Sequence[Group], prefix: str) -> Blocks:
    """Return the row of letters; signs and figures have none."""
    ways: list[Element] = []
    for number, group in enumerate(groups, 1):
        if group.letter:
            ways.extend((SPACE,) if ways else ())
            ways.append(link(f"#ixl{prefix}-{number}", (Element("Str", group.letter),)))
    if len(ways) < 2 * _FEWEST_LETTERS - 1:
        return ()
    return (div(make_attr("", ("index-letters",)), (Element("Para", tuple(ways)),)),)


class _Writer:
    def __init__(self, context: Context) -> None:
        self._comma, self._semicolon = list_signs(context.lang)
        self._locators = Locators(context.book, self._comma)
        self._see, self._see_also = see_words(context.lang)
        self._collator = collator_for(context.lang)

    def group(self, group: Group, identifier: str) -> Element:
        letter = (Element("Para", (Element("Str", group.letter),)),) if group.letter else ()
        head = (div(("", ("index-letter",), ()), letter),) if letter else ()
        return div((identifier, ("index-group",), ()), (*head, self._list(group.entries, is_top=True)))

    def _list(self, entries: Sequence[Entry], *, is_top: bool) -> Element:
        items: list[Blocks] = []
        for entry in entries:
            head = Element("Plain", self._head(entry, is_top=is_top))
            below = (self._list(entry.entries, is_top=False),) if entry.entries else ()
            items.append((head, *below))
        return Element("BulletList", tuple(items))

    def _head(self, entry: Entry, *, is_top: bool) -> Inlines:
        words: Inlines = entry.words
        if entry.identifier:
            words = (span((entry.identifier, ("index-term",), ()), words),)
        out = list(words)
        if entry.places:
            out.extend((Element("Str", self._comma), SPACE, self._locators.span(entry.places)))
        out.extend(self._references(entry.see, self._see, is_top))
        out.extend(self._references(entry.see_also, self._see_also, is_top))
        return tuple(out)

    def _references(self, references: Sequence[Reference], word: str, is_top: bool) -> Inlines:
        if not references:
            return ()
        ordered = sorted(
            {tuple(reference.levels): reference for reference in references}.values(),
            key=lambda one: [self._collator.key(path) for path in _path(one)],
        )
        targets: list[Element] = []
        for reference in ordered:
            if targets:
                targets.extend((Element("Str", self._semicolon), SPACE))
            targets.extend(_target(reference))
        marked = span(make_attr("", ("see",)), (Element("Str", capital(word) if is_top else word),))
        if is_top:
            return (Element("Str", "."), SPACE, marked, SPACE, *targets)
        return (SPACE, Element("Str", "("), marked, SPACE, *targets, Element("Str", ")"))


def _path(reference: Reference) -> list[str]:
    from publish.model.document import plain_text

    return [plain_text(level) for level in reference.levels]


def _target(reference: Reference) -> Inlines:
    words: list[Element] = []
    for level in reference.levels:
        if words:
            words.extend((Element("Str", ":"), SPACE))
        words.extend(level)
    if reference.entry is None:
        return tuple(words)
    return (link(f"#{reference.entry.identifier}", tuple(words)),)


# --- marks in the text ----------------------------------------------------------------------------------


def clear_marks(document: Document, context: Context) -> Document:
    """Leave of each mark the place an index leads to; where no index does, nothing but the words."""
    if not context.book.marks:
        return document
    wanted = {
        identifier
        for mark in context.book.marks
        if mark.index in context.book.indexes and mark.extent != "none"
        for identifier in (mark.identifier, mark.end)
    }

    def clear(element: Element) -> Element | Inlines:
        identifier, classes, pairs = attr_of(element)
        if not MARK_CLASSES & set(classes):
            return element
        if identifier not in wanted and is_made(identifier):
            identifier = ""
        kept = tuple(name for name in classes if name not in MARK_CLASSES)
        attr = (identifier, kept, tuple(pair for pair in pairs if pair[0] not in MARK_KEYS))
        if element.tag == "Span" and attr == ("", (), ()):
            return tuple(element.content[1])
        if element.tag == "Div" and attr == ("", (), ()) and not element.content[1]:
            return ()
        return with_attr(element, attr)

    return rewrite_document(document, dict.fromkeys(NEEDS, clear))


def unprinted_marks(book: BookFacts) -> tuple[Diagnostic, ...]:
    """Tell of marks for an index that the book does not print, once for each."""
    found: list[Diagnostic] = []
    told: set[str] = set(book.indexes)
    for mark in book.marks:
        if mark.index in told:
            continue
        told.add(mark.index)
        if mark.index:
            message = f"words are marked for the index `{mark.index}`, which the book does not have"
            names = [name for name in book.indexes if name]
            act = f"write `{{index: {{name: {mark.index}, title: …}}}}` under `back-matter`"
        else:
            message, names = "words are marked for an index, but the book has none", []
            act = "write `back-matter: [index]`"
        found.append(
            diagnose("index/not-printed", message, mark.at, hints=did_you_mean(mark.index, names) or (act,))
        )
    return tuple(found)
