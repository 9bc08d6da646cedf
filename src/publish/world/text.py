"""Bytes of a text file in, a `Source` out: strict UTF-8 (RFC 3629), line ends as one LF, no byte order mark.

What is not UTF-8 is never guessed at: a guess that goes wrong prints wrong names. The characters that XML 1.0
(section 2.2) forbids cannot stand in any edition; each is told of and replaced, lengths kept.
"""

from __future__ import annotations

import re

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.source import Source, Span

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_TOLD_OF = 10
"""A file of control characters is one mistake, not ten thousand."""

_NAMES = {0: "NUL", 8: "backspace", 11: "vertical tab", 12: "form feed", 27: "escape", 127: "delete"}


def decode_text(path: str, content: bytes) -> Outcome[Source]:
    """Decode one text file; after an error the value is a replacement text, for the sake of its lines."""
    body = content.removeprefix(b"\xef\xbb\xbf")
    if _is_utf16(body):
        return Outcome(Source(path, ""), (_not_utf8_as_utf16(path),))
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as trouble:
        source = Source(path, _unify_line_ends(body.decode("utf-8", "replace")))
        return Outcome(source, (_not_utf8(path, body, trouble.start),))
    text = _unify_line_ends(text)
    if _FORBIDDEN.search(text) is None:
        return Outcome(Source(path, text))
    return Outcome(Source(path, _FORBIDDEN.sub(_replacement, text)), _control_characters(Source(path, text)))


def _unify_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _is_utf16(body: bytes) -> bool:
    """Tell UTF-16 by its mark, or by the zero byte that every second byte of Western text is."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = body[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return len(sample) >= 4 and max(even, odd) > len(sample) // 5 and min(even, odd) == 0


def _not_utf8_as_utf16(path: str) -> Diagnostic:
    return diagnose(
        "read/not-utf8",
        "the file is UTF-16; expected UTF-8",
        Span(path),
        hints=(
            "save it again with the encoding UTF-8",
            f"or convert it: iconv -f UTF-16 -t UTF-8 {_quoted(path)} > converted.txt",
        ),
    )


def _not_utf8(path: str, body: bytes, start: int) -> Diagnostic:
    before = _unify_line_ends(body[:start].decode("utf-8"))
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    byte = body[start]
    hints = ["save the file again with the encoding UTF-8"]
    western = body[start : start + 1].decode("cp1252", "replace")
    if western.isalpha() or western in "‘’“”–—…€":
        hints.append(
            f"in Windows-1252 this byte is “{western}”; if that is what was meant: "
            f"iconv -f WINDOWS-1252 -t UTF-8 {_quoted(path)} > converted.txt"
        )
    return diagnose(
        "read/not-utf8",
        f"the byte 0x{byte:02X} is not UTF-8 here; expected a text in UTF-8",
        Span(path, line, column, line, column + 1),
        hints=hints,
    )


def _quoted(path: str) -> str:
    return path if re.fullmatch(r"[\w./-]+", path) else "'" + path.replace("'", "'\\''") + "'"


def _replacement(match: re.Match[str]) -> str:
    return " " if match[0] in "\x0b\x0c" else "\ufffd"


def _control_characters(source: Source) -> tuple[Diagnostic, ...]:
    places = [match.start() for match in _FORBIDDEN.finditer(source.text)]
    found = []
    for place in places[:_TOLD_OF]:
        number = ord(source.text[place])
        name = f" ({_NAMES[number]})" if number in _NAMES else ""
        further = len(places) - _TOLD_OF if place == places[min(len(places), _TOLD_OF) - 1] else 0
        and_more = f"; {further} more are in this file" if further > 0 else ""
        found.append(
            diagnose(
                "read/control-character",
                f"the control character U+{number:04X}{name} cannot be printed and was replaced{and_more}",
                source.span(place, place + 1),
                hints=("delete it; most editors can show invisible characters",),
            )
        )
    return tuple(found)
