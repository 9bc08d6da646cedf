"""The numbers of sections, figures, tables, equations and listings, counted through the book.

In: chapters' labels in the order of the text, as `facts.py` marks them. Out: the same labels with printed
numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from publish.model.digits import in_digits
from publish.model.facts import ChapterFacts, Heading, Label
from publish.model.pieces import Role, Zone
from publish.transforms.bookwords import appendix_letter, part_number

UNNUMBERED = "-"
"""Pandoc's own mark (`# Preface {-}`) for what is never numbered."""

_LEVELS = 6


@dataclass(slots=True)
class Counters:
    """Running numbers. `top_level` is the level of the book's highest headings, whose number has one part."""

    top_level: int
    number_sections: bool
    per_chapter: bool
    lang: str = "en"
    digits: str = "decimal"
    _zone: Zone = "main"
    _role: Role = "chapter"
    _parts: int = 0
    _sections: list[int] = field(default_factory=lambda: [0] * _LEVELS)
    _lettered: list[int] = field(default_factory=lambda: [0] * _LEVELS)
    _chapter: str = ""
    _counts: dict[tuple[str, str], int] = field(default_factory=dict)

    @staticmethod
    def of_book(
        chapters: tuple[ChapterFacts, ...],
        number_sections: bool,
        per_chapter: bool,
        lang: str = "en",
        digits: str = "decimal",
    ) -> Counters:
        """Start counting for these chapters; numbers are written in these digits."""
        levels = [heading.level for chapter in chapters for heading in chapter.headings]
        return Counters(min(levels, default=1), number_sections, per_chapter, lang, digits)

    def enter(self, chapter: ChapterFacts) -> None:
        """Go on to a chapter; what is numbered in it, and how, depends on the piece it is."""
        self._zone, self._role = chapter.zone, chapter.role

    def section(self, heading: Heading) -> str:
        """Return the next section's number, or "" where it has none; captions follow the chapter it opens.

        Parts are numbered `I`, `II` beside the chapters, which are counted through the book; appendices `A`,
        `B`; what else stands before and behind the chapters has no numbers (Chicago 1.48, 1.59, 1.43).
        """
        is_top = heading.level == self.top_level
        if self._role == "part" and is_top:
            self._chapter = ""
            if heading.number == UNNUMBERED:
                return ""
            self._parts += 1
            return in_digits(part_number(self._parts, self.lang), self.digits)
        is_lettered = self._role == "appendix"
        is_numbered = self.number_sections and (self._zone == "main" or is_lettered) and self._role != "part"
        if heading.number == UNNUMBERED or not (is_numbered or (is_lettered and is_top)):
            if is_top:
                self._chapter = ""
            return ""
        counts = self._lettered if is_lettered else self._sections
        depth = min(heading.level, _LEVELS) - self.top_level
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        own = appendix_letter(counts[0], self.lang) if is_lettered and counts[0] else str(counts[0])
        first = in_digits(own, self.digits)
        number = ".".join((first, *(in_digits(part, self.digits) for part in counts[1 : depth + 1])))
        self._chapter = first if counts[0] and self.number_sections else ""
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
        return f"{prefix}{in_digits(count, self.digits)}"
