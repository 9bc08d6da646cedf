"""Chapters: prose with everything in it that a chapter can hold, in a rotation, so that no two are alike."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from benchmarks.wholebook.marks import Marker
from benchmarks.wholebook.promise import Promise
from benchmarks.wholebook.prose import Prose
from benchmarks.wholebook.things import Things

SECTIONS = 4
TEXT = "text/"
TERMS = (
    "aqueduct",
    "culvert",
    "lockage",
    "pound",
    "puddle",
    "sluice",
    "stank",
    "summit level",
    "towpath",
    "weir",
)
Plan = dict[str, str]
"""Every name that can be referred to, and the file it stands in."""


def chapter_file(number: int) -> str:
    """Return the file name of a chapter."""
    return f"{TEXT}{number:02}-chapter.md"


def plan_names(chapters: int) -> Plan:
    """Say what every chapter will hold, before any of it is written: references lead ahead, too."""
    names: Plan = {}
    for number in range(1, chapters + 1):
        kinds = [f"sec:c{number}", *(f"sec:c{number}-{part}" for part in range(1, SECTIONS + 1))]
        kinds += [f"fig:c{number}", f"tbl:c{number}", f"eq:c{number}"]
        kinds += [f"lst:c{number}"] if number % 3 == 0 else []
        names |= dict.fromkeys(kinds, chapter_file(number))
    return names


class ChapterWriter:
    """Writes the chapters of one book in their order."""

    def __init__(
        self, chance: random.Random, prose: Prose, marker: Marker, promise: Promise, names: Plan
    ) -> None:
        self.chance, self.prose, self.marker, self.promise, self.names = chance, prose, marker, promise, names
        self.things = Things(chance, prose)
        self.references = 0
        """How many sources there are to cite; none while it is zero."""
        self.folder = ""
        """The folder of the file that is written: links to files begin there."""
        self._late: list[str] = []
        """Texts of notes that stand behind the paragraph, not in it."""
        self._notes = 0

    def chapter(self, number: int, words: int, *, is_last: bool = False) -> str:
        """Return the Markdown of one chapter of about so many words."""
        self.folder = TEXT
        blocks = [f"# {self.title()} {{#sec:c{number}}}"]
        things = list(self._things(number))
        places = self.chance.sample(range(SECTIONS * 3), min(len(things), SECTIONS * 3))
        due = sorted(zip(places, things, strict=False), key=lambda pair: pair[0])
        for section in range(SECTIONS + 1):
            if section:
                note = f"^[{self.prose.sentence()}]" if (number, section) == (number // 6 * 6, 2) else ""
                self.promise.own_notes += bool(note)
                blocks.append(f"## {self.title()}{note} {{#sec:c{number}-{section}}}")
            slot = 0
            while not slot or count_words(blocks) < words * (section + 1) / (SECTIONS + 1):
                blocks.append(self.paragraph())
                while due and due[0][0] <= (section - 1) * 3 + slot:
                    blocks.append(due.pop(0)[1]())
                slot += 1
                blocks += self.take_late()
        blocks += [thing() for _, thing in due]
        if is_last:
            blocks.append(f"What is left is in the last roll, {', '.join(self.marker.close())}.")
        blocks += self.take_late()
        self.promise.words += count_words(blocks)
        self.folder = ""
        return "\n\n".join(blocks) + "\n"

    def paragraph(self) -> str:
        """Return a paragraph; what is put into it stands behind its sentences."""
        sentences = self.prose.paragraph()
        count = min(self.chance.choice((1, 2, 2, 3)), len(sentences))
        for at in sorted(self.chance.sample(range(len(sentences)), count)):
            sentences[at] = self.chance.choice(self._ornaments())(sentences[at])
        return " ".join(sentences)

    def take_late(self) -> list[str]:
        """Return the texts of notes called so far that are not in their paragraphs, and forget them."""
        late, self._late = self._late, []
        return late

    def reference(self) -> str:
        """Return a reference to any place of the book, in one of the ways they may be written."""
        name = self.chance.choice(list(self.names))
        way = self.chance.randrange(6)
        self.promise.paged_references += way < 5
        if way == 0 and name.startswith("sec:"):
            file = self.names[name].removeprefix(self.folder)
            return f"[{self.prose.phrase()}]({file}#{name}){{.page}}"
        if way == 1:
            return f"[](#{name}){{.page}}" if name.startswith("sec:") else f"[@{name}]{{.page}}"
        if way == 2:
            return f"[{self.prose.phrase()}](#{name}){{.page}}"
        return f"[@{name}]{{.page}}" if way < 5 else f"@{name}"

    # --- in paragraphs --------------------------------------------------------------------------------

    def _ornaments(self) -> tuple[Callable[[str], str], ...]:
        often = (self._marked, self._cited, self._noted, self._referring)
        return (*often, *often, *often, self._marked, self._foreign, self._emphatic, self._technical)

    def _marked(self, sentence: str) -> str:
        return f"{sentence[:-1]} ({self.marker.mark()})."

    def _cited(self, sentence: str) -> str:
        if not self.references:
            return sentence
        keys = [f"@r{self.chance.randrange(self.references)}" for _ in range(self.chance.choice((1, 1, 1, 2)))]
        pages = [
            f"{key}, p. {self.chance.randint(1, 300)}" if self.chance.random() < 0.6 else key for key in keys
        ]
        self.promise.cites += len(keys)
        return f"{sentence[:-1]} [{'; '.join(pages)}]."

    def _noted(self, sentence: str) -> str:
        self.promise.own_notes += 1
        kind = self.chance.randrange(8)
        if kind == 0:
            self._notes += 1
            self._late.append(self._tall_note(f"tall-{self._notes}"))
            return f"{sentence}[^tall-{self._notes}]"
        inside = ""
        if kind % 3 == 1:
            inside = f" See {self.reference()}."
        elif kind % 3 == 2:
            inside = f" So {self.marker.mark(is_in_note=True)}."
        return f"{sentence}^[{self.prose.passage(self.chance.randint(1, 3))}{inside}]"

    def _tall_note(self, name: str) -> str:
        """Return a note of several paragraphs, a list and lines of code."""
        parts = [
            self.prose.passage(self.chance.randint(4, 9)),
            "\n".join(f"- {self.prose.sentence()}" for _ in range(3)),
            "```\nroll 12, leaf 3: 4 boats, 2 of lime\n```",
            self.prose.passage(self.chance.randint(2, 12)),
        ]
        return f"[^{name}]: " + "\n\n".join(parts).replace("\n", "\n    ").replace("\n    \n", "\n\n")

    def _referring(self, sentence: str) -> str:
        return f"{sentence[:-1]} (see {self.reference()})."

    def _foreign(self, sentence: str) -> str:
        return f"{sentence[:-1]}: {self.things.foreign()}"

    def _emphatic(self, sentence: str) -> str:
        form = self.chance.choice(("*{}*", "**{}**", "[{}]{{.smallcaps}}", "“{}”"))
        return f"{sentence[:-1]}, the *Kestrel* and {form.format(self.prose.phrase())} apart."

    def _technical(self, sentence: str) -> str:
        term = self.chance.choice(TERMS)
        more = self.chance.choice(
            (f"where {self.things.inline_formula()}", "as in `rolls.txt`", "in H~2~O or m^3^")
        )
        return f"{sentence[:-1]}, at the [{term}]{{.term}} at least, {more}."

    # --- between paragraphs ---------------------------------------------------------------------------

    def _things(self, number: int) -> Iterator[Callable[[], str]]:
        yield lambda: self._figure(number)
        yield lambda: self._table(number)
        yield lambda: f"It follows that\n\n$$ {self.things.formula()} $$ {{#eq:c{number}}}"
        if number % 3 == 0:
            yield lambda: self._listing(number)
        turn: tuple[Callable[[], str], ...] = (
            self.things.bullets,
            self._quotation,
            self.things.verse,
            self.things.numbered,
            self._photograph,
            self.things.definitions,
            self.things.foreign_passage,
            self._aside,
            lambda: self._grid(number),
            lambda: f"* * *\n\n{self.paragraph()}",
        )
        for step in range(4):
            yield turn[(number * 3 + step) % len(turn)]

    def title(self) -> str:
        """Return a new title, which the contents will have."""
        title = self.prose.title()
        self.promise.headings.append(title)
        return title

    def caption(self) -> str:
        """Return the words of a caption: short, or over two lines."""
        phrase = self.prose.phrase()
        return f"{phrase[0].upper()}{phrase[1:]}{self.chance.choice(('', f', with {self.prose.phrase()}'))}"

    def _figure(self, number: int) -> str:
        self.promise.figures += 1
        kind = ("section", "plan")[number % 2]
        note = f"^[{self.prose.sentence()}]" if number % 5 == 2 else ""
        self.promise.own_notes += bool(note)
        return (
            f"![{self.caption()}{note}](pictures/{kind}-{number % 6}.svg)"
            f'{{#fig:c{number} width={self.chance.choice((60, 75, 100))}% alt="A drawing of a canal"}}'
        )

    def _photograph(self) -> str:
        return f'![{self.caption()}](pictures/view.png){{width=70% alt="Water and a low ridge"}}'

    def _table(self, number: int) -> str:
        self.promise.tables += 1
        rows = self.things.rows(70 if number % 8 == 3 else self.chance.randint(4, 12), 1790 + number)
        note = f"^[{self.prose.passage(2)}]" if number % 4 == 1 else ""
        self.promise.own_notes += bool(note)
        if number % 4 == 2:
            self.promise.own_notes += 1
            first, _, rest = rows.partition("| Remark |")
            head, _, cells = rest.partition("\n")
            rule, _, body = cells.partition("\n")
            line, _, others = body.partition("\n")
            line = f"{line.rstrip('|')} {self.reference()}^[{self.prose.sentence()}] |"
            rows = f"{first}| Remark |{head}\n{rule}\n{line}\n{others}"
        return f"{rows}\n\n: {self.caption()}{note} {{#tbl:c{number}}}"

    def _grid(self, number: int) -> str:
        self.promise.tables += 1
        return f"{self.things.grid()}\n\n: {self.caption()} {{#tbl:g{number}}}"

    def _listing(self, number: int) -> str:
        language, lines = self.things.code()
        return f'~~~ {{.{language} #lst:c{number} caption="{self.caption()}"}}\n{lines}\n~~~'

    def _quotation(self) -> str:
        self.promise.own_notes += 1
        return f"> {self.prose.passage(3)}\n>\n> {self.prose.passage(2)}^[{self.prose.sentence()}]"

    def _aside(self) -> str:
        return f"::: {{.aside}}\n{self.paragraph()}\n:::"


def count_words(blocks: list[str]) -> int:
    """Return how many words blocks have; marks, pipes and rules are not counted."""
    return sum(any(map(str.isalnum, word)) for block in blocks for word in block.split())
