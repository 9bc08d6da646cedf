"""Small styles and references for the engine's tests."""

from __future__ import annotations

import json
from typing import Any

from publish.citing import format_citations
from publish.model.citation import Cite, Cluster, FormattedCitations, Reference, Style
from publish.model.document import Inlines
from publish.model.elements import text

FULL_OR_SHORT = """
<choose>
  <if position="ibid-with-locator"><group delimiter=", "><text term="ibid"/>
    <text variable="locator"/></group></if>
  <else-if position="ibid"><text term="ibid"/></else-if>
  <else-if position="subsequent"><group delimiter=", ">
    <names variable="author"><name form="short"/></names><text variable="title" form="short"/>
    <text variable="locator"/></group></else-if>
  <else><group delimiter=", "><names variable="author"><name and="text"/></names>
    <text variable="title" font-style="italic"/><date variable="issued" form="text" date-parts="year"/>
    <text variable="locator"/></group></else>
</choose>"""
AUTHOR_DATE = """
<group delimiter=", "><group delimiter=" "><names variable="author"><name form="short" and="text"/></names>
<date variable="issued"><date-part name="year"/></date></group>
<group delimiter=" "><label variable="locator" form="short"/><text variable="locator"/></group></group>"""


def make_style(
    layout: str, *, kind: str = "in-text", citation: str = "", bibliography: str = "", more: str = ""
) -> Style:
    """Return a style around a layout; `citation` holds attributes, `more` elements before the citation."""
    listed = f"<bibliography>{bibliography}</bibliography>" if bibliography else ""
    return Style(
        "test",
        f'<style xmlns="http://purl.org/net/xbiblio/csl" class="{kind}" version="1.0">{more}'
        f"<citation {citation}>{layout}</citation>{listed}</style>",
    )


def in_layout(inner: str, attributes: str = "") -> str:
    return f"<layout {attributes}>{inner}</layout>"


def reference(key: str, **fields: Any) -> Reference:
    record = {"id": key, "type": "book", **{name.replace("_", "-"): value for name, value in fields.items()}}
    return Reference(key, json.dumps(record, sort_keys=True))


def book(key: str, family: str, title: str, year: int, given: str = "Ann") -> Reference:
    author = [{"family": family, "given": given}]
    return reference(key, author=author, title=title, issued={"date-parts": [[year]]})


def shown(inlines: Inlines) -> str:
    """Return inlines as Markdown, so that tests can be read."""
    marks = {"Emph": "_", "Strong": "**", "Superscript": "^", "Subscript": "~"}
    out = ""
    for element in inlines:
        if element.tag == "Str":
            out += element.content
        elif element.tag in ("Space", "LineBreak"):
            out += " "
        elif element.tag in marks:
            out += marks[element.tag] + shown(element.content) + marks[element.tag]
        elif element.tag == "Link":
            out += f"<{shown(element.content[1])}>"
        elif element.tag == "Span":
            out += f"[{shown(element.content[1])}]"
        else:
            out += f"{{{element.tag}}}"
    return out


def cite(
    key: str, locator: str = "", label: str = "", prefix: str = "", suffix: str = "", **flags: bool
) -> Cite:
    return Cite(key, locator, label or ("page" if locator else ""), text(prefix), text(suffix), **flags)


def notes(*clusters: tuple[Cite, ...] | Cite, start: int = 1) -> tuple[Cluster, ...]:
    """Return a cluster a note, numbered from `start`."""
    rows = [(one,) if isinstance(one, Cite) else one for one in clusters]
    return tuple(Cluster(row, number) for number, row in enumerate(rows, start=start))


def in_text(*clusters: tuple[Cite, ...] | Cite) -> tuple[Cluster, ...]:
    return tuple(Cluster((one,) if isinstance(one, Cite) else one) for one in clusters)


def formatted(
    clusters: tuple[Cluster, ...], references: list[Reference], style: Style, **more: Any
) -> FormattedCitations:
    return format_citations(clusters, references, style, more.pop("lang", "en-US"), **more).value


def texts(clusters: tuple[Cluster, ...], references: list[Reference], style: Style, **more: Any) -> list[str]:
    return [shown(one) for one in formatted(clusters, references, style, **more).clusters]


def entries(references: list[Reference], style: Style, **more: Any) -> list[str]:
    result = formatted((), references, style, nocite=("*",), **more)
    return [shown(one.label) + "|" * bool(one.label) + shown(one.inlines) for one in result.bibliography]


def smith_and_jones() -> list[Reference]:
    return [book("smith", "Smith", "The Long Road Home", 1999), book("jones", "Jones", "A Short Way", 2004)]
