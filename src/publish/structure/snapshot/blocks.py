"""Blocks, notes and their fragments → lines of a snapshot.

In: values of a condensed structure and what is usual in it. Out: lines with what is not usual:

    P 12L "Late on 19 January" Qm3_x EdaB
    ^ 5 37
    + 1 3L y56.6

A block has its role; its look if it is not the usual one; so many lines (`12L`, `12L+` if it goes on
overleaf); `y` the upper edge of the first on a page and of its first note, or `gap` below what stands above;
`x` and `w` its left edge and width, `h` its height, `hy` hyphenated line ends, `hyend` one at the end of the
page, `ladder`, `last` a short last line, `space` wide
spaces, `uneven` and `aside` a line out of its place; `d` depth, `t` table; its text, or first words,
digest and marks of all words, two to a letter. `^` calls a note behind so many words, `~` is emphasis, `+`
goes on with the block so many back, `link` is a link in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from publish.model.looks import Emphasis, Look
from publish.model.pages import Block, Fragment, Link, Note, NoteCall
from publish.model.wording import pack_marks
from publish.structure.snapshot.condensing import AIM_WORDS
from publish.structure.snapshot.fields import field_words
from publish.structure.snapshot.names import Names
from publish.structure.snapshot.usual import NO_BOX, Usual, key_of, usual_depth, usual_height
from publish.structure.snapshot.words import number, quote, word_of

NOWHERE = "nowhere"
BLOCK_FIELDS = ("role", "text", "fragments", "look", "emphases", "abridged", "depth", "table")
CALL_FIELDS = ("label", "page", "block", "note", "word")
LINK_FIELDS = ("page", "text", "target", "target_page", "leads_to", "boxes", "block")


def same_words(text: str) -> str:
    """Return what a link leads to if it repeats the words it leads to."""
    return " ".join(text.split()[:AIM_WORDS])


class BlockWriter:
    """Writes blocks in the order they stand on their pages; it remembers what stands above."""

    def __init__(self, usual: Usual, names: Names, sides: Mapping[int, str], *, is_epub: bool) -> None:
        self.usual, self.names, self.sides, self.is_epub = usual, names, sides, is_epub
        self._page, self._above, self._bottom = 0, "", 0.0
        self._expected = 0
        """The note the next call usually calls."""

    def block(self, block: Block) -> str:
        """Return the line of a block."""
        return " ".join([f" {block.role}", *self._block(block)])

    def note(self, note: Note) -> str:
        """Return the line of a note."""
        words = [f" note {word_of(note.label)}", *self._block(note.body)]
        return " ".join([*words, *field_words(note, (), ("label", "body"))])

    def rest(self, sign: str, back: int, block: Block, fragment: Fragment, page: str = "") -> str:
        """Return the line of a block's later fragment; `page` is said where it is not the one being written."""
        return " ".join(filter(None, [f" {sign} {back}", page, *self._fragment(block, fragment)]))

    def begin(self) -> None:
        """Begin a page, or come back to one."""
        self._page, self._above = 0, ""

    def calls(self, calls: list[NoteCall], block: Block) -> Iterator[str]:
        """Return the lines of the calls in a block."""
        for call in calls:
            words = [f" ^ {word_of(call.label)} {call.word}"]
            words += [f"p{call.page}"] if call.page != block.page else []
            if call.note != self._expected:
                words.append("lost" if call.note is None else f"n{call.note}")
            self._expected = self._expected if call.note is None else call.note + 1
            yield " ".join([*words, *field_words(call, (), CALL_FIELDS)])

    @staticmethod
    def link(link: Link) -> str:
        """Return the line of a link; its page and block are told by where the line stands."""
        words = [" link"]
        words += [] if link.target and link.text == link.target else [quote(link.text)]
        words += [f"to {quote(link.target)}"] if link.target else []
        words += [f"> {link.target_page}"] if link.target_page is not None else []
        if link.leads_to:
            words.append("at =" if link.leads_to == same_words(link.text) else f"at {quote(link.leads_to)}")
        return " ".join([*words, *field_words(link, (), LINK_FIELDS)])

    def _block(self, block: Block) -> list[str]:
        words: list[str] = []
        if block.look != self.usual.look(block):
            words.append("-" if block.look == Look() else self.names.look(block.look))
        words += self._fragment(block, block.fragments[0]) if block.fragments else [NOWHERE]
        words += [f"d{block.depth}"] if block.depth != usual_depth(block.role) else []
        words += [f"t{block.table}"] if block.table else []
        words.append(quote(block.text))
        if block.abridged:
            words += [block.abridged.digest, pack_marks(block.abridged.marks) or "."]
        words += [self._emphasis(emphasis) for emphasis in block.emphases]
        return [*words, *field_words(block, (), BLOCK_FIELDS)]

    def _emphasis(self, emphasis: Emphasis) -> str:
        at = f":{emphasis.word}" if emphasis.word else ""
        return f"~{self.names.emphasis(emphasis)}{at} {emphasis.letters} {quote(emphasis.opening)}"

    def _fragment(self, block: Block, fragment: Fragment) -> list[str]:
        box = fragment.box
        goes_on = fragment is block.fragments[0] and len(block.fragments) > 1
        words = [f"{fragment.line_count}L{'+' if goes_on else ''}"]
        if box == NO_BOX:
            return [*words, *self._marks(fragment)]
        is_first_note = block.role == "Note" and not self._above.startswith("Note")
        if is_first_note:
            words.append(f"y{number(box.top_pt)}")
        elif self._page == fragment.page:
            gap = round(box.top_pt - self._bottom, 1)
            words += [] if gap == self.usual.gaps.get((self._above, key_of(block))) else [f"gap{number(gap)}"]
        else:
            words += [] if box.top_pt == self.usual.top else [f"y{number(box.top_pt)}"]
        side = self.sides.get(fragment.page, "recto")
        words += [f"x{number(box.left_pt)}"] if box.left_pt != self.usual.left_of(side, block) else []
        is_usual = box.width_pt == self.usual.width_of(side, block, box.left_pt)
        words += [] if is_usual else [f"w{number(box.width_pt)}"]
        if box.height_pt != usual_height(block.look, fragment.line_count):
            words.append(f"h{number(box.height_pt)}")
        self._page, self._above, self._bottom = fragment.page, key_of(block), round(box.bottom_pt, 1)
        return [*words, *self._marks(fragment)]

    def _marks(self, fragment: Fragment) -> list[str]:
        is_told = fragment.box != NO_BOX or (self.is_epub and fragment == Fragment(fragment.page, NO_BOX))
        words = [] if is_told else ["nobox"]
        words += [f"hy{fragment.hyphen_count}"] if fragment.hyphen_count else []
        words += ["hyend"] if fragment.ends_hyphenated else []
        # A ladder of one is what a hyphen is.
        words += [f"ladder{fragment.ladder}"] if fragment.ladder != min(1, fragment.hyphen_count) else []
        words += [f"last{number(fragment.last_line_pt)}"] if fragment.last_line_pt else []
        words += [f"space{number(fragment.widest_space_em)}"] if fragment.widest_space_em else []
        words += [f"uneven{number(fragment.uneven_pt)}"] if fragment.uneven_pt else []
        words += [f"aside{number(fragment.aside_pt)}"] if fragment.aside_pt else []
        return words
