"""The words sentences are made of: counts, quotations, names of blocks and of pages. Pure text in, text out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from publish.model.pages import HEADINGS, Block, Page, PageStructure

_NAMES = {
    "P": "paragraph",
    "LI": "list item",
    "TOCI": "contents entry",
    "BlockQuote": "quotation",
    "Code": "code block",
    "Caption": "caption",
    "Figure": "picture",
    "Formula": "formula",
    "TH": "table head",
    "TR": "table row",
    "Note": "note",
}
_PLURALS = {
    "contents entry": "contents entries",
    "rule or background": "rules or backgrounds",
    "navigation entry": "navigation entries",
}
_LONGEST_QUOTE = 60


def name_of(role: str) -> str:
    """Return what a reader calls a block of this role.

    >>> name_of("H2"), name_of("TR"), name_of("Div")
    ('heading', 'table row', 'block')
    """
    return "heading" if role in HEADINGS else _NAMES.get(role, "block")


def count(number: int, noun: str) -> str:
    """Return a number with its noun in the right form.

    >>> count(1, "block"), count(3, "contents entry"), count(1200, "word")
    ('1 block', '3 contents entries', '1,200 words')
    """
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """Return a noun for several.

    >>> plural("paragraph"), plural("contents entry")
    ('paragraphs', 'contents entries')
    """
    return _PLURALS.get(noun, f"{noun}s")


def join_and(parts: Sequence[str]) -> str:
    """Return a list as a person writes it.

    >>> join_and(["a"]), join_and(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def count_roles(roles: Iterable[str]) -> str:
    """Return how many blocks of each kind.

    >>> count_roles(["P", "P", "H1", "H2", "Note"])
    '2 paragraphs, 2 headings and 1 note'
    """
    found = Counter(name_of(role) for role in roles)
    ranked = found.most_common()
    if len(ranked) > 4:
        rest = sum(number for _, number in ranked[3:])
        return join_and([count(n, name) for name, n in ranked[:3]] + [count(rest, "other block")])
    return join_and([count(n, name) for name, n in ranked])


def quote(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """Return a text in quotation marks, shortened at a word.

    >>> quote("the war")
    '‘the war’'
    """
    flat = " ".join(text.split())
    if len(flat) > longest:
        cut = flat[: longest - 1]
        flat = (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut).rstrip(" ,;:–—-") + "…"
    return f"‘{flat}’"


def opening(block: Block, words: int = 4) -> str:
    """Return the first words of a block in quotation marks; a row's first cells."""
    # Of a whole paragraph no more is looked at than is told.
    parts = block.text.split(None, words) if block.abridged is None else block.text.split()
    if not parts:
        return "without text"
    more = len(parts) > words or (block.abridged is not None and len(block.marks) > len(parts))
    text = " ".join(parts[:words])
    if len(text) > 48:
        text, more = text[:47], True
    return f"‘{text.rstrip('…')}…’" if more else f"‘{text}’"


def describe(block: Block, words: int = 4) -> str:
    """Return a block's kind and first words.

    >>> describe(Block("H1", "Methods"))
    'heading ‘Methods’'
    """
    return f"{name_of(block.role)} {opening(block, words)}"


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return ascending numbers as runs without a gap.

    >>> runs([5, 1, 2, 3])
    [(1, 3), (5, 5)]
    """
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


@dataclass(frozen=True, slots=True)
class Paging:
    """How the pages of one edition are called in sentences."""

    names: tuple[str, ...]
    one: str
    many: str

    def name(self, page: int) -> str:
        """Return a page's own name: its label, or its number where labels do not tell pages apart."""
        return self.names[page - 1] if 0 < page <= len(self.names) else str(page)

    def at(self, page: int) -> str:
        """Return a page with its word: `p. 7`."""
        return f"{self.one}{self.name(page)}"

    def span(self, first: int, last: int) -> str:
        """Return a range of pages: `pp. 3–6`."""
        if first == last:
            return self.at(first)
        return (
            f"{self.many}{self.name(first)}–{self.name(last)}"
            if self.many
            else f"{self.at(first)} to {self.at(last)}"
        )

    def several(self, pages: Iterable[int]) -> str:
        """Return some pages: `pp. 1–3, 7`; all of them as `all pages`."""
        found = runs(page for page in pages if page)
        if not found:
            return "all pages"
        if found == [(1, len(self.names))] and len(self.names) > 1:
            return "all pages" if self.many else "everywhere"
        if len(found) == 1:
            return self.span(*found[0])
        if not self.many and any(", " in name for name in self.names):
            each = [self.name(number) for a, b in found for number in range(a, b + 1)]
            return f"{'; '.join(each[:6])}{' and others' if len(each) > 6 else ''}"
        shown = [
            self.name(a) if a == b else f"{self.name(a)}{', ' if b == a + 1 else '–'}{self.name(b)}"
            for a, b in found[:6]
        ]
        return f"{self.many or 'in '}{', '.join(shown)}{' and others' if len(found) > 6 else ''}"


def paging_of(structure: PageStructure) -> Paging:
    """Return how pages are called: labels in a PDF, sides in an imposed one, titles in an e-book."""
    if structure.kind == "epub":
        titles = {item.number: item.title or item.name for item in structure.spine}
        total = max([*titles, *(page.number for page in structure.pages)], default=0)
        return Paging(tuple(quote(titles.get(n, str(n)), 40) for n in range(1, total + 1)), "", "")
    if any(page.leaves for page in structure.pages):
        return Paging(tuple(str(page.number) for page in structure.pages), "side ", "sides ")
    labels = [_label(page) for page in structure.pages]
    if len(set(labels)) < len(labels):
        labels = [str(page.number) for page in structure.pages]
    return Paging(tuple(labels), "p. ", "pp. ")


def _label(page: Page) -> str:
    return page.label or str(page.number)


def length(points: float) -> str:
    """Return a length as printers say it, to a tenth of a point.

    >>> length(12.0), length(13.25)
    ('12', '13.25')
    """
    return f"{points:.2f}".rstrip("0").rstrip(".")


def millimetres(points: float) -> str:
    """Return a length in points as millimetres.

    >>> millimetres(595.28)
    '210'
    """
    return f"{points * 25.4 / 72:.1f}".removesuffix(".0")


def ordinal(number: int) -> str:
    """Return a number as a rank.

    >>> ordinal(1), ordinal(12), ordinal(22)
    ('1st', '12th', '22nd')
    """
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
