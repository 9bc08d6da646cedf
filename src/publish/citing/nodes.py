"""The compiled style: what every rendering element shares, and groups, conditions' branches and layouts.

In: attributes of citeproc-py's elements. Out: nodes whose `render` turns a `Context` into marked text or
None. CSL 1.0.2, "Rendering Elements", "Group", "Affixes", "Delimiter", "Formatting", "Display", "Quotes",
"Strip-periods".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from publish.citing.context import Context
from publish.citing.marked import Format, Mark, Opaque, Tree, is_empty
from publish.citing.terms import curly
from publish.citing.textcase import change_case


class Node(Protocol):
    """A compiled rendering element."""

    def render(self, context: Context) -> Tree | None:
        """Return what the element prints, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Dress:
    """The attributes that dress what an element prints."""

    prefix: str = ""
    suffix: str = ""
    format: Format | None = None
    quotes: bool = False
    strip_periods: bool = False
    text_case: str = ""
    display: str = ""

    def put_on(self, tree: Tree, context: Context, role: str = "", link: str = "") -> Tree:
        """Return the tree in its dress."""
        if self.strip_periods:
            tree = without_periods(tree)
        if self.text_case:
            tree = change_case(tree, self.text_case, context.language)
        if not (self.prefix or self.suffix or self.format or self.quotes or self.display or role or link):
            return tree
        form = self.format
        if form is not None and form.font_style and isinstance(tree, str) and _has_no_italics(tree):
            form = replace(form, font_style="")
        return Mark(
            (tree,),
            prefix=self.prefix,
            suffix=self.suffix,
            format=form,
            quotes=self.quotes,
            display=self.display if context.displays else "",
            role=role,
            link=link,
        )


_EAST_ASIAN = re.compile(r"[\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]")
_OTHER_LETTERS = re.compile(r"[A-Za-z\u00c0-\u1fff]")


def _has_no_italics(text: str) -> bool:
    """Tell whether a text is in Chinese, Japanese or Korean characters only: they are not slanted."""
    return not text.isascii() and bool(_EAST_ASIAN.search(text)) and not _OTHER_LETTERS.search(text)


NO_DRESS = Dress()


def dress_of(attributes: Mapping[str, str], *, text_case: bool = True) -> Dress:
    """Read the dress from an element's attributes."""
    return Dress(
        curly(attributes.get("prefix", "")),
        curly(attributes.get("suffix", "")),
        format_of(attributes),
        attributes.get("quotes") == "true",
        attributes.get("strip-periods") == "true",
        attributes.get("text-case", "") if text_case else "",
        attributes.get("display", ""),
    )


def format_of(attributes: Mapping[str, str]) -> Format | None:
    """Read the five formatting attributes; None where there is none."""
    values = [
        attributes.get(name, "")
        for name in ("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align")
    ]
    return Format(*values) if any(values) else None


def raised_label(words: str, dress: Dress, context: Context) -> Tree:
    """Return a label's words; title case raises them in any language: it is for titles that it is English."""
    if dress.text_case != "title":
        return words
    return change_case(words, "capitalize-all", context.terms.language)


def without_periods(tree: Tree) -> Tree:
    """Return the tree without full stops, those in affixes inside it included."""
    if isinstance(tree, str):
        return tree.replace(".", "")
    if isinstance(tree, Opaque):
        return tree
    bare = tree.with_children(tuple([without_periods(child) for child in tree.children]))
    bare.prefix, bare.suffix = bare.prefix.replace(".", ""), bare.suffix.replace(".", "")
    bare.delimiter = bare.delimiter.replace(".", "")
    return bare


def render_all(nodes: Sequence[Node], context: Context) -> list[Tree]:
    """Render nodes in order and keep what prints something; branches of cs:choose count one by one."""
    out: list[Tree] = []
    for node in nodes:
        tree = node.render(context)
        if tree is None or (isinstance(tree, str) and not tree):
            continue
        if isinstance(tree, Spread):
            out.extend(tree.children)
        else:
            out.append(tree)
    return out


class Spread(Mark):
    """What a cs:choose prints: its children belong to the group around it, delimited as that group says."""

    __slots__ = ()


class Group:
    """A cs:group."""

    __slots__ = ("children", "delimiter", "dress")

    def __init__(self, children: tuple[Node, ...], delimiter: str, dress: Dress) -> None:
        self.children = children
        self.delimiter = delimiter
        self.dress = dress

    def render(self, context: Context) -> Tree | None:
        """Print the children unless they called variables and all were empty."""
        out = render_counted(self.children, context)
        if not out:
            return None
        dress = self.dress
        if len(out) == 1 and not (dress.prefix or dress.suffix or dress.format or dress.display):
            return out[0]
        return Mark(
            tuple(out),
            prefix=dress.prefix,
            suffix=dress.suffix,
            delimiter=self.delimiter,
            format=dress.format,
            display=dress.display if context.displays else "",
        )


def render_counted(nodes: Sequence[Node], context: Context) -> list[Tree]:
    """Render the children of a group: none where they called variables and all were empty."""
    called, printed = context.called, context.printed
    context.called = context.printed = False
    out = render_all(nodes, context)
    if out and context.called and not context.printed:
        out = []
    inner_called, inner_printed = context.called, context.printed
    context.called = called or inner_called
    # A group that prints counts as a variable that has a value, whatever it is made of.
    context.printed = printed or inner_printed or (bool(out) and not inner_called)
    return out


def render_group(nodes: Sequence[Node], context: Context) -> Tree | None:
    """Render nodes as a group without delimiter or dress."""
    out = render_counted(nodes, context)
    if not out:
        return None
    return out[0] if len(out) == 1 else Mark(tuple(out))


def render_layout(nodes: Sequence[Node], context: Context, delimiter: str = "") -> Tree | None:
    """Render the children of a layout as one text, without the layout's own affixes."""
    out = [tree for tree in render_all(nodes, context) if not is_empty(tree)]
    if not out:
        return None
    return out[0] if len(out) == 1 else Mark(tuple(out), delimiter=delimiter)
