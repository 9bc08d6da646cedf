"""A chapter as the JSON Pandoc reads, written in one pass and no larger than it must be.

In: blocks of a Document. Out: JSON text (pandoc-types 1.23) in which words that follow one another are one
string, which Pandoc writes as the same HTML in a fraction of the time; formulas are replaced by numbered slots,
since MathML would not pass the safety gate. On the way the writer notices whether anything must be removed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from json.encoder import encode_basestring as quoted
from typing import Any

from publish.model.document import Blocks, Citation, Element, thaw
from publish.writing.safety import SCHEMES, scheme_of

_ATTR_AT = {
    "Code": 0,
    "CodeBlock": 0,
    "Div": 0,
    "Span": 0,
    "Link": 0,
    "Image": 0,
    "Figure": 0,
    "Table": 0,
    "Header": 1,
}
_SUSPECT_KEY = re.compile("on[a-z]+|style", re.IGNORECASE)
_SLOT = '{{"t":"Span","c":[["",["formula-slot"],[["formula","{}"]]],[{{"t":"Str","c":"\u200b"}}]]}}'


@dataclass(slots=True)
class PandocText:
    """The JSON of blocks, their formulas by number of slot, and whether `removal` must look at them."""

    text: str = ""
    maths: list[Element] = field(default_factory=list)
    is_suspect: bool = False


def write_blocks(blocks: Blocks) -> PandocText:
    """Write blocks as a JSON array."""
    target = PandocText()
    target.text = _items(blocks, target)
    return target


def _items(items: tuple[Any, ...], target: PandocText) -> str:
    parts: list[str] = []
    words: list[str] = []
    for item in items:
        if type(item) is Element:
            tag = item.tag
            if tag == "Str":
                words.append(item.content)
                continue
            if tag in ("Space", "SoftBreak"):
                words.append(" ")
                continue
        if words:
            parts.append('{"t":"Str","c":' + quoted("".join(words)) + "}")
            words.clear()
        parts.append(_value(item, target))
    if words:
        parts.append('{"t":"Str","c":' + quoted("".join(words)) + "}")
    return "[" + ",".join(parts) + "]"


def _value(value: Any, target: PandocText) -> str:
    kind = type(value)
    if kind is Element:
        return _element(value, target)
    if kind is tuple:
        return _items(value, target)
    if kind is str:
        return quoted(value)
    if kind is Citation:
        return json.dumps(thaw(value), ensure_ascii=False)
    return json.dumps(value)


def _element(element: Element, target: PandocText) -> str:
    tag, content = element.tag, element.content
    if tag == "Math":
        target.maths.append(element)
        return _SLOT.format(len(target.maths) - 1)
    if content is None:
        return f'{{"t":"{tag}"}}'
    if tag in ("RawBlock", "RawInline"):
        target.is_suspect = True
    elif tag in _ATTR_AT:
        pairs = content[_ATTR_AT[tag]][2]
        if pairs and any(_SUSPECT_KEY.fullmatch(key) for key, _ in pairs):
            target.is_suspect = True
        if tag in ("Link", "Image"):
            address = content[2][0]
            if ":" in address and scheme_of(address) not in SCHEMES:
                target.is_suspect = True
    return f'{{"t":"{tag}","c":{_value(content, target)}}}'
