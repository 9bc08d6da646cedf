"""Style sheets and font faces become what the engine applies, and its complaints become diagnostics with a
place.

In: style sheets in cascade order, font faces. Out: parsed CSS objects. Every sheet is parsed in its own
capture, as the engine's warnings carry line and column but no file. Cascade layers keep one order over all
sheets (CSS Cascading and Inheritance 5, section 6.4.3), which WeasyPrint by itself keeps per sheet only.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from weasyprint import CSS
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.text.fonts import FontConfiguration

from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.resource import FontFace, StyleSheet
from publish.model.source import Source, Span
from publish.paginating.addresses import BASE, MemoryFetcher
from publish.paginating.engine_log import Remark, engine_remarks
from publish.paginating.mechanics import GROUNDWORK, MECHANICS

_TOLD_OTHERWISE = (
    "Failed to load stylesheet",  # the fetcher tells it, with the address it refused
    "Expected a media type",  # the rule's own complaint follows, with its place
)
_POSITION = re.compile(r",? ?\bat (\d+):(\d+)")
_IGNORED = re.compile(r"^Ignored `(?P<name>[^:`]+):(?P<value>.*)`, (?P<reason>.*?)\.?$", re.DOTALL)


@dataclass(slots=True)
class Styling:
    """What styles a layout: parsed sheets and the registries the engine fills while parsing them."""

    sheets: list[Any]
    fonts: Any
    counters: Any
    colours: dict[str, Any]
    diagnostics: list[Diagnostic] = field(default_factory=list)


def parse_sheets(sheets: Sequence[StyleSheet], faces: Sequence[FontFace], fetcher: MemoryFetcher) -> Styling:
    """Parse all sheets for one layout; complaints about the author's rules are in `diagnostics`."""
    styling = Styling([], FontConfiguration(), CounterStyle(), {})
    layers: list[str] = []
    for sheet in (StyleSheet("paginating/fonts.css", font_rules(faces)), GROUNDWORK, *sheets, MECHANICS):
        with engine_remarks() as remarks:
            css = CSS(
                string=sheet.text,
                base_url=BASE,
                url_fetcher=fetcher,
                font_config=styling.fonts,
                counter_style=styling.counters,
                color_profiles=styling.colours,
                layers=layers,
            )
        styling.sheets.append(css)
        styling.diagnostics.extend(
            _complaint(sheet, remark) for remark in remarks if not remark.pattern.startswith(_TOLD_OTHERWISE)
        )
    return styling


def font_rules(faces: Sequence[FontFace]) -> str:
    """Return the @font-face rules for faces in memory (CSS Fonts 4, section 4).

    A variable font's range of weights is left out: the engine's validator knows single weights only, and finds
    the range in the font itself.
    """
    rules = []
    for face in faces:
        weight = "" if " " in face.weight.strip() else f" font-weight: {face.weight};"
        family = face.family.replace("\\", "").replace('"', "")
        address = BASE + quote(face.resource.name)
        names = f'font-family: "{family}"; font-style: {face.style};{weight}'
        rules.append(f'@font-face {{ {names} src: url("{address}"); }}')
    return "\n".join(rules)


def find_address(sheets: Sequence[StyleSheet], address: str) -> Span | None:
    """Return where a style sheet of the author names an address, or None."""
    for sheet in sheets:
        for form in (address, quote(address)):
            place = sheet.text.find(form)
            if place >= 0:
                return Source(sheet.name, sheet.text).span(place, place + len(form))
    return None


def _complaint(sheet: StyleSheet, remark: Remark) -> Diagnostic:
    text = remark.text.replace(BASE, "")
    position = _POSITION.search(text)
    where: Span | None
    if position:
        where = Span(sheet.name, int(position[1]), int(position[2]))
        text = _POSITION.sub("", text, count=1)
    else:
        where = _find_quoted(sheet, text)
    hints: tuple[str, ...] = ()
    ignored = _IGNORED.match(text)
    if ignored:
        name = ignored["name"].strip()
        text = f"`{name}: {ignored['value'].strip()}` was ignored: {ignored['reason']}"
        hints = _suggestions(name) if "unknown property" in ignored["reason"] else ()
    return diagnose("style/css", text.rstrip("."), where or Span(sheet.name), hints=hints)


def _suggestions(name: str) -> tuple[str, ...]:
    known = [prop.replace("_", "-") for prop in INITIAL_VALUES]
    return tuple(
        f"did you mean `{other}`?" for other in difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    )


def _find_quoted(sheet: StyleSheet, text: str) -> Span | None:
    """Place a complaint without position by the piece of CSS it quotes (selectors, media queries)."""
    quoted = re.search(r"'(.+?)'(?:,|$|\s)", text) or re.search(r"'(.+)'", text)
    if quoted is None:
        return None
    words = quoted[1].split()
    if not words:
        return None
    found = re.search(r"\s*".join(map(re.escape, words)), sheet.text)
    return Source(sheet.name, sheet.text).span(found.start(), found.end()) if found else None
