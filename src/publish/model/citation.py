"""What goes into the citation engine and what comes out: references, clusters, formatted inlines.

Words of CSL 1.0.2: a *cluster* is one citation (one note or one parenthesis), a *cite* one source in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from publish.model.document import Inlines
from publish.model.source import Span

Fields: TypeAlias = tuple[tuple[str, Any], ...]

CITE_MARK = "cite-key"
"""In formatted clusters, the attribute of the Span around a cite's own words: the key of its reference."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One bibliographic record: its key and its CSL-JSON as text (canonical, sorted keys), hence hashable."""

    key: str
    csl_json: str
    at: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Cite:
    """One source in a cluster. `label` is a CSL locator term (`page`, `chapter`, …), "" without locator."""

    key: str
    locator: str = ""
    label: str = ""
    prefix: Inlines = ()
    suffix: Inlines = ()
    suppress_author: bool = False
    author_only: bool = False
    at: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Cluster:
    """One citation in the document. `note_number` is the note it stands in, 0 in running text."""

    cites: tuple[Cite, ...]
    note_number: int = 0
    """The number as printed: it may begin again in each chapter."""
    chapter: int = 0
    """Where this differs from the cluster before, first cites are first again and nothing is "ibid."."""
    at: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Style:
    """A CSL style with what it needs: its own XML, and its name for messages."""

    name: str
    xml: str
    default_locale: str = ""
    """The language of the style, which holds where the document names none; a dependent style has its own."""


@dataclass(frozen=True, slots=True)
class BibliographyEntry:
    """One formatted entry: the reference's key, and first field apart where `second-field-align` asks it."""

    key: str
    inlines: Inlines
    label: Inlines = ()


@dataclass(frozen=True, slots=True)
class BibliographyShape:
    """How the style wants its list set: CSL 1.0.2, "Bibliography-specific options"."""

    hanging_indent: bool = False
    second_field_align: Literal["", "flush", "margin"] = ""
    line_spacing: int = 1
    entry_spacing: int = 1


@dataclass(frozen=True, slots=True)
class FormattedCitations:
    """One formatted text a cluster (in the order given) and the bibliography in the style's order."""

    clusters: tuple[Inlines, ...] = ()
    bibliography: tuple[BibliographyEntry, ...] = ()
    lists: tuple[tuple[BibliographyEntry, ...], ...] = ()
    """The bibliography once more for each selection of keys that was asked for."""
    shape: BibliographyShape = BibliographyShape()
