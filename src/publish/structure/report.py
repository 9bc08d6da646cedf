"""Changes of two editions → one self-contained HTML page: sentences, and the changed pages side by side.

It works from a file without a network: style and script stand in the page and are allowed by their digests (CSP
Level 3), pictures are data URIs. Pages come from the PDFs where they are given, else they are drawn from the
structure. The script only filters, steps and fades; without it the page can be read all the same.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Block, Box, PageStructure
from publish.structure.comparing import Comparison, compare
from publish.structure.diff import summary
from publish.structure.report_pages import Mark, draw_page, show_words

_MANY_PAGES = 6
"""A change of looks or of reflow on more pages is shown on its first ones and its last one."""
_MOST_PAIRS = 200
_QUOTED = re.compile(r"‘[^’]*’")


@dataclass(slots=True)
class _Pair:
    """A page of the old edition beside the page of the new one that came from it; 0 is none."""

    old: int
    new: int
    old_marks: list[tuple[int, Change, Spot]] = field(default_factory=list)
    new_marks: list[tuple[int, Change, Spot]] = field(default_factory=list)

    @property
    def numbers(self) -> list[int]:
        return sorted({number for number, _, _ in (*self.old_marks, *self.new_marks)})


def write_report(
    editions: tuple[PageStructure, PageStructure],
    changes: Sequence[Change],
    names: tuple[str, str],
    pdfs: tuple[bytes | None, bytes | None] = (None, None),
) -> str:
    """Return the report as HTML. `names` are what the editions are called, `pdfs` their files if PDFs."""
    comparison = compare(*editions)
    pairs = _pairs(comparison, changes)
    shown = pairs[:_MOST_PAIRS]
    pictures = [
        _pictures(pdf, [page for pair in shown if (page := pair.old if side == 0 else pair.new)])
        for side, pdf in enumerate(pdfs)
    ]
    first_pair: dict[int, str] = {}
    for place, pair in enumerate(shown, 1):
        for number in pair.numbers:
            first_pair.setdefault(number, f"pair-{place}")
    placed = _placed(editions[0]), _placed(editions[1])
    body = [
        _pair(comparison, place, pair, (pictures[0], pictures[1]), placed)
        for place, pair in enumerate(shown, 1)
    ]
    if len(pairs) > len(shown):
        body.append(f'<p class="more">{len(pairs) - len(shown):,} further pages changed and are not shown.</p>')
    if not changes:
        body.append('<p class="empty">No difference a reader would see.</p>')
    return _page(names, changes, first_pair, "".join(body))


def _pictures(pdf: bytes | None, pages: list[int]) -> dict[int, str]:
    if pdf is None or not pages:
        return {}
    from publish.structure.report_pictures import render_pages

    return render_pages(pdf, pages)


# --- which pages to show ---------------------------------------------------------------------------------


def _pairs(comparison: Comparison, changes: Sequence[Change]) -> list[_Pair]:
    """Return the changed pages in the order of the new edition, each with its marks."""
    came_to: dict[int, int] = {}
    for new, old in enumerate(comparison.page_map, 1):
        came_to.setdefault(old, new)
    pairs: dict[tuple[int, int], _Pair] = {}

    def pair_of(old: int, new: int) -> _Pair:
        return pairs.setdefault((old, new), _Pair(old, new))

    for number, change in enumerate(changes, 1):
        new_pages, old_pages = _some(change, change.new_pages), _some(change, change.old_pages)
        for spot in change.new:
            if spot.page in new_pages:
                pair_of(comparison.old_page_of(spot.page), spot.page).new_marks.append((number, change, spot))
        for spot in change.old:
            if spot.page in old_pages:
                pair_of(spot.page, came_to.get(spot.page, 0)).old_marks.append((number, change, spot))
    for (old, new), pair in list(pairs.items()):
        twin = pairs.get((comparison.old_page_of(new), new)) if new else None
        if twin is not None and twin is not pair and not pair.new_marks and twin.old == old:
            twin.old_marks += pair.old_marks
            del pairs[old, new]
    return sorted(pairs.values(), key=lambda pair: (pair.new or came_to.get(pair.old, pair.old), pair.old))


def _some(change: Change, pages: tuple[int, ...]) -> set[int]:
    """Return the pages on which to show a change: all, but of looks and reflow only the first and the last."""
    if change.level >= Level.LAYOUT and change.kind != "page/size":
        return set(pages)
    return set(pages) if len(pages) <= _MANY_PAGES else {*pages[: _MANY_PAGES - 1], pages[-1]}


def _placed(structure: PageStructure) -> dict[int, list[tuple[Block, int]]]:
    found: dict[int, list[tuple[Block, int]]] = defaultdict(list)
    for block in (*structure.blocks, *(note.body for note in structure.notes)):
        for index, fragment in enumerate(block.fragments):
            found[fragment.page].append((block, index))
    return found


# --- one pair --------------------------------------------------------------------------------------------


def _pair(
    comparison: Comparison,
    place: int,
    pair: _Pair,
    pictures: tuple[dict[int, str], dict[int, str]],
    placed: tuple[dict[int, list[tuple[Block, int]]], dict[int, list[tuple[Block, int]]]],
) -> str:
    old, new = (
        comparison.old_paging.at(pair.old) if pair.old else "",
        comparison.new_paging.at(pair.new) if pair.new else "",
    )
    title = (
        (old if old == new else f"{old} → {new}") if old and new else f"{old} (gone)" if old else f"{new} (new)"
    )
    levels = {number: change.level for number, change, _ in (*pair.old_marks, *pair.new_marks)}
    badges = "".join(
        f'<a class="{levels[n].word}" href="#c{n}" data-number="{n}" data-level="{levels[n].word}">'
        f'<span class="badge">{n}</span></a>'
        for n in pair.numbers
    )
    slider = (
        '<label class="slider">old <input type="range" min="0" max="100" value="50" '
        'aria-label="how much of the new page shows"> new</label>'
        if old and new
        else ""
    )
    sheets = "".join(
        _sheet(structure, page, name, (side, pictures[at].get(page), placed[at].get(page, [])), marks)
        for at, (side, structure, page, name, marks) in enumerate(
            (
                ("old", comparison.old, pair.old, old, pair.old_marks),
                ("new", comparison.new, pair.new, new, pair.new_marks),
            )
        )
    )
    words = " ".join(dict.fromkeys(level.word for level in levels.values()))
    both = " both" if old and new else ""
    return (
        f'<section class="pair{both}" id="pair-{place}" data-levels="{words}"><header><h2>{escape(title)}</h2>'
        f'<span class="numbers">{badges}</span>{slider}</header><div class="sheets">{sheets}</div></section>'
    )


def _sheet(
    structure: PageStructure,
    number: int,
    name: str,
    look: tuple[str, str | None, list[tuple[Block, int]]],
    marks: list[tuple[int, Change, Spot]],
) -> str:
    side, picture, placed = look
    if not number:
        inner = '<div class="none">no such page</div>'
    elif structure.kind == "epub":
        inner = show_words(
            structure, number, {spot.block: (n, c.level) for n, c, spot in reversed(marks) if spot.block}
        )
    elif number <= len(structure.pages):
        page = structure.pages[number - 1]
        boxes = [Mark(n, c.level, spot.box, c.sentence) for n, c, spot in marks if spot.box]
        whole = dict.fromkeys((n, c) for n, c, spot in marks if not spot.box and not spot.block)
        edge = Box(14.0, 14.0, 10.0, 10.0)
        boxes += [Mark(n, c.level, edge, c.sentence) for n, c in whole if c.level < Level.LAYOUT or not boxes]
        inner = draw_page(page, placed, picture, boxes)
    else:
        inner = '<div class="none">no such page</div>'
    caption = f"{side} · {escape(name)}" if name else side
    return f'<figure class="sheet {side}"><figcaption>{caption}</figcaption>{inner}</figure>'


# --- the whole page --------------------------------------------------------------------------------------


def _page(names: tuple[str, str], changes: Sequence[Change], first_pair: dict[int, str], body: str) -> str:
    style, script = (
        files("publish.structure").joinpath(name).read_text("utf-8") for name in ("report.css", "report.js")
    )
    levels = Counter(change.level for change in changes)
    buttons = "".join(
        f'<button type="button" class="{level.word}" data-level="{level.word}" aria-pressed="true">'
        f"{level.word} <b>{levels[level]}</b></button>"
        for level in sorted(levels, reverse=True)
    )
    sentences = "".join(
        f'<li id="c{n}" class="{c.level.word}" data-number="{n}" data-level="{c.level.word}" '
        f'data-pair="{first_pair.get(n, "")}"><a href="#{first_pair.get(n, f"c{n}")}">'
        f'<span class="badge">{n}</span><span>{_sentence(c.sentence)}</span></a></li>'
        for n, c in enumerate(changes, 1)
    )
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    old, new = escape(names[0]), escape(names[1])
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{old} → {new}: what changed</title><style>{style}</style></head><body>"
        f'<header class="top"><div class="titles"><h1>What changed</h1><p class="names">{old} → {new} · '
        f"{escape(summary(changes))}</p></div>"
        f'<div class="levels" role="group" aria-label="levels shown">{buttons}</div>'
        '<div class="tools"><button type="button" id="onion" aria-pressed="false">onion skin</button>'
        '<button type="button" id="theme">light / dark</button></div></header>'
        f'<div class="columns"><nav class="list" aria-label="changes"><ol class="sentences">{sentences}</ol>'
        '<p class="keys"><kbd>j</kbd> <kbd>k</kbd> or <kbd>←</kbd> <kbd>→</kbd> step · <kbd>o</kbd> onion '
        f"skin · <kbd>t</kbd> light or dark</p></nav><main>{body}</main></div>"
        f"<script>{script}</script></body></html>\n"
    )


def _sentence(sentence: str) -> str:
    """Return a sentence with its quotations set off; an apostrophe inside a word is none."""
    return _QUOTED.sub(lambda match: f'<span class="quoted">{match[0]}</span>', escape(sentence, quote=False))


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"
