"""Mend a tree until every element stands where HTML allows it.

In: a tree of safe elements, nested in any way raw HTML can nest them. Out: the same tree with blocks only in
blocks, list items in lists, one caption at an end of its figure, and no obsolete element or attribute: the
content models of the HTML Living Standard, section 4, as far as epubcheck's schema and readers hold to them.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.writing.tree import Tree, add_class, has_class, insert_after, is_blank, take, text_of, unwrap


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _names(
    """address article aside blockquote details div dl figure footer h1 h2 h3 h4 h5 h6 header hgroup hr main
    nav ol p pre section table ul"""
)
_PHRASING = _names(
    """a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u
    var"""
)
"""Elements that hold words only. (`a`, `ins`, `del` may hold blocks where their parent may.)"""

_BLOCK_PARTS = _BLOCKS | _names("li dt dd figcaption caption thead tbody tfoot tr td th colgroup summary")
_TRANSPARENT = frozenset({"a", "del", "ins"})
_WORDS_ONLY = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "dt", "summary", "rt", "rp", "ruby"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MODERN = {
    "acronym": ("abbr", ""),
    "big": ("span", "font-size: 120%"),
    "center": ("div", "text-align: center"),
    "font": ("span", ""),
    "strike": ("s", ""),
    "tt": ("code", ""),
    "main": ("div", ""),
    "hgroup": ("div", ""),
}
_LOOKS = {"b": "font-weight: bold", "strong": "font-weight: bold", "em": "font-style: italic",
          "i": "font-style: italic", "cite": "font-style: italic", "small": "font-size: 85%"}  # fmt: skip
_ALIGNS = {"left", "right", "center", "justify"}
_ROLES = re.compile(r"doc-[a-z]+|list|listitem|note|img|presentation|none|group")


def conform(tree: Tree) -> None:
    """Mend the tree in place."""
    for element in list(tree.iter(etree.Element)):
        _modernise(element)
    for element in list(tree.iter(etree.Element)):
        if element is not tree and element.getparent() is not None:
            _mend_parent(element)
    _open_phrasing(tree)
    _close_words(tree, words_only=False, in_link=False)


def _modernise(element: Tree) -> None:
    tag = str(element.tag)
    if tag in _MODERN:
        element.tag, style = _MODERN[tag]
        if style:
            _add_style(element, style)
    color = take(element, "color")
    if color and re.fullmatch(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]+", color):
        _add_style(element, f"color: {color}")
    for name in ("align", "data-align"):
        align = take(element, name).strip().lower()
        if align in _ALIGNS and tag not in ("table", "img"):
            _add_style(element, f"text-align: {align}")
    valign = take(element, "valign").strip().lower()
    if valign in ("top", "middle", "bottom", "baseline"):
        _add_style(element, f"vertical-align: {valign}")
    for name in ("width", "height"):
        size = take(element, name).strip()
        if tag == "img" and re.fullmatch(r"\d+(\.\d+)?(px|%|em|mm|cm|in|pt)?", size):
            _add_style(element, f"{name}: {size if not size[-1].isdigit() else size + 'px'}")
    _check_values(element, tag)


def _check_values(element: Tree, tag: str) -> None:
    """Drop attributes whose value no reader could use: they are errors to epubcheck."""
    for name in ("start", "value") if tag in ("ol", "li") else ():
        if name in element.attrib and not re.fullmatch(r"-?\d{1,9}", element.get(name, "")):
            del element.attrib[name]
    for name in ("colspan", "rowspan", "span"):
        if name in element.attrib:
            count = element.get(name, "")
            if not re.fullmatch(r"\d{1,4}", count) or int(count) < 2:
                del element.attrib[name]
    if "type" in element.attrib and element.get("type") not in ("1", "a", "A", "i", "I"):
        del element.attrib["type"]
    if "dir" in element.attrib and element.get("dir") not in ("ltr", "rtl", "auto"):
        del element.attrib["dir"]
    if "lang" in element.attrib and not re.fullmatch(
        r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", element.get("lang", "")
    ):
        del element.attrib["lang"]
    if "role" in element.attrib and not _ROLES.fullmatch(element.get("role", "")):
        del element.attrib["role"]
    if "scope" in element.attrib and element.get("scope") not in ("row", "col", "rowgroup", "colgroup"):
        del element.attrib["scope"]
    if "datetime" in element.attrib and tag != "time":
        del element.attrib["datetime"]
    if tag == "time" and not re.fullmatch(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?",
                                          element.get("datetime") or text_of(element)):  # fmt: skip
        element.tag = "span"
        take(element, "datetime")
    if tag == "data" and "value" not in element.attrib:
        element.tag = "span"
    if tag == "bdo" and "dir" not in element.attrib:
        element.tag = "span"
    for name in ("cite", "headers"):
        take(element, name)
    if not element.get("class", "x").strip():
        del element.attrib["class"]
    identifier = element.get("id")
    if identifier is not None and (not identifier or re.search(r"\s", identifier)):
        del element.attrib["id"]


def _mend_parent(element: Tree) -> None:
    """Give an element the parent or the children it must have."""
    tag, parent = str(element.tag), element.getparent()
    above = str(parent.tag) if parent is not None else ""
    if tag in ("ul", "ol"):
        _wrap_strays(element, {"li"}, "li")
    elif tag == "li" and above not in ("ul", "ol"):
        element.tag = "div"
        take(element, "value")
    elif tag == "dl":
        _wrap_strays(element, {"dt", "dd", "div"}, "dd")
        if not _is_definition_list(element):
            for child in element:
                if child.tag in ("dt", "dd"):
                    child.tag = "div"
            element.tag = "div"
    elif tag in ("dt", "dd") and "dl" not in (above, _above(parent) if above == "div" else ""):
        element.tag = "div"
    elif tag == "figcaption":
        _mend_caption(element)
    elif tag == "details":
        summary = next((child for child in element if child.tag == "summary"), None)
        if summary is None:
            element.tag = "div"
            take(element, "open")
        elif element.index(summary) or not is_blank(element.text):
            summary.tag = "p"
            element.tag = "div"
            take(element, "open")
    elif tag == "summary" and (above != "details" or parent is None or parent.index(element)):
        element.tag = "div"
    elif (tag in ("rt", "rp") and above != "ruby") or (tag == "ruby" and element.find("rt") is None):
        element.tag = "span"
    elif tag == "col" and above != "colgroup":
        unwrap(element)
    elif tag == "table":
        if element.find(".//tr") is None:
            for part in list(element.iter("table", "caption", "thead", "tbody", "tfoot")):
                part.tag = "div"
    elif tag == "tr" and len(element) == 0:
        etree.SubElement(element, "td")


def _above(element: Tree | None) -> str:
    parent = element.getparent() if element is not None else None
    return str(parent.tag) if parent is not None else ""


def _wrap_strays(element: Tree, allowed: set[str], wrapper: str) -> None:
    """Wrap children of other kinds, and loose words, so that a list holds items only."""
    if not is_blank(element.text):
        wrapped = etree.Element(wrapper)
        wrapped.text, element.text = element.text, None
        element.insert(0, wrapped)
    for child in list(element):
        item = child
        if str(child.tag) not in allowed:
            item = etree.Element(wrapper)
            element.replace(child, item)
            item.append(child)
            item.tail, child.tail = child.tail, None
        if not is_blank(item.tail):
            stray = etree.Element(wrapper)
            stray.text, item.tail = item.tail, None
            insert_after(item, stray)


def _is_definition_list(element: Tree) -> bool:
    """Tell whether terms and definitions alternate: `(dt+, dd+)+`, or `div` groups only."""
    letters = "".join({"dt": "t", "dd": "d"}.get(str(child.tag), "g") for child in element)
    if re.fullmatch("(t+d+)+", letters):
        return True
    return re.fullmatch("g+", letters) is not None and all(
        re.fullmatch("(t+d+)+", "".join({"dt": "t", "dd": "d"}.get(str(c.tag), "x") for c in group))
        for group in element
    )


def _mend_caption(caption: Tree) -> None:
    figure = caption.getparent()
    if figure is None or figure.tag != "figure":
        caption.tag = "div"
        return
    position = figure.index(caption)
    first = position == 0 and is_blank(figure.text)
    last = position == len(figure) - 1 and is_blank(caption.tail)
    others = any(other is not caption and other.tag == "figcaption" for other in list(figure)[:position])
    if others or not (first or last):
        caption.tag = "div"
        add_class(caption, "caption")


def _open_phrasing(tree: Tree) -> None:
    """Turn elements for words that hold blocks into `div`, where their own parent may hold blocks."""
    for element in reversed(list(tree.iter(*_PHRASING, "p"))):
        holds_blocks = any(str(child.tag) in _BLOCKS for child in element)
        if not holds_blocks or has_class(element, "note"):
            continue
        parent = element.getparent()
        above = str(parent.tag) if parent is not None else "div"
        tag = str(element.tag)
        if tag in _TRANSPARENT and above not in _PHRASING | _WORDS_ONLY:
            continue
        if any(str(up.tag) in _WORDS_ONLY - {"p"} for up in element.iterancestors()):
            continue
        if tag in _LOOKS:
            _add_style(element, _LOOKS[tag])
        for name in ("href", "datetime", "value", "open"):
            take(element, name)
        element.tag = "div"


def _close_words(element: Tree, *, words_only: bool, in_link: bool) -> None:
    """Turn blocks inside headings, terms and the like into spans, and links inside links into their words."""
    stack = [(element, words_only, in_link)]
    while stack:
        node, words, linked = stack.pop()
        tag = str(node.tag)
        if words and tag in _BLOCK_PARTS:
            if tag == "colgroup":
                for child in list(node):
                    node.remove(child)
            elif tag == "hr":
                node.tag = "br"
            if node.tag != "br":
                node.tag = "span"
            for name in ("start", "type", "reversed", "value", "open", "colspan", "rowspan", "scope", "abbr"):
                take(node, name)
        if tag == "a" and linked:
            node.tag = "span"
            take(node, "href")
        if tag == "details" and linked:
            node.tag = "div"
            take(node, "open")
        inner_words = words or tag in _WORDS_ONLY or (tag in _PHRASING and tag not in _TRANSPARENT)
        if tag == "dt" and not words:
            for heading in node.iter(*_HEADINGS):
                heading.tag = "strong"
        stack.extend((child, inner_words, linked or tag == "a") for child in node if isinstance(child.tag, str))


def _add_style(element: Tree, style: str) -> None:
    given = element.get("style", "").rstrip("; ")
    element.set("style", f"{given}; {style}" if given else style)
