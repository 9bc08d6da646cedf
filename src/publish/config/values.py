"""Single values of the theme and of citations: sizes, colours, lists, keys.

In: what the author wrote, as plain values. Out: points, hex colours, tuples; None where it cannot be read.
"""

from __future__ import annotations

import re
from typing import Any

from publish.config.theme_keys import LARGEST_PT, SMALLEST_PT
from publish.text.yaml import Node

_POINTS = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(?:pt)?\s*\Z")
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})\Z")
_KEY = re.compile(r"@(?:\{([^}]*)\}|([\w*](?:[\w:.#$%&\-+?<>~/]*[\w/*])?))")


def read_truth(node: Node) -> bool:
    """Return a truth value; words such as `yes` were checked against the schema before."""
    return node.text.lower() in ("true", "yes", "on", "y")


def read_size_pt(value: Any) -> float | None:
    """Return a text size in points within the allowed range, or None.

    >>> read_size_pt("10.5pt"), read_size_pt(11), read_size_pt("300pt")
    (10.5, 11.0, None)
    """
    match = _POINTS.match(str(value))
    if match is None:
        return None
    size = float(match.group(1))
    return size if SMALLEST_PT <= size <= LARGEST_PT else None


def read_colour(text: str) -> str | None:
    """Return a colour as `#rrggbb`: hexadecimal, or a name of CSS Color 3 (section 4.3); None if neither.

    >>> read_colour("#A12"), read_colour("DarkRed"), read_colour("reddish")
    ('#aa1122', '#8b0000', None)
    """
    folded = text.strip().lower()
    if _HEX.match(folded):
        return folded if len(folded) == 7 else "#" + "".join(digit * 2 for digit in folded[1:])
    if not folded.isalpha():
        return None
    from tinycss2.color3 import RGBA, parse_color

    colour = parse_color(folded)
    if not isinstance(colour, RGBA) or colour.alpha != 1:
        return None
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour[:3])


def read_texts(node: Node | None) -> tuple[Node, ...]:
    """Return the words of a value that is one text or a list of texts, empty ones left out."""
    if node is None:
        return ()
    nodes = node.items if node.kind == "list" else (node,)
    return tuple(n for n in nodes if n.kind == "scalar" and n.value is not None and n.text.strip())


def read_keys(node: Node | None, *, bare: bool) -> tuple[str, ...]:
    """Return citation keys: `@key, @other` within texts, or (`bare`) a list of keys without `@`.

    `*` stands for all.
    """
    keys: list[str] = []
    for item in read_texts(node):
        found = [first or second for first, second in _KEY.findall(item.text)]
        if not found and bare:
            found = item.text.replace(",", " ").split()
        keys.extend(found)
    return tuple(dict.fromkeys(keys))
