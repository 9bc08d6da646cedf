"""The settings under `theme:` become a Theme.

In: the map of settings, checked against the schema, and a way to its values that passes over those refused.
Out: a Theme in which all is decided but what depends on the kind of publication; trouble the schema cannot see
(a size or a colour that only looks like one) beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal, cast

from publish.config.theme_keys import LARGEST_PT, SMALLEST_PT
from publish.config.validate import bad_value
from publish.config.values import read_colour, read_size_pt, read_truth
from publish.model.diagnostic import Diagnostic
from publish.model.lines import RANGES, TOTAL_FIT, Breaker, LineSettings
from publish.model.plan import Openers, Theme
from publish.text.yaml import Node

Below = Callable[[Node, str, str], Node | None]
"""From a map, a key and its dotted name to the value; None where it is absent, empty or refused."""


def read_theme(node: Node, below: Below, found: list[Diagnostic]) -> Theme:
    """Return how the pages look."""
    default = Theme()
    values = {
        key: value for key, _ in node.get_all() if (value := below(node, key, f"theme.{key}")) is not None
    }
    size, accent = default.size_pt, default.accent
    if "size" in values:
        points = read_size_pt(values["size"].text)
        if points is None:
            expected = f"a size from {SMALLEST_PT:g}pt to {LARGEST_PT:g}pt"
            found.append(bad_value("theme.size", values["size"], expected))
        size = points or size
    if "accent" in values:
        colour = read_colour(values["accent"].text)
        if colour is None:
            found.append(bad_value("theme.accent", values["accent"], "a colour such as #7a1f1f or darkred"))
        accent = colour or accent
    return Theme(
        font=values["font"].text.strip() if "font" in values else default.font,
        size_pt=size,
        margins=cast(
            Literal["narrow", "normal", "wide"],
            values["margins"].text if "margins" in values else default.margins,
        ),
        accent=accent,
        lines=read_lines(values["lines"], below) if "lines" in values else default.lines,
        grid=read_truth(values["grid"]) if "grid" in values else default.grid,
        openers=cast(Openers, values["openers"].text) if "openers" in values else default.openers,
        digits=values["digits"].text.strip() if "digits" in values else default.digits,
    )


def read_lines(node: Node, below: Below) -> LineSettings:
    """Return how paragraphs are set in lines: from a breaker's name, or from a map of settings."""
    if node.kind != "map":
        return replace(TOTAL_FIT, breaker=cast(Breaker, node.text))
    given: dict[str, Any] = {}
    breaker, level = (below(node, key, f"theme.lines.{key}") for key in ("breaker", "level"))
    if breaker is not None:
        given["breaker"] = breaker.text
    if level is not None:
        given["is_level"] = read_truth(level)
    for known in RANGES:
        number = below(node, known.key, f"theme.lines.{known.key}")
        if number is not None:
            given[known.field] = int(float(number.text)) if known.is_count else float(number.text)
    return replace(TOTAL_FIT, **given)
