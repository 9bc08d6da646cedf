r"""The words of index entries: attributes become inlines, and inlines such words again.

In: what an author writes in `entry="…"`, `see="…"`, `sort="…"`. Out: levels of inlines in one form, so that the
same entry is the same however it was written. A small part of Pandoc's Markdown ("Inline formatting"):
`*emphasis*`, `_emphasis_`, `**strong**`, `` `code` ``, `^up^`, `~down~`, `$math$`, `"quoted"`, escapes by
backslash, and the signs of the extension `smart`.

Levels are parted by `!`, as makeindex has it; a `!` that is meant is written twice (or `\!`), and so is the `;`
that parts several references.
"""

from __future__ import annotations

import re

from publish.model.document import Element, Inlines, plain_text
from publish.model.elements import text
from publish.model.indexing import Levels

_FORMS = re.compile(
    r"""\\(?P<plain>.)
    |`(?P<Code>[^`]+)`
    |\$(?=\S)(?P<Math>(?:\\.|[^$\\])+?)(?<=\S)\$(?!\d)
    |\*\*(?=\S)(?P<Strong>(?:\\.|[^\\])+?)(?<=\S)\*\*
    |\*(?=\S)(?P<Emph>(?:\\.|[^*\\])+?)(?<=\S)\*
    |(?<!\w)_(?=\S)(?P<Emph2>(?:\\.|[^_\\])+?)(?<=\S)_(?!\w)
    |\^(?P<Superscript>(?:\\.|[^\s^\\])+)\^
    |~(?P<Subscript>(?:\\.|[^\s~\\])+)~
    |"(?=\S)(?P<Quoted>(?:\\.|[^"\\])+?)(?<=\S)"
    """,
    re.VERBOSE | re.DOTALL,
)
_SIGNS = re.compile(r"[\\*_`^~$\"!;]")
_MARKS = {"Emph": "*", "Strong": "**", "Superscript": "^", "Subscript": "~"}
_DOUBLE = Element("DoubleQuote")
_BLANK = re.compile(r"[ \t\r\n\f\v]+")


def parse_levels(entry: str) -> Levels:
    """Return the levels of an entry; empty ones are left out.

    >>> [plain_text(level) for level in parse_levels("Oklahoma!!!first night")]
    ['Oklahoma!', 'first night']
    """
    levels = (parse_inlines(part) for part in split_marked(entry, "!"))
    return tuple(level for level in levels if level)


def parse_references(targets: str) -> tuple[Levels, ...]:
    """Return the entries that a `see` or `see-also` names.

    >>> [plain_text(levels[0]) for levels in parse_references("Baku; Caspian Sea")]
    ['Baku', 'Caspian Sea']
    """
    parts = (parse_levels(part) for part in split_marked(targets, ";", keep="!"))
    return tuple(levels for levels in parts if levels)


def split_marked(words: str, sign: str, keep: str = "") -> list[str]:
    """Split words at a sign that is not doubled nor behind a backslash; a doubled one becomes an escaped one.

    Doubled signs of `keep` stay as they are.
    """
    parts = [""]
    place = 0
    while place < len(words):
        char, following = words[place], words[place + 1 : place + 2]
        if (char == "\\" and following) or (char == following and char in keep):
            parts[-1] += char + following
            place += 2
        elif char == sign and following == sign:
            parts[-1] += "\\" + sign
            place += 2
        else:
            if char == sign:
                parts.append("")
            else:
                parts[-1] += char
            place += 1
    return [part.strip() for part in parts]


def parse_inlines(words: str) -> Inlines:
    """Return words with their formatting.

    >>> [element.tag for element in parse_inlines("the *Titanic*")]
    ['Str', 'Space', 'Emph']
    """
    out: list[Element] = []
    bare = ""
    place = 0
    for form in _FORMS.finditer(words):
        bare += _smart(words[place : form.start()])
        place = form.end()
        kind = form.lastgroup or ""
        inside = form[kind]
        if kind == "plain":
            bare += inside
            continue
        out.extend(_words(bare))
        bare = ""
        out.append(_formed(kind.removesuffix("2"), inside))
    out.extend(_words(bare + _smart(words[place:])))
    return tuple(out)


def _formed(kind: str, inside: str) -> Element:
    if kind == "Code":
        return Element("Code", (("", (), ()), inside))
    if kind == "Math":
        return Element("Math", (Element("InlineMath"), inside))
    if kind == "Quoted":
        return Element("Quoted", (_DOUBLE, parse_inlines(inside)))
    return Element(kind, parse_inlines(inside))


def _smart(words: str) -> str:
    words = words.replace("---", "—").replace("--", "–").replace("...", "…")
    return re.sub(r"(^|[\s(\[])'(?=\w)", r"\1‘", words).replace("'", "’")


def _words(bare: str) -> Inlines:
    return text(_BLANK.sub(" ", bare)) if bare else ()


def entry_text(inlines: Inlines) -> str:
    r"""Return inlines as the words that `parse_inlines` makes the same of; other formatting is left out.

    >>> entry_text((Element("Str", "a*b"), Element("Space"), Element("Emph", (Element("Str", "c"),))))
    'a\\*b *c*'
    """
    return _BLANK.sub(" ", "".join(_written(inline) for inline in inlines)).strip(" ")


def _written(inline: Element) -> str:
    tag, content = inline.tag, inline.content
    if tag == "Str":
        return _SIGNS.sub(r"\\\g<0>", content)
    if tag in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if tag in _MARKS:
        inside = entry_text(content)
        closed = " " not in inside or tag in ("Emph", "Strong")
        return f"{_MARKS[tag]}{inside}{_MARKS[tag]}" if inside and closed else inside
    if tag == "Quoted":
        inside = entry_text(content[1])
        return f'"{inside}"' if content[0].tag == "DoubleQuote" else f"‘{inside}’"
    if tag == "Code":
        return f"`{content[1]}`" if content[1] and "`" not in content[1] else _SIGNS.sub(r"\\\g<0>", content[1])
    if tag == "Math":
        return f"${content[1].strip()}$"
    if tag in ("Span", "Link"):
        return entry_text(content[1])
    if tag in ("SmallCaps", "Underline", "Strikeout"):
        return entry_text(content)
    return _SIGNS.sub(r"\\\g<0>", plain_text(inline)) if tag not in ("Note", "Image", "RawInline") else ""
