"""PDFs that look alike however their pages are measured, and files that are damaged on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.model.pages import PageStructure
from publish.structure.pdf.from_pdf import read_pdf


def _edited(content: bytes, edit: Callable[[pikepdf.Pdf], None]) -> PageStructure:
    stream = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        edit(pdf)
        pdf.save(stream)
    structure = read_pdf(stream.getvalue()).value
    assert structure is not None
    return structure


def _words(structure: PageStructure) -> list[tuple[str, str, int]]:
    return [(block.role, block.text, block.page) for block in structure.blocks]


def test_corners_of_boxes_may_be_any_two(small_pdf: bytes) -> None:
    def swap(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            left, bottom, right, top = page.MediaBox
            page.MediaBox = pikepdf.Array([right, top, left, bottom])

    assert _edited(small_pdf, swap) == read_pdf(small_pdf).value


def test_another_origin_is_not_seen(small_pdf: bytes) -> None:
    def move(pdf: pikepdf.Pdf) -> None:
        x, y = -30, 70
        moved: set[tuple[int, int]] = set()

        def aim(place: object) -> None:
            if isinstance(place, pikepdf.Array) and len(place) > 3 and place.objgen not in moved:
                place[2], place[3] = float(place[2]) + x, float(place[3]) + y

        for page in pdf.pages:
            for name in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
                if name in page.obj:
                    left, bottom, right, top = (float(v) for v in page.obj[name])
                    page.obj[name] = pikepdf.Array([left + x, bottom + y, right + x, top + y])
            page.contents_add(f"q 1 0 0 1 {x} {y} cm".encode(), prepend=True)
            page.contents_add(b"Q")
            for note in page.obj.get("/Annots", ()):
                left, bottom, right, top = (float(v) for v in note.Rect)
                note.Rect = pikepdf.Array([left + x, bottom + y, right + x, top + y])
        names = pdf.Root.Names.Dests.Names
        for index in range(1, len(names), 2):
            aim(names[index])

    before, after = read_pdf(small_pdf).value, _edited(small_pdf, move)
    assert before is not None
    assert _words(after) == _words(before)
    assert [replace(link, boxes=()) for link in after.links] == [
        replace(link, boxes=()) for link in before.links
    ]
    assert after.calls == before.calls


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_pages_are_read_upright_and_say_so(small_pdf: bytes, degrees: int) -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.Rotate = degrees

    before, after = read_pdf(small_pdf).value, _edited(small_pdf, turn)
    assert before is not None
    assert _words(after) == _words(before)
    assert [page.turned for page in after.pages[:3]] == [0, degrees, 0]
    assert after.pages[1].width_pt == before.pages[1].width_pt


def test_a_user_unit_makes_a_page_larger(small_pdf: bytes) -> None:
    def double(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj.UserUnit = 2

    before, after = read_pdf(small_pdf).value, _edited(small_pdf, double)
    assert before is not None
    assert _words(after) == _words(before)
    assert after.pages[0].width_pt == pytest.approx(2 * before.pages[0].width_pt, abs=0.1)
    sizes = [(one.look.size_pt, two.look.size_pt) for one, two in zip(before.blocks, after.blocks, strict=True)]
    assert all(two == pytest.approx(2 * one, abs=0.02) for one, two in sizes)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12), st.floats(0.1, 1))
def test_damage_is_a_diagnostic_or_a_structure(
    small_pdf: bytes, flips: list[tuple[float, int]], share: float
) -> None:
    content = bytearray(small_pdf)
    for place, byte in flips:
        content[int(place * (len(content) - 1))] = byte
    outcome = read_pdf(bytes(content[: int(share * len(content))]))
    assert outcome.value is not None or [d.code for d in outcome.diagnostics] == ["pdf/unreadable"]
