"""Sentences as a terminal, a JSON reader or GitHub Actions takes them: wrapped, harmless, escaped.

Workflow commands follow GitHub's documentation ("Workflow commands for GitHub Actions"): in a message `%`, CR
and LF are escaped, in a property also `:` and `,`.
"""

from __future__ import annotations

import re

from publish.cli.columns import columns, printable, take

_RAW = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_NARROWEST = 24
_WIDEST = 110
"""Lines longer than this are hard to read, however wide the window is."""


def wrap(text: str, width: int | None, indent: int) -> list[str]:
    """Return a text as lines that fit beside an indent; words longer than a line are cut. None: one line."""
    text = printable(text)
    if width is None:
        return [text]
    room = max(min(width, _WIDEST) - indent, _NARROWEST)
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        rest, wide = word, columns(word)
        if line and used + 1 + wide <= room:
            line, used = f"{line} {word}", used + 1 + wide
            continue
        if line:
            lines.append(line)
        while wide > room:
            piece = take(rest, room)
            lines.append(piece)
            rest = rest[len(piece) :]
            wide = columns(rest)
        line, used = rest, wide
    return [*lines, line]


def harmless(text: str) -> str:
    r"""Escape what JSON allows raw and a terminal obeys, or UTF-8 cannot write.

    >>> harmless('"a\u202eb"')
    '"a\\u202eb"'
    """
    return _RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def annotation(word: str, file: str, title: str, sentence: str, line: int = 0) -> str:
    r"""Return a workflow command; `word` is `error`, `warning` or `notice`.

    >>> annotation("notice", "a.pdf", "lint: runt", "p. 3: 100 %")
    '::notice file=a.pdf,title=lint%3A runt::p. 3: 100 %25\n'
    """
    place = f"file={_property(file)}" + (f",line={line}" if line else "")
    return f"::{word} {place},title={_property(title)}::{_message(printable(sentence))}\n"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
