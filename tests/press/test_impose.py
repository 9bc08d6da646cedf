"""Imposed sheets, read back from where their words stand."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from publish.model.plan import PageSize
from publish.press.impose import impose_booklet
from tests.press.folding import A5, array, fold, make_pages, read_sheets, saved, words_on

A4_SHEET = PageSize("A4", 210.0, 297.0)
MM = 72 / 25.4


def imposed(pdf: bytes, sheet: PageSize | None = None) -> bytes:
    outcome = impose_booklet(pdf, sheet)
    assert outcome.diagnostics == ()
    return outcome.value[0]


@pytest.mark.parametrize("count", range(1, 41))
def test_folding_the_printed_sheets_gives_the_pages_in_order(count: int) -> None:
    content, sides = impose_booklet(make_pages(count), A4_SHEET).value
    sheets = read_sheets(content)
    assert sides == 2 * len(sheets) == 2 * -(-count // 4)
    folded = fold(sheets)
    assert folded[:count] == list(range(1, count + 1))
    assert folded[count:] == [None] * (-count % 4)


def test_a_book_read_from_the_right_folds_from_the_right() -> None:
    with pikepdf.open(BytesIO(make_pages(10))) as document:
        document.Root.ViewerPreferences = Dictionary(Direction=Name.R2L)
        pdf = saved(document)
    folded = fold(read_sheets(imposed(pdf)), right_to_left=True)
    assert folded[:10] == list(range(1, 11))


def test_pages_are_neither_scaled_nor_moved_within_their_half() -> None:
    single = [words[0] for words in words_on(make_pages(4))]
    for side in words_on(imposed(make_pages(4))):
        for half, (text, left, bottom, right, top) in enumerate(side):
            (expected,) = [word for word in single if word[0] == text]
            moved = half * A5[0]
            assert (left - moved, bottom, right - moved, top) == pytest.approx(expected[1:], abs=0.01)


def test_two_a5_pages_fill_a_lying_a4_sheet_and_boxes_say_so() -> None:
    with pikepdf.open(BytesIO(imposed(make_pages(5), A4_SHEET))) as document:
        assert len(document.pages) == 4
        for page in document.pages:
            media = [float(value) for value in page.mediabox]
            trim = [float(value) for value in page.trimbox]
            assert media == pytest.approx([0, 0, 297 * MM, 210 * MM], abs=0.01)
            assert trim[2] - trim[0] == pytest.approx(2 * A5[0], abs=0.01)
            assert trim[0] + trim[2] == pytest.approx(media[2], abs=0.01)
            assert trim[1] + trim[3] == pytest.approx(media[3], abs=0.01)
        assert document.Root.ViewerPreferences.Duplex == Name.DuplexFlipShortEdge


def test_without_a_sheet_it_is_two_pages_wide() -> None:
    with pikepdf.open(BytesIO(imposed(make_pages(2)))) as document:
        assert [float(v) for v in document.pages[0].mediabox] == pytest.approx(
            [0, 0, 2 * A5[0], A5[1]], abs=0.01
        )


def test_pages_with_bleed_meet_at_the_trim_and_the_bleed_is_cut() -> None:
    # 10 pt of bleed about A5, and an origin that is not zero.
    pdf = make_pages(
        4,
        MediaBox=array(-10, -10, A5[0] + 10, A5[1] + 10),
        TrimBox=array(0, 0, *A5),
        CropBox=array(-10, -10, A5[0] + 10, A5[1] + 10),
    )
    plain, bled = imposed(make_pages(4)), imposed(pdf)
    assert words_on(bled) == words_on(plain)
    with pikepdf.open(BytesIO(bled)) as document:
        form = document.pages[0].Resources.XObject["/P1"]
        assert [float(v) for v in form.BBox] == pytest.approx([0, 0, *A5])


def test_without_a_trim_box_the_crop_box_is_the_page() -> None:
    pdf = make_pages(4, MediaBox=array(0, 0, 700, 800), CropBox=array(20, 30, 420, 630))
    with pikepdf.open(BytesIO(imposed(pdf))) as document:
        assert [float(v) for v in document.pages[0].mediabox] == [0, 0, 800, 600]
    (_, left, bottom, *_), (_, second, *_) = words_on(imposed(pdf))[0]
    (_, plain_left, plain_bottom, *_), _ = words_on(imposed(make_pages(4)))[0]
    assert (left, bottom) == pytest.approx((plain_left - 20, plain_bottom - 30), abs=0.01)
    assert second - left == pytest.approx(400, abs=2)


@pytest.mark.parametrize("turn", [90, 180, 270, -90, 450])
def test_turned_pages_stand_as_a_viewer_shows_them(turn: int) -> None:
    pdf = make_pages(1, Rotate=turn)
    lying = turn % 180 == 90
    width, height = (A5[1], A5[0]) if lying else A5
    with pikepdf.open(BytesIO(imposed(pdf))) as document:
        form = document.pages[0].Resources.XObject["/P1"]
        corners = [
            (
                float(form.Matrix[0]) * x + float(form.Matrix[2]) * y + float(form.Matrix[4]),
                float(form.Matrix[1]) * x + float(form.Matrix[3]) * y + float(form.Matrix[5]),
            )
            for x in (0, A5[0])
            for y in (0, A5[1])
        ]
        assert min(x for x, _ in corners) == pytest.approx(0, abs=0.01)
        assert max(x for x, _ in corners) == pytest.approx(width, abs=0.01)
        assert max(y for _, y in corners) == pytest.approx(height, abs=0.01)
    # Compare how a viewer draws the page alone, and where the ink is on the right half of the sheet.
    assert ink(imposed(pdf), from_share=0.5) == pytest.approx(ink(pdf), abs=2)


def ink(pdf: bytes, from_share: float = 0.0) -> tuple[int, ...]:
    """Return the box of what is drawn on the first page, in pixels from the left of the part looked at."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=1).to_pil().convert("L")
    document.close()
    part = picture.crop((round(picture.width * from_share), 0, picture.width, picture.height))
    box = part.point(lambda value: 255 - value).getbbox()
    assert box is not None
    return box


