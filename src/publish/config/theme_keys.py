"""The settings under `theme:`, as JSON Schema: how the pages look, and how their lines are set.

Out: the schema of each key. Those of `lines` are made from `model/lines.py`, where default, range, unit and
meaning of each stand.
"""

from __future__ import annotations

from typing import get_args

from publish.config.keys import YES_NO, Schema
from publish.model.digits import DIGITS
from publish.model.lines import RANGES, TOTAL_FIT, Breaker, Range
from publish.model.plan import Openers, Theme

MARGINS = ("narrow", "normal", "wide")
BREAKERS: tuple[Breaker, ...] = get_args(Breaker)
OPENERS: tuple[Openers, ...] = get_args(Openers)
SMALLEST_PT, LARGEST_PT = 6.0, 24.0

_THEME = Theme()


def theme_schema() -> Schema:
    """Return the schema of `theme`."""
    return {
        "title": "a map with font, size, margins, accent, lines, grid, openers or digits",
        "description": "How the pages look.",
        "type": "object",
        "properties": {
            "font": {
                "title": "a font's name",
                "description": "Text font: one of those supplied, or a family among `fonts`.",
                "type": "string",
                "minLength": 1,
                "default": _THEME.font,
            },
            "size": {
                "title": f"a size from {SMALLEST_PT:g}pt to {LARGEST_PT:g}pt",
                "description": "Size of the text, in points.",
                "anyOf": [
                    {"type": "number", "minimum": SMALLEST_PT, "maximum": LARGEST_PT},
                    {"type": "string", "pattern": r"^\s*[0-9]+(\.[0-9]+)?\s*pt\s*$"},
                ],
                "default": f"{_THEME.size_pt:g}pt",
            },
            "margins": {
                "title": "one of " + ", ".join(MARGINS),
                "description": "Width of the margins, in proportion to the page.",
                "enum": list(MARGINS),
                "default": _THEME.margins,
            },
            "accent": {
                "title": "a colour such as #7a1f1f or darkred",
                "description": "Colour of links and ornaments.",
                "type": "string",
                "pattern": "^\\s*(#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})|[A-Za-z]+)\\s*$",
                "default": _THEME.accent,
                "examples": ["#7a1f1f", "darkred"],
            },
            "lines": _lines(),
            "grid": {
                **YES_NO,
                "description": "Whether lines of text stand on the lines of the page throughout, also below "
                "headings, figures and notes. By default in books.",
            },
            "openers": {
                "title": "one of " + ", ".join(OPENERS),
                "description": "How the first paragraph of a chapter (of a handout: the first of the text) "
                "begins: like any other, with its first words in small capitals, or with an initial over "
                "three lines. Like any other, too, where it begins with a link, a formula or emphasis, is too "
                "short for an initial, or its script has no capitals.",
                "enum": list(OPENERS),
                "default": _THEME.openers,
            },
            "digits": {
                "title": "one of " + ", ".join(DIGITS),
                "description": "The digits of what publish counts: pages (also in contents, references, index "
                "and the PDF's page labels), headings, captions, notes and lists. By default those of the "
                "language.",
                "enum": list(DIGITS),
            },
        },
        "additionalProperties": False,
        "examples": [{"font": "eb-garamond", "size": "10.5pt", "openers": "drop-cap"}],
    }


def _lines() -> Schema:
    return {
        "title": "one of " + ", ".join(BREAKERS) + ", or a map such as {hyphen-penalty: 800}",
        "description": "How paragraphs are set in lines on pages: every line end chosen in view of all others "
        "(total-fit), or line by line by the layout engine (greedy); a map says what a paragraph may give and "
        "what blemishes cost. Costs are compared with each other only: a penalty is added to a line's own "
        "badness before it is squared, demerits afterwards (The TeXbook, chapter 14).",
        "anyOf": [
            {"enum": list(BREAKERS)},
            {
                "type": "object",
                "properties": {
                    "breaker": {
                        "title": "one of " + ", ".join(BREAKERS),
                        "description": "Who breaks lines; of the settings beside it, greedy lines take only "
                        "those that are counted in letters.",
                        "enum": list(BREAKERS),
                        "default": TOTAL_FIT.breaker,
                    },
                    "level": {
                        **YES_NO,
                        "description": "Whether a paragraph is set in a line more or less where a page would "
                        "end short.",
                        "default": TOTAL_FIT.is_level,
                    },
                    **{known.key: _number(known) for known in RANGES},
                },
                "additionalProperties": False,
            },
        ],
        "default": TOTAL_FIT.breaker,
        "examples": ["greedy", {"hyphen-penalty": 800, "hanging": 0.5, "level": False}],
    }


def _number(known: Range) -> Schema:
    what = "a whole number" if known.is_count else "a number"
    schema: Schema = {
        "title": f"{what} from {_figure(known.low)} to {_figure(known.high)} ({known.unit})",
        "description": f"{known.what} Unit: {known.unit}.",
        "type": "integer" if known.is_count else "number",
        "minimum": int(known.low) if known.is_count else known.low,
        "maximum": int(known.high) if known.is_count else known.high,
    }
    if known.default is None:
        return {**schema, "description": f"{schema['description']} By default as is usual in the language."}
    return {**schema, "default": known.default}


def _figure(number: float) -> str:
    return f"{number:,.10g}"
