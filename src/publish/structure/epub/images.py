"""An element that shows a picture → the picture as written: its file, its words, how it is set."""

from __future__ import annotations

from publish.structure.epub.looks import Style, look_of
from publish.structure.epub.package import Tree, name_of, text_of
from publish.structure.epub.pictures import digest_of_drawing
from publish.structure.epub.runs import FoundImage

_XLINK = "{http://www.w3.org/1999/xlink}href"
_OF_TEXT = frozenset(
    (
        *("language", "direction", "hyphens", "orphans", "widows", "font-family", "font-size", "line-height"),
        *("text-indent", "font-variant-numeric", "font-style", "font-weight", "color", "list-style-type"),
    )
)
"""What says nothing of a picture."""


def find_image(element: Tree, style: Style, families: frozenset[str]) -> FoundImage:
    """Return the picture an element shows: `img`, `svg`, `object`, or what stands for a film or a sound."""
    source = element.get("src") or element.get("data") or element.get(_XLINK) or ""
    alt = element.get("alt") or element.get("aria-label") or ""
    drawing = ""
    if name_of(element) == "svg":
        title = next(element.iter("{*}title", "{*}desc"), None)
        alt = alt or (text_of(title) if title is not None else "")
        image = next(element.iter("{*}image"), None)
        if image is not None:
            source = image.get(_XLINK) or image.get("href") or ""
        else:
            drawing = digest_of_drawing(element)
    elif name_of(element) == "object":
        alt = alt or text_of(element)
    traits = look_of(style, families, in_list=False, in_table=False)
    plain = {name: value for name, value in traits.items() if name not in _OF_TEXT}
    return FoundImage(source, " ".join(alt.split()), tuple(sorted(plain.items())), drawing)
