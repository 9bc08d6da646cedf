"""Every printed page number proved on every build: it is the folio of the page its link leads to.

In: a finished layout and what was found on its pages. Out: a diagnostic for every number that is wrong, which
forbids delivery. What is compared is what the engine painted, not what settling meant to write.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.digits import roman
from publish.model.source import Source, Span
from publish.paginating.inspecting import Inspection, PrintedReference
from publish.paginating.layout import LaidOut
from publish.paginating.locating import locator_pieces
from publish.paginating.places import find_words
from publish.paginating.preparing import BLOCKS, plain_words
from publish.paginating.settling import Place, joint_of

_WORD = re.compile(r"[\w-]+")


def reference_diagnostics(
    laid_out: LaidOut, found: Inspection, sources: Sequence[Source] = ()
) -> tuple[Diagnostic, ...]:
    """Compare every printed page number with the folio of the page its link leads to."""
    return tuple(_Proof(laid_out, found, sources).run())


class _Proof:
    """One proof: the layout, and what is wrong with it so far."""

    def __init__(self, laid_out: LaidOut, found: Inspection, sources: Sequence[Source]) -> None:
        self.laid_out, self.found, self.sources = laid_out, found, sources
        is_needed = found.printed_folios or found.link_pages
        self.parents = {c: p for p in laid_out.root.iter() for c in p} if is_needed else {}

    def run(self) -> list[Diagnostic]:
        """Return what is wrong: numbers the engine counted, ours, numbers left out, lists of an index."""
        wrong = [*self._counted()]
        for element, pieces in self.found.printed_folios.items():
            targets = element.get("data-targets")
            printed = "".join(text for text, _ in pieces)
            if targets is None:
                wrong += self._single(element, printed, pieces[0][1])
            else:
                wrong += self._several(element, targets, printed, pieces[0][1])
        for link, on_page in self.found.link_pages.items():
            target = (link.get("href") or "").removeprefix("#")
            if self.found.anchors.get(target) not in (None, on_page):
                wrong.append(self._unsettled(PrintedReference(target, "", on_page), link))
        return wrong

    def _counted(self) -> list[Diagnostic]:
        """Judge an author's `target-counter`: with words around it, and in other figures than the folio's."""
        wrong = []
        for reference in self.found.references:
            page = self.found.anchors.get(reference.target)
            if page is not None:
                number = self.laid_out.page_numbers[page - 1]
                names = {str(number), roman(number), self.found.folios[page - 1].lower()}
                if names.isdisjoint(_WORD.findall(reference.printed.lower())):
                    wrong.append(self._unsettled(reference, None))
        return wrong

    def _single(self, element: Element, printed: str, on_page: int) -> list[Diagnostic]:
        target = element.get("data-target") or ""
        page = self.found.anchors.get(target)
        if page is None:
            return [self._nowhere(target, element, on_page)]
        if _is_repeated(self.found.folios[page - 1], printed):
            return []
        return [self._unsettled(PrintedReference(target, printed, on_page), element)]

    def _several(self, element: Element, targets: str, printed: str, on_page: int) -> list[Diagnostic]:
        found = self.found
        places = {name: Place(page - 1, found.folios[page - 1]) for name, page in found.anchors.items()}
        pieces = locator_pieces(targets, places.get)
        if not pieces:
            return [self._nowhere(targets.split(maxsplit=1)[0] if targets.split() else "", element, on_page)]
        if _is_repeated(joint_of(element).join(piece.text for piece in pieces), printed):
            return []
        return [self._unsettled(PrintedReference(pieces[0].target, printed, on_page), element)]

    def _unsettled(self, reference: PrintedReference, element: Element | None) -> Diagnostic:
        found = self.found
        says = f"prints {reference.printed} as its page" if reference.printed else "names no page"
        page = found.folios[found.anchors[reference.target] - 1]
        return diagnose(
            "layout/unsettled-reference",
            f"on page {found.folios[reference.page - 1]}, the reference to `#{reference.target}` {says}, but "
            f"that stands on page {page}: each time the number is set right, it moves the pages",
            self._where(element),
            hints=("change a few words of that paragraph, or begin a page before the place it refers to",),
        )

    def _nowhere(self, target: str, element: Element, on_page: int) -> Diagnostic:
        return diagnose(
            "xref/dead-link",
            f"page {self.found.folios[on_page - 1]} should say on which page `#{target}` stands; it is on none",
            self._where(element),
            hints=("refer to something that is printed",),
        )

    def _where(self, element: Element | None) -> Span | None:
        """Return where the paragraph something stands in was written."""
        if element is None:
            return None
        while element.tag not in BLOCKS and element in self.parents:
            element = self.parents[element]
        return find_words(self.sources, plain_words(element)[:80])


def _is_repeated(expected: str, printed: str) -> bool:
    """Tell whether what is printed is as expected, once, or on every page a table's head is repeated on."""
    expected, printed = "".join(expected.split()), "".join(printed.split())
    return bool(printed) and expected * (len(printed) // max(1, len(expected))) == printed
