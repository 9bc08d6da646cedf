"""The numbers of sections, figures, tables, equations and listings, counted through the book.

In: chapters' labels in the order of the text, as `facts.py` marks them. Out: the same labels with printed
numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from publish.model.facts import ChapterFacts, Heading, Label

UNNUMBERED = "-"
"""Pandoc's own mark (`# Preface {-}`) for what is never numbered."""

_LEVELS = 6


@dataclass(slots=True)
class Counters:
    """Running numbers. `top_level` is the level of the book's highest headings, whose number has one part."""

    top_level: int
    number_sections: bool
    per_chapter: bool
    _sections: list[int] = field(default_factory=lambda: [0] * _LEVELS)
    _chapter: str = ""
    _counts: dict[tuple[str, str], int] = field(default_factory=dict)

    @staticmethod
    def of_book(chapters: tuple[ChapterFacts, ...], number_sections: bool, per_chapter: bool) -> Counters:
        """Start counting for these chapters."""
        levels = [heading.level for chapter in chapters for heading in chapter.headings]
        return Counters(min(levels, default=1), number_sections, per_chapter)

    def section(self, heading: Heading) -> str:
        """Return the next section's number, or "" where it has none; captions follow the chapter it opens."""
        numbered = self.number_sections and heading.number != UNNUMBERED
        if not numbered:
            if heading.level == self.top_level:
                self._chapter = ""
            return ""
        depth = min(heading.level, _LEVELS) - self.top_level
        self._sections[depth] += 1
        self._sections[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        number = ".".join(str(part) for part in self._sections[: depth + 1])
        self._chapter = str(self._sections[0]) if self._sections[0] else ""
        return number

    def captions(self, labels: tuple[Label, ...]) -> tuple[Label, ...]:
        """Number captions in order; parts of a figure (`a`, `b`), which come before it, take its number too."""
        out: list[Label] = []
        parts: list[int] = []
        for label in labels:
            if label.number == UNNUMBERED or label.kind in ("other", "sec"):
                out.append(replace(label, number=""))
            elif label.number:
                parts.append(len(out))
                out.append(label)
            else:
                number = self._next(label.kind)
                if label.kind == "fig":
                    for index in parts:
                        out[index] = replace(out[index], number=number + out[index].number)
                    parts.clear()
                out.append(replace(label, number=number))
        return tuple(out)

    def _next(self, kind: str) -> str:
        prefix = f"{self._chapter}." if self.per_chapter and self._chapter else ""
        count = self._counts.get((kind, prefix), 0) + 1
        self._counts[kind, prefix] = count
        return f"{prefix}{count}"
