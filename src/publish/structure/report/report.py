"""Changes of two editions → one self-contained HTML page: sentences, and the changed pages side by side.

It works from a file without a network: style and script stand in the page and are allowed by their digests (CSP
Level 3), pictures are data URIs. Pages come from the PDFs where they are given, else they are drawn from the
structure; e-books are shown by their words. The script only filters, steps and fades: without it the page can
be read all the same. Keys and names follow WCAG 2.2 (2.1.4: single keys can be switched off).
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from publish.model.changes import Change
from publish.model.pages import Block, PageStructure
from publish.structure.diff.comparing import Comparison, compare
from publish.structure.report.figures import show_pictures
from publish.structure.report.pages import is_wide, show_page
from publish.structure.report.pairs import Mark, PagePair, pages_shown, pair_pages
from publish.structure.report.pictures import render_pages
from publish.structure.report.rows import show_blocks, show_rows
from publish.structure.report.words import passage_of, sentence_of, text_of
from publish.structure.sentences import count

_MOST_PAIRS = 200

Placed = dict[int, list[tuple[Block, int]]]
"""For each page its blocks, each with the index of its fragment there."""


@dataclass(frozen=True, slots=True)
class _Side:
    """What is needed to show pages of one edition."""

    word: str
    structure: PageStructure
    file: bytes | None
    pictures: dict[int, str]
    placed: Placed


def write_report(
    editions: tuple[PageStructure, PageStructure],
    changes: Sequence[Change],
    names: tuple[str, str],
    edition_files: tuple[bytes | None, bytes | None] = (None, None),
) -> str:
    """Return the report as HTML. `names` are what both are called; the files show pages and pictures."""
    if not changes:
        return _page(names, editions, (), "", _nothing(editions))
    comparison = compare(*editions)
    pairs = pair_pages(comparison, changes)
    shown = pairs[:_MOST_PAIRS]
    sides = (
        _side("old", editions[0], edition_files[0], [pair.old for pair in shown]),
        _side("new", editions[1], edition_files[1], [pair.new for pair in shown]),
    )
    sections = [(pair, _section(comparison, pair, changes, sides)) for pair in shown]
    sections = [(pair, section) for pair, section in sections if section]
    first = _first_places([pair for pair, _ in sections])
    body = "".join(
        f'<section class="pair" id="pair-{place}" data-levels="{_levels(pair)}">{section}</section>'
        for place, (pair, section) in enumerate(sections, 1)
    )
    if len(pairs) > len(shown):
        body += f'<p class="more">{len(pairs) - len(shown):,} further pages changed and are not shown.</p>'
    if not sections:
        body += '<p class="more">These changes are not in the text: the sentences tell what they are.</p>'
    sentences = "".join(
        _sentence(comparison, number, change, first.get(number, 0)) for number, change in enumerate(changes, 1)
    )
    return _page(names, editions, changes, sentences, body)


def _first_places(pairs: Sequence[PagePair]) -> dict[int, int]:
    """Return for each change the place, from 1, of the pages to show first: those with what it is about."""
    found: dict[int, int] = {}
    for only_shown in (True, False):
        for place, pair in enumerate(pairs, 1):
            for mark in pair.marks:
                if not only_shown or ((mark.box or mark.block) and not mark.is_gap):
                    found.setdefault(mark.number, place)
    return found


def _side(word: str, structure: PageStructure, file: bytes | None, pages: list[int]) -> _Side:
    pictures: dict[int, str] = {}
    if file is not None and structure.kind == "pdf" and any(pages):
        pictures = render_pages(file, pages)
    placed: Placed = defaultdict(list)
    for block in (*structure.blocks, *(note.body for note in structure.notes)):
        for index, fragment in enumerate(block.fragments):
            placed[fragment.page].append((block, index))
    return _Side(word, structure, file, pictures, placed)


# --- sentences -------------------------------------------------------------------------------------------


def _sentence(comparison: Comparison, number: int, change: Change, place: int) -> str:
    passage = passage_of(comparison, change)
    pages = change.new_pages or change.old_pages
    some = len(pages_shown(change, pages))
    notes = "".join(
        (
            f'<div class="passage">{passage}</div>' if passage else "",
            f'<p class="aside">marked on {some} of {len(pages):,} pages</p>' if some < len(pages) else "",
            f'<p class="aside source">{text_of(change.source)}</p>' if change.source else "",
        )
    )
    level, pair = change.level.word, f"pair-{place}" if place else ""
    return (
        f'<li id="c{number}" class="{level}" data-number="{number}" data-level="{level}" data-pair="{pair}">'
        f'<a href="#{pair or f"c{number}"}"><span class="badge">{number}</span><span class="told">'
        f'<span class="sentence">{sentence_of(change.sentence)}</span> '
        f'<span class="level">{level}</span></span></a>{notes}</li>'
    )


# --- pages -----------------------------------------------------------------------------------------------


def _levels(pair: PagePair) -> str:
    return " ".join(dict.fromkeys(mark.level.word for mark in pair.marks))


def _section(
    comparison: Comparison, pair: PagePair, changes: Sequence[Change], sides: tuple[_Side, _Side]
) -> str:
    """Return a pair of pages under its heading; empty if nothing can be shown of it."""
    old, new = (
        comparison.old_paging.at(pair.old) if pair.old else "",
        comparison.new_paging.at(pair.new) if pair.new else "",
    )
    if old and new:
        title = text_of(old) if old == new else f"{text_of(old)} <i>→</i> {text_of(new)}"
    else:
        title = f"{text_of(old or new)} <small>{'only old' if old else 'only new'}</small>"
    slider = ""
    if comparison.old.kind == comparison.new.kind == "epub":
        books = sides[0].file, sides[1].file
        kind, inner = "words", show_rows(comparison, pair) + show_pictures(comparison, pair, changes, books)
        if not inner:
            return ""
    else:
        shown = (
            _sheet(sides[0], pair.old, old, pair.old_marks, new),
            _sheet(sides[1], pair.new, new, pair.new_marks, old),
        )
        pages = [
            side.structure.pages[number - 1]
            for side, number in zip(sides, (pair.old, pair.new), strict=True)
            if 0 < number <= len(side.structure.pages)
        ]
        wide = bool(pages) and all(map(is_wide, pages))
        kind, inner = ("sheets wide" if wide else "sheets"), "".join(shown)
        if old and new and comparison.has_pages:
            kind += " both"
            slider = (
                '<label class="slider"><span>old</span><input type="range" min="0" max="100" value="50" '
                'aria-label="how much of the new page shows, in per cent"><span>new</span></label>'
            )
    badges = "".join(
        f'<a class="badge {level}" href="#c{number}" data-number="{number}" data-level="{level}" '
        f'aria-label="change {number}, {level}">{number}</a>'
        for number, level in sorted({(mark.number, mark.level.word) for mark in pair.marks})
    )
    header = f'<header><h2><bdi>{title}</bdi></h2><div class="numbers">{badges}</div>{slider}</header>'
    return f'{header}<div class="{kind}">{inner}</div>'


def _sheet(side: _Side, number: int, name: str, marks: list[Mark], other: str) -> str:
    if not number or number > max(len(side.structure.pages), len(side.structure.spine)):
        inner = f'<p class="none">{text_of(other)} has no counterpart in the {side.word} edition</p>'
    elif side.structure.kind == "epub":
        inner = show_blocks(side.structure, number, marks)
    else:
        told = f"{side.word} edition, {name}"
        placed = side.placed.get(number, [])
        inner = show_page(side.structure.pages[number - 1], told, placed, side.pictures.get(number), marks)
    caption = f"{side.word} <bdi>{text_of(name)}</bdi>" if name else side.word
    return f'<figure class="sheet {side.word}"><figcaption>{caption}</figcaption>{inner}</figure>'


def _nothing(editions: tuple[PageStructure, PageStructure]) -> str:
    old, new = (_extent(edition) for edition in editions)
    both = f"Both editions have {old}." if old == new else f"The old edition has {old}, the new one {new}."
    return (
        '<div class="empty"><svg viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="21"/>'
        '<path d="M14.5 25l6.5 6.5 13-14.5"/></svg><h2>No difference a reader would see</h2>'
        f"<p>{both} Producer, dates, ids, compression and shifts up to 0.15 pt are not looked at.</p></div>"
    )


def _extent(edition: PageStructure) -> str:
    pages = (
        count(len(edition.spine), "document") if edition.kind == "epub" else count(len(edition.pages), "page")
    )
    return f"{pages}, {count(len(edition.blocks), 'block')} and {count(len(edition.notes), 'note')}"


# --- the whole page --------------------------------------------------------------------------------------


def _page(
    names: tuple[str, str],
    editions: tuple[PageStructure, PageStructure],
    changes: Sequence[Change],
    sentences: str,
    body: str,
) -> str:
    style, script, frame = (
        files("publish.structure.report").joinpath(f"report.{ending}").read_text("utf-8")
        for ending in ("css", "js", "html")
    )
    levels = Counter(change.level for change in changes)
    buttons = "".join(
        f'<button type="button" class="{level.word}" data-level="{level.word}" aria-pressed="true">'
        f"<span>{level.word}</span> <b>{levels[level]:,}</b></button>"
        for level in sorted(levels, reverse=True)
    )
    parts = {
        "policy": f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; "
        f"script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'",
        "old": text_of(names[0]),
        "new": text_of(names[1]),
        "old-kind": _kind(editions[0]),
        "new-kind": _kind(editions[1]),
        "total": count(len(changes), "change") if changes else "no change",
        "state": "" if changes else "same",
        "onion": "" if ' both">' in body else "hidden",
        "style": style,
        "script": script,
        "levels": buttons,
        "sentences": sentences,
        "body": body,
    }
    pieces = frame.split("{{")
    return pieces[0] + "".join(
        parts[name] + rest for name, _, rest in (piece.partition("}}") for piece in pieces[1:])
    )


def _kind(edition: PageStructure) -> str:
    if edition.kind == "epub":
        return f"EPUB, {count(len(edition.spine), 'document')}"
    sheets = any(page.leaves for page in edition.pages)
    return f"{'booklet' if sheets else 'PDF'}, {count(len(edition.pages), 'side' if sheets else 'page')}"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"
