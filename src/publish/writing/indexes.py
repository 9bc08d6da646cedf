"""Indexes in HTML: places as page numbers on paper, as links on screens.

In: a chapter's tree with `span.locators`, whose `data-targets` names the places and whose content is the links.
Out: for pages the span without its content, which settling fills with page numbers, and no row of letters; for
screens the links alone.
"""

from __future__ import annotations

from publish.writing.tree import Tree, has_class, remove, take, unwrap


def leave_locators_to_settling(tree: Tree) -> None:
    """Empty the spans that settling fills; on paper nobody jumps to a letter."""
    for span in list(tree.iter("span")):
        if has_class(span, "locators"):
            for child in list(span):
                span.remove(child)
            span.text = None
    for box in list(tree.iter("div")):
        if has_class(box, "index-letters"):
            remove(box)


def keep_links_of_locators(tree: Tree) -> None:
    """Leave the links, and take the spans around them away."""
    for span in list(tree.iter("span")):
        if has_class(span, "locators"):
            take(span, "data-targets")
            take(span, "data-joint")
            unwrap(span)
