"""What repeats a heading (contents entries, bookmarks, running heads) and so changes whenever it does.

One word changed in a heading is one change of content; what only repeats it is told as following.
"""

from __future__ import annotations

from dataclasses import dataclass

from publish.model.pages import HEADINGS
from publish.model.wording import squash
from publish.structure.diff.align import Fate
from publish.structure.diff.comparing import Comparison


@dataclass(frozen=True, slots=True)
class Headings:
    """Headings that were edited, removed or added, by their words without spaces."""

    edited: tuple[tuple[str, str], ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]
    relevelled: tuple[str, ...]
    """Headings whose level changed."""
    moved: tuple[str, ...] = ()
    """Headings that stand elsewhere in the order."""

    def follows_edit(self, old: str, new: str) -> bool:
        """Tell whether an old and a new text repeat the old and the new words of one heading."""
        one, two = squash(old), squash(new)
        return any(before and after and before in one and after in two for before, after in self.edited)

    def follows_removal(self, text: str) -> bool:
        """Tell whether a text repeats a heading that is gone."""
        return any(heading and heading in squash(text) for heading in self.removed)

    def follows_addition(self, text: str) -> bool:
        """Tell whether a text repeats a heading that is new."""
        return any(heading and heading in squash(text) for heading in self.added)

    def follows_move(self, text: str) -> bool:
        """Tell whether a text repeats a heading that stands elsewhere in the order."""
        wanted = squash(text)
        return any(heading and (heading in wanted or wanted in heading) for heading in self.moved)

    def follows_level(self, text: str) -> bool:
        """Tell whether a text repeats a heading whose level changed."""
        return any(heading and heading in squash(text) for heading in self.relevelled)


def changed_headings(comparison: Comparison) -> Headings:
    """Return the headings whose words differ between two editions."""
    main = comparison.main
    edited = []
    for pair in main.alignment.pairs:
        old, new = main.blocks(pair)
        if new.role in HEADINGS and not main.same_words(pair) and not old.abridged and not new.abridged:
            edited.append((squash(old.text), squash(new.text)))
    relevelled = [
        squash(new.text)
        for old, new in map(main.blocks, main.alignment.pairs)
        if old.role != new.role and new.role in HEADINGS
    ]
    return Headings(
        tuple(edited),
        tuple(squash(main.old[i].text) for i in main.alignment.removed if main.old[i].role in HEADINGS),
        tuple(squash(main.new[j].text) for j in main.alignment.added if main.new[j].role in HEADINGS),
        tuple(relevelled),
        tuple(
            squash(main.new[pair.new].text)
            for pair in main.alignment.pairs
            if pair.fate in (Fate.MOVED, Fate.MOVED_EDITED) and main.new[pair.new].role in HEADINGS
        ),
    )
