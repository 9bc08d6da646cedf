"""Declarations of the elements of a document → how its blocks and words look.

In: what the cascade leaves for each element. Out: computed styles (CSS Cascading 4, section 4.4): what is
inherited, and what each element adds around itself. A look is told by properties that differ from a plain
reading system's, so that equal looks are equal whichever elements and rules make them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import tinycss2

from publish.structure.epub.package import Tree
from publish.structure.epub.values import FONT_SIZES, Longhands, longhands

Traits = tuple[tuple[str, str], ...]

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_INHERITED = frozenset(
    (
        *("border-collapse", "border-spacing", "caption-side", "color", "cursor", "direction", "empty-cells"),
        *(
            "font-family",
            "font-feature-settings",
            "font-kerning",
            "font-size",
            "font-size-adjust",
            "font-stretch",
        ),
        *(
            "font-style",
            "font-variant",
            "font-variant-caps",
            "font-variant-east-asian",
            "font-variant-ligatures",
        ),
        *("font-variant-numeric", "font-variation-settings", "font-weight", "hanging-punctuation", "hyphens"),
        *("language", "letter-spacing", "line-break", "line-height", "list-style-image", "list-style-position"),
        *("list-style-type", "orphans", "overflow-wrap", "word-wrap", "quotes", "ruby-position", "tab-size"),
        *("text-align", "text-align-last", "text-combine-upright", "text-emphasis", "text-indent"),
        *("text-orientation", "text-rendering", "text-shadow", "text-transform", "text-underline-offset"),
        *("text-underline-position", "visibility", "white-space", "widows", "word-break", "word-spacing"),
        *("writing-mode", "text-justify", "text-size-adjust", "hyphenate-limit-chars", "font-synthesis"),
    )
)
_UNSEEN = frozenset(("cursor", "text-rendering", "counter-reset", "counter-increment", "text-underline-offset"))
_ONLY_IN_LISTS = ("list-style-image", "list-style-position", "list-style-type")
_ONLY_IN_TABLES = ("border-collapse", "border-spacing", "caption-side", "empty-cells")
_PLAIN = {
    "background-color": "transparent",
    "background-image": "none",
    "border-collapse": "separate",
    "clear": "none",
    "direction": "ltr",
    "float": "none",
    "font-size": "100%",
    "font-stretch": "normal",
    "font-style": "normal",
    "font-variant": "normal",
    "font-weight": "400",
    "hyphens": "manual",
    "letter-spacing": "normal",
    "line-height": "normal",
    "list-style-position": "outside",
    "opacity": "1",
    "orphans": "2",
    "position": "static",
    "text-align": "start",
    "text-decoration-line": "none",
    "text-indent": "0",
    "text-transform": "none",
    "vertical-align": "baseline",
    "visibility": "visible",
    "white-space": "normal",
    "widows": "2",
    "word-spacing": "normal",
    "writing-mode": "horizontal-tb",
}
"""What needs no word; any other value of `auto`, `none`, `normal` or 0 neither, but for a few properties."""
_NOTHING = frozenset(("auto", "none", "normal", "0", "0%", ""))
_ALWAYS_MEANT = {"hyphens": ("auto", "none"), "margin-left": ("auto",), "margin-right": ("auto",)}
_WEIGHTS = {"normal": "400", "bold": "700"}
_GENERIC = frozenset(("serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "inherit"))
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")
_LENGTH = re.compile(r"(-?[\d.]+)(px|em|rem|%|ex|ch|)$")
_LONGEST = 2000


@dataclass(slots=True)
class Style:
    """The computed style of an element."""

    inherited: dict[str, str]
    own: dict[str, str]
    """What it adds around itself, nothing of which is inherited."""
    parent: Style | None = None
    is_hidden: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def keeps_spaces(self) -> bool:
        """Tell whether white space in it is shown as it stands."""
        return self.inherited.get("white-space", "").startswith(("pre", "break-spaces"))


def root_style(language: str, direction: str) -> Style:
    """Return what the root of a document inherits from the book."""
    return Style({"language": language.lower(), "direction": direction or "ltr"}, {})


def compute(element: Tree, declared: Longhands, parent: Style) -> Style:
    """Return the computed style of an element."""
    inherited = dict(parent.inherited)
    language = element.get(_XML_LANG) or element.get("lang")
    if language is not None:
        inherited["language"] = language.strip().lower()
    if (direction := (element.get("dir") or "").lower()) in ("ltr", "rtl"):
        inherited["direction"] = direction
    variables = dict(parent.variables)
    values: dict[str, str] = {}
    for name, value in declared:
        if name.startswith("--"):
            variables[name] = value
        elif "var(" in value:
            values.update(_resolve(name, value, variables))
        else:
            values[name] = value
    own: dict[str, str] = {}
    for name, value in _physical(values, values.get("direction", inherited["direction"])).items():
        if name in _INHERITED:
            _inherit(inherited, parent, name, value)
        elif value in ("inherit",):
            if name in parent.own:
                own[name] = parent.own[name]
        elif value not in ("initial", "unset", "revert"):
            own[name] = value
    is_hidden = own.get("display") == "none" or inherited.get("visibility") in ("hidden", "collapse")
    _drop_nothing(own)
    return Style(inherited, own, parent, is_hidden, variables)


def _inherit(inherited: dict[str, str], parent: Style, name: str, value: str) -> None:
    if value in ("inherit", "unset"):
        inherited.pop(name, None)
        if name in parent.inherited:
            inherited[name] = parent.inherited[name]
    elif value in ("initial", "revert"):
        inherited.pop(name, None)
    elif name == "font-size":
        inherited[name] = _size(value, parent.inherited.get(name, "100%"))
    elif name == "font-weight":
        inherited[name] = _weight(value, parent.inherited.get(name, "400"))
    elif name == "line-height":
        inherited[name] = _leading(value, inherited.get("font-size", "100%"))
    elif name == "text-align" and value in ("left", "right"):
        near = "left" if inherited["direction"] == "ltr" else "right"
        inherited[name] = "start" if value == near else value
    elif name == "color" and value == "currentcolor":
        return
    else:
        inherited[name] = value


def _resolve(name: str, value: str, variables: Mapping[str, str]) -> Longhands:
    for _ in range(8):
        value, found = _VARIABLE.subn(lambda match: variables.get(match[1], match[2] or ""), value[:_LONGEST])
        if not found:
            break
    tokens = tinycss2.parse_component_value_list(value[:_LONGEST], skip_comments=True)
    return [pair for pair in longhands(name, tokens) if "var(" not in pair[1]]


def _physical(values: Mapping[str, str], direction: str) -> dict[str, str]:
    """Return properties by the sides of the page: `margin-inline-start` is a left margin in English."""
    start, end = ("left", "right") if direction == "ltr" else ("right", "left")
    found: dict[str, str] = {}
    for name, value in values.items():
        plain = name
        for flow, side in (
            ("inline-start", start),
            ("inline-end", end),
            ("block-start", "top"),
            ("block-end", "bottom"),
        ):
            plain = plain.replace(flow, side)
        found.pop(plain, None)
        found[plain] = (
            {"inline-start": start, "inline-end": end}.get(value, value) if name == "float" else value
        )
    return found


def _size(value: str, parent: str) -> str:
    """Return a font size in percent of the reader's own."""
    base = float(parent.removesuffix("%"))
    if value in FONT_SIZES:
        return f"{FONT_SIZES[value]:g}%"
    if value in ("smaller", "larger"):
        return _percent(base * (1.2 if value == "larger" else 1 / 1.2))
    match = _LENGTH.match(value)
    if match is None:
        return value if value.endswith("%") else parent
    number, unit = float(match[1]), match[2]
    factors = {"px": 6.25, "em": base, "rem": 100.0, "%": base / 100, "ex": base / 2, "ch": base / 2, "": 0.0}
    return _percent(number * factors[unit])


