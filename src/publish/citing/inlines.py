"""Settled tokens → Pandoc inlines, and an author's inlines → marked text.

In and out: pandoc-types 1.23. Emphasis turned upright inside emphasis ends the outer Emph and begins it
again, so that every writer of Pandoc understands it. What is not plain formatting passes through untouched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from publish.citing.marked import Format, Mark, Opaque, Tree
from publish.citing.settle import Close, Open, Token, Words
from publish.model.citation import CITE_MARK
from publish.model.document import NO_ATTR, Element, Inlines, plain_text
from publish.model.elements import SPACE, link, make_attr, span

_ELEMENTS = {
    ("font_style", "italic"): "Emph",
    ("font_style", "oblique"): "Emph",
    ("font_variant", "small-caps"): "SmallCaps",
    ("font_weight", "bold"): "Strong",
    ("text_decoration", "underline"): "Underline",
    ("vertical_align", "sup"): "Superscript",
    ("vertical_align", "sub"): "Subscript",
}
_FORMATS = {
    "Emph": Format(font_style="italic"),
    "Strong": Format(font_weight="bold"),
    "SmallCaps": Format(font_variant="small-caps"),
    "Underline": Format(text_decoration="underline"),
    "Superscript": Format(vertical_align="sup"),
    "Subscript": Format(vertical_align="sub"),
}


def to_inlines(tokens: Sequence[Token]) -> Inlines:
    """Return tokens as Pandoc inlines."""
    stack: list[Open] = []
    runs: list[tuple[tuple[Open, ...], Any]] = []
    for token in tokens:
        if isinstance(token, Words):
            runs.append((tuple(stack), token.value if token.value is not None else token.text))
        elif token.kind == "quote":
            runs.append((tuple(stack), token.value))
        elif isinstance(token, Open):
            stack.append(token)
        else:
            _pop(stack, token)
    return _nest([(tuple(_visible(opened)), value) for opened, value in runs], 0)


def _pop(stack: list[Open], token: Close) -> None:
    for index in range(len(stack) - 1, -1, -1):
        if stack[index].kind == token.kind:
            del stack[index]
            return


def _visible(opened: tuple[Open, ...]) -> list[Open]:
    """Return what is in force: a "normal" takes the emphasis around it away."""
    out: list[Open] = []
    for one in opened:
        if one.kind in ("display", "link", "unresolved", "cite"):
            out.append(one)
            continue
        out = [other for other in out if other.kind != one.kind]
        if (one.kind, one.value) in _ELEMENTS:
            out.append(one)
    return out


def _nest(runs: list[tuple[tuple[Open, ...], Any]], depth: int) -> Inlines:
    out: list[Element] = []
    index = 0
    while index < len(runs):
        opened, value = runs[index]
        if len(opened) <= depth:
            out.extend(_plain(value))
            index += 1
            continue
        mark = opened[depth]
        end = index
        while end < len(runs) and len(runs[end][0]) > depth and runs[end][0][depth] is mark:
            end += 1
        out.append(_element(mark, _nest(runs[index:end], depth + 1)))
        index = end
    return tuple(_merged(out))


def _element(mark: Open, inner: Inlines) -> Element:
    if mark.kind == "link":
        return link(mark.value, inner)
    if mark.kind == "cite":
        return span(("", (), ((CITE_MARK, mark.value),)), inner)
    if mark.kind == "display":
        return span(make_attr("", (f"csl-{mark.value}",)), inner)
    if mark.kind == "unresolved":
        return span(make_attr("", ("unresolved",)), inner)
    return Element(_ELEMENTS[mark.kind, mark.value], inner)


def _plain(value: Any) -> list[Element]:
    if isinstance(value, Element):
        return [value]
    out: list[Element] = []
    for number, line in enumerate(value.split("\n")):
        if number:
            out.append(Element("LineBreak"))
        for count, word in enumerate(line.split(" ")):
            if count:
                out.append(SPACE)
            if word:
                out.append(Element("Str", word))
    return out


def _merged(elements: list[Element]) -> list[Element]:
    """Join neighbouring words and drop doubled spaces."""
    out: list[Element] = []
    for element in elements:
        last = out[-1] if out else None
        if element.tag == "Str" and last is not None and last.tag == "Str":
            out[-1] = Element("Str", last.content + element.content)
        elif element.tag == "Space" and last is not None and last.tag == "Space":
            continue
        else:
            out.append(element)
    return out


def from_inlines(inlines: Inlines) -> Tree:
    """Return an author's inlines as marked text; elements of other kinds stay whole."""
    children: list[Tree] = []
    for element in inlines:
        tree = _from_element(element)
        if isinstance(tree, str) and children and isinstance(children[-1], str):
            children[-1] += tree
        else:
            children.append(tree)
    if not children:
        return ""
    return children[0] if len(children) == 1 else Mark(tuple(children))


def _from_element(element: Element) -> Tree:
    tag = element.tag
    if tag == "Str":
        return str(element.content)
    if tag in ("Space", "SoftBreak"):
        return " "
    if tag == "Quoted":
        return Mark((from_inlines(element.content[1]),), quotes=True)
    if tag == "Span" and element.content[0] == NO_ATTR:
        return from_inlines(element.content[1])
    form = _FORMATS.get(tag)
    if form is not None:
        return Mark((from_inlines(element.content),), format=form, role="field")
    return Opaque(element, plain_text(element))
