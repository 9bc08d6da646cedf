r"""Inlines → Pandoc's Markdown, so that Pandoc reads the same inlines again.

In: inlines as `inlines.py` makes them. Out: one paragraph of Markdown with every character of the author's
that Pandoc would take for markup behind a backslash (Pandoc User's Guide, "Backslash escapes", "Lists",
"Inline formatting", extension `smart`).
"""

from __future__ import annotations

import re
from urllib.parse import quote

from publish.model.document import Element, Inlines, plain_text

_SIGNS = re.compile(r"[\\`*_\[\]{}<>^~$@\"']|!$|--+|\.{3,}|&(?=#|\w)")
_SMART = re.compile(r"[-.]")
_BEGINS_BLOCK = re.compile(
    r"(?:[#%|:+-]|=+$)|(\(?(?:\d+|#|[A-Za-z]|[ivxlcdmIVXLCDM]+))(?=[.)](?:\s|$))",
)
_RAISED = {"Superscript": "^", "Subscript": "~"}
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_CLASSES = {"SmallCaps": "smallcaps", "Underline": "underline"}
_ADDRESS = re.compile(r"https?://[^\s<>\\\"]+", re.IGNORECASE)


def to_markdown(inlines: Inlines) -> str:
    r"""Return inlines as one paragraph.

    >>> to_markdown((Element("Emph", (Element("Str", "A*"),)), Element("Space"), Element("Str", "<b>")))
    '*A\\** \\<b\\>'
    """
    text = _write(inlines).strip()
    match = _BEGINS_BLOCK.match(text)
    if match is None:
        return text
    at = match.end(1) if match[1] else 0
    return f"{text[:at]}\\{text[at:]}"


def _write(inlines: Inlines, inside: frozenset[str] = frozenset()) -> str:
    """Return inlines as Markdown; `inside` are the kinds of element around them."""
    out: list[str] = []
    for inline in inlines:
        piece = _inline(inline, inside)
        if not piece:
            continue
        if out and piece[0] == out[-1][-1]:
            if piece[0] in "-.":
                piece = f"\\{piece}"
            elif piece[0] in "*^~" and not out[-1].endswith("\\" + piece[0]):
                piece = _around(piece, "[", "]{}")  # two emphases would run into one another
        out.append(piece)
    return "".join(out)


def _inline(inline: Element, inside: frozenset[str]) -> str:
    tag, content = inline.tag, inline.content
    if tag == "Str":
        return _SIGNS.sub(_escaped, " ".join(_BLANKS.split(content)))
    if tag in ("Space", "SoftBreak"):
        return " "
    if tag == "LineBreak":
        return "\\\n"
    if tag in inside:  # Pandoc reads neither emphasis within the same nor links within links
        return _write(content[1] if tag == "Link" else content, inside)
    within = inside | {tag}
    if tag in ("Emph", "Strong"):
        return _around(_write(content, within), "*" if tag == "Emph" else "**")
    if tag in _RAISED:
        return _raised(_write(content, within), _RAISED[tag], inside)
    if tag in _CLASSES:
        return _bracketed(_write(content, within), _CLASSES[tag])
    if tag == "Span":
        return _bracketed(_write(content[1], inside), " .".join(content[0][1]))
    if tag == "Link":
        return _link(content[1], content[2][0], within)
    return _SIGNS.sub(_escaped, plain_text(inline))


def _escaped(match: re.Match[str]) -> str:
    signs = match[0]
    return _SMART.sub(r"\\\g<0>", signs) if len(signs) > 1 else f"\\{signs}"


def _around(words: str, before: str, after: str = "") -> str:
    """Put signs around words; blanks at the ends stay outside, for Pandoc takes none inside."""
    inner = words.strip()
    if not inner:
        return words
    start = words.index(inner)
    return f"{words[:start]}{before}{inner}{after or before}{words[start + len(inner) :]}"


def _raised(words: str, sign: str, inside: frozenset[str]) -> str:
    """Return a superscript or subscript, or its bare words where they hold signs, blanks or breaks.

    Pandoc unescapes what stands between the carets and reads it again, so that no escape is safe there.
    """
    plain = "\\" not in words and not any(character.isspace() for character in words)
    return _around(words, sign) if plain and not inside & set(_RAISED) else words


def _bracketed(words: str, classes: str) -> str:
    return _around(words, "[", f"]{{.{classes}}}") if classes else words


def _link(inlines: Inlines, target: str, within: frozenset[str]) -> str:
    if _ADDRESS.match(target) is None or within & set(_RAISED):
        return _write(inlines, within)
    if plain_text(inlines) == target and _ADDRESS.fullmatch(target):
        return f"<{target}>"
    address = quote(target, safe=":/?#[]@!$&*+,;=%~-._")
    return _around(_write(inlines, within), "[", f"]({address})")
