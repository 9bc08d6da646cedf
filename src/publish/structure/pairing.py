"""Two pages → which running text of one is which of the other.

A page may have several texts in one place: an imposed sheet has two heads at its upper left. Equal texts find
each other first, then the nearest ones of the same place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from publish.model.pages import Page, RunningText

RunningPair = tuple[RunningText | None, RunningText | None]


def pair_running(old: Page, new: Page) -> Iterator[RunningPair]:
    """Yield the running texts of two pages in pairs, by place; None stands where one side has nothing."""
    places: dict[str, tuple[list[RunningText], list[RunningText]]] = defaultdict(lambda: ([], []))
    for side, page in enumerate((old, new)):
        for text in page.running:
            places[text.place][side].append(text)
    for place in sorted(places):
        yield from _pair(*places[place])


def _pair(old: list[RunningText], new: list[RunningText]) -> Iterator[RunningPair]:
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    ranked = sorted(
        (one.text != two.text, abs(one.left_pt - two.left_pt) + abs(one.baseline_pt - two.baseline_pt), i, j)
        for i, one in enumerate(old)
        for j, two in enumerate(new)
    )
    left, right = set(range(len(old))), set(range(len(new)))
    for _, _, i, j in ranked:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            yield old[i], new[j]
    yield from ((old[i], None) for i in sorted(left))
    yield from ((None, new[j]) for j in sorted(right))
