"""A field's text with CSL-JSON's markup → marked text.

In: a string as references carry it: `<i> <b> <sup> <sub> <sc>`, `<span style="font-variant: small-caps;">`,
`<span class="nocase">`, straight and curly quotes. Out: marked text. A tag or quote without its partner is
plain text; anything else that looks like markup is text too (citeproc-js manual, "Rich text in fields").
"""

from __future__ import annotations

import re
from functools import lru_cache

from publish.citing.marked import Format, Mark, Tree

_ITALIC = Format(font_style="italic")
_NORMAL = Format(font_style="normal")
_UNDECORATED = Format(font_style="normal", font_variant="normal", font_weight="normal")
_BOLD = Format(font_weight="bold")
_SMALL_CAPS = Format(font_variant="small-caps")
_SUPERSCRIPT = Format(vertical_align="sup")
_SUBSCRIPT = Format(vertical_align="sub")

_TAG = re.compile(
    r"(?P<open><(?:i|b|sup|sub|sc)>|<span\s+style=\"font-variant:\s*small-caps;?\">|<span\s+class=\"no-?case\">"
    r"|<span\s+style=\"font-style:\s*normal;?\">|<span\s+class=\"nodecor\">)"
    r"|(?P<close></(?:i|b|sup|sub|sc|span)>)"
    r"|(?P<quote>[\"“”‘’„‚'])",
    re.IGNORECASE,
)
_SPECIAL = re.compile(r"[<\"“”‘’„‚']")
_OPENERS = " \t\n\u00a0([{-–—/"
_PAIRS = {"“": ("”",), "‘": ("’",), "„": ("“", "”"), "‚": ("‘", "’")}


class _Open:
    """A tag or quote that waits for one of its closers."""

    __slots__ = ("children", "closers", "literal", "mark")

    def __init__(self, literal: str, closers: tuple[str, ...], mark: Mark) -> None:
        self.literal = literal
        self.closers = closers
        self.mark = mark
        self.children: list[Tree] = []


@lru_cache(maxsize=8192)
def parse_rich_text(text: str) -> Tree:
    """Return a field's marked text; plain text comes back as the string it was.

    >>> parse_rich_text("A <b>b</b>").children[1].format.font_weight
    'bold'
    >>> parse_rich_text("it's")
    'it’s'
    """
    if not _SPECIAL.search(text):
        return text
    stack: list[_Open] = [_Open("", (), Mark(()))]
    position = 0
    for match in _TAG.finditer(text):
        _say(stack, text[position : match.start()])
        position = match.end()
        if match["open"]:
            stack.append(_tag(match["open"]))
        elif match["close"]:
            _close(stack, match["close"].lower(), match["close"])
        else:
            _quote(stack, text, match.start())
    _say(stack, text[position:])
    while len(stack) > 1:
        _give_up(stack)
    children = tuple(_joined(stack[0].children))
    if len(children) == 1:
        return children[0]
    return Mark(children) if children else ""


def _say(stack: list[_Open], words: str) -> None:
    if words:
        stack[-1].children.append(words)


def _tag(literal: str) -> _Open:
    lowered = literal.lower()
    if lowered == "<i>":
        return _Open(literal, ("</i>",), Mark((), role="field", format=_ITALIC))
    if lowered == "<b>":
        return _Open(literal, ("</b>",), Mark((), role="field", format=_BOLD))
    if lowered == "<sup>":
        return _Open(literal, ("</sup>",), Mark((), role="field", format=_SUPERSCRIPT))
    if lowered == "<sub>":
        return _Open(literal, ("</sub>",), Mark((), role="field", format=_SUBSCRIPT))
    if lowered == "<sc>":
        return _Open(literal, ("</sc>",), Mark((), role="field", format=_SMALL_CAPS))
    if "nodecor" in lowered:
        return _Open(literal, ("</span>",), Mark((), role="field", format=_UNDECORATED, nocase=True))
    if "class" in lowered:
        return _Open(literal, ("</span>",), Mark((), nocase=True))
    if "normal" in lowered:
        return _Open(literal, ("</span>",), Mark((), role="field", format=_NORMAL))
    return _Open(literal, ("</span>",), Mark((), role="field", format=_SMALL_CAPS))


def _give_up(stack: list[_Open]) -> None:
    lost = stack.pop()
    literal = "’" if lost.literal == "'" else lost.literal
    stack[-1].children.append(literal)
    stack[-1].children.extend(lost.children)


def _close(stack: list[_Open], closer: str, literal: str) -> bool:
    for depth in range(len(stack) - 1, 0, -1):
        if closer in stack[depth].closers:
            while len(stack) - 1 > depth:
                _give_up(stack)
            done = stack.pop()
            stack[-1].children.append(done.mark.with_children(tuple(_joined(done.children))))
            return True
        if stack[depth].literal.startswith("<") and not closer.startswith("<"):
            break  # a quote never closes across an open tag
    if literal:
        stack[-1].children.append(literal)
    return False


def _quote(stack: list[_Open], text: str, at: int) -> None:
    sign = text[at]
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if before == ">" or after == "<":
        before = _visible_before(text, at)
        after = _visible_after(text, at)
    if sign in "“‘" and any(sign in one.closers for one in stack[1:]):
        _close(stack, sign, sign)  # the German closing mark
        return
    if sign in _PAIRS and not (sign == "‘" and not before.isspace() and before.isalnum()):
        role = "single-quotes" if sign in "‘‚" else ""
        stack.append(_Open(sign, _PAIRS[sign], Mark((), quotes=True, role=role)))
        return
    if sign in "”’‘":
        if sign == "’" and after.isalnum() and before.isalnum():
            _say(stack, "’")
        else:
            _close(stack, sign, sign)
        return
    opens = (before in _OPENERS or before in "\"'“‘") and not after.isspace()
    if opens and not (sign == "'" and _is_elision(text, at)):
        stack.append(_Open(sign, (sign,), Mark((), quotes=True)))
    elif sign == "'" and before.isalnum() and after.isalnum():
        _say(stack, "’")
    elif before.isspace():
        _say(stack, "’" if sign == "'" else sign)
    else:
        _close(stack, sign, "’" if sign == "'" else sign)


def _visible_before(text: str, at: int) -> str:
    words = re.sub(r"<[^<>]*>$", "", text[:at])
    while words != (shorter := re.sub(r"<[^<>]*>$", "", words)):
        words = shorter
    return words[-1] if words else " "


def _visible_after(text: str, at: int) -> str:
    words = re.sub(r"^(?:<[^<>]*>)+", "", text[at + 1 :])
    return words[0] if words else " "


def _is_elision(text: str, at: int) -> bool:
    """An apostrophe that opens a word, as in 'tis or '68, and has no partner further on."""
    rest = text[at + 1 :]
    if re.match(r"\d\ds?\b", rest):
        return True
    return re.search(r"[^\s]'(?![\w])", rest) is None


def _joined(children: list[Tree]) -> list[Tree]:
    """Join neighbouring strings."""
    out: list[Tree] = []
    for child in children:
        if isinstance(child, str) and out and isinstance(out[-1], str):
            out[-1] = out[-1] + child
        else:
            out.append(child)
    return out
