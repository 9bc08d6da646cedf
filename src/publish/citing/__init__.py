"""Clusters, references, style and locale become formatted citations. Pure; on citeproc-py.

The five functions here are the room's door. Each loads the engine when it is first called: a document without
citations never pays for it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from publish.model.citation import Cluster, FormattedCitations, Reference, Style
from publish.model.diagnostic import Outcome

__all__ = ["check_style", "format_citations", "locator_terms", "parent_of", "style_class"]


def format_citations(
    clusters: Sequence[Cluster],
    references: Sequence[Reference],
    style: Style,
    lang: str,
    *,
    nocite: tuple[str, ...] = (),
    cited_earlier: tuple[str, ...] = (),
    lists: Sequence[Collection[str]] = (),
    mark_cites: bool = False,
) -> Outcome[FormattedCitations]:
    """Format every cluster, in document order, and the bibliography.

    `nocite` adds keys to the bibliography (`*` for all), `cited_earlier` names references whose first cite lies
    before this document, each of `lists` selects keys for a further list. With `mark_cites` each cite of a
    cluster is a Span with its key (model `CITE_MARK`). An unknown key prints as a Span of class "unresolved"
    and is reported.
    """
    from publish.citing.jobs import format_job

    return format_job(
        clusters,
        references,
        style,
        lang,
        nocite=nocite,
        cited_earlier=cited_earlier,
        lists=lists,
        mark_cites=mark_cites,
    )


def style_class(style: Style) -> Literal["note", "in-text"]:
    """Tell whether a style puts its citations into notes."""
    from publish.citing.stylefacts import class_of

    return class_of(style)


def parent_of(xml: str) -> str | None:
    """Return the name of the style that a dependent style stands for, None for an independent style."""
    from publish.citing.stylefacts import parent_name

    return parent_name(xml)


def check_style(name: str, xml: str) -> Outcome[Style | None]:
    """Return the style if it can be used at all, with what is wrong with it."""
    from publish.citing.stylefacts import check

    return check(name, xml)


def locator_terms(lang: str) -> tuple[tuple[str, str], ...]:
    """Return what an author may type before a locator ("pp.", "Kap.") with its CSL label, longest first."""
    from publish.citing.stylefacts import typed_locators

    return typed_locators(lang)
