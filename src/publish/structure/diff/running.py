"""Pages paired across editions → running heads and feet that came, went or say something else, and folios."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.model.changes import Change, Level, Spot
from publish.model.pages import HEADINGS, Page, PageStructure, RunningText
from publish.model.wording import squash
from publish.structure.diff.align import Fate
from publish.structure.diff.comparing import Comparison
from publish.structure.diff.pairing import pair_running
from publish.structure.sentences import count, join_and, quote

# A number within a date, a time, an address or a word is no folio.
_FOLIO = re.compile(r"(?<![\w.,:/\\=&?-])(?:\d+|[ivxlcdm]+)(?![\w:\\=&-]|[.,/]\d)", re.IGNORECASE)


_TOGETHER = 3
_NOTHING = RunningText("", "")


@dataclass(frozen=True, slots=True)
class _Difference:
    """A running text that differs on two paired pages."""

    place: str
    one: RunningText | None
    two: RunningText | None
    old: Page
    new: Page

    @property
    def masked(self) -> tuple[str, str]:
        """Return both texts with the pages' own numbers taken out."""
        one = mask(self.one.text, self.old) if self.one else ""
        return one, mask(self.two.text, self.new) if self.two else ""

    @property
    def is_folio(self) -> bool:
        """Tell whether it came or went, and is nothing but the page's number."""
        sides = ((self.one, self.old), (self.two, self.new))
        return all(text is None or squash(text.text) == squash(page.folio) for text, page in sides)


def mask(text: str, page: Page) -> str:
    """Return running text with the page's own number taken out, so that it is the same on all pages."""
    own = {word for word in (page.folio, page.label, str(page.number)) if word}
    return squash(_FOLIO.sub(lambda match: "#" if match[0] in own else match[0], text))


def paired_pages(comparison: Comparison) -> Iterator[tuple[Page, Page]]:
    """Yield the pages of the new edition with those of the old one that they were."""
    for page in comparison.new.pages:
        number = comparison.old_page_of(page.number)
        if 0 < number <= len(comparison.old.pages):
            yield comparison.old.pages[number - 1], page


def running_changes(comparison: Comparison) -> Iterator[Change]:
    """Tell running texts that came, went, stand elsewhere or say something else."""
    followers = _heading_followers(comparison)
    openings = _openings(comparison.old), _openings(comparison.new)
    found: dict[tuple[str, ...], list[_Difference]] = defaultdict(list)
    for paired, new in paired_pages(comparison):
        if paired.is_blank != new.is_blank or (paired.number in openings[0]) != (new.number in openings[1]):
            continue  # other heads stand on pages without text, and where chapters begin
        for each in _differences(_reference(comparison, paired, new), new):
            kind = "changed" if each.one and each.two else "new" if each.two else "gone"
            key = each.masked if kind == "changed" else ("folio",) if each.is_folio else ()
            found[kind, each.place, *key].append(each)
    replaced = _replaced(found)
    for (gone, come), differences in replaced.items():
        yield _tell_replaced(comparison, found[gone], differences)
        del found[gone], found[come]
    for state in ("gone", "new"):
        alike = [key for key in found if key[0] == state]
        if len(alike) >= _TOGETHER:
            yield _tell_together(comparison, [found.pop(key) for key in alike], state)
    for differences in found.values():
        yield _tell(comparison, differences, followers)


def _openings(structure: PageStructure) -> set[int]:
    """Return the pages that begin with a heading."""
    first: dict[int, bool] = {}
    for block in structure.blocks:
        for at, fragment in enumerate(block.fragments):
            first.setdefault(fragment.page, at == 0 and block.role in HEADINGS)
    return {page for page, opens in first.items() if opens}


def _differences(old: Page, new: Page) -> Iterator[_Difference]:
    for before, after in pair_running(old, new):
        one, two = before.text if before else "", after.text if after else ""
        if squash(one) == squash(two) or mask(one, old) == mask(two, new):
            continue
        if one and two and squash(one) == squash(old.folio) and squash(two) == squash(new.folio):
            continue  # folios have sentences of their own
        place = after.place if after else before.place if before else ""
        yield _Difference(place, before, after, old, new)


