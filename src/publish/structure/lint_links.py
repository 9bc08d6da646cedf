"""Faults of links and references: dead ones, wrong page numbers in print, figures far from their mention.

In: a page structure. Out: faults. A page reference is a link whose text ends in a page number after a word that
says so ("p. 7", "Seite 7"), or an entry of a table of contents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.model.changes import Fault, Spot
from publish.model.pages import Link, Page, PageStructure
from publish.model.wording import squash
from publish.structure.sentences import Paging, describe, paging_of, quote

_FARTHEST = 2
_NUMBER = r"(\d{1,5}|[ivxlcdm]{1,9})"
_NAMED = re.compile(
    r"(?:\bpp?\.|\bpages?|\bpgs?\.|\bS\.|\bSeiten?|\bpágs?\.|\bpáginas?|\bpagin[ae]|\bpag\.|\bsid[ae]n?|\bs\.|\bstr\.|\bс\.)"
    rf"[\s\u00a0]*{_NUMBER}\)?$",
    re.IGNORECASE,
)
_ENTRY = re.compile(rf"[\s.·…]{_NUMBER}$")
_MENTION = re.compile(r"^(?:\w[\w.]*\s+)?\d+(?:[.\-–]\d+)*[a-z]?$")
_PLACED = ("Figure", "Caption", "TH", "TR")


def link_faults(structure: PageStructure) -> Iterator[Fault]:
    """Yield dead links, wrong page references and figures far from the first link to them."""
    paging = paging_of(structure)
    for link in structure.links:
        if link.is_dead:
            shown = quote(link.text) if link.text else "over a picture"
            to = f" (to {link.target})" if len(link.target) > 1 else ""
            told = _at(paging, link, f"the link {shown}{to} leads nowhere")
            yield _fault("dead-link", link, told, link.target or link.text)
    if structure.kind != "pdf":
        return
    entries = {squash(block.text) for block in structure.blocks if block.role == "TOCI"}
    for link in structure.links:
        said = _page_said(link, entries)
        if not said or not link.target_page or link.target_page > len(structure.pages):
            continue
        page = structure.pages[link.target_page - 1]
        if said not in _names(page):
            printed = page.folio or page.label or str(page.number)
            told = _at(
                paging, link, f"{quote(link.text)} says page {said}, but what it leads to is on page {printed}"
            )
            yield _fault("wrong-page-reference", link, told, link.text)
    yield from _far(structure, paging)


def _at(paging: Paging, link: Link, words: str) -> str:
    at = paging.at(link.page)
    return f"{at}: {words}" if at else words


def _page_said(link: Link, entries: set[str]) -> str:
    match = _NAMED.search(link.text)
    if match is None and squash(link.text) in entries:
        match = _ENTRY.search(link.text)
    return match[1] if match else ""


def _names(page: Page) -> set[str]:
    """Return what a reader may call a page: what is printed on it, else what the viewer shows."""
    return {page.folio, page.label} if page.folio else {page.label, str(page.number)}


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
