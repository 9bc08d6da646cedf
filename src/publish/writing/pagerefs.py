"""Page numbers in references: kept for pages, dropped with their words for screens.

In: a chapter's tree as the transforms left it. Out: for pages the same without what is for screens only; for
screens without phrases such as *on page 12* (`span.on-page`), folios at the end of lines (`span.at-page`) and
any other folio (`span.folio-of`): there the link itself leads to the place.
"""

from __future__ import annotations

from publish.writing.tree import Tree, has_class, remove, unwrap

ON_PAGE, ON_SCREEN = "on-page", "on-screen"
_OF_PAGES = (ON_PAGE, "at-page", "folio-of")


def settle_page_references(tree: Tree, *, is_paged: bool) -> None:
    """Keep what one medium shows, in place."""
    for span in list(tree.iter("span")):
        if has_class(span, ON_SCREEN):
            if is_paged:
                remove(span)
            else:
                unwrap(span)
        elif not is_paged and any(has_class(span, name) for name in _OF_PAGES):
            remove(span)
