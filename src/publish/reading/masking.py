"""A Markdown text with everything blanked in which marks mean nothing: code, comments, metadata, formulas.

In: a source, and the texts of the code blocks Pandoc found in it. Out: a text of the same length and lines,
and where each masked passage stands. Follows Pandoc's User's Guide, "Verbatim (code) blocks", "Verbatim",
"Math", "Backslash escapes".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from publish.model.source import Source
from publish.text.front_matter import metadata_blocks

MARKERS = r"[ \t>]*+(?:(?:[-*+:|~]|\(?[\w#@]{1,5}[.)]|\[\^[^\]\s]{1,80}\]:)[ \t]++)*+"
"""What may stand before a block's first word: quote marks, list markers, table bars."""

_FENCE = re.compile(rf"^({MARKERS})(`{{3,}}|~{{3,}})([^\n]*)$", re.MULTILINE)
_VERBATIM = re.compile(r"<!--|<(script|style|pre|textarea)\b", re.IGNORECASE)
_TICKS = re.compile(r"\\.|`+|\n[ \t>]*+\n", re.DOTALL)
_DISPLAY = re.compile(r"\$\$((?:[^$\\]|\\.|\$(?!\$))*?)\$\$", re.DOTALL)
_INLINE = re.compile(r"(?<![\\$])\$(?=[^\s$])((?:[^$\\\n]|\\.|\n(?![ \t]*\n))*?)(?<=\S)\$(?!\d)", re.DOTALL)
_ESCAPE = re.compile(r"\\[^\w\s]")
_NOT_NEWLINE = re.compile(r"[^\n]")
_INDENTED = re.compile(r"^(?P<indent>[ \t>]*+)(?P<code>\S[^\n]*)$", re.MULTILINE)


@dataclass(slots=True)
class Masked:
    """The masked text, and the passages: (start, end, their text as Pandoc has it)."""

    text: str
    code_blocks: list[tuple[int, int, str]] = field(default_factory=list)
    code_spans: list[tuple[int, int, str]] = field(default_factory=list)
    formulas: list[tuple[int, int, str]] = field(default_factory=list)
    verbatim: list[tuple[int, int, str]] = field(default_factory=list)


def mask_source(source: Source, code_texts: Iterable[str]) -> Masked:
    """Mask a source; `code_texts` are its code blocks in order, by which indented code is known from lists."""
    masked = Masked(source.text.replace("\r", " "))
    _blank(masked, [(block.start, block.end) for block in metadata_blocks(source)])
    _mask_fenced(masked)
    _mask_indented(masked, code_texts)
    _find_verbatim(masked)
    _blank(masked, [(start, end) for start, end, _ in masked.verbatim], FILLER)
    _mask_spans(masked)
    for pattern in (_DISPLAY, _INLINE):
        found = [
            (match.start(), match.end(), match.group(1))
            for match in pattern.finditer(masked.text)
            if "\n\n" not in match.group(1)
        ]
        masked.formulas.extend(found)
        _blank(masked, [(start, end) for start, end, _ in found], FILLER)
    masked.formulas.sort()
    masked.text = _ESCAPE.sub("  ", masked.text)
    return masked


FILLER = "\ufffc"
"""Stands for inline code and formulas: unlike a space it is no end of a word or an indent."""


def _blank(masked: Masked, ranges: Iterable[tuple[int, int]], filler: str = " ") -> None:
    parts: list[str] = []
    last = 0
    text = masked.text
    for start, end in ranges:
        if start < last:
            continue
        parts.append(text[last:start])
        parts.append(_NOT_NEWLINE.sub(filler, text[start:end]))
        last = end
    if parts:
        parts.append(text[last:])
        masked.text = "".join(parts)


