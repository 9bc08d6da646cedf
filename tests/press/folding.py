"""Paper for the tests: single pages that know their number, and what comes of printing and folding sheets."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name

from publish.press.order import Sheet

A5 = (419.53, 595.28)


def make_pages(count: int, size: tuple[float, float] = A5, **entries: object) -> bytes:
    """Return a PDF of `count` pages, each with its number at (40, 50); entries go on every page."""
    with pikepdf.new() as document:
        font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for number in range(1, count + 1):
            page = document.add_blank_page(page_size=size)
            page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
            page.obj.Contents = document.make_stream(
                f"BT /F1 24 Tf 40 50 Td (page{number}) Tj ET".encode("ascii")
            )
            for key, value in entries.items():
                page.obj["/" + key] = value
        document.Root.Lang = pikepdf.String("en-GB")
        document.docinfo["/Title"] = "Single pages"
        document.docinfo["/Producer"] = "tests"
        return saved(document)


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    written = BytesIO()
    document.save(written, deterministic_id=not options, **options)  # type: ignore[arg-type]
    return written.getvalue()


def array(*values: float) -> pikepdf.Array:
    return Array(list(values))


def words_on(pdf: bytes) -> list[list[tuple[str, float, float, float, float]]]:
    """Return for each sheet side its words as (text, left, bottom, right, top), from left to right.

    Letters are put together by where they stand: pdfium hands them out in another order where a document says
    that it is read from the right.
    """
    document = pypdfium2.PdfDocument(pdf)
    sides = []
    for page in document:
        text = page.get_textpage()
        letters = [
            (text.get_text_range(index, 1), *text.get_charbox(index)) for index in range(text.count_chars())
        ]
        words: list[tuple[str, float, float, float, float]] = []
        for letter, left, bottom, right, top in sorted(letters, key=lambda found: found[1]):
            if not letter.strip():
                continue
            if words and left - words[-1][3] < 20:
                word, x0, y0, x1, y1 = words[-1]
                words[-1] = (word + letter, x0, min(y0, bottom), max(x1, right), max(y1, top))
            else:
                words.append((letter, left, bottom, right, top))
        sides.append(words)
        text.close()
        page.close()
    document.close()
    return sides


def read_sheets(pdf: bytes) -> list[tuple[tuple[int | None, int | None], tuple[int | None, int | None]]]:
    """Read back, from where the words stand, which pages are on the front and the back of each sheet."""
    sides = []
    with pikepdf.open(BytesIO(pdf)) as document:
        middles = [float(page.mediabox[2]) / 2 for page in document.pages]
    for words, middle in zip(words_on(pdf), middles, strict=True):
        left = [int(word[0].removeprefix("page")) for word in words if word[1] < middle]
        right = [int(word[0].removeprefix("page")) for word in words if word[1] >= middle]
        assert len(left) <= 1 and len(right) <= 1
        sides.append((left[0] if left else None, right[0] if right else None))
    return list(zip(sides[::2], sides[1::2], strict=True))


def fold(
    sheets: Sequence[tuple[tuple[int | None, int | None], tuple[int | None, int | None]]],
    *,
    right_to_left: bool = False,
) -> list[int | None]:
    """Lay the sheets into one another, fold them, and turn the leaves: the pages as a reader meets them.

    A leaf is half a sheet. Backs stand upright, so the back of the front's right half is the back's left half.
    """
    first_half: list[int | None] = []
    second_half: list[int | None] = []
    for front, back in sheets:
        outside, inside = (front, back) if not right_to_left else (front[::-1], back[::-1])
        first_half += [outside[1], inside[0]]
        second_half = [inside[1], outside[0], *second_half]
    return first_half + second_half


def fold_signatures(sheets: Sequence[Sheet], *, right_to_left: bool = False) -> list[int | None]:
    pages: list[int | None] = []
    for number in sorted({sheet.signature for sheet in sheets}):
        one = [(sheet.front, sheet.back) for sheet in sheets if sheet.signature == number]
        pages += fold(one, right_to_left=right_to_left)
    return pages