def _replaced(
    found: dict[tuple[str, ...], list[_Difference]],
) -> dict[tuple[tuple[str, ...], tuple[str, ...]], list[_Difference]]:
    """Return what is gone from one place of some pages and stands, with the same words, in another now."""

    def pages_of(differences: Sequence[_Difference]) -> list[tuple[int, str]]:
        return sorted((each.new.number, each.masked[0] or each.masked[1]) for each in differences)

    moved: dict[tuple[tuple[str, ...], tuple[str, ...]], list[_Difference]] = {}
    taken: set[tuple[str, ...]] = set()
    for gone in [key for key in found if key[0] == "gone"]:
        for come in [key for key in found if key[0] == "new" and key not in taken]:
            if pages_of(found[gone]) == pages_of(found[come]):
                moved[gone, come] = found[come]
                taken.add(come)
                break
    return moved


def _tell_replaced(comparison: Comparison, gone: Sequence[_Difference], come: Sequence[_Difference]) -> Change:
    numbers = sorted({each.new.number for each in come})
    where = comparison.new_paging.several(numbers)
    first = come[0]
    if all(each.is_folio for each in come):
        who, stand = ("the folio", "stands") if len(come) == 1 else ("the folios", "stand")
    else:
        text = first.two.text if first.two else ""
        who, stand = f"the {name_of_place(gone[0].place, at=False)} {quote(text)}", "stands"
    told = f"{where}: {who} {stand} {_at(first.place)} instead of {_at(gone[0].place)}"
    return Change(Level.LAYOUT, "running/place", told, *_spots(comparison, numbers))


def _tell_together(comparison: Comparison, groups: Sequence[Sequence[_Difference]], state: str) -> Change:
    """Tell running texts of many places that came or went as one."""
    every = [each for group in groups for each in group]
    others = [each for each in every if not each.is_folio]
    texts = dict.fromkeys((each.one or each.two or _NOTHING).text for each in others)
    names = {name_of_place(each.place, at=False) for each in others}
    who = [f"{name}s" if name.startswith("running") else f"the {name}" for name in sorted(names, reverse=True)]
    who += ["folios"] if len(others) < len(every) else []
    sample = f" ({', '.join(quote(text, 30) for text in list(texts)[:2])}{' …' if len(texts) > 2 else ''})"
    numbers = sorted({each.new.number for each in every})
    told = f"{comparison.new_paging.several(numbers)}: the {join_and(who)}{sample if texts else ''} are {state}"
    return Change(Level.CONTENT, "running/text", told, *_spots(comparison, numbers))


def _tell(
    comparison: Comparison, differences: Sequence[_Difference], followers: set[tuple[str, str]]
) -> Change:
    numbers = sorted({each.new.number for each in differences})
    where, first = comparison.new_paging.several(numbers), differences[0]
    one, two = (text.text if text else "" for text in (first.one, first.two))
    what = f"the {name_of_place(first.place)}"
    follows = (squash(one), squash(two)) in followers
    if one and two:
        told = f"{what} {quote(one)} became {quote(two)}{' with its heading' if follows else ''}"
    elif first.is_folio:
        verb = "is" if len(differences) == 1 else "are"
        noun = f"the folio {quote(one or two)}" if len(differences) == 1 else "the folios"
        told = f"{noun} ({first.place.replace('-', ' ')}) {verb} {'new' if two else 'gone'}"
    else:
        others = {each.masked for each in differences} - {first.masked}
        state = "new" if two else "gone"
        told = f"{what} {quote(one or two)} {'and others are' if others else 'is'} {state}"
    level = Level.REFLOW if follows else Level.CONTENT
    return Change(level, "running/text", f"{where}: {told}", *_spots(comparison, numbers))


def _spots(comparison: Comparison, numbers: Sequence[int]) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    return tuple(Spot(comparison.old_page_of(number)) for number in numbers), tuple(map(Spot, numbers))


