"""Settled tokens → HTML in the form of the official CSL test suite.

In: tokens of `settle`. Out: a fragment of HTML, every character of the author's escaped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from publish.citing.settle import Close, QuoteRules, Token, Words, settle

if TYPE_CHECKING:
    from publish.citing.engine import Entry
    from publish.citing.sheet import Section

_TAGS = {
    ("font_style", "italic"): ("<i>", "</i>"),
    ("font_style", "oblique"): ("<em>", "</em>"),
    ("font_style", "normal"): ('<span style="font-style:normal;">', "</span>"),
    ("font_variant", "small-caps"): ('<span style="font-variant:small-caps;">', "</span>"),
    ("font_variant", "normal"): ('<span style="font-variant:normal;">', "</span>"),
    ("font_weight", "bold"): ("<b>", "</b>"),
    ("font_weight", "light"): ('<span style="font-weight:light;">', "</span>"),
    ("font_weight", "normal"): ('<span style="font-weight:normal;">', "</span>"),
    ("text_decoration", "underline"): ('<span style="text-decoration:underline;">', "</span>"),
    ("text_decoration", "none"): ('<span style="text-decoration:none;">', "</span>"),
    ("vertical_align", "sup"): ("<sup>", "</sup>"),
    ("vertical_align", "sub"): ("<sub>", "</sub>"),
    ("vertical_align", "baseline"): ('<span style="baseline">', "</span>"),
}
_DISPLAYS = {
    "block": ('\n\n    <div class="csl-block">', "</div>\n"),
    "left-margin": ('\n    <div class="csl-left-margin">', "</div>"),
    "right-inline": ('<div class="csl-right-inline">', "</div>\n  "),
    "indent": ('<div class="csl-indent">', "</div>\n  "),
}
_SAFE_LINK = re.compile(r"^https?://", re.IGNORECASE)


def escape(text: str) -> str:
    """Return text safe in HTML, with the suite's numeric references.

    >>> escape("<script> & 1")
    '&#60;script&#62; &#38; 1'
    """
    return (
        text.replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;").replace('"', "&#34;")
        if _needs(text)
        else text
    )


def _needs(text: str) -> bool:
    return "&" in text or "<" in text or ">" in text


_RAISED = {
    chr(code): "".join([chr(int(part, 16)) for part in unicodedata.decomposition(chr(code)).split()[1:]])
    for code in range(0xA0, 0x3300)
    if unicodedata.decomposition(chr(code)).startswith("<super>")
} | {"\u02c0": "ʔ", "\u02c1": "ʕ", "\u06e5": "و", "\u06e6": "ي"}
_RAISED_CHARS = re.compile("[" + "".join(_RAISED) + "]")


def _raised(text: str) -> str:
    """Return HTML whose superscript characters are superscript letters, which every font has."""
    return (
        _RAISED_CHARS.sub(lambda match: f"<sup>{_RAISED[match[0]]}</sup>", text) if not text.isascii() else text
    )


def to_html(tokens: Sequence[Token], *, links: bool = False) -> str:
    """Return tokens as HTML; with `links` addresses and identifiers become anchors."""
    out: list[str] = []
    for token in tokens:
        if isinstance(token, Words):
            out.append(_raised(escape(token.text)))
        elif token.kind == "quote":
            out.append(escape(token.value))
        elif token.kind == "display":
            pair = _DISPLAYS.get(token.value, _DISPLAYS["block"])
            out.append(pair[isinstance(token, Close)])
        elif token.kind == "link":
            if links and _SAFE_LINK.match(token.value):
                target = escape(token.value).replace('"', "&#34;")
                out.append("</a>" if isinstance(token, Close) else f'<a href="{target}">')
        else:
            tags = _TAGS.get((token.kind, token.value))
            if tags is not None:
                out.append(tags[isinstance(token, Close)])
    return "".join(out)


def to_text(tokens: Sequence[Token]) -> str:
    """Return tokens as plain text."""
    return "".join(
        [token.text if isinstance(token, Words) else token.value for token in tokens if _is_said(token)]
    )


def _is_said(token: Token) -> bool:
    return isinstance(token, Words) or token.kind == "quote"


def bibliography_html(entries: Sequence[Entry], quotes: QuoteRules, section: Section | None) -> str:
    """Return a whole bibliography as the suite writes it."""
    align = section.options.get("second-field-align") if section is not None else None
    out = []
    for entry in entries:
        body = to_html(settle(entry.tree, quotes))
        if align and entry.label is not None:
            label = to_html(settle(entry.label, quotes))
            bare = body.rstrip(" ")
            rest = body[len(bare) :]
            margin = f'\n    <div class="csl-left-margin">{label}</div>'
            body = f'{margin}<div class="csl-right-inline">{bare}</div>\n  {rest}'
        out.append(f'  <div class="csl-entry">{body}</div>')
    return '<div class="csl-bib-body">\n' + "\n".join(out) + "\n</div>"
