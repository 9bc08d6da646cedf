"""Marked text: the one intermediate form of everything the engine prints.

In: words from styles, locales and references. Out: a tree in which formatting, quotation, affixes and display
are facts beside the words, not characters among them, so that punctuation, quotes, text case and escaping can
be settled afterwards (`settle.py`). Formatting, quotes and display are those of CSL 1.0.2, "Formatting",
"Quotes", "Display".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Format:
    """The five formatting attributes of CSL; an empty string leaves what is around unchanged."""

    font_style: str = ""
    font_variant: str = ""
    font_weight: str = ""
    text_decoration: str = ""
    vertical_align: str = ""


class Mark:
    """A stretch of marked text: children in order, between them the delimiter, around them the affixes.

    Formatting and quotes hold for the children; `affixes_inside` puts the affixes inside the formatting (the
    affixes of cs:layout). `role` names what a stretch is for later steps ("names", "year", "citation-number"
    …).
    """

    __slots__ = (
        "affixes_inside",
        "children",
        "delimiter",
        "display",
        "format",
        "link",
        "nocase",
        "prefix",
        "quotes",
        "role",
        "suffix",
    )

    def __init__(
        self,
        children: tuple[Tree, ...],
        *,
        prefix: str = "",
        suffix: str = "",
        delimiter: str = "",
        format: Format | None = None,  # noqa: A002 - CSL's own word
        quotes: bool = False,
        nocase: bool = False,
        affixes_inside: bool = False,
        display: str = "",
        link: str = "",
        role: str = "",
    ) -> None:
        self.children = children
        self.prefix = prefix
        self.suffix = suffix
        self.delimiter = delimiter
        self.format = format
        self.quotes = quotes
        self.nocase = nocase
        self.affixes_inside = affixes_inside
        self.display = display
        self.link = link
        self.role = role

    def with_children(self, children: tuple[Tree, ...]) -> Mark:
        """Return the same mark around other children."""
        return Mark(
            children,
            prefix=self.prefix,
            suffix=self.suffix,
            delimiter=self.delimiter,
            format=self.format,
            quotes=self.quotes,
            nocase=self.nocase,
            affixes_inside=self.affixes_inside,
            display=self.display,
            link=self.link,
            role=self.role,
        )

    def __repr__(self) -> str:
        facts = [
            f"{name}={getattr(self, name)!r}"
            for name in (
                "prefix",
                "suffix",
                "delimiter",
                "format",
                "quotes",
                "nocase",
                "display",
                "link",
                "role",
            )
            if getattr(self, name)
        ]
        return f"Mark({', '.join([repr(list(self.children)), *facts])})"


class Opaque:
    """Something of the author's document that passes through untouched: an element and its words."""

    __slots__ = ("text", "value")

    def __init__(self, value: Any, text: str) -> None:
        self.value = value
        self.text = text


Tree: TypeAlias = "str | Mark | Opaque"


def is_empty(tree: Tree | None) -> bool:
    """Tell whether a tree prints nothing of its own (affixes around nothing do not count)."""
    if tree is None:
        return True
    if isinstance(tree, str):
        return not tree
    if isinstance(tree, Opaque):
        return False
    return all(is_empty(child) for child in tree.children)


def words_of(tree: Tree | None) -> str:
    """Return the bare words of a tree, affixes and delimiters included, without settling anything.

    >>> words_of(Mark(("a", Mark(("b",), prefix="(", suffix=")")), delimiter=" "))
    'a (b)'
    """
    if tree is None:
        return ""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, Opaque):
        return tree.text
    return tree.prefix + tree.delimiter.join([words_of(child) for child in tree.children]) + tree.suffix


def find_role(tree: Tree | None, role: str) -> Mark | None:
    """Return the first mark with a role, in reading order."""
    return next(find_roles(tree, role), None)


def find_roles(tree: Tree | None, role: str) -> Iterator[Mark]:
    """Yield the marks with a role in reading order; none inside one already found."""
    if isinstance(tree, Mark):
        if tree.role == role:
            yield tree
            return
        for child in tree.children:
            yield from find_roles(child, role)


def replace_marks(tree: Tree, change: Callable[[Mark], Tree | None]) -> Tree | None:
    """Rebuild a tree from above: `change` returns a mark as it is to go on below it, another tree, or None.

    Marks that lose all their children vanish with their affixes.
    """
    if not isinstance(tree, Mark):
        return tree
    changed = change(tree)
    if changed is not tree or not isinstance(changed, Mark):
        return changed
    children = []
    same = True
    for child in tree.children:
        new = replace_marks(child, change)
        same = same and new is child
        if new is not None:
            children.append(new)
    if same:
        return tree
    return tree.with_children(tuple(children)) if children else None
