"""CSS properties and values of two looks → what differs, in a reader's words. Pure text in, text out."""

from __future__ import annotations

from collections.abc import Mapping

Difference = tuple[str, str, str]
"""Property, value before, value after; empty where it is what a plain reading system does."""

_NAMES = {
    "background-color": "background",
    "before": "what stands before it",
    "color": "colour",
    "direction": "direction of reading",
    "font-family": "typeface",
    "font-size": "font size",
    "font-style": "slant",
    "font-weight": "weight",
    "line-height": "line height",
    "text-align": "alignment",
    "text-indent": "indent",
    "white-space": "white space",
}
_VALUES = {
    ("font-weight", "400"): "regular",
    ("font-weight", "700"): "bold",
    ("font-style", "normal"): "upright",
    ("direction", "ltr"): "left to right",
    ("direction", "rtl"): "right to left",
    ("text-align", "justify"): "justified",
    ("text-align", "start"): "at the start of lines",
    ("text-align", "center"): "centred",
    ("text-align", "right"): "flush right",
    ("text-align", "left"): "flush left",
}
_PLAIN = {
    "color": "the reader’s own",
    "direction": "left to right",
    "font-family": "the reader’s own",
    "font-size": "100%",
    "font-style": "upright",
    "font-weight": "regular",
    "text-align": "at the start of lines",
    "language": "not said",
}
_ADJECTIVES = {
    ("font-style", "italic"): "italic",
    ("font-style", "oblique"): "italic",
    ("font-style", "normal"): "upright",
    ("font-weight", "700"): "bold",
    ("font-weight", "600"): "semibold",
    ("font-weight", "900"): "black",
    ("font-weight", "400"): "in regular weight",
    ("font-variant", "small-caps"): "in small capitals",
    ("font-variant-caps", "small-caps"): "in small capitals",
    ("text-decoration-line", "underline"): "underlined",
    ("text-decoration-line", "line-through"): "struck through",
    ("text-transform", "uppercase"): "in capitals",
    ("vertical-align", "super"): "raised",
    ("vertical-align", "sub"): "lowered",
    ("font-family", "monospace"): "set as code",
}
_SEEN_FIRST = (
    *(
        "direction",
        "language",
        "font-family",
        "font-size",
        "font-weight",
        "font-style",
        "font-variant",
        "color",
    ),
    *("background-color", "text-align", "text-indent", "line-height", "width", "height"),
)
_SILENT_BESIDE = {"vertical-align": "font-size", "font-family": "font-size"}
_LAYERS = " / "


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[Difference]:
    """Return what differs between two looks; of values in layers only the layers that do.

    >>> differences({"margin-left": "4% / 1em"}, {"margin-left": "4% / 2em"})
    [('margin-left', '1em', '2em')]
    """
    found = []
    for name in sorted(old.keys() | new.keys()):
        one, two = old.get(name, ""), new.get(name, "")
        if one == two:
            continue
        if name == "font-family" and _first(one) == _first(two):
            continue  # the family is there or gone, which is told by itself
        found.append((name, *_layers(one, two)))
    return sorted(found, key=lambda each: _rank(each[0]))


def _rank(name: str) -> tuple[int, str]:
    """Return what a reader sees first first."""
    stem = name.split("-", maxsplit=1)[0]
    place = _SEEN_FIRST.index(name) if name in _SEEN_FIRST else len(_SEEN_FIRST)
    return (place + (stem in ("break", "orphans", "widows", "hyphens")), name)


def _first(families: str) -> str:
    return families.split(",", maxsplit=1)[0].strip()


def _layers(one: str, two: str) -> tuple[str, str]:
    before, after = one.split(_LAYERS) if one else [], two.split(_LAYERS) if two else []
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return _LAYERS.join(before), _LAYERS.join(after)


def tell(name: str, old: str, new: str) -> str:
    """Return a difference in words.

    >>> tell("color", "", "#ff0000"), tell("font-weight", "", "700")
    ('colour the reader’s own → #ff0000', 'weight regular → bold')
    """
    return f"{_NAMES.get(name, name)} {value_of(name, old)} → {value_of(name, new)}"


def value_of(name: str, value: str) -> str:
    """Return a value in words."""
    if not value:
        return _PLAIN.get(name, "none")
    return _VALUES.get((name, value), value)


def how(traits: Mapping[str, str]) -> str:
    """Return how words look that are set off: `bold`, `in small capitals`.

    >>> how({"font-style": "italic"}), how({"color": "#ff0000"})
    ('italic', 'in the colour #ff0000')
    """
    silent = {beside for name, beside in _SILENT_BESIDE.items() if (name, traits.get(name, "")) in _ADJECTIVES}
    parts = []
    for name, value in sorted(traits.items()):
        if name == "link" or (name in silent and len(traits) > 1):
            continue
        adjective = _ADJECTIVES.get((name, value))
        if adjective:
            parts.append(adjective)
        elif name == "color":
            parts.append(f"in the colour {value}")
        else:
            parts.append(f"set with {_NAMES.get(name, name)} {value_of(name, value)}")
    return " and ".join(parts[:3]) or "set off"
