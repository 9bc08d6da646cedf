"""Faults of links: dead ones, and figures far from their mention.

In: a page structure. Out: faults. A mention is a link to a figure or table that names it by its number, or its
label in running text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from publish.model.changes import Fault, Spot
from publish.model.pages import Block, Link, PageStructure
from publish.model.wording import squash
from publish.structure.sentences import Paging, describe, paging_of, quote

_FARTHEST = 2
_MENTION = re.compile(r"^(?:\w[\w.]*\s+)?\d+(?:[.\-–]\d+)*[a-z]?$")
_KINDS = (
    r"fig(?:ure|ura|uur|\.)?|tab(?:le|elle|leau|ela|la|\.)?|abb(?:ildung|\.)?|plate|plan|map|chart|diagram|"
    r"listing|scheme|exhibit|рис(?:унок|\.)?|табл(?:ица|\.)?|rys(?:unek|\.)?|obr(?:ázek|\.)?|شکل|جدول"
)
_NAMED = re.compile(rf"\b(?:{_KINDS})[\s\u00a0]+\d+(?:[.\-–]\d+)*", re.IGNORECASE)
_CAPTION = re.compile(rf"(?:{_KINDS})[\s\u00a0]+\d+(?:[.\-–]\d+)*(?=[.:\s]|$)", re.IGNORECASE)
_PLACED = ("Figure", "Caption", "TH", "TR")
_CAPTIONED = ("Caption", "P")
_RUNNING = ("P", "LI", "BlockQuote")


def link_faults(structure: PageStructure) -> Iterator[Fault]:
    """Yield dead links and figures far from the nearest link to them."""
    paging = paging_of(structure)
    for link in structure.links:
        if link.is_dead:
            shown = quote(link.text) if link.text else "over a picture"
            to = f" (to {link.target})" if len(link.target) > 1 else ""
            told = _at(paging, link, f"the link {shown}{to} leads nowhere")
            yield _fault("dead-link", link, told, link.target or link.text)
    yield from _dead_entries(structure)
    if structure.kind != "pdf":
        return
    yield from _far(structure, paging)


def _dead_entries(structure: PageStructure) -> Iterator[Fault]:
    """Tell bookmarks that lead nowhere; one with others below it may be there for these only."""
    what = "bookmark" if structure.kind == "pdf" else "contents entry"
    levels = [entry.level for entry in structure.outline]
    following = [*levels[1:], 0][: len(levels)]
    for entry, next_level in zip(structure.outline, following, strict=True):
        if entry.page is None and next_level <= entry.level:
            yield Fault("dead-link", 0, f"the {what} {quote(entry.title)} leads nowhere", entry.title)


def _at(paging: Paging, link: Link, words: str) -> str:
    at = paging.at(link.page)
    return f"{at}: {words}" if at else words


def _far(structure: PageStructure, paging: Paging) -> Iterator[Fault]:
    """Tell figures and tables that nothing near speaks of, though something farther does."""
    mentions: dict[tuple[str, str], list[tuple[int, str]]] | None = None
    told: dict[tuple[int, str], Fault] = {}
    for index, block in enumerate(structure.blocks):
        label = _CAPTION.match(block.text) if block.role in _CAPTIONED else None
        found: list[tuple[int, str]] = []
        if label:
            mentions = _mentions(structure) if mentions is None else mentions
            found += mentions.get(_key(label[0]), ())
        found += _links_to(structure, block)
        if not found:
            continue
        distance, page, words = min((_distance(block, page), page, words) for page, words in found)
        if distance > _FARTHEST:
            what = (
                f"{paging.at(block.page)}: {describe(block)} stands {distance} pages from its nearest mention,"
            )
            spot = Spot(block.page, block.fragments[0].box, f"b{index}")
            fault = Fault(
                "figure-far", block.page, f"{what} {quote(words)} on {paging.at(page)}", words, (spot,)
            )
            if block.role != "Figure" or (block.page, words) not in told:  # its caption says more
                told[block.page, words] = fault
    yield from told.values()


def _distance(block: Block, page: int) -> int:
    return max(block.page - page, page - block.last_page, 0)


def _links_to(structure: PageStructure, block: Block) -> list[tuple[int, str]]:
    """Return the page and words of the links that name this block by a number."""
    if block.role not in _PLACED:
        return []
    text = squash(block.text)
    return [
        (link.page, link.text)
        for link in structure.links
        if link.target_page == block.page
        and not link.target
        and _MENTION.match(link.text)
        # Where nothing tells what stands there, its page has to do.
        and (text.startswith(squash(link.leads_to)) if link.leads_to else _names_figure(link, block))
    ]


def _names_figure(link: Link, block: Block) -> bool:
    return block.role == "Figure" and _NAMED.match(link.text) is not None


def _mentions(structure: PageStructure) -> dict[tuple[str, str], list[tuple[int, str]]]:
    """Return where running text names figures and tables, by kind and number; nothing of a snapshot."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    if structure.is_abridged:
        return found
    bodies = [block for block in structure.blocks if block.role in _RUNNING]
    for body in (*bodies, *(note.body for note in structure.notes)):
        if _CAPTION.match(body.text):
            continue
        for match in _NAMED.finditer(body.text):
            for page in {fragment.page for fragment in body.fragments}:
                found[_key(match[0])].append((page, match[0]))
    return found


def _key(label: str) -> tuple[str, str]:
    """Return a label's kind and number as they are compared: `Fig. 3`, `Figure 3` and `figure 3` are one."""
    words = label.split()
    return words[0].casefold()[:3], words[-1].rstrip(".:")


def _fault(rule: str, link: Link, sentence: str, subject: str) -> Fault:
    spots = tuple(Spot(link.page, box) for box in link.boxes[:3]) or (Spot(link.page),)
    return Fault(rule, link.page, sentence, subject, spots)
