"""What the engine said while laying out and painting, in our words.

In: the captured log, the addresses refused, the document. Out: diagnostics. Known sentences become codes of
their own (missing glyphs, images, refused addresses); what is not known is passed on as `layout/engine`, never
dropped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.resource import StyleSheet
from publish.model.source import Source, Span
from publish.paginating.addresses import BASE, MemoryFetcher, Refusal
from publish.paginating.engine_log import Remark
from publish.paginating.places import find_character
from publish.paginating.sheets import find_address

_CONTEXT = 20
_LONGEST_ADDRESS = 80
_MISSING_GLYPH = ".notdef glyph"
_FAILED_LOADS = ("Failed to load image", "Failed to load stylesheet", "Failed to load attachment")
_SAID_ELSEWHERE = (
    # Each of these is a finding of another room, made with a better place.
    "has no required alt description",
    "No anchor #",
    "Content discarded: target points to undefined anchor",
    "Anchor defined twice",
)


def translate_remarks(
    remarks: Iterable[Remark],
    fetcher: MemoryFetcher,
    sheets: Sequence[StyleSheet],
    root: Element,
    sources: Sequence[Source],
) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each different thing the engine complained of."""
    refusals = list(fetcher.refusals.values())
    glyphs: dict[str, None] = {}
    for remark in remarks:
        if remark.pattern.startswith(_MISSING_GLYPH) and remark.values:
            glyphs[str(remark.values[0])] = None
        elif remark.pattern.startswith(_FAILED_LOADS):
            address = unquote(str(remark.values[0]).replace(BASE, "")) if remark.values else ""
            if not any(address.startswith(refusal.address) for refusal in refusals):
                yield diagnose(
                    "image/unreadable",
                    f"`{_short(address)}` could not be placed: it is no picture the layout engine can read",
                    find_address(sheets, address),
                    hints=("convert it to PNG, JPEG or SVG",),
                )
        elif not any(words in remark.text for words in _SAID_ELSEWHERE):
            yield diagnose("layout/engine", remark.text.replace(BASE, "").rstrip("."))
    for refusal in refusals:
        where = find_address(sheets, refusal.address)
        # A file address nobody wrote comes from `src: local(…)`; the font's own complaint tells of it.
        if where is not None or not refusal.address.startswith("file:") or _is_written(refusal.address, root):
            yield _refused(refusal, where)
    for character in glyphs:
        yield _missing_glyph(character, root, sources)


def _short(address: str) -> str:
    return address if len(address) <= _LONGEST_ADDRESS else f"{address[: _LONGEST_ADDRESS - 1]}…"


def _refused(refusal: Refusal, where: Span | None) -> Diagnostic:
    name = f"`{refusal.address}`"
    if refusal.is_missing and where is not None:
        return diagnose(
            "style/css",
            f"{name} is not among the files a style sheet can use",
            where,
            hints=(
                "name a style sheet under `css:`, a font under `fonts:`, or write a picture as a data: address",
            ),
        )
    if refusal.is_missing:
        return diagnose(
            "image/missing",
            f"{name} was asked for while laying out pages, but {refusal.reason}",
            where,
        )
    if refusal.is_network:
        return diagnose("safety/network", f"{name} was not fetched: {refusal.reason}", where)
    return diagnose("safety/outside", f"{name} was not read: {refusal.reason}", where)


def _missing_glyph(character: str, root: Element, sources: Sequence[Source]) -> Diagnostic:
    name = unicodedata.name(character, "") or _kind_of_nameless(character)
    context = _context(character, root)
    passage = f" in “{context}”" if context else ""
    return diagnose(
        "font/missing-glyph",
        f"no font has U+{ord(character):04X} {name}{passage}; an empty box is printed instead",
        find_character(sources, character),
        hints=("name a font that has it under `theme: font:`, put one into the project, or install one",),
    )


def _is_written(address: str, root: Element) -> bool:
    return any(address in value for element in root.iter() for value in element.attrib.values())


def _kind_of_nameless(character: str) -> str:
    category = unicodedata.category(character)
    return {"Co": "(private use)", "Cn": "(unassigned)", "Cc": "(control)"}.get(category, "(nameless)")


def _context(character: str, root: Element) -> str:
    for text in root.itertext():
        place = text.find(character)
        if place >= 0:
            start, end = max(0, place - _CONTEXT), place + _CONTEXT
            return " ".join(text[start:end].split())
    return ""
