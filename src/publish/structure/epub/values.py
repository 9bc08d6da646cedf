"""A CSS declaration → properties and values in one spelling.

In: a property's name and its tokens (CSS Syntax 3, by tinycss2). Out: longhands with values that are equal
where they mean the same: colours as `#rrggbb`, absolute lengths in px, zero without a unit, words in lower
case. Shorthands are taken apart as far as e-books use them (CSS 2.2 and EPUB 3.3, section 6.3.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tinycss2 import serialize
from tinycss2.color3 import parse_color

Longhands = list[tuple[str, str]]

_PX = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54}
_SIDES = ("top", "right", "bottom", "left")
_BOXES = ("margin", "padding", "border-width", "border-style", "border-color")
_WIDTHS = frozenset(("thin", "medium", "thick"))
_LINES = frozenset(("none", "underline", "overline", "line-through", "blink"))
_LINE_STYLES = frozenset(
    ("none", "hidden", "dotted", "dashed", "solid", "double", "groove", "ridge", "inset", "outset", "wavy")
)
_SPELT_AS_WRITTEN = frozenset(("font-family", "content", "quotes", "counter-reset", "counter-increment"))
_COLOURED = ("color", "background", "border", "outline", "decoration", "shadow", "fill", "stroke", "rule")
_PREFIXES = ("-epub-", "-webkit-", "-moz-", "-ms-", "-o-")
_BREAKS = {"always": "page", "left": "left", "right": "right", "avoid": "avoid", "auto": "auto"}
_LONGEST = 400


def longhands(name: str, tokens: Sequence[Any]) -> Longhands:
    """Return a declaration as longhands; a custom property or one that needs `var()` is left to the cascade."""
    if name.startswith("--"):
        return [(name, serialize(tokens).strip()[:_LONGEST])]
    parts = [token for token in tokens if token.type not in ("whitespace", "comment")]
    name = name.lower()
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    if _holds_variable(parts):
        return [(name, serialize(tokens).strip()[:_LONGEST])]
    if not parts:
        return []
    if name in _BOXES:
        return _box(name, parts)
    expand = _SHORTHANDS.get(name)
    if expand is not None:
        return expand(name, parts)
    if name.startswith("page-break-"):
        value = _value(name, parts)
        return [(name.removeprefix("page-"), _BREAKS.get(value, value))]
    if name in ("margin-inline", "margin-block", "padding-inline", "padding-block"):
        return [(f"{name}-start", _value(name, parts[:1])), (f"{name}-end", _value(name, parts[-1:]))]
    return [(name, _value(name, parts))]


def _holds_variable(parts: Iterable[Any]) -> bool:
    return any(
        part.type == "function" and (part.lower_name == "var" or _holds_variable(part.arguments))
        for part in parts
    )


def _value(name: str, parts: Sequence[Any]) -> str:
    """Return a value in one spelling."""
    out: list[str] = []
    for part in parts:
        word = _word(name, part)
        if not word:
            continue
        if out and word not in (",", "/") and not out[-1].endswith((",", "/")):
            out.append(" ")
        out.append(word)
    # A semicolon divides declarations wherever they are shown together.
    return "".join(out).replace(";", "\\3b ")[:_LONGEST]


def _word(name: str, part: Any) -> str:
    kind = part.type
    if kind in ("hash", "function", "ident") and (kind != "ident" or _takes_colour(name)):
        colour = _colour(part)
        if colour:
            return colour
    if kind == "number":
        return _number(part.value)
    if kind == "percentage":
        return f"{_number(part.value)}%"
    if kind == "dimension":
        return _length(part.value, part.lower_unit)
    if kind == "ident":
        return str(part.value) if name in _SPELT_AS_WRITTEN else str(part.lower_value)
    if kind == "string":
        return f'"{part.value}"'
    if kind == "url":
        return "url()"
    if kind == "function":
        return (
            "url()"
            if part.lower_name == "url"
            else f"{part.lower_name}({_value(name, [t for t in part.arguments if t.type != 'whitespace'])})"
        )
    if kind == "literal":
        return str(part.value)
    return "" if kind == "whitespace" else str(part.serialize())


def _takes_colour(name: str) -> bool:
    return any(word in name for word in _COLOURED)


def _colour(part: Any) -> str:
    try:
        colour = parse_color(part)
    except (ValueError, AttributeError):
        return ""
    if colour is None:
        return ""
    if isinstance(colour, str):
        return "currentcolor"
    red, green, blue, alpha = (round(max(0.0, min(1.0, channel)) * 255) for channel in colour)
    return f"#{red:02x}{green:02x}{blue:02x}" + (f"{alpha:02x}" if alpha < 255 else "")


def _number(value: float) -> str:
    if abs(value) > 1e9:
        return f"{value:g}"
    return f"{round(value, 3) + 0.0:.3f}".rstrip("0").rstrip(".")


def _length(value: float, unit: str) -> str:
    if value == 0:
        return "0"
    return f"{_number(value * _PX[unit])}px" if unit in _PX else f"{_number(value)}{unit}"


# --- shorthands ------------------------------------------------------------------------------------------


def _box(name: str, parts: list[Any]) -> Longhands:
    """Take four sides apart: `margin: 1em 2em`."""
    values = [_value(name, [part]) for part in parts if part.type != "literal"][:4]
    if not values:
        return []
    right = values[1] if len(values) > 1 else values[0]
    bottom = values[2] if len(values) > 2 else values[0]
    four = (values[0], right, bottom, values[3] if len(values) > 3 else right)
    stem, _, rest = name.partition("-")
    tail = f"-{rest}" if rest else ""
    return [(f"{stem}-{side}{tail}", value) for side, value in zip(_SIDES, four, strict=True)]


def _border(name: str, parts: list[Any]) -> Longhands:
    width, style, colour = "medium", "none", "currentcolor"
    for part in parts:
        word = _value(name, [part])
        if part.type in ("dimension", "number") or word in _WIDTHS:
            width = word
        elif word in _LINE_STYLES:
            style = word
        else:
            colour = word
    sides = [f"border-{side}" for side in _SIDES] if name == "border" else [name]
    return [
        (f"{side}-{what}", value)
        for side in sides
        for what, value in (("width", width), ("style", style), ("color", colour))
    ]


def _background(name: str, parts: list[Any]) -> Longhands:
    colour, rest = "transparent", []
    for part in parts:
        found = _colour(part) if part.type in ("hash", "function", "ident") else ""
        if found:
            colour = found
        elif part.type != "ident" or part.lower_value not in ("none", "transparent"):
            rest.append(part)
    return [("background-color", colour), ("background-image", _value(name, rest) or "none")]


def _font(name: str, parts: list[Any]) -> Longhands:
    found = {"font-style": "normal", "font-variant": "normal", "font-weight": "400", "line-height": "normal"}
    at = 0
    while at < len(parts):
        part = parts[at]
        word = _value(name, [part])
        if part.type in ("dimension", "percentage") or word in FONT_SIZES or word in ("smaller", "larger"):
            break
        if word in ("italic", "oblique"):
            found["font-style"] = word
        elif word == "small-caps":
            found["font-variant"] = word
        elif word in ("bold", "bolder", "lighter") or part.type == "number":
            found["font-weight"] = word
        at += 1
    if at >= len(parts):
        return [("font", _value(name, parts))]
    found["font-size"] = _value(name, [parts[at]])
    at += 1
    if at + 1 < len(parts) and parts[at].type == "literal" and parts[at].value == "/":
        found["line-height"] = _value(name, [parts[at + 1]])
        at += 2
    if parts[at:]:
        found["font-family"] = _value("font-family", parts[at:])
    return list(found.items())


def _list_style(name: str, parts: list[Any]) -> Longhands:
    found = {"list-style-type": "disc", "list-style-position": "outside"}
    for part in parts:
        word = _value(name, [part])
        if word in ("inside", "outside"):
            found["list-style-position"] = word
        elif not word.startswith("url"):
            found["list-style-type"] = word
        else:
            found["list-style-image"] = word
    return list(found.items())


def _decoration(name: str, parts: list[Any]) -> Longhands:
    lines = [word for part in parts if (word := _value(name, [part])) in _LINES]
    rest = [part for part in parts if _value(name, [part]) not in _LINES]
    found = [("text-decoration-line", " ".join(sorted(lines)) or "none")]
    for part in rest:
        word = _value(name, [part])
        is_length = part.type in ("dimension", "percentage", "number")
        what = "thickness" if is_length else "style" if word in _LINE_STYLES else "color"
        found.append((f"text-decoration-{what}", word))
    return found


_SHORTHANDS: dict[str, Callable[[str, list[Any]], Longhands]] = {
    "border": _border,
    **{f"border-{side}": _border for side in _SIDES},
    "outline": lambda name, parts: [("outline", _value(name, parts))],
    "background": _background,
    "font": _font,
    "list-style": _list_style,
    "text-decoration": _decoration,
}

FONT_SIZES = {
    "xx-small": 56.25,
    "x-small": 62.5,
    "small": 81.25,
    "medium": 100.0,
    "large": 112.5,
    "x-large": 150.0,
    "xx-large": 200.0,
    "xxx-large": 300.0,
}
"""Sizes by word in percent of the usual one (CSS Fonts 4, 2.5.1, in 16ths of 16 px)."""