def test_user_units_count() -> None:
    pdf = make_pages(2, size=(200.0, 300.0), UserUnit=2.0)
    with pikepdf.open(BytesIO(imposed(pdf))) as document:
        assert [float(v) for v in document.pages[0].mediabox] == [0, 0, 800, 600]


def test_boxes_and_resources_of_the_tree_above_are_found() -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as document:
        pages = document.Root.Pages
        pages.MediaBox, pages.Resources = document.pages[0].obj.MediaBox, document.pages[0].obj.Resources
        pages.Rotate = 180
        for page in document.pages:
            del page.obj.MediaBox, page.obj.Resources
        pdf = saved(document)
    content = imposed(pdf)
    # Upside down, letters stand in another order from left to right.
    letters = {"".join(sorted(word[0])) for side in words_on(content) for word in side}
    assert letters == {"".join(sorted(f"page{number}")) for number in range(1, 5)}


def test_pages_of_different_size_are_centred_in_rooms_of_the_largest() -> None:
    with pikepdf.open(BytesIO(make_pages(4))) as document:
        document.pages[0].obj.MediaBox = Array([0, 0, 219.53, 395.28])
        pdf = saved(document)
    (_, _, _, *_), (name, left, bottom, *_) = words_on(imposed(pdf))[0]
    plain = words_on(imposed(make_pages(4)))[0][1]
    assert name == "page1"
    assert (left - plain[1], bottom - plain[2]) == pytest.approx((100, 100), abs=0.01)


def test_title_language_and_producer_stay_and_dead_pointers_go() -> None:
    with pikepdf.open(BytesIO(make_pages(6))) as document:
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("One", 0))
        document.Root.MarkInfo = Dictionary(Marked=True)
        document.Root.StructTreeRoot = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = "Single pages"
            metadata["pdfuaid:part"] = "1"
        pdf = saved(document)
    with pikepdf.open(BytesIO(imposed(pdf))) as document:
        assert str(document.docinfo["/Title"]) == "Single pages"
        assert str(document.docinfo["/Producer"]) == "tests"
        assert str(document.Root.Lang) == "en-GB"
        assert not {"/Outlines", "/StructTreeRoot", "/MarkInfo", "/Names", "/Dests"} & set(document.Root.keys())
        metadata = document.open_metadata()
        assert metadata["dc:title"] == "Single pages"
        assert "pdfuaid:part" not in metadata