def _reference(comparison: Comparison, old: Page, new: Page) -> Page:
    """Return the page of the old edition whose running heads a page should have.

    Text that came from a verso and stands on a recto now takes the heads of its new side: those of the nearest
    page of that side that differs least.
    """
    if old.side == new.side:
        return old
    pages = comparison.old.pages
    near = [pages[n - 1] for n in (old.number - 1, old.number + 1) if 0 < n <= len(pages)]
    wanted = {(text.place, mask(text.text, new)) for text in new.running}

    def distance(page: Page) -> int:
        return len(wanted ^ {(text.place, mask(text.text, page)) for text in page.running})

    return min([*(page for page in near if page.side == new.side), old], key=distance)


def name_of_place(place: str, *, at: bool = True) -> str:
    """Return what a reader calls running text in a place.

    >>> name_of_place("top-left"), name_of_place("bottom-center", at=False), name_of_place("left")
    ('running head (top left)', 'running foot', 'text in the left margin')
    """
    first, _, rest = place.partition("-")
    if not rest:
        return f"text in the {place} margin"
    name = {"top": "running head", "bottom": "running foot"}.get(first, "text in the margin")
    return f"{name} ({place.replace('-', ' ')})" if at else name


def _at(place: str) -> str:
    first, _, rest = place.partition("-")
    return f"at the {first} {rest}" if rest else f"in the {place} margin"


def _heading_followers(comparison: Comparison) -> set[tuple[str, str]]:
    """Return (old, new) texts of running heads that follow from headings edited, moved or reflowed."""
    main = comparison.main
    edited = set()
    for pair in main.alignment.pairs:
        old, new = main.blocks(pair)
        if new.role in HEADINGS and not main.same_words(pair):
            edited.add((squash(old.text), squash(new.text)))
    moved = any(
        main.new[pair.new].role in HEADINGS
        and (
            pair.fate is not Fate.SAME
            or main.old[pair.old].page != main.new[pair.new].page
            or main.old[pair.old].role != main.new[pair.new].role
        )
        for pair in main.alignment.pairs
    ) or any(
        block.role in HEADINGS
        for side, indexes in ((main.old, main.alignment.removed), (main.new, main.alignment.added))
        for block in (side[index] for index in indexes)
    )
    if moved:
        old_texts = {squash(block.text) for block in main.old if block.role in HEADINGS}
        new_texts = {squash(block.text) for block in main.new if block.role in HEADINGS}
        edited |= {
            (one, two)
            for one in _running_texts(comparison.old) & old_texts
            for two in _running_texts(comparison.new) & new_texts
        }
    return edited


def _running_texts(structure: PageStructure) -> set[str]:
    return {squash(text.text) for page in structure.pages for text in page.running}


def folio_changes(comparison: Comparison) -> Iterator[Change]:
    """Tell folios that no longer count as the pages do."""
    wrong = [
        (old, new)
        for old, new in paired_pages(comparison)
        if old.folio and new.folio and old.folio != new.folio and not _is_consistent(old, new)
    ]
    if wrong:
        old, new = wrong[0]
        where = comparison.new_paging.several(page.number for _, page in wrong)
        sample = f"the folio {quote(old.folio)} became {quote(new.folio)}"
        many = f" and so on, on {count(len(wrong), 'page')}" if len(wrong) > 1 else ""
        yield Change(
            Level.CONTENT,
            "running/folio",
            f"{where}: {sample}{many}",
            tuple(Spot(page.number) for page, _ in wrong),
            tuple(Spot(page.number) for _, page in wrong),
        )


def _is_consistent(old: Page, new: Page) -> bool:
    """Tell whether both folios say what their page's label, or else its number, says."""
    by_label = old.folio == old.label and new.folio == new.label
    one, two = _number(old.folio), _number(new.folio)
    if by_label or one is None or two is None:
        return by_label
    return old.number != new.number and two - one == new.number - old.number


def _number(folio: str) -> int | None:
    return int(folio) if folio.isascii() and folio.isdigit() else None
