"""Notes printed apart from their calls: at the end of each chapter, or all together behind the text.

In: a chapter's tree in which every list of notes (`div.notes`) closes its chapter, and the calls are dressed
already (writing/notes.py). Out: for `chapter`, a section of notes under a heading of its own at the end of each
chapter; for `book`, groups taken out of the chapter, which the piece `notes` is filled with, under the titles
of their chapters (The Chicago Manual of Style, 17th ed., 14.43 and 14.46). Notes stand before a list of
references that ends the text (14.62).

On pages a note is a `div.endnote`, which is tagged Note; on screens an item of a list in a part that is
`doc-endnotes`: the role `doc-endnote` is deprecated (DPUB-ARIA 1.1, section 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count
from typing import Literal, TypeAlias

from lxml import etree

from publish.model.chapter import HtmlChapter, NoteGroup
from publish.model.elements import text
from publish.model.facts import Heading
from publish.model.plan import Kind, NotePlacing
from publish.writing.breaking import open_lines
from publish.writing.hanging import hang_lines
from publish.writing.notes import chapter_of, dress_note, taken_lists
from publish.writing.tree import (
    Tree,
    escape_text,
    has_class,
    parse_body,
    remove,
    write_children,
)

NotesWay: TypeAlias = Literal["usual", "closing", "apart"]
"""Beside calls on pages and at the end of the file on screens; at the end of each chapter; taken out."""

_SLOT = re.compile(r'<div class="made made-notes"(?:/>|>\s*</div>)')
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LOWEST = 6


def way_of(placing: NotePlacing, kind: Kind, *, is_paged: bool) -> NotesWay:
    """Tell how a chapter of one medium has its notes; a handout is one text, however many files it has.

    >>> way_of("chapter", "book", is_paged=True), way_of("chapter", "handout", is_paged=False)
    ('closing', 'apart')
    """
    if placing == "foot":
        return "usual"
    if placing == "book" or kind == "handout":
        return "apart"
    return "closing" if is_paged else "usual"


def close_with_notes(tree: Tree, heading: str) -> None:
    """Put each list of notes at the end of its chapter, a level below the chapter's heading, for pages."""
    lists = taken_lists(tree)
    for section, bodies in lists:
        chapter = chapter_of(section)
        if not bodies:
            remove(section)
            continue
        home = tree if chapter is None and len(lists) == 1 else chapter
        if home is not None:
            remove(section)
            _put(home, section)
        title = _first_heading(tree if home is None else home)
        level = min(_LOWEST, int(title.tag[1]) + 1) if title is not None else 2
        etree.SubElement(section, f"h{level}", {"class": "notes-heading of-chapter"}).text = heading
        section.extend(_items(bodies, is_paged=True))


def take_notes(tree: Tree, title: str, *, is_paged: bool) -> tuple[NoteGroup, ...]:
    """Take all notes out of a chapter called `title`; where a file has several chapters, each is a group."""
    groups: list[NoteGroup] = []
    lists = taken_lists(tree)
    for section, bodies in lists:
        heading = _first_heading(chapter_of(section))
        remove(section)
        if not bodies:
            continue
        words = title if heading is None else _plain(heading)
        first = next(iter(bodies.values())).get("data-number") or next(iter(bodies))
        groups.append(NoteGroup(words, first, _written(_items(bodies, is_paged=is_paged), is_paged=is_paged)))
    return tuple(groups)


def groups_html(groups: Sequence[NoteGroup], level: int, *, is_paged: bool, is_book: bool) -> str:
    """Write the notes of all chapters under their chapters' titles; "" if there are none.

    Groups have titles in a book, and wherever numbers begin again.
    """
    if not groups:
        return ""
    if not is_book and all(group.first_number != "1" for group in groups[1:]):
        return _listed("".join(group.items for group in groups), is_paged=is_paged)
    tag = f"h{min(_LOWEST, level + 1)}"
    return "\n".join(
        f'<section class="note-group">\n<{tag} class="note-group-title">{escape_text(group.title)}</{tag}>\n'
        f"{_listed(group.items, is_paged=is_paged)}\n</section>"
        for group in groups
    )


def with_all_notes(
    chapters: Sequence[HtmlChapter], heading: str, *, is_paged: bool, is_book: bool
) -> tuple[HtmlChapter, ...]:
    """Print the notes that were taken out: in the piece for them, or at the end of a handout's text.

    The piece keeps an empty body where there are none.
    """
    groups = [group for chapter in chapters for group in chapter.notes]
    if any(chapter.role == "notes" for chapter in chapters):
        return tuple(
            _filled(chapter, groups, is_paged=is_paged, is_book=is_book) if chapter.role == "notes" else chapter
            for chapter in chapters
        )
    last = max((n for n, chapter in enumerate(chapters) if chapter.zone == "main"), default=-1)
    levels = [level.level for chapter in chapters for level in chapter.headings]
    level = min(levels, default=1)
    section = notes_section(groups, heading, level, is_paged=is_paged)
    return tuple(
        _closed(chapter, section, heading, level) if n == last and section else chapter
        for n, chapter in enumerate(chapters)
    )


