"""What the diff says: nothing for nothing, one sentence for one word, and the cause beside the consequence."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from publish.model.changes import Change, Fault, Level
from publish.model.looks import Box as PageRectangle
from publish.model.looks import Emphasis, Look
from publish.model.pages import Block, Fragment, Leaf, Line, Link, Page, PageStructure, Paint
from publish.structure.diff.diff import diff, summary, worst_level
from tests.structure.typesetter import Setting, story, typeset

NOTES = {"a": "Miller, History, 12.", "b": "Smith, Army, 99."}


def text() -> list[tuple[str, str]]:
    found = story(4, 10)
    found[3] = ("P", found[3][1] + " See.[^a]")
    found[8] = ("P", found[8][1] + " Also.[^b]")
    found.insert(20, ("Figure", "A map|first"))
    found.insert(30, ("TR", "Total\t12\t13"))
    found.insert(31, ("TR", "Rest\t5\t6"))
    return found


@pytest.fixture(scope="module")
def base() -> PageStructure:
    return typeset(text(), NOTES)


def sentences(changes: tuple[Change, ...], level: Level | None = None) -> list[str]:
    return [change.sentence for change in changes if level is None or change.level is level]


def edited(index: int, old: str, new: str) -> PageStructure:
    found = text()
    assert old in found[index][1]
    found[index] = (found[index][0], found[index][1].replace(old, new, 1))
    return typeset(found, NOTES)


def test_a_size_that_is_not_known_is_no_change_of_size(base: PageStructure) -> None:
    unknown = replace(
        base, blocks=tuple(replace(block, look=replace(block.look, size_pt=0.0)) for block in base.blocks)
    )
    for one, two in ((base, unknown), (unknown, base)):
        assert not any("size" in change.kind for change in diff(one, two))


def test_an_edition_does_not_differ_from_itself(base: PageStructure) -> None:
    assert diff(base, base) == ()
    assert diff(base, typeset(text(), NOTES)) == ()
    assert summary(()) == "no difference a reader would see"
    assert worst_level(()) is None


def test_a_word(base: PageStructure) -> None:
    found = diff(base, edited(2, "near", "beside"))
    assert sentences(found, Level.CONTENT) == [
        "p. 1: ‘near’ became ‘beside’ in the paragraph ‘In 1705 Anna counted…’"
    ]
    assert sentences(found, Level.REFLOW) == [
        "pp. 1–3: reflow of 11 blocks (+1 line) after the edit on p. 1, absorbed on p. 3"
    ]


@pytest.mark.parametrize("index", [1, 2, 5, 9, 13, 16, 25, 40])
@pytest.mark.parametrize("word", ["near", "times", "and"])
def test_every_changed_word_is_one_sentence(base: PageStructure, index: int, word: str) -> None:
    found = diff(base, edited(index, f" {word} ", " QUITE OTHERWISE "))
    content = [change for change in found if change.level >= Level.CONTENT]
    assert len(content) == 1
    assert f"‘{word}’ became ‘QUITE OTHERWISE’" in content[0].sentence


def test_a_date_in_the_text_is_no_number_that_follows(base: PageStructure) -> None:
    found = sentences(diff(base, edited(5, "1721", "1821")))
    assert found == ["p. 2: ‘1721’ became ‘1821’ in the paragraph ‘In 1720 Clara crossed…’"]


def test_a_heading_takes_its_bookmark_along(base: PageStructure) -> None:
    found = diff(base, edited(0, "river", "mountain"))
    assert sentences(found, Level.CONTENT) == [
        "p. 1: ‘river’ became ‘mountain’ in the heading ‘Chapter 1: The mountain…’"
    ]
    assert sentences(found, Level.REFLOW) == [
        "the bookmark ‘Chapter 1: The river of Marta’ became ‘Chapter 1: The mountain of Marta’ "
        "with its heading"
    ]


def test_a_removed_paragraph_and_what_moves_up(base: PageStructure) -> None:
    shorter = text()
    del shorter[6]
    found = diff(base, typeset(shorter, NOTES))
    assert "p. 2: the paragraph ‘In 1725 Anna counted…’ was removed" in sentences(found, Level.CONTENT)
    assert any("after the removal on p. 2" in sentence for sentence in sentences(found, Level.REFLOW))
    assert "p. 6: picture ‘A map’ moved to p. 5" in sentences(found, Level.LAYOUT)


def test_a_moved_paragraph(base: PageStructure) -> None:
    other = text()
    other.insert(25, other.pop(4))
    found = sentences(diff(base, typeset(other, NOTES)), Level.CONTENT)
    assert found == [
        "p. 1: the paragraph ‘In 1716 Henrik abandoned…’ moved to p. 7, "
        "after the paragraph ‘In 1803 Otto measured…’"
    ]


def test_a_new_note_renumbers_the_others(base: PageStructure) -> None:
    other = text()
    other.insert(2, ("P", "Brand new words.[^c]"))
    found = diff(base, typeset(other, {**NOTES, "c": "New, Note."}))
    assert sentences(found, Level.CONTENT) == [
        "p. 1: the paragraph ‘Brand new words.’ was added",
        "p. 1: note 1 ‘New, Note.’ was added",
    ]
    assert any(
        "notes 2–3 are numbered one higher after the new note 1" in sentence
        for sentence in sentences(found, Level.REFLOW)
    )


def test_a_word_in_a_note(base: PageStructure) -> None:
    found = diff(base, typeset(text(), {**NOTES, "b": "Smith, Navy, 99."}))
    assert sentences(found) == ["p. 3: ‘Army’ became ‘Navy’ in note 2 ‘Smith, Navy, 99.’"]


def test_a_lost_call_is_a_fault(base: PageStructure) -> None:
    found = diff(base, replace(base, calls=base.calls[:1]))
    assert [(change.level, change.sentence) for change in found] == [
        (Level.FAULT, "p. 3: note 2 lost its call (it was on p. 3)")
    ]


def test_a_moved_call(base: PageStructure) -> None:
    call = replace(base.calls[0], word=3)
    found = diff(base, replace(base, calls=(call, *base.calls[1:])))
    assert sentences(found) == [
        "p. 1: the call of note 1 now stands after ‘Clara’ in the paragraph ‘In 1710 Clara crossed…’"
    ]


def test_a_note_printed_twice(base: PageStructure) -> None:
    found = diff(base, replace(base, notes=(*base.notes, base.notes[1])))
    assert "p. 3: note 2 is printed twice" in sentences(found, Level.FAULT)


def test_table_cells_and_rows(base: PageStructure) -> None:
    cell, rows = text(), text()
    cell[30] = ("TR", "Total\t12\t31")
    rows[30], rows[31] = rows[31], rows[30]
    assert sentences(diff(base, typeset(cell, NOTES))) == [
        "p. 8: ‘13’ became ‘31’ in column 3 of the table row ‘Total’"
    ]
    assert sentences(diff(base, typeset(rows, NOTES)), Level.CONTENT) == [
        "p. 8: the table rows ‘Total 12 13’ and ‘Rest 5 6’ changed places"
    ]


def test_pictures(base: PageStructure) -> None:
    def with_picture(words: str) -> PageStructure:
        other = text()
        other[20] = ("Figure", words)
        return typeset(other, NOTES)

    assert sentences(diff(base, with_picture("A map|second"))) == [
        "p. 6: the picture ‘A map’ shows something else"
    ]
    assert sentences(diff(base, with_picture("A map of Rome|first"))) == [
        "p. 6: ‘of Rome’ was added after ‘map’ in the alternative text ‘A map of Rome’"
    ]
    resized = diff(base, with_picture("A map|first|180|117"))
    assert "p. 6: the picture ‘A map’ was resized, 200 × 130 → 180 × 117 pt" in sentences(resized, Level.LAYOUT)
    assert any("after the resized picture on p. 6" in s for s in sentences(resized, Level.REFLOW))


def test_looks_are_told_once_for_all(base: PageStructure) -> None:
    assert sentences(diff(base, typeset(text(), NOTES, Setting(font="Literata"))))[0] == (
        "all pages: typeface EB-Garamond → Literata in all 40 paragraphs, 4 headings, "
        "2 table rows and 2 notes, and in running heads"
    )
    leading = sentences(diff(base, typeset(text(), NOTES, Setting(leading=13.1))))
    assert any("leading 13 → 13.1 pt in all 40 paragraphs" in sentence for sentence in leading)
    assert any("after the change of leading" in sentence for sentence in leading)


def test_leading_is_seen_from_a_twentieth_of_a_point(base: PageStructure) -> None:
    assert any("leading" in s for s in sentences(diff(base, typeset(text(), NOTES, Setting(leading=13.05)))))


def test_a_word_loses_its_italics(base: PageStructure) -> None:
    italic = Emphasis("EB-Garamond-Italic", 10.0, "#000000", 5, "Clara")
    blocks = tuple(replace(b, emphases=(italic,)) if n == 3 else b for n, b in enumerate(base.blocks))
    found = diff(replace(base, blocks=blocks), base)
    assert sentences(found) == [
        "p. 1: ‘Clara’ is no longer set in EB-Garamond-Italic in the paragraph ‘In 1710 Clara crossed…’"
    ]


def test_page_geometry(base: PageStructure) -> None:
    assert sentences(diff(base, typeset(text(), NOTES, Setting(page=(432, 612))))) == [
        "all pages: page size 148.2 × 209.9 mm → 152.4 × 215.9 mm"
    ]
    assert "the text block stands 3 pt to the right on all pages" in sentences(
        diff(base, typeset(text(), NOTES, Setting(left=53)))
    )
    shorter = sentences(diff(base, typeset(text(), NOTES, Setting(lines=29))))
    assert any("the text block is 374 pt deep instead of 387 pt" in sentence for sentence in shorter)
    assert any("from the new page geometry" in sentence for sentence in shorter)


def test_a_shift_nobody_sees(base: PageStructure) -> None:
    assert diff(base, typeset(text(), NOTES, Setting(left=50.15, top=60.14))) == ()


def test_running_heads_and_labels(base: PageStructure) -> None:
    assert sentences(diff(base, typeset(text(), NOTES, Setting(head="A Brief History")))) == [
        "all pages: the running head (top left) ‘A Short History’ became ‘A Brief History’"
    ]
    pages = tuple(replace(page, label=f"A-{page.number}") for page in base.pages)
    assert any("labels changed, ‘1’ → ‘A-1’" in s for s in sentences(diff(base, replace(base, pages=pages))))
    wrong = tuple(replace(page, folio="7") if page.number == 6 else page for page in base.pages)
    assert sentences(diff(base, replace(base, pages=wrong))) == ["p. 6: the folio ‘6’ became ‘7’"]


def test_rules_and_backgrounds(base: PageStructure) -> None:
    pages = tuple(replace(p, paints=(Paint("#cccccc", 2),)) if p.number == 4 else p for p in base.pages)
    assert sentences(diff(base, replace(base, pages=pages))) == [
        "p. 4: 2 rules or backgrounds of #cccccc instead of 0"
    ]


def test_links(base: PageStructure) -> None:
    link = Link(2, "the river", target_page=6, leads_to=base.blocks[22].text[:40])
    outward = Link(3, "site", "https://example.org/a")
    old = replace(base, links=(link, outward))
    moved = replace(base, links=(replace(link, target_page=8, leads_to=base.blocks[30].text[:40]), outward))
    dead = replace(base, links=(replace(link, target="#gone", target_page=None, leads_to=""), outward))
    other = replace(base, links=(link, replace(outward, target="https://example.org/b")))
    assert "leads to ‘Total 12 13’ (p. 8) instead of" in sentences(diff(old, moved))[0]
    assert diff(old, dead)[0].level is Level.FAULT
    assert sentences(diff(old, other)) == [
        "p. 3: the link ‘site’ leads to ‘https://example.org/b’ instead of ‘https://example.org/a’"
    ]
    assert "is no longer a link" in sentences(diff(old, replace(base, links=(link,))))[0]


def test_tags_and_metadata(base: PageStructure) -> None:
    assert diff(base, replace(base, is_tagged=False))[0].level is Level.FAULT
    other = replace(
        base, metadata=replace(base.metadata, title="A Long History", language="de", authors=("B",))
    )
    assert sentences(diff(base, other)) == [
        "metadata: the title ‘A Short History’ became ‘A Long History’",
        "metadata: the language ‘en’ became ‘de’",
        "metadata: the author became ‘B’ (was ‘Ann Author’)",
    ]


def test_a_table_that_is_tagged_as_rows_only(base: PageStructure) -> None:
    loose = replace(base, blocks=tuple(replace(block, table=0) for block in base.blocks))
    assert any(block.table for block in base.blocks)
    (change,) = diff(base, loose)
    assert re.fullmatch(r"p\. \d: the table ‘.+’ is no longer tagged as a table", change.sentence)
    assert change.level is Level.FAULT
    assert diff(loose, base) == ()


def test_how_a_printer_turns_the_sheets(base: PageStructure) -> None:
    short, long = (
        replace(base, metadata=replace(base.metadata, others=(("Duplex", f"DuplexFlip{edge}Edge"),)))
        for edge in ("Short", "Long")
    )
    (change,) = diff(short, long)
    was = "(was: turned on the short edge)"
    assert change.sentence == f"the sheets are to be turned on the long edge when they are printed {was}"
    assert change.level is Level.LAYOUT
    assert sentences(diff(long, base)) == [
        "that the sheets are to be turned on the long edge is no longer said"
    ]


def test_a_change_of_level_and_a_split(base: PageStructure) -> None:
    other = [("H2", words) if words.startswith("Chapter 3") else (role, words) for role, words in text()]
    found = sentences(diff(base, typeset(other, NOTES)), Level.CONTENT)
    assert found[0] == "p. 6: ‘Chapter 3: The council…’ is now a heading of level 2 (was level 1)"
    whole = text()
    first, second = whole[2][1].split(" In 1707", 1)
    whole[2:3] = [("P", first), ("P", f"In 1707{second}")]
    found = sentences(diff(base, typeset(whole, NOTES)), Level.CONTENT)
    assert found == [
        "p. 1: the paragraph ‘In 1705 Anna counted…’ was divided in two before ‘In 1707 Helene guarded…’"
    ]
    back = sentences(diff(typeset(whole, NOTES), base), Level.CONTENT)
    assert back == ["p. 1: two paragraphs became one where ‘In 1707 Helene guarded…’ began"]


def test_the_same_edit_in_many_places_is_one_sentence(base: PageStructure) -> None:
    other = [(role, words.replace("winter", "summer")) for role, words in text()]
    found = sentences(diff(base, typeset(other, NOTES)), Level.CONTENT)
    assert len(found) == 1
    assert "‘winter’ became ‘summer’ in 83 places (33 paragraphs and 1 heading)" in found[0]


def test_lost_space(base: PageStructure) -> None:
    assert (
        "‘the harbour’ became ‘theharbour’" in sentences(diff(base, edited(3, "the harbour", "theharbour")))[0]
    )


def sheet(halves: tuple[str, str]) -> PageStructure:
    """One side of a sheet with two pages on it, each with its folio and a paragraph."""
    leaves, blocks = [], []
    for place, folio in enumerate(halves):
        box = PageRectangle(30 + 210 * place, 50, 150, 200)
        words = f"This is page {folio} of the small booklet and says so in words."
        line = Line(words, 60, box.left_pt, box.right_pt)
        leaves.append(Leaf(box, folio, words[:20]))
        blocks.append(Block("P", words, (Fragment(1, box, (line,), 1),), Look("Literata", 9.0)))
    page = Page(1, "", 420, 595, "recto", leaves=tuple(leaves))
    return PageStructure("pdf", pages=(page,), blocks=tuple(blocks))


def test_imposition() -> None:
    (told,) = sentences(diff(sheet(("8", "1")), sheet(("1", "8"))))
    assert told.startswith("side 1: pages ")
    assert told.endswith(" stand in each other’s place")


def test_only_new_faults_are_told(base: PageStructure) -> None:
    known, new = Fault("page/widow", 2, "a widow", "x"), Fault("page/widow", 3, "another widow", "y")
    found = diff(base, base, ((known,), (replace(known, page=4), new)))
    assert [(change.level, change.sentence) for change in found] == [(Level.FAULT, "p. 3: another widow")]


@pytest.mark.parametrize(
    "setting",
    [
        Setting(font="Literata"),
        Setting(leading=13.4),
        Setting(width=57),
        Setting(head="Other"),
        Setting(left=55),
    ],
)
def test_both_ways_flag_alike(base: PageStructure, setting: Setting) -> None:
    other = typeset(text(), NOTES, setting)
    there, back = diff(base, other), diff(other, base)
    assert {change.kind for change in there} == {change.kind for change in back}
    assert {change.level for change in there} == {change.level for change in back}


def test_what_is_added_one_way_is_removed_the_other_way(base: PageStructure) -> None:
    shorter = text()
    del shorter[6:9]
    other = typeset(shorter, NOTES)
    mirror = {"block/added": "block/removed", "block/removed": "block/added"}
    there, back = diff(base, other), diff(other, base)
    assert sorted(mirror.get(c.kind, c.kind) for c in there if c.level is Level.CONTENT) == sorted(
        c.kind for c in back if c.level is Level.CONTENT
    )
