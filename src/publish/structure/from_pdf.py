"""Any PDF → its page structure.

In: the bytes of a PDF, tagged or not, of any maker. Out: a `PageStructure`, read from nothing but the file; a
file that cannot be read gives a diagnostic. Tags tell roles where there are any (ISO 32000-1, 14.8), geometry
does where there are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from publish.model.diagnostic import Outcome, diagnose
from publish.model.pages import PageStructure
from publish.structure.assembling import assemble
from publish.structure.notes import find_endnotes, find_small_notes, label_notes, mark_calls
from publish.structure.parts import Part, ReadPage, Targets
from publish.structure.pdf_links import DestinationNames, Links, read_metadata, read_outline
from publish.structure.pdf_pages import read_pages
from publish.structure.running import split_margins
from publish.structure.tagged import TaggedPage
from publish.structure.untagged import read_untagged

_WORD = re.compile(r"[^\W\d_]+")


def read_pdf(content: bytes) -> Outcome[PageStructure | None]:
    """Return the structure of a PDF; None with `pdf/unreadable` if it is damaged or asks for a password."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as trouble:
        if "password" in str(trouble).lower():
            return _unreadable("it asks for a password", "save a copy without a password")
        return _unreadable("it is damaged or no PDF at all", "check that the file opens in a viewer")
    try:
        if len(document) == 0:
            return _unreadable("it has no pages", "check that the file opens in a viewer")
        return Outcome(_read(document.raw, content))
    finally:
        document.close()


def _unreadable(why: str, act: str) -> Outcome[None]:
    message = f"the file cannot be read: {why}; expected a readable PDF"
    return Outcome(None, (diagnose("pdf/unreadable", message, hints=(act,)),))


def _read(document: Any, content: bytes) -> PageStructure:
    targets = Targets()
    pages, heights = read_pages(document, Links(targets, DestinationNames(content)))
    is_tagged = any(page.tree for page in pages)
    if is_tagged:
        _read_tagged(pages)
    else:
        read_untagged(pages)
    if not any(page.notes for page in pages):
        find_endnotes(pages, targets)
    if not any(page.notes for page in pages):
        find_small_notes(pages, _body_size(pages))
    _name_contents(pages, targets)
    label_notes(pages)
    mark_calls(pages, targets)
    return assemble(
        pages,
        targets,
        metadata=read_metadata(document, content),
        outline=read_outline(document, heights),
        vocabulary=_vocabulary(pages),
        is_tagged=is_tagged,
    )


def _read_tagged(pages: Sequence[ReadPage]) -> None:
    tables = 0
    for page in pages:
        reader = TaggedPage(page, tables)
        used = reader.read()
        tables = reader.tables
        loose = [piece for piece in page.content.pieces if piece.mark not in used]
        for part in split_margins(page, loose):
            _insert(page.main, part)
        page.loose = [graphic for graphic in page.content.graphics if graphic.mark not in used]


def _name_contents(pages: Sequence[ReadPage], targets: Targets) -> None:
    """Take list items that are one link into the edition and end in a number for entries of its contents."""
    for page in pages:
        for part in page.main:
            if part.role != "LI" or not part.lines or not part.lines[-1].text[-1:].isdigit():
                continue
            links = {piece.link for line in part.lines for piece in line.pieces}
            if len(links) == 1 and min(links) >= 0 and targets.all[min(links)].page is not None:
                part.role = "TOCI"


def _insert(parts: list[Part], part: Part) -> None:
    """Put an untagged part where its height says."""
    for index, other in enumerate(parts):
        if other.lines and other.lines[0].baseline > part.lines[0].baseline:
            parts.insert(index, part)
            return
    parts.append(part)


def _body_size(pages: Sequence[ReadPage]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for piece in page.content.pieces:
            sizes[round(piece.size, 1)] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _vocabulary(pages: Sequence[ReadPage]) -> frozenset[str]:
    """Return the words that stand whole somewhere, if a line ends in a hyphen that may be an author's."""
    if not any(
        line.pieces[-1].text.endswith("-")
        for page in pages
        for part in (*page.main, *page.notes)
        for line in part.lines
    ):
        return frozenset()
    words: set[str] = set()
    for page in pages:
        for part in (*page.main, *page.notes):
            for line in part.lines:
                words.update(word.lower() for word in _WORD.findall(line.text)[1:-1])
    return frozenset(words)
