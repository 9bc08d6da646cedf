"""What a publication says of itself: title, authors, date, language, in Pandoc's names."""

from __future__ import annotations

from dataclasses import dataclass

from publish.model.document import Blocks, Inlines


@dataclass(frozen=True, slots=True)
class Person:
    """One author: the name as printed, formatted (with notes and marks) and plain."""

    name: str
    inlines: Inlines = ()
    affiliation: str = ""
    email: str = ""
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Metadata of the whole publication; formatted values are inlines, `*_text` are their plain words."""

    title: Inlines = ()
    title_text: str = ""
    subtitle: Inlines = ()
    subtitle_text: str = ""
    authors: tuple[Person, ...] = ()
    date_text: str = ""
    """The date as the author wrote it, for the title block."""
    date_iso: str = ""
    """The same as ISO 8601 (`2026`, `2026-01` or `2026-01-20`) where it can be read, else empty."""
    lang: str = "en"
    """A BCP 47 tag."""
    dir: str = "ltr"
    abstract: Blocks = ()
    abstract_text: str = ""
    rights: Inlines = ()
    rights_text: str = ""
    keywords: tuple[str, ...] = ()
    publisher: str = ""
    place: str = ""
    """Where the publisher is."""
    edition: str = ""
    """Which edition this is, in words."""
    isbns: tuple[tuple[str, str], ...] = ()
    """ISBNs with their hyphens, each after what it is the number of: "" (all), `print`, `epub` or `pdf`."""
    doi: str = ""
    printers_note: Inlines = ()
    licence: Inlines = ()
    dedication: Blocks = ()
    epigraph: Blocks = ()
    """The motto and, in a Div of the class `source`, where it is from."""
    colophon: Blocks = ()
    identifier: str = ""
    """ISBN, DOI or another identifier the author gives; empty where none."""
    description: str = ""
    title_is_heading: bool = False
    """The title stands as the document's first heading, which must not be printed a second time."""
