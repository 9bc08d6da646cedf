"""What a plain reading system does with a document where the book's style sheets say nothing.

In: elements and their attributes. Out: declarations as the HTML Standard's section on rendering (15.3) has
them, as far as e-books show it; and the reading of declarations that all style sheets share.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cssselect2
import tinycss2

from publish.structure.epub.package import Tree, name_of
from publish.structure.epub.values import longhands

Declaration = tuple[str, str, bool]
"""Property, value, importance."""

_MAX_STYLE_LETTERS = 100_000
_STANDARD = """
[hidden], area, base, head, link, meta, script, style, template, title, rp, noscript { display: none }
p, dl, ul, ol, pre, figure, blockquote, fieldset { margin: 1em 0 }
blockquote, figure { margin-left: 40px; margin-right: 40px }
ul, ol, menu { padding-inline-start: 40px; list-style-type: disc }
ol { list-style-type: decimal }
ul ul, ol ul { list-style-type: circle } ul ul ul, ol ul ul { list-style-type: square }
ul ul, ul ol, ol ul, ol ol { margin-top: 0; margin-bottom: 0 }
dd { margin-inline-start: 40px }
h1, h2, h3, h4, h5, h6 { font-weight: bold }
h1 { font-size: 2em; margin: .67em 0 } h2 { font-size: 1.5em; margin: .83em 0 }
h3 { font-size: 1.17em; margin: 1em 0 } h4 { margin: 1.33em 0 }
h5 { font-size: .83em; margin: 1.67em 0 } h6 { font-size: .67em; margin: 2.33em 0 }
em, i, cite, var, dfn, address { font-style: italic }
strong, b, th { font-weight: bold } th { text-align: center }
code, kbd, samp, tt, pre { font-family: monospace } pre { white-space: pre; font-size: 13px }
small { font-size: smaller } big { font-size: larger } sub { vertical-align: sub } sup { vertical-align: super }
sub, sup { font-size: smaller }
u, ins { text-decoration: underline } s, del, strike { text-decoration: line-through }
mark { background-color: #ffff00; color: #000000 } center { text-align: center } nobr { white-space: nowrap }
"""
"""What reading systems do where a book says nothing (HTML Standard, 15.3, as far as it shows)."""


@lru_cache(maxsize=1)
def standard_rules() -> cssselect2.Matcher:
    """Return what reading systems do by themselves."""
    matcher = cssselect2.Matcher()
    for rule in tinycss2.parse_stylesheet(_STANDARD, skip_comments=True, skip_whitespace=True):
        for selector in cssselect2.compile_selector_list(rule.prelude):
            matcher.add_selector(selector, read_declarations(rule.content))
    return matcher


def read_declarations(content: Any) -> list[Declaration]:
    """Return the declarations of a rule or an attribute as longhands."""
    found: list[Declaration] = []
    for each in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
        if each.type == "declaration":
            try:
                found += [(name, value, each.important) for name, value in longhands(each.name, each.value)]
            except RecursionError:  # nested deeper than any style sheet needs
                continue
    return found


@lru_cache(maxsize=4096)
def inline_style(style: str | None) -> list[Declaration]:
    """Return the declarations of a style attribute."""
    return read_declarations(style[:_MAX_STYLE_LETTERS]) if style else []


def hints_of(element: Tree) -> list[Declaration]:
    """Return what attributes ask for that HTML had before style sheets (HTML Standard, 15.3)."""
    found: list[Declaration] = []
    name = name_of(element)
    for attribute, prop in (
        ("align", "text-align"),
        ("bgcolor", "background-color"),
        ("valign", "vertical-align"),
    ):
        if value := element.get(attribute):
            floats = prop == "text-align" and name in ("img", "table")
            found += read_declarations(f"{'float' if floats else prop}: {value[:60]}")
    if name == "font":
        sizes = ("x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large")
        size = element.get("size", "")
        if size.isdigit() and 1 <= int(size) <= 7:
            found += read_declarations(f"font-size: {sizes[int(size) - 1]}")
        for attribute, prop in (("color", "color"), ("face", "font-family")):
            if value := element.get(attribute):
                found += read_declarations(f"{prop}: {value[:60]}")
    if name in ("img", "table", "td", "th", "svg", "image", "hr", "object", "video"):
        for attribute in ("width", "height"):
            value = element.get(attribute, "").strip()
            if value.removesuffix("%").removesuffix("px").replace(".", "", 1).isdigit():
                unit = "" if value.endswith(("%", "px")) else "px"
                found += read_declarations(f"{attribute}: {value}{unit}")
    if name == "ol" and element.get("type") in _NUMBERS:
        found += read_declarations(f"list-style-type: {_NUMBERS[element.get('type')]}")
    return found


_NUMBERS: dict[str | None, str] = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
