"""Two imposed editions → which page stands on which half of which sheet side, where that changed."""

from __future__ import annotations

from collections.abc import Iterator

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Leaf
from publish.model.wording import squash
from publish.structure.comparing import Comparison
from publish.structure.sentences import count, quote

_TOLD_ALONE = 6


def sheet_changes(comparison: Comparison) -> list[Change]:
    """Return the changes of imposition."""
    if not comparison.is_imposed:
        return []
    return list(_order(comparison))


def leaves_are_permuted(comparison: Comparison) -> bool:
    """Tell whether the same pages stand on other places of the sheets."""
    if not comparison.is_imposed:
        return False
    old, new = (
        [_key(leaf) for page in side.pages for leaf in page.leaves] for side in (comparison.old, comparison.new)
    )
    return old != new and sorted(old) == sorted(new)


def _key(leaf: Leaf) -> tuple[str, str]:
    return leaf.folio, squash(leaf.opening)


def _name(leaf: Leaf) -> str:
    if leaf.folio:
        return f"page {leaf.folio}"
    return f"the page {quote(leaf.opening, 30)}" if leaf.opening else "a blank page"


def _half(number: int, total: int) -> str:
    return ("on the left", "on the right")[number] if total == 2 else f"in place {number + 1}"


def _order(comparison: Comparison) -> Iterator[Change]:
    """Tell places that hold another page; edited words alone do not make a page another one."""
    permuted = leaves_are_permuted(comparison)
    wrong = []
    for old, new in zip(comparison.old.pages, comparison.new.pages, strict=False):
        if len(old.leaves) != len(new.leaves):
            number = count(len(new.leaves), "page")
            sentence = f"side {new.number}: {number} on the sheet side instead of {len(old.leaves)}"
            yield Change(Level.LAYOUT, "sheet/leaves", sentence, (Spot(old.number),), (Spot(new.number),))
            continue
        for n, (one, two) in enumerate(zip(old.leaves, new.leaves, strict=True)):
            differs = (
                _key(one) != _key(two) if permuted else one.folio != two.folio and bool(one.folio or two.folio)
            )
            if differs:
                wrong.append((old.number, new.number, n, one, two, len(new.leaves)))
    if not wrong:
        return
    told = [
        f"side {new}: {_name(two)} stands {_half(n, total)} instead of {_name(one)}"
        for _, new, n, one, two, total in wrong
    ]
    if len(wrong) <= _TOLD_ALONE:
        for sentence, (old_page, new_page, _, one, two, _) in zip(told, wrong, strict=True):
            yield Change(
                Level.CONTENT, "sheet/order", sentence, (Spot(old_page, one.box),), (Spot(new_page, two.box),)
            )
        return
    sides = sorted({new for _, new, *_ in wrong})
    yield Change(
        Level.CONTENT,
        "sheet/order",
        f"sides {sides[0]}–{sides[-1]}: {len(wrong)} pages stand elsewhere on the sheets; first, {told[0]}",
        tuple(Spot(old, one.box) for old, _, _, one, *_ in wrong),
        tuple(Spot(new, two.box) for _, new, _, _, two, _ in wrong),
    )
