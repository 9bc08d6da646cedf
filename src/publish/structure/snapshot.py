"""A page structure → a snapshot: text for a repository, to be read in a pull request.

In: a structure. Out: lines, `.pages` by name. First what holds for the whole edition (metadata, faces, looks by
a short name made of what they are), then page by page what stands on it, one line a block:

    page 7 @aB "The Book" @xY "7"
     P 12L 56.6 "Late on 19 January" Qm3_x EdaB…
     ^ 5 37
     + 1 3L 56.6

A block's line has its role, its look if it is not the usual one, lines and top of its first fragment (`x` left
and `w` width where they are not the usual ones, `h` height, `hy` hyphens), its text, or first words, digest and
marks of all words, two to a letter. `^` calls a note behind so many words, `~` is emphasis, `+` goes on with
the block so many back. Nothing is in it that a reader does not see: no dates, identifiers, producers.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256

from publish.model.pages import (
    Block,
    Box,
    Emphasis,
    Fragment,
    Link,
    Look,
    NoteCall,
    Page,
    PageStructure,
    RunningText,
)
from publish.model.wording import pack_marks
from publish.structure.condensing import condense

NOWHERE = "nowhere"
HEADER = "publish pages 1"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def write_snapshot(structure: PageStructure, *, full: bool = False) -> str:
    """Return the snapshot of a structure; with `full` every text is spelt out."""
    return "\n".join(_Writer(condense(structure, full=full)).lines()) + "\n"


def quote(text: str) -> str:
    """Return a text in quotation marks, on one line whatever it holds."""
    quoted = json.dumps(text, ensure_ascii=False)
    # Line ends that only Unicode knows would end the line for some readers.
    return "".join(f"\\u{ord(c):04x}" if c in _BREAKS or "\ud800" <= c <= "\udfff" else c for c in quoted)


_BREAKS = "\x7f\x85\u2028\u2029\ufeff"


def number(value: float) -> str:
    """Return a number without needless zeros.

    >>> number(56.60), number(10.0), number(-0.0)
    ('56.6', '10', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class _Writer:
    """Writes one condensed structure."""

    def __init__(self, structure: PageStructure) -> None:
        self.structure = structure
        self.size = self._usual((page.width_pt, page.height_pt) for page in structure.pages)
        self.side = {page.number: page.side for page in structure.pages}
        self.labels = {page.number: page.label for page in structure.pages}
        fragments = [
            (self.side.get(fragment.page, ""), fragment.box)
            for block in structure.blocks
            if block.role == "P"
            for fragment in block.fragments
        ]
        self.left = {
            side: self._usual(box.left_pt for at, box in fragments if at == side) for side in ("recto", "verso")
        }
        self.width = {
            side: self._usual(box.width_pt for at, box in fragments if at == side)
            for side in ("recto", "verso")
        }
        texts = [*structure.blocks, *(note.body for note in structure.notes)]
        self.looks = {
            role: self._usual_look(block.look for block in texts if block.role == role)
            for role in dict.fromkeys(block.role for block in texts)
        }
        self.names: dict[str, str] = {}
        self.taken: set[str] = set()

    @staticmethod
    def _usual(values: Iterable[object]) -> object:
        """Return the commonest value, the smallest of equally common ones; None of none."""
        counted = Counter(values)
        return min(counted, key=lambda value: (-counted[value], value)) if counted else None

    @staticmethod
    def _usual_look(looks: Iterable[Look]) -> Look:
        counted = Counter(looks)
        return min(counted, key=lambda look: (-counted[look], str(look)))

    def lines(self) -> Iterator[str]:
        structure = self.structure
        usual = [
            f"usual {role} {self._look(look)}" for role, look in sorted(self.looks.items()) if look != Look()
        ]
        body = [*self._body()]
        yield HEADER
        words = [structure.kind, *(["tagged"] if structure.is_tagged else [])]
        yield " ".join([*words, *(["abridged"] if structure.is_abridged else [])])
        yield from self._metadata()
        yield from (f"font {quote(font)}" for font in structure.fonts)
        if isinstance(self.size, tuple):
            yield f"size {number(self.size[0])} {number(self.size[1])}"
        for side in ("recto", "verso"):
            if isinstance(self.left[side], float) and isinstance(self.width[side], float):
                yield f"measure {side} {number(self.left[side])} {number(self.width[side])}"  # type: ignore[arg-type]
        yield from usual
        yield from (
            f"{description.replace(' ', f' {name} ', 1)}" for description, name in sorted(self.names.items())
        )
        yield from self._outside()
        yield from body
        yield from (self._link(link) for link in structure.links)
        yield from self._pictures()

    def _metadata(self) -> Iterator[str]:
        metadata = self.structure.metadata
        for name in ("title", "language", "subject", "publisher", "rights"):
            if value := getattr(metadata, name):
                yield f"{name} {quote(value)}"
        yield from (f"author {quote(author)}" for author in metadata.authors)
        yield from (f"keyword {quote(keyword)}" for keyword in metadata.keywords)
        yield from (f"property {quote(name)} {quote(value)}" for name, value in metadata.others)

    def _name(self, description: str) -> str:
        """Return a short name that a description always gets, so that looks added later rename none."""
        if description not in self.names:
            digest = int.from_bytes(sha256(description.encode("utf-8", "surrogatepass")).digest()[:8])
            length = 2
            while True:
                name = "".join(_LETTERS[digest // 52**i % 52] for i in range(length))
                if name not in self.taken:
                    break
                length += 1
            self.names[description] = name
            self.taken.add(name)
        return self.names[description]

    def _look(self, look: Look) -> str:
        return self._name(
            f"look {quote(look.font)} {number(look.size_pt)}/{number(look.leading_pt)} {look.colour or '-'} "
            f"{look.alignment or '-'} {number(look.indent_pt)}"
        )

    def _running(self, text: RunningText, page: Page) -> str:
        name = self._name(
            f"margin {text.place} {quote(text.font)} {number(text.size_pt)} {text.colour or '-'} "
            f"{number(text.left_pt)} {number(text.baseline_pt)}"
        )
        return f"@{name}" if text.text == page.label else f"@{name} {quote(text.text)}"

    def _outside(self) -> Iterator[str]:
        structure = self.structure
        for entry in structure.outline:
            yield f"outline {entry.level} {_page(entry.page)} {quote(entry.title)}"
        for item in structure.spine:
            words = [f"spine {item.number} {quote(item.name)} {quote(item.title)}"]
            words += ["" if item.is_linear else "nonlinear", " ".join(quote(word) for word in item.types)]
            yield " ".join(filter(None, words))
        for mark in structure.landmarks:
            yield f"landmark {quote(mark.type)} {_page(mark.page)} {quote(mark.title)}"
        for listed in structure.page_list:
            yield f"pagelist {_page(listed.page)} {quote(listed.label)}"
        for rule in structure.rules:
            yield f"rule {quote(rule.selector)} {quote(rule.declarations)}"

    def _body(self) -> Iterator[str]:
        """Return everything page by page; what is on no page stands under page 0."""
        first: dict[int, list[str]] = defaultdict(list)
        """What goes on from pages before."""
        main: dict[int, list[str]] = defaultdict(list)
        notes: dict[int, list[str]] = defaultdict(list)
        calls: dict[int | None, list[NoteCall]] = defaultdict(list)
        for call in self.structure.calls:
            calls[call.block].append(call)
        starts = [block.page for block in self.structure.blocks]
        note_starts = [note.body.page for note in self.structure.notes]
        expected = 0
        for index, block in enumerate(self.structure.blocks):
            main[block.page].append(f" {self._block(block)}")
            for call in calls[index]:
                main[block.page].append(self._call(call, block, expected))
                expected = expected if call.note is None else call.note + 1
            for fragment in block.fragments[1:]:
                back = bisect_left(starts, fragment.page) - index
                first[fragment.page].append(f" + {back} {self._fragment(block, fragment)}")
        for index, note in enumerate(self.structure.notes):
            notes[note.body.page].append(
                f" note {_label(note.label)} {self._block(note.body).removeprefix('Note ')}"
            )
            for fragment in note.body.fragments[1:]:
                back = bisect_left(note_starts, fragment.page) - index
                first[fragment.page].append(f" +note {back} {self._fragment(note.body, fragment)}")
        pages = {page.number: page for page in self.structure.pages}
        for at in sorted({*first, *main, *notes, *pages}):
            if at in pages:
                yield self._page_line(pages[at])
                yield from self._page_details(pages[at])
            else:
                yield f"page {at}" if self.structure.kind == "epub" else f"page {at} absent"
            yield from first[at]
            yield from main[at]
            yield from notes[at]
        for call in calls[None]:
            yield f"call {quote(call.label)} {call.page} {_page(call.note)} {call.word}"

    def _page_line(self, page: Page) -> str:
        words = [f"page {page.number}"]
        if page.label != str(page.number):
            words.append(f"={page.label}" if page.label.isalnum() else f"label {quote(page.label)}")
        if page.side != ("recto" if page.number % 2 else "verso"):
            words.append(page.side)
        if (page.width_pt, page.height_pt) != self.size:
            words.append(f"size {number(page.width_pt)} {number(page.height_pt)}")
        if page.is_blank:
            words.append("blank")
        if page.folio != page.label:
            words.append(f"folio {quote(page.folio)}")
        if page.paints:
            paints = " ".join(f"{paint.colour or '-'} {paint.count}" for paint in page.paints)
            words.append(f"%{self._name(f'paint {paints}')}")
        return " ".join([*words, *(self._running(text, page) for text in page.running)])

    @staticmethod
    def _page_details(page: Page) -> Iterator[str]:
        yield from (f" box {box.name} {_box(box.box)}" for box in page.boxes)
        yield from (f" leaf {_box(leaf.box)} {quote(leaf.folio)} {quote(leaf.opening)}" for leaf in page.leaves)

    def _block(self, block: Block) -> str:
        words = [block.role]
        if block.look != self.looks.get(block.role):
            words.append("-" if block.look == Look() else self._look(block.look))
        words.append(self._fragment(block, block.fragments[0]) if block.fragments else NOWHERE)
        words += [f"d{block.depth}"] if block.depth else []
        words += [f"t{block.table}"] if block.table else []
        words.append(quote(block.text))
        if block.abridged:
            words.append(f"{block.abridged.digest} {pack_marks(block.abridged.marks) or '.'}")
        words += [self._emphasis(emphasis) for emphasis in block.emphases]
        words += [f"in {quote(block.source)}"] if block.source else []
        return " ".join(words)

    def _emphasis(self, emphasis: Emphasis) -> str:
        name = self._look(Look(emphasis.font, emphasis.size_pt, 0.0, emphasis.colour))
        return f"~{name} {emphasis.letters} {quote(emphasis.opening)}"

    def _fragment(self, block: Block, fragment: Fragment) -> str:
        box, side = fragment.box, self.side.get(fragment.page, "")
        if fragment == Fragment(fragment.page, Box(0, 0, 0, 0)):
            return "0L"
        words = [f"{fragment.line_count}L", number(box.top_pt)]
        if box.left_pt != self.left.get(side):
            words.append(f"x{number(box.left_pt)}")
        if box.width_pt != self.width.get(side):
            words.append(f"w{number(box.width_pt)}")
        if box.height_pt != usual_height(block.look, fragment.line_count):
            words.append(f"h{number(box.height_pt)}")
        if fragment.hyphen_count:
            words.append(f"hy{fragment.hyphen_count}")
        words += ["hyend"] if fragment.ends_hyphenated else []
        # A ladder of one is what a hyphen is.
        words += [f"ladder{fragment.ladder}"] if fragment.ladder != min(1, fragment.hyphen_count) else []
        words += [f"last{number(fragment.last_line_pt)}"] if fragment.last_line_pt else []
        words += [f"space{number(fragment.widest_space_em)}"] if fragment.widest_space_em else []
        return " ".join(words)

    @staticmethod
    def _call(call: NoteCall, block: Block, expected: int) -> str:
        words = [f" ^ {_label(call.label)} {call.word}"]
        words += [f"p{call.page}"] if call.page != block.page else []
        if call.note != expected:
            words.append("lost" if call.note is None else f"n{call.note}")
        return " ".join(words)

    def _link(self, link: Link) -> str:
        label = self.labels.get(link.target_page or 0, "")
        if label and not link.target and link.leads_to and link.text == f"{link.leads_to} {label}":
            return f"contents {link.page} {link.target_page} {quote(link.leads_to)}"
        words = [f"link {link.page} {quote(link.text)}"]
        words += [f"to {quote(link.target)}"] if link.target else []
        words += [f"> {link.target_page}"] if link.target_page is not None else []
        words += [f"at {quote(link.leads_to)}"] if link.leads_to else []
        return " ".join(words)

    def _pictures(self) -> Iterator[str]:
        for picture in self.structure.pictures:
            words = [f"picture {picture.page} {_box(picture.box)} {picture.width_px} {picture.height_px}"]
            words += [picture.digest or "-", quote(picture.alt), quote(picture.name)]
            yield " ".join(words)
        yield from (f"missing-glyph {page} {quote(text)}" for page, text in self.structure.missing_glyphs)


def usual_height(look: Look, lines: int) -> float:
    """Return how high so many lines are, in points, if nothing in them is out of the ordinary."""
    return round(look.size_pt + (lines - 1) * look.leading_pt, 1)


def _box(box: Box) -> str:
    return " ".join(number(value) for value in (box.left_pt, box.top_pt, box.width_pt, box.height_pt))


def _label(label: str) -> str:
    return label if label.isalnum() else quote(label)


def _page(page: int | None) -> str:
    return "-" if page is None else str(page)
