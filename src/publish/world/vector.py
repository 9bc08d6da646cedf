"""SVG from strangers: bytes in, a picture that can do no more than be looked at out.

Kept are the elements of static SVG 2 that draw; removed are scripts, event handlers, animation, foreign
content, other vocabularies, and every reference that leaves the file (SVG 2, section 2.7.1, "secure static
mode"). Refused are entity bombs, and pictures whose `use` elements multiply or refer to themselves.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from typing import Any, TypeAlias

from publish.world.raster import UnreadableImage, check_raster
from publish.world.vector_styles import clean_declarations, clean_sheet, safe_value

Node: TypeAlias = Any
"""An lxml element; the published stubs know less than lxml does."""

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"

LARGEST_SVG = 32 * 1024 * 1024
"""Bytes, unpacked."""

_MOST_DRAWN = 400_000
"""Elements drawn once every `use` is carried out."""

_DRAWING = frozenset(
    re.findall(
        r"\w+",
        "a circle clipPath defs desc ellipse filter g image line linearGradient marker mask path pattern "
        "polygon polyline radialGradient rect stop style svg switch symbol text textPath title tspan use "
        "feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting "
        "feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge "
        "feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence "
        "feDisplacementMap",
    )
)
_INLINE_IMAGE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE)


def clean_svg(content: bytes) -> tuple[bytes, float, float]:
    """Return the picture as UTF-8 XML without doctype, and its size in CSS pixels; raises `UnreadableImage`."""
    root = _parse(_unpacked(content))
    _remove_all_but_drawing(root)
    known = {identifier for element in root.iter() if (identifier := element.get("id"))}
    for element in root.iter():
        _clean_attributes(element, known)
    _refuse_multiplication(root)
    width, height = _size(root)
    etree = _lxml()
    etree.cleanup_namespaces(root, top_nsmap={None: SVG}, keep_ns_prefixes=["xlink"])
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)), width, height


def _lxml() -> Any:
    from lxml import etree  # only a manuscript with drawings needs it

    return etree


def _unpacked(content: bytes) -> bytes:
    if content.startswith(b"\x1f\x8b"):
        try:
            content = zlib.decompressobj(wbits=31).decompress(content, LARGEST_SVG + 1)
        except zlib.error:
            raise UnreadableImage("is damaged") from None
    if len(content) > LARGEST_SVG:
        raise UnreadableImage(f"is larger than {LARGEST_SVG // (1024 * 1024)} MiB")
    return content


def _parse(content: bytes) -> Node:
    etree = _lxml()
    # Entities are for the few drawing programs that abbreviate namespaces with them: plain texts, no more.
    for value in re.findall(rb"<!ENTITY\s+(.*?)>", content.replace(b"\0", b""), re.DOTALL):
        if b"&" in value or b"%" in value or re.search(rb"\b(?:SYSTEM|PUBLIC)\b", value) or len(value) > 1000:
            raise UnreadableImage("defines XML entities that could be an attack")
    parser = etree.XMLParser(
        resolve_entities="internal",
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as trouble:
        line = f" in line {trouble.lineno}" if trouble.lineno else ""
        raise UnreadableImage(f"is not well-formed XML{line}") from None
    except ValueError:
        raise UnreadableImage("is not well-formed XML") from None
    if etree.QName(root).localname != "svg" or etree.QName(root).namespace not in (None, SVG):
        raise UnreadableImage("is XML, but not SVG")
    if etree.QName(root).namespace is None:
        for element in root.iter("*"):
            if etree.QName(element).namespace is None:
                element.tag = f"{{{SVG}}}{element.tag}"
    # The copy leaves the doctype behind.
    copy = etree.Element(root.tag, dict(root.attrib), {None: SVG, "xlink": XLINK})
    copy.text = root.text
    copy.extend(list(root))
    return copy


def _remove_all_but_drawing(root: Node) -> None:
    doomed = [element for element in root.iter() if not _draws(element)]
    for element in doomed:
        parent = element.getparent()
        if parent is None:
            continue
        if element.tail and element.tail.strip():
            before = element.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + element.tail
            else:
                parent.text = (parent.text or "") + element.tail
        parent.remove(element)
    for element in root.iter(f"{{{SVG}}}style"):
        text = clean_sheet("".join(element.itertext()))
        for child in list(element):
            element.remove(child)
        element.text = text
    for element in root.iter(f"{{{SVG}}}a"):
        element.tag = f"{{{SVG}}}g"  # a link in a picture is out of every reader's sight
        for name in ("href", f"{{{XLINK}}}href", "target"):
            element.attrib.pop(name, None)


def _draws(element: Node) -> bool:
    tag = element.tag
    return isinstance(tag, str) and tag.startswith(f"{{{SVG}}}") and tag.rpartition("}")[2] in _DRAWING


_HREFS = ("href", f"{{{XLINK}}}href")
_WORDS = ("id", "class", "lang", "font-family")
_NAMES = re.compile(r"#[\w.:-]+")
_ENDLESS = re.compile(r"(?<!\w)(?:nan|inf|infinity)\b|\de\+?\d{2,}|(?<![\d.])\d{9,}", re.IGNORECASE)
"""What is no number, or none any more once multiplied; engines stop at it (SVG 2, section 4.2)."""

_KEPT_ATTRIBUTES = (f"{{{_XML}}}space", f"{{{_XML}}}lang", f"{{{XLINK}}}href")


def _clean_attributes(element: Node, known: set[str]) -> None:
    for name in list(element.attrib):
        value = element.attrib[name]
        plain = name.lower()
        if (plain.startswith("{") and name not in _KEPT_ATTRIBUTES) or plain.startswith("on"):
            del element.attrib[name]
        elif name in _HREFS:
            target = _safe_target(element, value.strip(), known)
            if target is None:
                del element.attrib[name]
            else:
                element.attrib[name] = target
        elif plain not in _WORDS and _ENDLESS.search(_NAMES.sub("", value)):
            del element.attrib[name]
        elif plain == "style":
            element.attrib[name] = clean_declarations(value)
        elif plain in ("src", "srcset", "data", "action", "formaction", "ping", "base") or not safe_value(
            value
        ):
            del element.attrib[name]


def _safe_target(element: Node, target: str, known: set[str]) -> str | None:
    """Return what an href may say: a place in this file, or for images a raster picture held in the address."""
    if target.startswith("#"):
        return target if target[1:] in known else None
    kind = element.tag.rpartition("}")[2]
    if kind not in ("image", "feImage") or not _INLINE_IMAGE.match(target):
        return None
    try:
        content = base64.b64decode(re.sub(r"\s+|%0[aAdD]|%20", "", target.partition(",")[2]), validate=False)
        image = check_raster(content)
    except (binascii.Error, ValueError, UnreadableImage):
        return None
    return f"data:{image.media_type};base64,{base64.b64encode(image.content).decode('ascii')}"


_URL = re.compile(r"url\(\s*[\"']?#([^\"')]+)")


def _refuse_multiplication(root: Node) -> None:
    """Refuse pictures that draw themselves, or that draw more than a bounded number of elements.

    Each reference (`href`, `url(#…)`) counts as another drawing of what it points to.
    """
    by_id: dict[str, Any] = {}
    for element in root.iter():
        by_id.setdefault(element.get("id", ""), element)
    by_id.pop("", None)
    costs: dict[Any, int] = {}
    open_now: set[Any] = set()
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, finished = stack.pop()
        needs = [*element, *(by_id[name] for name in _references(element) if name in by_id)]
        if finished:
            open_now.discard(element)
            costs[element] = 1 + sum(costs[need] for need in needs)
            if costs[element] > _MOST_DRAWN:
                raise UnreadableImage("draws too many elements")
        elif element not in costs:
            if element in open_now:
                raise UnreadableImage("refers to itself")
            open_now.add(element)
            stack.append((element, True))
            for need in needs:
                if need in open_now:
                    raise UnreadableImage("refers to itself")
                if need not in costs:
                    stack.append((need, False))


def _references(element: Node) -> list[str]:
    found = [target[1:] for name in _HREFS if (target := element.get(name, "")).startswith("#")]
    for value in element.attrib.values():
        if "url(" in value:
            found.extend(_URL.findall(value))
    return found


_UNITS_PX = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
}
_LENGTH = re.compile(r"\s*\+?(\d*\.?\d+(?:e[+-]?\d{1,3})?)\s*([a-z]*)\s*", re.IGNORECASE)
_LARGEST_PX = 1_000_000.0


def _size(root: Node) -> tuple[float, float]:
    """Return the natural size (CSS Images 3, section 5.1): 300 × 150 where nothing is said."""
    width, height = (_length(root.get(name, "")) for name in ("width", "height"))
    box = [float(n) for n in re.findall(r"[+-]?(?:\d*\.)?\d+(?:[eE][+-]?\d{1,3})?", root.get("viewBox", ""))]
    if len(box) == 4 and 0 < box[2] <= _LARGEST_PX and 0 < box[3] <= _LARGEST_PX:
        ratio = box[2] / box[3]
        if width is None and height is None:
            width, height = box[2], box[3]
        elif width is None and height is not None:
            width = height * ratio
        elif height is None and width is not None:
            height = width / ratio
    width, height = width or 300.0, height or 150.0
    if width > _LARGEST_PX or height > _LARGEST_PX:
        raise UnreadableImage("claims an absurd size")
    return round(width, 4), round(height, 4)


def _length(text: str) -> float | None:
    match = _LENGTH.fullmatch(text)
    if match is None or match[2].lower() not in _UNITS_PX:
        return None
    value = float(match[1]) * _UNITS_PX[match[2].lower()]
    return value if value > 0 else None
