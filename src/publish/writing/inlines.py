"""Short formatted texts as XHTML without a call of Pandoc: titles, names, abstracts.

In: Pandoc inlines or blocks of the metadata. Out: XHTML of the safe subset. Only what metadata hold is written
(words, emphasis, links, quotations, paragraphs, lists); anything else gives its words.
"""

from __future__ import annotations

from typing import Any

from publish.model.document import Blocks, Element, Inlines, plain_text
from publish.writing.dress import clean_address
from publish.writing.safety import without_control_characters
from publish.writing.tree import escape_text, escape_value

_TAGS = {
    "Emph": "em",
    "Strong": "strong",
    "Strikeout": "del",
    "Superscript": "sup",
    "Subscript": "sub",
    "Underline": "u",
}
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


def inlines_html(inlines: Inlines) -> str:
    """Return inlines as XHTML.

    >>> inlines_html((Element("Emph", (Element("Str", "A&B"),)), Element("Space"), Element("Str", "<c>")))
    '<em>A&amp;B</em> &lt;c&gt;'
    """
    return "".join(_inline(inline) for inline in inlines)


def blocks_html(blocks: Blocks) -> str:
    """Return blocks as XHTML: paragraphs, lists and quotations; others as a paragraph of their words."""
    return "".join(_block(block) for block in blocks)


def _inline(inline: Element) -> str:
    tag, content = inline.tag, inline.content
    if tag == "Str":
        return _text(content)
    if tag in ("Space", "SoftBreak"):
        return " "
    if tag == "LineBreak":
        return "<br/>"
    if tag in _TAGS:
        return f"<{_TAGS[tag]}>{inlines_html(content)}</{_TAGS[tag]}>"
    if tag == "SmallCaps":
        return f'<span class="smallcaps">{inlines_html(content)}</span>'
    if tag == "Quoted":
        opening, closing = _QUOTES[content[0].tag]
        return opening + inlines_html(content[1]) + closing
    if tag == "Code":
        return f"<code>{_text(content[1])}</code>"
    if tag == "Math":
        return f'<code class="formula-source">{_text(content[1])}</code>'
    if tag == "Span":
        return _span(content[0], inlines_html(content[1]))
    if tag == "Link":
        address = clean_address(content[2][0])
        words = inlines_html(content[1])
        return words if address[:1] in ("", "#") else f'<a href="{escape_value(address)}">{words}</a>'
    if tag == "Cite":
        return inlines_html(content[1])
    return _text(plain_text(inline))


def _span(attr: Any, words: str) -> str:
    known = {key: value for key, value in attr[2] if key in ("lang", "dir")}
    if attr[1]:
        known["class"] = " ".join(attr[1])
    given = "".join(f' {name}="{escape_value(value)}"' for name, value in sorted(known.items()))
    return f"<span{given}>{words}</span>" if given else words


def _block(block: Element) -> str:
    tag, content = block.tag, block.content
    if tag in ("Para", "Plain"):
        return f"<p>{inlines_html(content)}</p>"
    if tag == "BulletList":
        return f"<ul>{''.join(f'<li>{blocks_html(item)}</li>' for item in content)}</ul>"
    if tag == "OrderedList":
        return f"<ol>{''.join(f'<li>{blocks_html(item)}</li>' for item in content[1])}</ol>"
    if tag == "BlockQuote":
        return f"<blockquote>{blocks_html(content)}</blockquote>"
    if tag == "LineBlock":
        return f'<div class="line-block">{"<br/>".join(inlines_html(line) for line in content)}</div>'
    if tag == "Div":
        return blocks_html(content[1])
    words = plain_text(block)
    return f"<p>{_text(words)}</p>" if words else ""


def _text(words: str) -> str:
    return escape_text(without_control_characters(words))
