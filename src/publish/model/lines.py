"""How paragraphs are set in lines: the theme's settings, each with its unit, its range and what it does.

Names and first values are TeX's where TeX has them (The TeXbook, chapter 14); the others are our own. The
schema of publish.yaml and the reference of settings are made from these fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple, TypeAlias, cast

Breaker: TypeAlias = Literal["total-fit", "greedy"]


def _number(default: float, low: float, high: float, unit: str, what: str) -> Any:
    told = {"low": low, "high": high, "unit": unit, "what": what, "is_count": False}
    return field(default=default, metadata=told)


def _letters(low: int, high: int, what: str) -> Any:
    told = {"low": float(low), "high": float(high), "unit": "letters", "what": what, "is_count": True}
    return field(default=None, metadata=told)


@dataclass(frozen=True, slots=True)
class LineSettings:
    """What a paragraph may give, and what blemishes cost. Demerits are compared with each other only."""

    breaker: Breaker = "total-fit"
    """Who breaks lines: our paragraph builder, or the layout engine line by line (`greedy`)."""
    is_level: bool = True
    """Whether a paragraph is set in a line more or less where a page would end short."""
    stretch: float = _number(
        0.5, 0.1, 2.0, "share of a space", "How much wider a space may be set before a line counts as loose."
    )
    shrink: float = _number(
        0.28, 0.0, 0.6, "share of a space", "How much narrower a space may be set; more than 0.33 looks tight."
    )
    expansion: float = _number(
        0.02, 0.0, 0.05, "share of a letter", "How much wider or narrower letters may be set; 0 sets none so."
    )
    tracking: float = _number(
        0.02,
        0.0,
        0.05,
        "share of a letter",
        "How much more or less white may stand between letters; 0 adds none.",
    )
    hanging: float = _number(
        1.0,
        0.0,
        1.5,
        "share of the table",
        "How far hyphens, quotes and stops hang into the margin; 0 hangs none.",
    )
    line_penalty: float = _number(
        10.0, 0.0, 1000.0, "penalty", "Added to every line, so that fewer lines are better."
    )
    hyphen_penalty: float = _number(
        190.0, 0.0, 10_000.0, "penalty", "A word divided at a line's end; 10000 divides no word."
    )
    written_hyphen_penalty: float = _number(
        170.0, 0.0, 10_000.0, "penalty", "A line that ends after a hyphen or dash of the author's."
    )
    blemish_demerits: float = _number(
        36_000.0,
        0.0,
        1e9,
        "demerits",
        "A line's end that a copy editor avoids: in a name, between a number and its unit, before a dash.",
    )
    double_hyphen_demerits: float = _number(
        30_000.0, 0.0, 1e9, "demerits", "Two hyphenated line ends in a row."
    )
    ladder_demerits: float = _number(
        1_000_000.0, 0.0, 1e9, "demerits", "Three hyphenated line ends in a row, or more."
    )
    last_hyphen_demerits: float = _number(
        5_000.0, 0.0, 1e9, "demerits", "A divided word before the last line of a paragraph."
    )
    recto_hyphen_demerits: float = _number(
        50_000.0, 0.0, 1e9, "demerits", "A divided word at the end of a right-hand page."
    )
    colour_demerits: float = _number(10_000.0, 0.0, 1e9, "demerits", "A tight line beside a loose one.")
    runt: float = _number(0.12, 0.0, 0.5, "share of the measure", "A last line shorter than this is a runt.")
    runt_demerits: float = _number(8_000.0, 0.0, 1e9, "demerits", "A runt.")
    word_letters: int | None = _letters(2, 40, "The shortest word that may be divided; also of greedy lines.")
    letters_before: int | None = _letters(1, 20, "What stays before a hyphen at least; also of greedy lines.")
    letters_after: int | None = _letters(1, 20, "What stays behind a hyphen at least; also of greedy lines.")


TOTAL_FIT = LineSettings()
GREEDY = LineSettings(breaker="greedy")


class Range(NamedTuple):
    """A setting that is a number: its field, its key in publish.yaml, default, limits, unit and meaning."""

    field: str
    key: str
    default: float | None
    """None: by the language."""
    low: float
    high: float
    unit: str
    what: str
    is_count: bool
    """Whether only whole numbers count something."""


RANGES = tuple(
    Range(f.name, f.name.replace("_", "-"), cast(float | None, f.default), **f.metadata)
    for f in fields(LineSettings)
    if f.metadata
)
"""All settings that are numbers, in the order they are told in."""
