"""Two editions → which of their pages are the same, wherever they stand.

A page is known again by its lines; in a snapshot, which has none, by its blocks, the number of their lines, and
its folio.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from publish.model.pages import Block, Fragment, Page, PageStructure
from publish.model.wording import squash
from publish.structure.diff.repaging import View

SAME = 0.8
"""Share of a page's letters from which another page is a copy of it."""
_PICTURE = 200
"""Letters that a picture counts as much as."""
_OPENING, _LINE = 12, 40
"""Letters of a block's beginning, and of a line, where only a snapshot tells of them."""
ENOUGH = 40
"""Letters from which a page can be known again."""
Print = Counter[str]


def _has_lines(structure: PageStructure) -> bool:
    return any(fragment.lines for block in structure.blocks for fragment in block.fragments)


def all_blocks(structure: PageStructure) -> Iterable[Block]:
    """Yield the blocks of the main flow and the notes."""
    yield from structure.blocks
    yield from (note.body for note in structure.notes)


def print_both(old: PageStructure, new: PageStructure) -> tuple[list[Print], list[Print]]:
    """Return what stands on each page of both editions, in terms that both know."""
    abridged = not (_has_lines(old) and _has_lines(new))
    return _print_pages(old, abridged), _print_pages(new, abridged)


def _print_pages(structure: PageStructure, abridged: bool) -> list[Print]:
    """Return what stands on each page, with its letters."""
    found: list[Print] = _abridged_prints(structure) if abridged else [Counter() for _ in structure.pages]
    for picture in structure.pictures:
        if 0 < picture.page <= len(found):
            # A copy of a page is outside the tags: its picture has no alternative text.
            found[picture.page - 1][f"picture {picture.digest or picture.alt}"] += _PICTURE
    if abridged:
        return found
    for block in all_blocks(structure):
        for fragment in block.fragments:
            if not 0 < fragment.page <= len(found):
                continue
            if fragment.lines:
                for line in fragment.lines:
                    text = squash(line.text)
                    found[fragment.page - 1][text] += len(text)
            else:
                found[fragment.page - 1][squash(block.text)] += max(1, len(block.text))
    return found


def _abridged_prints(structure: PageStructure) -> list[Print]:
    """Return what a snapshot knows of each page.

    Blocks that run over a page's end are cut where the page is put elsewhere; of these only the lines on the
    page count, and its folio.
    """
    standing: list[list[tuple[Block, int, Fragment]]] = [[] for _ in structure.pages]
    for block in all_blocks(structure):
        for at, fragment in enumerate(block.fragments):
            if 0 < fragment.page <= len(standing):
                standing[fragment.page - 1].append((block, at, fragment))
    found: list[Print] = []
    for page, own in zip(structure.pages, standing, strict=True):
        print_: Print = Counter()
        begun: set[int] = set()
        # Where a block was cut, what follows stands in another order among the blocks than on the page.
        for block, at, fragment in sorted(own, key=lambda each: each[2].box.top_pt):
            box = fragment.box
            leaf = int(bool(page.leaves) and box.left_pt + box.width_pt / 2 > page.width_pt / 2)
            folio = page.leaves[leaf].folio if leaf < len(page.leaves) else page.folio
            is_first = leaf not in begun
            begun.add(leaf)
            name = block.digest
            if is_first or len(block.fragments) > 1:
                name = f"{folio} {'' if is_first or at else block.text[:_OPENING]}"
            print_[f"{name} {fragment.line_count}"] += _LINE * max(1, fragment.line_count)
        found.append(print_)
    return found


def pair_prints(prints: tuple[list[Print], list[Print]]) -> dict[int, int]:
    """Pair pages with the same lines; where several are alike, in their order."""
    waiting: dict[frozenset[tuple[str, int]], list[int]] = defaultdict(list)
    for n, print_ in enumerate(prints[1]):
        if print_.total() >= ENOUGH:
            waiting[frozenset(print_.items())].append(n)
    found = {}
    for n, print_ in enumerate(prints[0]):
        queue = waiting.get(frozenset(print_.items()))
        if queue:
            found[n] = queue.pop(0)
    return found | _nearly(prints, found)


def _nearly(prints: tuple[list[Print], list[Print]], pairs: dict[int, int]) -> dict[int, int]:
    """Pair pages that are almost the same, wherever they stand."""
    taken = set(pairs.values())
    by_line: dict[str, list[int]] = defaultdict(list)
    for n, print_ in enumerate(prints[1]):
        if n not in taken and print_.total() >= ENOUGH:
            for line in print_:
                by_line[line].append(n)
    found: dict[int, int] = {}
    for n, print_ in enumerate(prints[0]):
        if n in pairs or print_.total() < ENOUGH:
            continue
        votes = Counter(other for line in print_ for other in by_line.get(line, ())[:3])
        for other, _ in votes.most_common(1):
            if other not in taken and _alike(print_, prints[1][other]) >= SAME:
                found[n] = other
                taken.add(other)
    return found


def fill_gaps(pairs: dict[int, int], olds: int, news: int) -> dict[int, int]:
    """Return the pairs with those pages between them that have the same neighbour on either side."""
    found = dict(pairs)
    taken = set(pairs.values())
    values = [pairs[n] for n in sorted(pairs)]
    way = -1 if len(values) > 3 and values == sorted(values, reverse=True) else 1
    for numbers, step in ((range(olds), 1), (range(olds - 1, -1, -1), -1)):
        for n in numbers:
            if n in found:
                continue
            outside = (-1 if step > 0 else olds) if way > 0 else None
            edge = (-1 if step > 0 else news) if n - step == outside else None
            neighbour = found.get(n - step, edge)
            if neighbour is None:
                continue
            place = neighbour + step * way
            if 0 <= place < news and place not in taken:
                found[n] = place
                taken.add(place)
    return found


def _alike(one: Print, two: Print) -> float:
    total = one.total() + two.total()
    return 2 * (one & two).total() / total if total else 0.0


def is_copy(one: Print, two: Print) -> bool:
    """Tell whether two pages say the same, though words may come in another order on a line."""
    if _alike(one, two) >= SAME:
        return True
    letters = [Counter[str]() for _ in (one, two)]
    for found, page in zip(letters, (one, two), strict=True):
        for line, weight in page.items():
            found["".join(sorted(line))] += weight
    return _alike(*letters) >= SAME


def pair_pages(old: View, new: View) -> list[tuple[Page, Page]]:
    """Return which page of the new edition is which of the old one: by their place, else by their lines."""
    one, two = old.structure.pages, new.structure.pages
    if len(one) == len(two):
        return list(zip(one, two, strict=True))
    pairs = pair_prints(print_both(old.structure, new.structure))
    return [(one[before], two[after]) for before, after in sorted(pairs.items(), key=lambda pair: pair[1])]