def _percent(value: float) -> str:
    return f"{min(max(value, 0.0), 1e6):.1f}".rstrip("0").rstrip(".") + "%"


def _weight(value: str, parent: str) -> str:
    known = float(parent) if parent.replace(".", "").isdigit() else 400.0
    if value == "bolder":
        return "400" if known < 350 else "700" if known < 550 else "900"
    if value == "lighter":
        return "100" if known < 550 else "400" if known < 750 else "700"
    return _WEIGHTS.get(value, value)


def _leading(value: str, size: str) -> str:
    match = _LENGTH.match(value)
    if match is None or not match[2]:
        return value
    number = float(match[1])
    percent = float(size.removesuffix("%")) or 100.0
    ratios = {"px": number * 6.25 / percent, "em": number, "rem": number * 100 / percent, "%": number / 100}
    return f"{ratios.get(match[2], number):.3f}".rstrip("0").rstrip(".")


def _drop_nothing(own: dict[str, str]) -> None:
    """Leave out borders that are not drawn, and what a plain reading system does anyway."""
    for side in ("top", "right", "bottom", "left"):
        names = [f"border-{side}-{what}" for what in ("width", "style", "color")]
        width, style, colour = (own.pop(name, "") for name in names)
        if style not in ("", "none", "hidden") and width not in ("0",):
            own[f"border-{side}"] = f"{width or 'medium'} {style} {colour or 'currentcolor'}"
    if own.get("text-decoration-line", "none") == "none":
        for name in [name for name in own if name.startswith("text-decoration")]:
            del own[name]


