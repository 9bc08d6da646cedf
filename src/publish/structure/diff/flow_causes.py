"""What can have pushed blocks: the changes told elsewhere → the cause a region of reflow names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from publish.structure.diff.block_places import Placed
from publish.structure.diff.blocks import Cause
from publish.structure.diff.comparing import Comparison, Stream
from publish.structure.sentences import count, describe, join_and

_REACH = 2
"""A cause may stand so many blocks after the first block it displaces (headings are kept with what follows)."""
_DIVIDED = 8
"""So many divided words are no accident."""
_GLOBAL = "the change of "
_COVERAGE = 0.25
"""Share of a region's blocks that look otherwise from which the look is its cause."""


class Causes:
    """The causes of one comparison, by their places."""

    def __init__(
        self, comparison: Comparison, causes: Sequence[Cause], geometry_changed: bool, depth_changed: bool
    ) -> None:
        self._comparison = comparison
        self._all = list(causes)
        self._geometry_changed = geometry_changed
        # What a page holds is judged from its fullest pages, which is no proof against a cause at hand.
        self._depth_changed = depth_changed
        self._reason = _reason(comparison)
        self._local: dict[str, list[Cause]] = defaultdict(list)
        self._looks: dict[tuple[str, str], list[int]] = defaultdict(list)
        for cause in sorted(causes, key=lambda c: c.index):
            if cause.phrase.startswith(_GLOBAL):
                self._looks[cause.letter, cause.phrase].append(cause.index)
            else:
                self._local[cause.letter].append(cause)

    def of(self, stream: Stream, region: Sequence[Placed]) -> str:
        """Return what a region follows from, as the end of a sentence; empty if nothing told explains it."""
        looks = self._styles(stream, region)
        local = self._near(stream, region)
        if looks and (not local or self._share(stream, region, looks) >= _COVERAGE):
            more = f" and {count(self._events(local), 'further change')}" if local else ""
            return f" after {_GLOBAL}{join_and([look.removeprefix(_GLOBAL) for look in looks])}{more}"
        if self._geometry_changed:
            return " from the new page geometry"
        if local:
            return self._tell(local)
        other = self._of_other_stream(stream, region)
        if self._depth_changed and not other and len(region) > 1:
            return " from the new page geometry"
        return other

    def unexplained(self, region: Sequence[Placed]) -> str:
        """Return what can be said of a region without a cause."""
        relined = [item for item in region if item.is_relined]
        if relined and self._reason:
            return f" after {self._reason}"
        if not relined:
            first = region[0]
            if first.pages_later > 0 and self._begins_page(first):
                return f" from {describe(first.new)} on, which now begins a page"
            return f" from {describe(first.new)} on; no content change explains it"
        old = sum(f.hyphen_count for item in relined for f in item.old.fragments)
        new = sum(f.hyphen_count for item in relined for f in item.new.fragments)
        hyphens = f", hyphenated line ends {old} → {new}" if old != new else ""
        which = f"{count(len(relined), 'block')}, from {describe(relined[0].new)} on,"
        if len(relined) == 1:
            which = f"the {describe(relined[0].new)}"
        return f"; {which} broke into other lines with the same words{hyphens}; no content change explains it"

    def _begins_page(self, placed: Placed) -> bool:
        """Tell whether a block is the first of its page, and was not before."""
        before = [
            blocks[index - 1].last_page == blocks[index].page if index else False
            for blocks, index in (
                (self._comparison.main.old, placed.pair.old),
                (self._comparison.main.new, placed.pair.new),
            )
        ]
        return before == [True, False]

    def _styles(self, stream: Stream, region: Sequence[Placed]) -> list[str]:
        """Return the looks that changed on blocks of a region, the most frequent first."""
        first, last = region[0].pair.new - _REACH, region[-1].pair.new
        found = []
        for (letter, phrase), indexes in self._looks.items():
            number = bisect_right(indexes, last) - bisect_left(indexes, first)
            if letter == stream.letter and number:
                found.append((-number, phrase))
        return [phrase for _, phrase in sorted(found)[:3]]

    def _share(self, stream: Stream, region: Sequence[Placed], looks: Sequence[str]) -> float:
        places = {item.pair.new for item in region}
        return max(
            sum(index in places for index in self._looks[stream.letter, look]) / len(places) for look in looks
        )

    def _near(self, stream: Stream, region: Sequence[Placed]) -> list[Cause]:
        own = self._local.get(stream.letter, [])
        first, last = region[0].pair.new - _REACH, region[-1].pair.new + _REACH
        indexes = [cause.index for cause in own]
        near = own[bisect_left(indexes, first) : bisect_right(indexes, last)]
        if near:
            return near
        page = region[0].new.page
        return [cause for cause in own[: bisect_left(indexes, first)] if cause.page == page][-1:]

    def _of_other_stream(self, stream: Stream, region: Sequence[Placed]) -> str:
        low, high = region[0].new.page - 1, region[-1].new.last_page
        others = [cause for cause in self._all if cause.letter != stream.letter and low <= cause.page <= high]
        if not others:
            return ""
        what = " of a note" if others[0].letter == "n" else " of the text"
        if others[0].phrase.startswith(_GLOBAL) or "note" in others[0].phrase:
            what = ""
        return f" after {others[0].phrase}{what} on {self._comparison.new_paging.at(others[0].page)}"

    def _events(self, causes: Sequence[Cause]) -> int:
        return len({cause.event or f"{cause.phrase} {cause.index}" for cause in causes})

    def _tell(self, causes: Sequence[Cause]) -> str:
        phrase = f" after {causes[0].phrase} on {self._comparison.new_paging.at(causes[0].page)}"
        more = self._events(causes) - 1
        return f"{phrase} and {count(more, 'further change')}" if more else phrase


def _reason(comparison: Comparison) -> str:
    """Return what makes lines break otherwise in the whole edition, besides looks: hyphenation, language."""
    if hyphenation(comparison):
        return f"{_GLOBAL}hyphenation"
    if comparison.old.metadata.language != comparison.new.metadata.language:
        return f"{_GLOBAL}language"
    return ""


def hyphenation(comparison: Comparison) -> tuple[int, int] | None:
    """Return how many lines end in hyphens in both editions, if words are divided much more or less often."""
    old, new = (
        sum(f.hyphen_count for block in blocks for f in block.fragments)
        for blocks in (comparison.main.old, comparison.main.new)
    )
    low, high = sorted((old, new))
    return (old, new) if high >= _DIVIDED and low * 4 < high else None