def _mask_fenced(masked: Masked) -> None:
    fences = list(_FENCE.finditer(masked.text))
    never_closed = {"`": 10**9, "~": 10**9}
    ranges: list[tuple[int, int]] = []
    number = 0
    while number < len(fences):
        opening = fences[number]
        number += 1
        mark = opening.group(2)
        if len(mark) >= never_closed[mark[0]] or (mark[0] == "`" and "`" in opening.group(3)):
            continue
        closing = next(
            (
                n
                for n in range(number, len(fences))
                if fences[n].group(2)[0] == mark[0]
                and len(fences[n].group(2)) >= len(mark)
                and not fences[n].group(3).strip()
            ),
            None,
        )
        if closing is None:
            never_closed[mark[0]] = len(mark)
            continue
        number = closing + 1
        inside = masked.text[opening.end() + 1 : max(opening.end() + 1, fences[closing].start())]
        start, end = opening.start(2), fences[closing].end()
        masked.code_blocks.append((start, end, first_line(inside)))
        ranges.append((start, end))
    _blank(masked, ranges)


def first_line(code: str) -> str:
    """Return the first line of code that holds anything, without the marks and spaces before it."""
    for line in code.split("\n"):
        stripped = line.strip(" \t>")
        if stripped:
            return stripped
    return ""


def _mask_indented(masked: Masked, code_texts: Iterable[str]) -> None:
    fenced: dict[str, int] = {}
    for _, _, line in masked.code_blocks:
        fenced[line] = fenced.get(line, 0) + 1
    wanted: list[str] = []
    for text in code_texts:
        line = first_line(text)
        if fenced.get(line):
            fenced[line] -= 1
        elif line:
            wanted.append(text)
    if not wanted:
        return
    lines: dict[str, list[tuple[int, int]]] = {}
    for match in _INDENTED.finditer(masked.text):
        if "\t" in match["indent"] or "    " in match["indent"]:
            lines.setdefault(match["code"].rstrip(), []).append((match.start("code"), match.end()))
    position = 0
    ranges: list[tuple[int, int]] = []
    for text in wanted:
        start = 0
        for line in text.split("\n"):
            stripped = line.strip(" \t>")
            place = next((p for p in lines.get(stripped, ()) if p[0] >= position), None) if stripped else None
            if place is None:
                if not stripped:
                    continue
                break
            start = start or place[0]
            position = place[1]
            ranges.append(place)
        if start:
            masked.code_blocks.append((start, position, first_line(text)))
    masked.code_blocks.sort()
    _blank(masked, ranges)


def _find_verbatim(masked: Masked) -> None:
    """Find comments and elements whose content is not Markdown; one that is not closed is ordinary text."""
    never_closed: set[str] = set()
    position = 0
    text = masked.text
    while (match := _VERBATIM.search(text, position)) is not None:
        position = match.end()
        closing = f"</{match.group(1).lower()}>" if match.group(1) else "-->"
        if closing in never_closed:
            continue
        end = re.compile(re.escape(closing), re.IGNORECASE).search(text, position)
        if end is None:
            never_closed.add(closing)
            continue
        position = end.end()
        masked.verbatim.append((match.start(), position, text[match.start() : position]))


def _mask_spans(masked: Masked) -> None:
    """Mask code spans: a run of backticks to the next run of the same length within the paragraph."""
    text = masked.text
    ranges: list[tuple[int, int]] = []
    runs: list[tuple[int, int]] = []

    def settle() -> None:
        later: dict[int, list[int]] = {}
        for index in range(len(runs) - 1, -1, -1):
            later.setdefault(runs[index][1] - runs[index][0], []).append(index)
        index = 0
        while index < len(runs):
            start, end = runs[index]
            waiting = later[end - start]
            while waiting and waiting[-1] <= index:
                waiting.pop()
            if not waiting:
                index += 1
                continue
            close = waiting[-1]
            content = " ".join(text[end : runs[close][0]].split())
            masked.code_spans.append((start, runs[close][1], content))
            ranges.append((start, runs[close][1]))
            index = close + 1
        runs.clear()

    for match in _TICKS.finditer(text):
        mark = match.group()
        if mark[0] == "`":
            runs.append(match.span())
        elif mark[0] == "\n":
            settle()
    settle()
    _blank(masked, ranges, FILLER)
