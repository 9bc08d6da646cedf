"""Who set the lines of a document, and why some of them were left to the layout engine.

In: laid-out pages. Out: a `Record`. Only lines that reached a page count, each once, however often they were
laid out on the way there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Record:
    """Lines by who set them."""

    own_lines: int = 0
    engine_lines: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """The engine's lines by why they are its own: a few words, or the name of an exception's type."""
    repainted: Counter[str] = field(default_factory=Counter)
    """Pieces of text whose painting failed and that the engine painted, by the name of the exception's type."""

    @property
    def share(self) -> float:
        """Return the share of lines set by us, from 0 to 1; 1 where there are none."""
        lines = self.own_lines + self.engine_lines
        return self.own_lines / lines if lines else 1.0

    def count(self, pages: Iterable[Any]) -> None:
        """Count the lines that hold anything on laid-out pages of the engine, beside what was counted
        before.
        """
        for page in pages:
            for box in page.descendants():
                reason = box.__dict__.get(LEFT_BECAUSE)
                if reason is None or not _holds_anything(box):
                    continue
                if reason:
                    self.engine_lines += 1
                    self.reasons[reason] += 1
                else:
                    self.own_lines += 1


LEFT_BECAUSE = "publish_left_because"
"""The attribute of a line box that says why the engine set it; empty where we did."""


def _holds_anything(line: Any) -> bool:
    """Tell whether a line prints text or a picture; an empty anchor alone makes a line of no height."""
    return any(getattr(box, "text", "").strip() or hasattr(box, "replacement") for box in line.descendants())
