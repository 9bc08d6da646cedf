"""What happened to whole pages is told as one act, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publish.model.looks import Box
from publish.model.pages import Cover, Page, PageBox, PageStructure, Remark, RunningText
from publish.structure.diff.diff import diff
from publish.structure.diff.page_fit import Fit, put_back
from publish.structure.diff.repaging import select_pages, view_of
from publish.structure.lint.lint import lint
from publish.structure.snapshot.reading import read_snapshot
from publish.structure.snapshot.snapshot import write_snapshot
from tests.structure.typesetter import Setting, story, typeset


@pytest.fixture(scope="module")
def book() -> PageStructure:
    """Ten pages, the fourth a blank verso."""
    structure = typeset(story(3, 12), setting=Setting(lines=24))
    return _with_blank(structure, 4)


def _with_blank(structure: PageStructure, number: int) -> PageStructure:
    """Put a blank page in; the pages behind it keep their folios."""
    count = len(structure.pages)
    order = [*range(1, number), count + 1, *range(number, count + 1)]
    side = structure.pages[0]
    blank = Page(count + 1, "3a", side.width_pt, side.height_pt, "verso", is_blank=True)
    view = view_of(replace(structure, pages=(*structure.pages, blank)))
    return _on_their_sides(select_pages(view, order).structure)


def _in_order(structure: PageStructure, order: list[int]) -> PageStructure:
    """Return the finished pages in another order, as cutting and pasting a file gives them."""
    return _on_their_sides(select_pages(view_of(structure), order).structure)


def _on_their_sides(structure: PageStructure) -> PageStructure:
    pages = tuple(replace(page, side="recto" if page.number % 2 else "verso") for page in structure.pages)
    return replace(structure, pages=pages)


def _numbers(structure: PageStructure) -> list[int]:
    return [page.number for page in structure.pages]


def _told(old: PageStructure, new: PageStructure) -> list[str]:
    return [change.sentence for change in diff(old, new, (lint(old), lint(new)))]


def _from_snapshot(structure: PageStructure) -> PageStructure:
    outcome = read_snapshot(write_snapshot(structure))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def _moved(structure: PageStructure, page: int, scale: float, right: float, down: float) -> PageStructure:
    """Print a page larger or smaller, or elsewhere on the paper."""
    return put_back(structure, {page: Fit(1 / scale, -right / scale, -down / scale)})


def _changed(structure: PageStructure, number: int, **fields: object) -> PageStructure:
    pages = [
        replace(page, **fields) if page.number == number else page  # type: ignore[arg-type]
        for page in structure.pages
    ]
    return replace(structure, pages=tuple(pages))


def test_a_page_that_is_lost(book: PageStructure) -> None:
    order = _numbers(book)
    order.remove(7)
    (told,) = _told(book, _in_order(book, order))
    assert told.startswith("p. 6 is missing with 3 paragraphs")


def test_the_last_page_that_is_lost(book: PageStructure) -> None:
    (told,) = _told(book, _in_order(book, _numbers(book)[:-1]))
    assert "is missing with" in told


def test_two_pages_that_changed_places(book: PageStructure) -> None:
    order = _numbers(book)
    order[5], order[6] = order[6], order[5]
    assert _told(book, _in_order(book, order)) == ["pp. 5 and 6 changed places"]


def test_a_page_put_elsewhere(book: PageStructure) -> None:
    order = _numbers(book)
    order.insert(8, order.pop(1))
    assert _told(book, _in_order(book, order)) == ["p. 2 now stands after p. 8"]


def test_pages_in_reverse_order(book: PageStructure) -> None:
    assert _told(book, _in_order(book, _numbers(book)[::-1])) == ["the pages stand in reverse order"]


def test_a_blank_page_that_came_and_one_that_went(book: PageStructure) -> None:
    plain = _in_order(book, [number for number in _numbers(book) if number != 4])
    assert _told(plain, book) == ["a blank page was added after p. 3"]
    assert _told(book, plain) == ["the blank page after p. 3 is gone"]


@pytest.mark.parametrize("both", [False, True])
def test_acts_are_told_against_snapshots_too(book: PageStructure, both: bool) -> None:
    order = _numbers(book)
    order[5], order[6] = order[6], order[5]
    new = _in_order(book, order)
    kept = _from_snapshot(book)
    assert _told(kept, _from_snapshot(new) if both else new) == ["pp. 5 and 6 changed places"]


def test_a_page_printed_smaller(book: PageStructure) -> None:
    assert _told(book, _moved(book, 6, 0.94, 10, 10)) == ["p. 5 is printed at 94 %"]


def test_a_page_that_stands_elsewhere_on_the_paper(book: PageStructure) -> None:
    assert _told(book, _moved(book, 6, 1, 12, -3)) == ["p. 5 stands 12 pt further right and 3 pt higher"]


def test_text_lower_under_its_running_head_is_no_page_moved(book: PageStructure) -> None:
    moved = _moved(book, 6, 1, 0, 12)
    heads = {page.number: page.running for page in book.pages}
    still = replace(moved, pages=tuple(replace(page, running=heads[page.number]) for page in moved.pages))
    assert all("p. 5 stands" not in told for told in _told(book, still))


def test_all_pages_enlarged_with_their_paper(book: PageStructure) -> None:
    fits = {number: Fit(0.5) for number in _numbers(book)}
    large = put_back(book, fits)
    pages = tuple(replace(page, width_pt=840.0, height_pt=1190.0) for page in large.pages)
    (told,) = _told(book, replace(large, pages=pages))
    assert told.startswith(
        "all pages: page size 148.2 × 209.9 mm → 296.3 × 419.8 mm, all that stands on it at 200 %"
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"turned": 180}, "p. 5 is turned by 180°"),
        ({"turned": 270}, "p. 5 is turned by 90° counterclockwise"),
        ({"is_mirrored": True}, "p. 5 is printed in mirror image"),
    ],
)
def test_a_page_turned_or_mirrored(book: PageStructure, fields: dict[str, object], sentence: str) -> None:
    assert _told(book, _changed(book, 6, **fields)) == [sentence]
    back = _told(_changed(book, 6, **fields), book)
    assert len(back) == 1
    assert back[0] != sentence


def test_pages_cropped_keep_their_other_boxes(book: PageStructure) -> None:
    boxed = replace(
        book, pages=tuple(replace(page, boxes=(_box("trim", 8, 8, 400, 570),)) for page in book.pages)
    )
    cropped = put_back(boxed, {number: Fit(1.0, 20, 30) for number in _numbers(book)})
    pages = tuple(
        replace(
            page,
            width_pt=380.0,
            height_pt=540.0,
            boxes=(_box("media", -20, -30, 420, 595), _box("trim", -12, -22, 400, 570)),
        )
        for page in cropped.pages
    )
    (told,) = [told for told in _told(boxed, replace(cropped, pages=pages)) if "off the page" not in told]
    assert told.startswith(
        "all pages: cropped to 134.1 × 190.5 mm (crop box 420 × 595 pt at 0, 0 → 380 × 540 pt"
    )


def test_a_trim_box_of_its_own_is_told_by_its_name(book: PageStructure) -> None:
    (told,) = _told(book, _changed(book, 6, boxes=(_box("trim", 9, 0, 411, 595),)))
    assert told == "p. 5: trim box 420 × 595 pt at 0, 0 → 411 × 595 pt at 9, 0"


def test_a_box_as_large_as_what_is_visible_is_nothing(book: PageStructure) -> None:
    assert _told(book, _changed(book, 6, boxes=(_box("trim", 0, 0, 420, 595),))) == []


def test_paper_that_grows_at_its_upper_edge_leaves_the_type_alone(book: PageStructure) -> None:
    grown = put_back(book, {6: Fit(1.0, 0, -12)})
    larger = _changed(grown, 6, height_pt=607.0)
    (told,) = _told(book, larger)
    assert told == "p. 5: page size 148.2 × 209.9 mm → 148.2 × 214.1 mm"


def _box(name: str, *edges: float) -> PageBox:
    return PageBox(name, Box(*edges))


def test_annotations_that_come_go_and_change(book: PageStructure) -> None:
    remark = Remark("FreeText", "Fix this!", Box(60, 300, 100, 20))
    with_one = _changed(book, 6, remarks=(remark,))
    assert _told(book, with_one) == ["p. 5: the annotation ‘Fix this!’ (text) is new"]
    assert _told(with_one, book) == ["p. 5: the annotation ‘Fix this!’ (text) is gone"]
    other = _changed(book, 6, remarks=(replace(remark, text="Done"),))
    assert _told(with_one, other) == ["p. 5: the annotation ‘Fix this!’ (text) became ‘Done’"]


def test_type_that_is_covered(book: PageStructure) -> None:
    covered = _changed(book, 6, covers=(Cover("#ffffff", "In 1712 Anna", Box(60, 300, 100, 20)),))
    (told,) = _told(book, covered)
    assert "covered" in told
    assert "‘In 1712 Anna’" in told
    assert [change.sentence for change in diff(book, covered)] == [
        "p. 5: a filled shape of #ffffff covers ‘In 1712 Anna’"
    ]


def test_running_heads_that_stay_are_not_told_on_either_side(book: PageStructure) -> None:
    text = RunningText("bottom-center", "5", "EB-Garamond", 9.0, "#000000", 210.0, 570.0)
    with_foot = _changed(book, 6, running=(*book.pages[5].running, text))
    assert _told(with_foot, with_foot) == []
