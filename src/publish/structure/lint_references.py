"""Wrong page numbers in print: in "see page 12", contents, lists and indexes.

In: a page structure. Out: faults. Only what says that it names a page is judged: a page word of the document's
language with a number, an entry that ends in a leader or in a column of folios, or a number in an index. The
locator of a citation names a page of another work and is never judged: it leads to an entry of a list of
references, or stands behind a name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from publish.model.changes import Fault, Spot
from publish.model.pages import HEADINGS, Block, Link, Page, PageStructure
from publish.model.wording import squash
from publish.structure.sentences import Paging, paging_of, quote

_NUMBER = r"(?P<page>\d{1,5}|[ivxlcdm]{1,9})(?:\s*[-–—]\s*(?:\d{1,5}|[ivxlcdm]{1,9}))?"
_EVERYWHERE = (
    r"pages?|pgs?\.|pp?\.|Seiten?|páginas?|págs?\.|pagin[ae]|pagg?\.|pagina's|bladzijden?|blz\.|səhifə\w*|səh\.|sayfa\w*|"
    r"stron[ay]\w*|stran[ay]\w*|str\.|sidan|sidorna|sivu\w*|страниц\w*|стр\.|сторін\w*|стор\.|σελίδ\w*|σελ\.|"
    r"(?:ال)?صفحة|صفحه\S*|עמוד|עמ[׳'’]"
)
_IN = {
    **dict.fromkeys(("sv", "da", "no", "nb", "nn"), r"sid(?:or|a|e|er|en)|s\."),
    **dict.fromkeys(("fi", "pl", "cs", "sk", "tr", "az", "de", "sl", "hr"), r"s\."),
    **dict.fromkeys(("ru", "uk", "be", "bg"), r"с\."),
    **dict.fromkeys(("fa", "ar"), r"ص\.?"),
    "el": r"σ\.",
}
"""What says "page" in some languages only (BCP 47 primary subtags): `s.` is a section in others."""

_JOINING = re.compile(
    r"(?:^|[\s(\[])(?:on|at|see|from|to|auf|siehe|s\.|vgl\.|cf\.|à la|la|en|na|на|op|på|a)\s*[(\[]?$|^[(\[]$",
    re.IGNORECASE,
)
_FOLIO = re.compile(rf"[\s.·…_]{_NUMBER}$", re.IGNORECASE)
_COUNTED = re.compile(
    rf"(?:^|[\s(第]){_NUMBER}\s*(?:页|頁|ページ|쪽|페이지|\.\s?oldal\w*)[)。.]*$", re.IGNORECASE
)
"""Languages that say the number first."""
_LEADER = re.compile(r"(?:[.·…_]\s?){3,}|…")
_BARE = re.compile(rf"^{_NUMBER}$", re.IGNORECASE)
_DATED = re.compile(r"\b(?:1[4-9]|20)\d\d\b|\bn\.\s?d\.|\bo\.\s?J\.|https?:|\bdoi\b", re.IGNORECASE)
_ANCHORS = (*HEADINGS, "Caption", "Figure", "TH", "TR", "Formula", "Code")
"""What a reference leads to and a citation never does."""
_EVEN_PT = 2.0
"""Boxes end where the last glyph has its ink, and `1` has less of it than `4`."""
_FEWEST_IN_A_COLUMN = 3
_FEWEST_IN_AN_INDEX = 3


@dataclass(slots=True)
class _Places:
    """The blocks of an edition by where they begin or run."""

    blocks: tuple[Block, ...]
    starting: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    entries: dict[int, list[Block]] = field(default_factory=lambda: defaultdict(list))


def reference_faults(structure: PageStructure) -> Iterator[Fault]:
    """Yield the references that name another page than their target is on."""
    if structure.kind != "pdf" or any(page.leaves for page in structure.pages):
        return
    paging = paging_of(structure)
    places = _Places(structure.blocks)
    for index, block in enumerate(structure.blocks):
        places.starting[block.page].append(index)
        if block.role == "TOCI":
            places.entries[block.page].append(block)
    named = _named_in(structure.metadata.language)
    inside = [link for link in structure.links if link.target_page and not link.target]
    indexes = _index_pages(inside, structure.pages)
    for link in inside:
        if not 0 < (link.target_page or 0) <= len(structure.pages):
            continue
        page = structure.pages[(link.target_page or 0) - 1]
        said = _page_said(link, named, places) or (_bare(link) if link.page in indexes else "")
        if said and _value(said) not in _names(page):
            yield _wrong(link, said, page, paging)


def _wrong(link: Link, said: str, page: Page, paging: Paging) -> Fault:
    printed = page.folio or page.label or str(page.number)
    shown = quote(link.text) if link.text != said else f"the number {quote(said)}"
    told = f"{paging.at(link.page)}: {shown} says page {said}, but what it leads to is on page {printed}"
    spots = tuple(Spot(link.page, box) for box in link.boxes[:3]) or (Spot(link.page),)
    return Fault("wrong-page-reference", link.page, told, link.text, spots)


def _named_in(language: str) -> re.Pattern[str]:
    own = _IN.get(language.lower().replace("_", "-").partition("-")[0])
    words = f"{own}|{_EVERYWHERE}" if own else _EVERYWHERE
    return re.compile(
        rf"(?:^|(?<=[\s\u00a0(\[,;–—-]))(?:{words})[\s\u00a0\u202f]*{_NUMBER}[)\].,]*$", re.IGNORECASE
    )


def _page_said(link: Link, named: re.Pattern[str], places: _Places) -> str:
    """Return the page a link names in its own words or at the end of its contents entry, or nothing."""
    text = link.text.strip()
    match = named.search(text) or _COUNTED.search(text)
    if match is not None:
        return match["page"] if _is_reference(link, text[: match.start()], places) else ""
    entry = _entry_of(link, places)
    if entry is None:
        return ""
    match = _FOLIO.search(entry.text)
    is_folio = match is not None and (
        _LEADER.search(entry.text) or _stands_in_column(entry, places) or _target(link, places, _ANCHORS)
    )
    return match["page"] if match is not None and is_folio else ""


def _is_reference(link: Link, before: str, places: _Places) -> bool:
    """Tell a reference ("see p. 7", "Methods, p. 7") from a citation with a locator ("Müller, p. 7")."""
    if _target(link, places, _ANCHORS) is not None:
        return True
    if not _JOINING.search(before.rstrip()) and before.strip():
        return False
    index = _target(link, places)
    return index is None or not _is_in_list_of_references(index, places.blocks)


def _target(link: Link, places: _Places, roles: tuple[str, ...] = ()) -> int | None:
    """Return the index of the block a link leads to, if its words tell and its role is one of these."""
    start = squash(link.leads_to)
    for index in places.starting.get(link.target_page or 0, ()) if start else ():
        block = places.blocks[index]
        if squash(block.text).startswith(start):
            return index if not roles or block.role in roles else None
    return None


def _is_in_list_of_references(index: int, blocks: tuple[Block, ...]) -> bool:
    """Tell entries of works: dated, and so is what stands beside them, or hung."""
    block = blocks[index]
    if block.role in HEADINGS or not _DATED.search(block.text):
        return False
    beside = [other for other in blocks[max(0, index - 1) : index + 2] if other is not block]
    return block.look.indent_pt < 0 or any(b.role == block.role and _DATED.search(b.text) for b in beside)


def _entry_of(link: Link, places: _Places) -> Block | None:
    """Return the contents entry a link is, begins or ends."""
    words = squash(link.text)
    for block in places.entries.get(link.page, ()):
        text = squash(block.text)
        if not words or not (text.startswith(words) or text.endswith(words)):
            continue
        if not link.boxes or not any(fragment.box.height_pt for fragment in block.fragments):
            return block
        middles = [box.top_pt + box.height_pt / 2 for box in link.boxes]
        boxes = [fragment.box for fragment in block.fragments if fragment.page == link.page]
        if any(box.top_pt - 3 <= middle <= box.bottom_pt + 3 for box in boxes for middle in middles):
            return block
    return None


def _stands_in_column(entry: Block, places: _Places) -> bool:
    """Tell whether the ends of entries stand under each other, as folios do and ends of lines do not."""
    edges = [b.fragments[-1].box.right_pt for b in places.entries[entry.page] if b.fragments]
    own = entry.fragments[-1].box.right_pt
    return sum(abs(edge - own) <= _EVEN_PT for edge in edges) >= _FEWEST_IN_A_COLUMN


def _index_pages(links: list[Link], pages: tuple[Page, ...]) -> set[int]:
    """Return the pages of an index: most of their bare numbers are pages that they lead to."""
    right: dict[int, int] = defaultdict(int)
    bare: dict[int, int] = defaultdict(int)
    for link in links:
        said = _bare(link)
        if said and 0 < (link.target_page or 0) <= len(pages):
            bare[link.page] += 1
            right[link.page] += _value(said) in _names(pages[(link.target_page or 0) - 1])
    return {page for page, n in bare.items() if right[page] >= max(_FEWEST_IN_AN_INDEX, 0.6 * n)}


def _bare(link: Link) -> str:
    match = _BARE.match(link.text.strip(" \u00a0,;"))
    return match["page"] if match else ""


def _names(page: Page) -> set[int | str]:
    """Return what a reader may call a page: what is printed on it, else what the viewer shows."""
    names = (page.folio, page.label) if page.folio else (page.label, str(page.number))
    return {_value(name) for name in names if name}


def _value(name: str) -> int | str:
    """Return a page's name as it is compared: figures of any script by their value, the rest without case.

    >>> _value("۱۲"), _value("xIV"), _value("A-3")
    (12, 'xiv', 'a-3')
    """
    return int(name) if name.isdecimal() else name.casefold()