def _closed(chapter: HtmlChapter, section: str, heading: str, level: int) -> HtmlChapter:
    """Return a chapter that ends with a section of notes, whose heading stands in contents as any other."""
    tree = parse_body(chapter.body)
    taken = {element.get("id") for element in tree.iter() if element.get("id")}
    identifier = next(name for n in count() if (name := f"closing-notes-{n}".removesuffix("-0")) not in taken)
    closing = parse_body(section)[0]
    closing[0].set("id", identifier)
    _put(tree, closing)
    order = {element.get("id"): n for n, element in enumerate(tree.iter()) if element.get("id")}
    place = sum(order.get(one.identifier, -1) < order[identifier] for one in chapter.headings)
    made = Heading(identifier, level, "", text(heading), chapter.path)
    return replace(
        _with_body(chapter, write_children(tree)),
        headings=(*chapter.headings[:place], made, *chapter.headings[place:]),
        contents=(*chapter.contents[:place], escape_text(heading), *chapter.contents[place:]),
    )


def _filled(chapter: HtmlChapter, groups: Sequence[NoteGroup], *, is_paged: bool, is_book: bool) -> HtmlChapter:
    level = min((heading.level for heading in chapter.headings), default=1)
    inside = groups_html(groups, level, is_paged=is_paged, is_book=is_book)
    notes = f'<div class="notes" role="doc-endnotes">\n{inside}\n</div>'
    return _with_body(chapter, _SLOT.sub(lambda _: notes, chapter.body) if inside else "")


def _with_body(chapter: HtmlChapter, body: str) -> HtmlChapter:
    """Return a chapter with another body, and what that body has in it."""
    images = (image.get("src", "") for image in parse_body(body).iter("img"))
    return replace(chapter, body=body, resources=tuple(dict.fromkeys(images)), has_mathml="<math" in body)


def notes_section(groups: Sequence[NoteGroup], heading: str, level: int, *, is_paged: bool) -> str:
    """Write the section of notes that closes a handout, its heading of the handout's highest level."""
    inside = groups_html(groups, level, is_paged=is_paged, is_book=False)
    head = f'<h{level} class="notes-heading">{escape_text(heading)}</h{level}>'
    return f'<section class="notes" role="doc-endnotes">\n{head}\n{inside}\n</section>' if inside else ""


def _put(home: Tree, section: Tree) -> None:
    lists = [box for box in home.iter("div") if has_class(box, "references")]
    start = _start_of_last(lists[-1], home) if lists else None
    if start is None:
        home.append(section)
    else:
        start.addprevious(section)


def _start_of_last(references: Tree, home: Tree) -> Tree | None:
    """Return where the part begins that is nothing but a list of references, if nothing follows it."""
    start: Tree = references
    element: Tree | None = references
    is_alone = True
    while element is not None and element is not home:
        parent = element.getparent()
        if parent is None or parent[-1] is not element:
            return None
        before = list(parent)[: parent.index(element)]
        if is_alone and before and all(sibling.tag in _HEADINGS for sibling in before[-1:]):
            start = before[-1]
            is_alone = len(before) == 1
        else:
            is_alone = is_alone and not before
        if is_alone and parent is not home and parent.tag == "section":
            start = parent
        element = parent
    return start


def _first_heading(home: Tree | None) -> Tree | None:
    return next(iter(home.iter(*_HEADINGS)), None) if home is not None else None


def _plain(heading: Tree) -> str:
    parts = [heading.text or ""]
    for child in heading:
        if not has_class(child, "note-call"):
            parts.append(_plain(child))
            if has_class(child, "heading-number"):
                parts.append(" ")
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _items(bodies: dict[str, Tree], *, is_paged: bool) -> list[Tree]:
    tag, kind = ("div", "endnote") if is_paged else ("li", "note endnote")
    items: list[Tree] = []
    for number, body in bodies.items():
        item = etree.Element(tag, {"class": kind, "id": f"note-{number}"})
        dress_note(number, body, item)
        items.append(item)
    return items


def _written(items: Iterable[Tree], *, is_paged: bool) -> str:
    holder = etree.Element("div")
    for item in items:
        item.tail = "\n"
        holder.append(item)
    if is_paged:
        hang_lines(holder)
        open_lines(holder)
    return write_children(holder)


def _listed(items: str, *, is_paged: bool) -> str:
    return items if is_paged else f'<ol class="endnotes">\n{items}</ol>'
