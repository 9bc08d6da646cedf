"""Each rule finds the fault it is named after, says where, and lets good pages be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from publish.model.faults import RULES
from publish.model.looks import Box, Look
from publish.model.pages import (
    Block,
    Cover,
    Fragment,
    Kind,
    Line,
    Link,
    Note,
    NoteCall,
    OutlineEntry,
    Page,
    PageStructure,
    Picture,
)
from publish.structure.diff.diff import diff
from publish.structure.lint.lint import lint
from publish.structure.reading import read_edition
from publish.structure.snapshot.condensing import condense
from publish.structure.snapshot.snapshot import write_snapshot
from tests.structure.valley import valley

LEFT, MEASURE, LEADING = 60.0, 300.0, 14.0
LOOK = Look("Serif", 10.0, LEADING, "#000000", "justify")


def block(
    role: str, text: str, *parts: tuple[int, int, int], left: float = LEFT, last_pt: float = 150.0
) -> Block:
    """Return a block; a part is (page, first line on the page, number of lines)."""
    fragments = []
    for page, first, count in parts:
        lines = tuple(
            Line(
                text,
                80.0 + LEADING * (first + n),
                left,
                left + MEASURE - (150.0 if n == count - 1 else 0.0),
                0.25,
            )
            for n in range(count)
        )
        box = Box(left, 72.0 + LEADING * first, MEASURE, LEADING * (count - 1) + 10.0)
        fragments.append(Fragment(page, box, lines, count, last_line_pt=last_pt))
    return Block(role, text, tuple(fragments), LOOK)


def page(number: int, folio: str = "") -> Page:
    return Page(
        number, str(number), 420.0, 595.0, "recto" if number % 2 else "verso", folio=folio or str(number)
    )


def edition(blocks: Sequence[Block], pages: int = 3, **more: object) -> PageStructure:
    made = PageStructure(
        "pdf", is_tagged=True, pages=tuple(map(page, range(1, pages + 1))), blocks=tuple(blocks)
    )
    return replace(made, **more)  # type: ignore[arg-type]


def good(pages: int = 3) -> list[Block]:
    """Return pages of four paragraphs each."""
    return [
        block("P", f"Page {number} paragraph {n} says something.", (number, n * 8, 7))
        for number in range(1, pages + 1)
        for n in range(4)
    ]


def with_note(label: str, call_page: int, note_page: int | None) -> PageStructure:
    notes = (
        ()
        if note_page is None
        else (Note(label, block("Note", "See there for more than that.", (note_page, 32, 1))),)
    )
    calls = (NoteCall(label, call_page, 0, None if note_page is None else 0),)
    return edition(good(), notes=notes, calls=calls)


def with_fragment(**changes: object) -> PageStructure:
    blocks = good()
    split = block("P", "The paragraph goes on overleaf.", (1, 32, 3), (2, 0, 3))
    first = replace(split.fragments[0], **changes)  # type: ignore[arg-type]
    blocks[4] = replace(split, fragments=(first, split.fragments[1]))
    return edition(blocks)


def doubled() -> PageStructure:
    body = [block("Note", "See there for more than that.", (number, 32, 1)) for number in (1, 2)]
    return edition(good(), notes=(Note("1", body[0]), Note("1", body[1])), calls=(NoteCall("1", 1, 0, 0),))


def far() -> PageStructure:
    blocks = [*good(5), block("Caption", "Figure 1. A bridge", (5, 32, 1))]
    return edition(blocks, 5, links=(Link(1, "Figure 1", "", 5, "Figure 1. A bridge"),))


FAULTY: dict[str, tuple[Callable[[], PageStructure], str]] = {
    "lost-note": (lambda: with_note("7", 2, None), "p. 2: note 7 is called"),
    "doubled-note": (doubled, "note 1 ‘See there for more…’ is printed on p. 1 and p. 2"),
    "displaced-note": (lambda: with_note("7", 1, 2), "p. 2: note 7 is printed here, but its call is on p. 1"),
    "dead-link": (lambda: edition(good(), links=(Link(2, "there", "#gone"),)), "the link ‘there’ (to #gone)"),
    "lost-file": (
        lambda: edition(good(), pictures=(Picture(2, Box(60, 60, 9, 9), "", "missing", 0, 0, "a.png"),)),
        "p. 2: the picture ‘a.png’ is missing and cannot be shown",
    ),
    "wrong-page-reference": (
        lambda: edition(good(), links=(Link(1, "see p. 2", "", 3),)),
        "p. 1: ‘see p. 2’ says page 2, but what it leads to is on page 3",
    ),
    "overlap": (
        lambda: edition([*good(), block("P", "Stray words stand here.", (2, 3, 1))]),
        "p. 2: paragraph ‘Page 2 paragraph 0…’ and paragraph ‘Stray words stand here.’",
    ),
    "off-page": (
        lambda: edition([*good(), block("P", "Too far right.", (2, 32, 1), left=200.0)]),
        "p. 2: paragraph ‘Too far right.’ runs 80 pt off the page",
    ),
    "outside-type-area": (
        lambda: edition([*good(5), block("P", "Into the margin.", (2, 32, 1), left=80.0)], 5),
        "p. 2: paragraph ‘Into the margin.’ stands 20 pt out of the type area into the right margin",
    ),
    "missing-glyph": (lambda: edition(good(), missing_glyphs=((2, "a word"),)), "p. 2: a character is shown"),
    "stranded-heading": (
        lambda: edition([*good()[:8], block("H2", "Methods", (2, 32, 1)), *good()[8:]]),
        "p. 2: heading ‘Methods’ is the last thing on the page",
    ),
    "widow": (
        lambda: edition([*good()[:4], block("P", "On it goes overleaf.", (1, 32, 2), (2, 32, 1)), *good()[4:]]),
        "p. 2: the last line of paragraph ‘On it goes overleaf.’",
    ),
    "orphan": (
        lambda: edition([*good()[:4], block("P", "On it goes overleaf.", (1, 32, 1), (2, 32, 2)), *good()[4:]]),
        "p. 1: the first line of paragraph ‘On it goes overleaf.’",
    ),
    "row-cut": (
        lambda: edition([*good()[:4], block("TR", "a\tb", (1, 32, 2), (2, 32, 2)), *good()[4:]]),
        "p. 1: table row ‘a b’ is cut",
    ),
    "empty-page": (
        lambda: edition([*good()[:8], block("P", "Three words here.", (3, 0, 1)), *good(4)[12:]], 4),
        "p. 3: the page holds no more than one line",
    ),
    "figure-far": (far, "p. 5: caption ‘Figure 1. A bridge’ stands 4 pages from its nearest mention"),
    "page-end-hyphen": (lambda: with_fragment(ends_hyphenated=True), "p. 1: the word ‘"),
    "ladder": (lambda: with_fragment(ladder=3), "p. 1: 3 lines in a row end in hyphens"),
    "loose-line": (lambda: with_fragment(widest_space_em=1.1), "stand 1.1 em apart"),
    "runt": (
        lambda: edition([*good(), block("P", "Ends short.", (3, 32, 3), last_pt=9.0)]),
        "p. 3: paragraph ‘Ends short.’ ends in a line of only",
    ),
}  # fmt: skip


def test_good_pages_are_not_found_fault_with() -> None:
    assert lint(edition(good())) == ()


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_finds_its_fault(rule: str) -> None:
    make, said = FAULTY[rule]
    found = lint(make())
    assert [fault.rule for fault in found] == [rule], found
    assert said in found[0].sentence
    assert found[0].page in range(1, 6)
    assert lint(make(), off={rule}) == ()


@pytest.mark.parametrize(
    ("last", "first", "said"),
    [
        (("TH", "Name\tCount"), ("TR", "alpha\t17"), "the rows of its table"),
        (("Caption", "Table 1. Things"), ("TH", "Name\tCount"), "its table"),
        (("Figure", "A bridge"), ("Caption", "Figure 1. A bridge"), "its caption ‘Figure 1. A bridge’"),
    ],
)
def test_what_belongs_together_is_not_parted_by_a_page_end(
    last: tuple[str, str], first: tuple[str, str], said: str
) -> None:
    parted = [*good()[:8], block(*last, (2, 32, 1)), block(*first, (3, 32, 1)), *good()[8:]]
    told = [fault.sentence for fault in lint(edition(parted)) if fault.rule == "stranded-heading"]
    assert len(told) == 1
    assert f"is parted from {said}, which begins overleaf" in told[0]
    together = [*good()[:8], block(*last, (2, 32, 1)), block(*first, (2, 33, 1)), *good()[8:]]
    assert [fault for fault in lint(edition(together)) if fault.rule == "stranded-heading"] == []


def test_dead_bookmarks_covered_words_and_crossed_calls_are_told() -> None:
    outline = (OutlineEntry(1, "Part", None), OutlineEntry(2, "Alpha", 1), OutlineEntry(2, "Gone", None))
    assert [f.sentence for f in lint(edition(good(), outline=outline))] == ["the bookmark ‘Gone’ leads nowhere"]
    made = edition(good())
    covered = replace(made.pages[1], covers=(Cover("#000000", "the name of", Box(60, 60, 90, 20)),))
    told = lint(replace(made, pages=(made.pages[0], covered, made.pages[2])))
    assert [f.sentence for f in told] == ["p. 2: the words ‘the name of’ are covered by a shape in #000000"]
    bodies = [block("Note", f"See the source number {n} there.", (n, 32, 1)) for n in (1, 2)]
    notes = tuple(Note(str(n), body) for n, body in enumerate(bodies, 1))
    calls = (NoteCall("1", 1, 0, 1), NoteCall("2", 2, 0, 1))
    told = lint(edition(good(), notes=notes, calls=calls))
    assert [f.sentence for f in told] == ["p. 1: the call 1 leads to note 2 ‘See the source number…’ on p. 2"]


def test_a_title_page_and_blank_pages_before_a_chapter_are_meant() -> None:
    title = [block("H1", "The Book", (1, 3, 1)), block("P", "Ann Author", (1, 6, 1))]
    chapter = block("H1", "One", (3, 0, 1))
    rest = [replace(each, fragments=(replace(each.fragments[0], page=3),)) for each in good(1)[1:]]
    assert lint(edition([*title, chapter, *rest])) == ()


def test_endnotes_are_not_displaced() -> None:
    notes = tuple(
        Note(str(n), block("Note", f"See the source number {n} there.", (3, 31 + n, 1))) for n in range(1, 5)
    )
    calls = tuple(NoteCall(str(n + 1), 1, 0, n) for n in range(4))
    assert lint(edition(good(), notes=notes, calls=calls)) == ()


def test_single_lines_among_indented_text_stand_in_the_type_area() -> None:
    verses = [replace(b, fragments=(_moved_in(b.fragments[0]),)) for b in good(4)]
    lines = [block("P", f"Prose {number}.", (number, 32, 1)) for number in range(1, 5)]
    assert lint(edition([*verses, *lines], 4)) == ()
    assert [f.rule for f in lint(edition([*verses, lines[0]], 4))] == ["outside-type-area"]


def _moved_in(fragment: Fragment) -> Fragment:
    return replace(fragment, box=replace(fragment.box, left_pt=fragment.box.left_pt + 20))


@pytest.mark.parametrize("kind", ["pdf", "epub"])
def test_equal_notes_with_a_call_each_are_not_one_note_doubled(kind: Kind) -> None:
    again = replace(doubled(), kind=kind, calls=(NoteCall("1", 1, 0, 0), NoteCall("1", 2, 5, 1)))
    assert lint(again) == ()
    assert [f.rule for f in lint(replace(again, calls=again.calls[:1]))] == ["doubled-note"]


def test_a_page_may_be_named_by_what_is_printed_on_it() -> None:
    links = (Link(1, "Seite iv", "", 2), Link(1, "S. 3", "", 3), Link(1, "on page 3", "", 3))
    made = edition(good(), links=links)
    pages = (made.pages[0], page(2, "iv"), made.pages[2])
    assert lint(replace(made, pages=pages)) == ()


@pytest.mark.parametrize("kind", ["pdf", "booklet", "epub"])
def test_a_good_book_has_no_warnings(kind: str) -> None:
    structure = read_edition(valley(kind)).value  # type: ignore[arg-type]
    assert structure is not None
    assert [f.sentence for f in lint(structure) if RULES[f.rule].weight != "note"] == []


def test_a_snapshot_is_judged_like_its_file() -> None:
    structure = read_edition(valley("pdf")).value
    assert structure is not None
    kept = read_edition(write_snapshot(structure).encode()).value
    assert kept is not None
    assert [fault.rule for fault in lint(kept)] == [fault.rule for fault in lint(structure)]


def entry(left: float, top: float, width: float = 40.0) -> Block:
    """Return an entry of an index."""
    made = block("LI", f"alder, {left:.0f} {top:.0f}", (2, 32, 1), left=left)
    return replace(made, fragments=(replace(made.fragments[0], box=Box(left, top, width, 10.0), lines=()),))


def test_entries_in_neighbouring_columns_of_a_snapshot_do_not_run_over_each_other() -> None:
    """A short line of a snapshot is as wide as its column, whatever its letters and what stands beside it."""
    first = [entry(LEFT, 514.0 + 14 * n) for n in range(5)]
    second = [entry(LEFT + 150, 518.0 + 14 * n) for n in range(4)]
    kept = condense(edition([*good(2), *first, *second], 2))
    assert {b.fragments[0].box.width_pt for b in kept.blocks[-9:]} == {150.0}
    assert lint(kept) == ()
    fewer = condense(edition([*good(2), *first, *second[:3]], 2))
    assert fewer.blocks == kept.blocks[:-1]
    told = [change.sentence for change in diff(kept, fewer)]
    assert len(told) == 1
    assert "alder, 210 560" in told[0]


@pytest.mark.parametrize("missing", [0, 2, 3])
def test_short_lines_in_a_column_of_a_snapshot_are_as_wide_as_it_is(missing: int) -> None:
    entries = [
        entry(LEFT, 520.0),
        entry(LEFT + 12, 534.0, 20.0),
        entry(LEFT, 548.0, 8.0),
        entry(LEFT + 12, 562.0),
    ]
    beside = [entry(LEFT + 150, 520.0 + 14 * place) for place in range(4) if place != missing]
    kept = condense(edition([*good(), *entries, *beside]))
    assert condense(kept) == kept
    assert [b.fragments[0].box.width_pt for b in kept.blocks[-7:-3]] == [150.0, 138.0, 150.0, 138.0]


def test_what_is_moved_in_below_a_short_line_is_no_column() -> None:
    moved_in = [entry(LEFT + 150, 520.0, 8.0), *(entry(LEFT + 162, 534.0 + 14 * place) for place in range(3))]
    column = [entry(LEFT, 520.0 + 14 * place) for place in range(4)]
    kept = [condense(edition([*good(), *before, *moved_in])) for before in ((), column)]
    widths = [[b.fragments[0].box.width_pt for b in one.blocks[-4:]] for one in kept]
    assert widths[0] == widths[1]
    assert widths[0][0] == widths[0][1] + 12


def test_what_truly_runs_over_its_neighbour_is_told_of_a_snapshot() -> None:
    captions = [entry(LEFT, 520.0), entry(LEFT + 150, 520.0)]
    assert lint(condense(edition([*good(), *captions]))) == ()
    over = [captions[0], entry(80.0, 522.0)]
    assert [fault.rule for fault in lint(condense(edition([*good(), *over])))] == ["overlap"]