def test_filled_in_forms_and_stamps_are_printed() -> None:
    with pikepdf.open(BytesIO(make_pages(1))) as document:
        stamp = document.make_stream(
            b"BT /F1 20 Tf 0 0 Td (page2) Tj ET",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 100, 30]),
            Resources=document.pages[0].obj.Resources,
        )
        document.pages[0].obj.Annots = Array(
            [
                document.make_indirect(
                    Dictionary(
                        Type=Name.Annot,
                        Subtype=Name.Stamp,
                        F=4,
                        Rect=Array([110, 50, 210, 80]),
                        AP=Dictionary(N=stamp),
                    )
                )
            ]
        )
        pdf = saved(document)
    assert [word[0] for word in words_on(imposed(pdf))[0]] == ["page1page2"]


def test_the_same_pages_give_the_same_bytes() -> None:
    pdf = make_pages(9)
    assert imposed(pdf, A4_SHEET) == imposed(pdf, A4_SHEET)


def test_shared_fonts_and_pages_are_stored_once() -> None:
    pdf = make_pages(200)
    content = imposed(pdf)
    with pikepdf.open(BytesIO(content)) as document:
        fonts = [thing for thing in document.objects if isinstance(thing, Dictionary) and "/BaseFont" in thing]
        forms = [
            thing
            for thing in document.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Form
        ]
    assert len(fonts) == 1
    assert len(forms) == 200
    assert len(content) < 3 * len(pdf)


def test_what_does_not_fit_is_said_with_figures_and_what_would() -> None:
    outcome = impose_booklet(make_pages(4, size=(210 * MM, 297 * MM)), A4_SHEET)
    assert outcome.value == (b"", 0)
    (found,) = outcome.diagnostics
    assert found.code == "booklet/does-not-fit"
    assert "420 × 297 mm" in found.message and "A4 is 297 × 210 mm" in found.message
    assert found.hints == (
        "pages of at most 148.5 × 210 mm fit on this sheet",
        "the pages fit on `sheet: A3`",
    )


def test_a_page_larger_than_every_sheet_gets_no_false_hope() -> None:
    (found,) = impose_booklet(make_pages(1, size=(3000.0, 3000.0)), A4_SHEET).diagnostics
    assert found.hints == ("pages of at most 148.5 × 210 mm fit on this sheet",)


def test_a_narrow_tall_page_uses_the_sheet_upright() -> None:
    with pikepdf.open(BytesIO(imposed(make_pages(4, size=(250.0, 800.0)), A4_SHEET))) as document:
        assert float(document.pages[0].mediabox[3]) == pytest.approx(297 * MM, abs=0.01)
        assert document.Root.ViewerPreferences.Duplex == Name.DuplexFlipLongEdge


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"<html>", make_pages(3)[:300], b"\x00" * 5000])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    outcome = impose_booklet(content, None)
    assert outcome.value == (b"", 0)
    assert [found.code for found in outcome.diagnostics] == ["pdf/unreadable"]
    assert outcome.diagnostics[0].hints


def test_an_encrypted_file_is_refused() -> None:
    with pikepdf.open(BytesIO(make_pages(3))) as document:
        locked = saved(document, encryption=pikepdf.Encryption(owner="o", user="u"))
        guarded = saved(document, encryption=pikepdf.Encryption(owner="o", user=""))
    assert "password" in impose_booklet(locked, None).diagnostics[0].message
    assert "encrypted" in impose_booklet(guarded, None).diagnostics[0].message


def test_a_page_without_a_size_is_refused() -> None:
    (found,) = impose_booklet(make_pages(2, MediaBox=array(0, 0, 0, 0)), None).diagnostics
    assert found.code == "pdf/unreadable"
    assert "without a size" in found.message


_WHOLE = make_pages(6)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(_WHOLE) - 1), st.integers(0, 255)), max_size=30))
def test_damage_never_raises(changes: list[tuple[int, int]]) -> None:
    content = bytearray(_WHOLE)
    for place, value in changes:
        content[place] = value
    outcome = impose_booklet(bytes(content), None)
    assert outcome.value[0] or outcome.diagnostics
