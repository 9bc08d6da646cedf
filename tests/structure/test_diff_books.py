"""What the diff says of e-books: spine, navigation, landmarks, page list, pictures, styles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publish.model.books import Landmark, PageListEntry, SpineItem, StyleRule
from publish.model.changes import Level
from publish.model.looks import Box
from publish.model.pages import (
    Block,
    EditionMetadata,
    Fragment,
    Link,
    OutlineEntry,
    Page,
    PageStructure,
    Picture,
)
from publish.structure.diff.diff import diff
from publish.structure.snapshot.condensing import condense

NAMES = ("Title", "One", "Two", "Three")


def book(order: tuple[int, ...] = (0, 1, 2, 3)) -> PageStructure:
    blocks = []
    for page, chapter in enumerate(order, 1):
        at = (Fragment(page, Box(0, 0, 0, 0)),)
        blocks.append(Block("H1", NAMES[chapter], at))
        blocks += [
            Block(
                "P", f"{NAMES[chapter]} says thing number {n}, and {n + 1} more, to the {chapter}th reader.", at
            )
            for n in range(5)
        ]
    where = {chapter: page for page, chapter in enumerate(order, 1)}
    return PageStructure(
        "epub",
        EditionMetadata("A Book", ("Ann",), "en"),
        pages=tuple(Page(n, str(n), 0, 0, "recto") for n in range(1, 5)),
        blocks=tuple(blocks),
        spine=tuple(SpineItem(n, f"{NAMES[c].lower()}.xhtml", NAMES[c]) for n, c in enumerate(order, 1)),
        outline=tuple(OutlineEntry(1, NAMES[c], where[c]) for c in range(4)),
        landmarks=(Landmark("bodymatter", "Start", where[1]), Landmark("toc", "Contents", where[0])),
        page_list=tuple(PageListEntry(str(n), where[n]) for n in range(4)),
        pictures=(Picture(where[1], Box(0, 0, 0, 0), "A map", "abc", 10, 10, "map.png"),),
        links=(Link(where[1], "see Two", target_page=where[2], leads_to="Two", block=f"b{6 * where[1] - 6}"),),
        rules=(StyleRule("p", "margin: 0; text-indent: 1em"), StyleRule(".note", "font-size: .8em")),
    )


def sentences(old: PageStructure, new: PageStructure) -> list[str]:
    return [change.sentence for change in diff(old, new)]


def test_a_book_does_not_differ_from_itself() -> None:
    assert diff(book(), book()) == ()


def test_spine_order_is_one_sentence() -> None:
    assert sentences(book(), book((0, 2, 1, 3))) == ["spine: the documents ‘One’ and ‘Two’ changed places"]
    assert sentences(book(), book((0, 2, 3, 1))) == [
        "spine: ‘One’ now stands after ‘Three’, as document 4 instead of 2"
    ]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"outline": book().outline[:-1]}, "contents: the entry ‘Three’ is gone"),
        ({"outline": (*book().outline[:-1], OutlineEntry(1, "Four", 4))},
         "contents: the entry ‘Three’ became ‘Four’"),
        ({"outline": (*book().outline[:-1], OutlineEntry(1, "Three", 2))},
         "contents: the entry ‘Three’ leads to ‘One’ instead of ‘Three’"),
        ({"landmarks": book().landmarks[:1]}, "landmarks: ‘Contents’ (toc) is gone"),
        ({"landmarks": (Landmark("bodymatter", "Start", 3), book().landmarks[1])},
         "landmarks: ‘Start’ (bodymatter) leads to ‘Two’ instead of ‘One’"),
        ({"page_list": book().page_list[:-1]}, "page list: page 3 is gone"),
        (
            {"page_list": (PageListEntry("0", 3), *book().page_list[1:])},
            "page list: page 0 begins at ‘Two’ instead of ‘Title’",
        ),
        ({"pictures": ()}, "‘One’: the picture ‘A map’ is gone"),
        ({"pictures": (replace(book().pictures[0], digest="x"),)},
         "‘One’: the picture ‘A map’ shows something else"),
        ({"pictures": (replace(book().pictures[0], alt=""),)},
         "‘One’: a picture lost its alternative text ‘A map’"),
        ({"links": (replace(book().links[0], target_page=4, leads_to="Three"),)},
         "‘One’: the link ‘see Two’ leads to ‘Three’ instead of ‘Two’"),
        ({"rules": (StyleRule("p", "margin: 0; text-indent: 2em"), book().rules[1])},
         "style sheet: text-indent 1em → 2em for p"),
        ({"metadata": EditionMetadata("A Book", ("Ann",), "de")}, "metadata: the language ‘en’ became ‘de’"),
    ],
)  # fmt: skip
def test_what_a_reader_would_notice(changed: dict[str, object], sentence: str) -> None:
    assert sentences(book(), replace(book(), **changed)) == [sentence]  # type: ignore[arg-type]


def test_a_removed_document() -> None:
    old = book()
    new = replace(
        old,
        spine=old.spine[:3],
        blocks=tuple(block for block in old.blocks if block.page != 4),
        outline=old.outline[:3],
        page_list=old.page_list[:3],
        pages=old.pages[:3],
    )
    found = sentences(old, new)
    assert found == ["spine: the document ‘Three’ is gone, with 6 blocks"]


def test_a_dead_link_is_a_fault() -> None:
    old = book()
    dead = replace(old, links=(Link(2, "see Two", "#two", block="b6"),))
    assert [(change.level, change.sentence) for change in diff(old, dead)] == [
        (Level.FAULT, "‘One’: the link ‘see Two’ leads nowhere (it led to ‘Two’)")
    ]


def test_a_link_leads_to_the_same_words_where_another_block_is_abridged_to_the_first_of_them() -> None:
    at = (Fragment(2, Box(0, 0, 0, 0)),)
    code = Block("Code", "The [leading-between-two-lines]{.index} of a page", at)
    words = Block("P", "The leading of a page is the distance from one line to the next.", at)
    plain = book()
    link = Link(1, "Title", target_page=2, leads_to="The leading of a page is", block="b0")
    whole = replace(plain, blocks=(*plain.blocks[:7], code, words, *plain.blocks[7:]), links=(link,))
    kept = condense(whole)
    assert kept.blocks[7].text == "The"
    assert kept.links[0].leads_to == "The leading of a"
    assert diff(kept, whole) == diff(whole, kept) == ()