# --- looks -----------------------------------------------------------------------------------------------


def look_of(style: Style, families: frozenset[str], *, in_list: bool, in_table: bool) -> dict[str, str]:
    """Return how a block looks: what it inherits, and what it and all around it add."""
    found = _seen(style.inherited, families, in_list=in_list, in_table=in_table)
    layers: list[dict[str, str]] = []
    at: Style | None = style
    while at is not None:
        layers.append(at.own)
        at = at.parent
    return {**found, **_added(reversed(layers))}


def difference(style: Style, block: Style, families: frozenset[str]) -> dict[str, str]:
    """Return how words look otherwise than their block."""
    if style is block:
        return {}
    here = _seen(style.inherited, families, in_list=False, in_table=False)
    there = _seen(block.inherited, families, in_list=False, in_table=False)
    found = {
        name: here.get(name) or _PLAIN.get(name, "normal")
        for name in here.keys() | there.keys()
        if here.get(name) != there.get(name)
    }
    layers: list[dict[str, str]] = []
    at: Style | None = style
    while at is not None and at is not block:
        layers.append(at.own)
        at = at.parent
    return {**found, **_added(reversed(layers))}


def _added(layers: Iterable[Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for own in layers:
        for name, value in own.items():
            if is_plain(name, value):
                continue
            found[name] = f"{found[name]} / {value}" if name in found else value
    return found


def is_plain(name: str, value: str) -> bool:
    """Tell whether a value is what a plain reading system does anyway."""
    if name in _UNSEEN or value == _PLAIN.get(name):
        return True
    return value in _NOTHING and value not in _ALWAYS_MEANT.get(name, ())


def _seen(
    inherited: Mapping[str, str], families: frozenset[str], *, in_list: bool, in_table: bool
) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in inherited.items():
        if is_plain(name, value):
            continue
        if (name in _ONLY_IN_LISTS and not in_list) or (name in _ONLY_IN_TABLES and not in_table):
            continue
        found[name] = _family(value, families) if name == "font-family" else value
    return found


def _family(value: str, families: frozenset[str]) -> str:
    """Return the first family if the book brings it along, else all of them."""
    parts = [part.strip().strip("\"'") for part in value.split(",")]
    if parts and (parts[0].lower() in families or parts[0].lower() in _GENERIC):
        return parts[0]
    return ", ".join(parts)
