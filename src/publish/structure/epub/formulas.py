"""A formula in MathML → a line of text that shows its structure.

In: a `math` element (MathML Core). Out: text such as `∫_{0}^{∞} f(x)`, equal for equal formulas whatever wraps
their parts; what only describes a formula (annotations) is left out.
"""

from __future__ import annotations

from collections.abc import Callable

from publish.structure.epub.package import Tree, name_of

_LONGEST = 2000
_TRANSPARENT = frozenset(("math", "mrow", "mstyle", "semantics", "mpadded", "mtd"))
_SILENT = frozenset(("annotation", "annotation-xml", "mphantom"))
_MARKED = ("mathvariant", "linethickness", "notation")


def show_formula(element: Tree) -> str:
    """Return what a formula shows in one line."""
    return "".join(_show(element).split())[:_LONGEST]


def _show(element: Tree) -> str:
    name = name_of(element)
    if not name or name in _SILENT:
        return ""
    kids = [kid for kid in element if name_of(kid) and name_of(kid) not in _SILENT]
    marks = "".join(f"[{value}]" for mark in _MARKED if (value := element.get(mark)))
    form = _FORMS.get(name)
    if form is not None:
        return marks + form([_show(kid) for kid in kids])
    if not kids:
        text = "".join(map(str, element.itertext())).strip()
        return marks + (f"“{text}”" if name == "mtext" else text)
    inner = "".join(_show(kid) for kid in kids)
    if name in _TRANSPARENT:
        return inner
    return f"{marks}{name}({inner})"


def _part(parts: list[str], index: int) -> str:
    return f"{{{parts[index]}}}" if index < len(parts) else "{}"


def _fraction(parts: list[str]) -> str:
    return f"{_part(parts, 0)}/{_part(parts, 1)}"


_FORMS: dict[str, Callable[[list[str]], str]] = {
    "mfrac": _fraction,
    "msup": lambda parts: f"{''.join(parts[:1])}^{_part(parts, 1)}",
    "msub": lambda parts: f"{''.join(parts[:1])}_{_part(parts, 1)}",
    "msubsup": lambda parts: f"{''.join(parts[:1])}_{_part(parts, 1)}^{_part(parts, 2)}",
    "munder": lambda parts: f"{''.join(parts[:1])}_{_part(parts, 1)}",
    "mover": lambda parts: f"{''.join(parts[:1])}^{_part(parts, 1)}",
    "munderover": lambda parts: f"{''.join(parts[:1])}_{_part(parts, 1)}^{_part(parts, 2)}",
    "msqrt": lambda parts: f"√{{{''.join(parts)}}}",
    "mroot": lambda parts: f"√[{''.join(parts[1:2])}]{_part(parts, 0)}",
    "mtr": lambda parts: f"{' & '.join(parts)} ⏎",
    "mtable": lambda parts: f"[{''.join(parts)}]",
    "mspace": lambda parts: "",
}
