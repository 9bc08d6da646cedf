"""Faults of links: dead ones, and figures far from their mention.

In: a page structure. Out: faults. A mention is a link to a figure or table that names it by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.model.changes import Fault, Spot
from publish.model.pages import Link, PageStructure
from publish.model.wording import squash
from publish.structure.sentences import Paging, describe, paging_of, quote

_FARTHEST = 2
_MENTION = re.compile(r"^(?:\w[\w.]*\s+)?\d+(?:[.\-–]\d+)*[a-z]?$")
_PLACED = ("Figure", "Caption", "TH", "TR")


def link_faults(structure: PageStructure) -> Iterator[Fault]:
    """Yield dead links and figures far from the nearest link to them."""
    paging = paging_of(structure)
    for link in structure.links:
        if link.is_dead:
            shown = quote(link.text) if link.text else "over a picture"
            to = f" (to {link.target})" if len(link.target) > 1 else ""
            told = _at(paging, link, f"the link {shown}{to} leads nowhere")
            yield _fault("dead-link", link, told, link.target or link.text)
    if structure.kind != "pdf":
        return
    yield from _far(structure, paging)


def _at(paging: Paging, link: Link, words: str) -> str:
    at = paging.at(link.page)
    return f"{at}: {words}" if at else words


def _far(structure: PageStructure, paging: Paging) -> Iterator[Fault]:
    """Tell figures and tables that no link to them is near."""
    nearest: dict[tuple[int, str], tuple[int, Link]] = {}
    for link in structure.links:
        if link.target_page is None or link.target or not _MENTION.match(link.text) or not link.leads_to:
            continue
        distance = abs(link.target_page - link.page)
        key = (link.target_page, link.leads_to)
        if key not in nearest or distance < nearest[key][0]:
            nearest[key] = (distance, link)
    for (page, leads_to), (distance, link) in nearest.items():
        if distance <= _FARTHEST:
            continue
        start = squash(leads_to)
        for index, block in enumerate(structure.blocks):
            if block.page == page and block.role in _PLACED and squash(block.text).startswith(start):
                told = f"{paging.at(page)}: {describe(block)} stands {distance} pages from its nearest mention,"
                spot = Spot(page, block.fragments[0].box, f"b{index}")
                told = f"{told} {quote(link.text)} on {paging.at(link.page)}"
                yield Fault("figure-far", page, told, link.text, (spot,))
                break


def _fault(rule: str, link: Link, sentence: str, subject: str) -> Fault:
    spots = tuple(Spot(link.page, box) for box in link.boxes[:3]) or (Spot(link.page),)
    return Fault(rule, link.page, sentence, subject, spots)
