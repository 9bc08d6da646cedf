"""A chapter as HTML: the form in which it enters pages, the e-book and the web page."""

from __future__ import annotations

from dataclasses import dataclass

from publish.model.facts import Heading
from publish.model.pieces import Role, Zone


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """The notes of one chapter that are printed elsewhere: the chapter's title, its notes as XHTML."""

    title: str
    first_number: str
    """The printed number of the first one."""
    items: str


@dataclass(frozen=True, slots=True)
class HtmlChapter:
    """One chapter's body as well-formed XHTML without namespace prefixes, safe and complete.

    `body` is a sequence of block elements; `resources` names every image it uses (`Resource.name`).
    """

    path: str
    identifier: str
    """An NCName unique in the book (`ch-02-two`)."""
    title: str
    body: str
    headings: tuple[Heading, ...] = ()
    contents: tuple[str, ...] = ()
    """One XHTML fragment a heading: its number and words for contents lists, without notes and links."""
    captions: tuple[tuple[str, str], ...] = ()
    """Identifier and words as XHTML of each numbered caption, for lists of figures and tables."""
    resources: tuple[str, ...] = ()
    notes: tuple[NoteGroup, ...] = ()
    """Notes taken out of the body."""
    zone: Zone = "main"
    role: Role = "chapter"
    is_in_part: bool = False
    has_mathml: bool = False
    has_svg: bool = False
