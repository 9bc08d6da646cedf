"""Notes that go on over pages are read as one note each, whatever their parts begin with."""

from __future__ import annotations

import pytest

from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating.paginate import paginate
from publish.structure.lint.lint import lint
from publish.structure.pdf.from_pdf import read_pdf
from tests.paginating.dense import document, note
from tests.paginating.tall import PAGE


def sentences(start: int, count: int) -> str:
    return " ".join(f"n{index}" for index in range(start, start + count))


LIST = "<ol>" + "".join(f"<li>{sentences(100 + 20 * item, 20)}</li>" for item in range(12)) + "</ol>"
TALL = {
    "a numbered list": f"<p>{sentences(0, 30)}</p>{LIST}",
    "a list alone": LIST,
    "numbered paragraphs": "".join(f"<p>{index}. {sentences(20 * index, 20)}</p>" for index in range(1, 14)),
    "plain words": sentences(0, 260),
}


def read_notes(body: str, css: str = "") -> list[tuple[str, str, int]]:
    """Return label, text and number of parts of every note of a page structure, after linting it."""
    sheets = [StyleSheet("page.css", PAGE.format(height=220, lines=2)), StyleSheet("more.css", css)]
    done = paginate(document(body, "en"), sheets, {}, (), Metadata())
    assert done.value is not None
    assert done.diagnostics == ()
    read = read_pdf(done.value.pdf).value
    assert read is not None
    assert [fault.rule for fault in lint(read) if "note" in fault.rule] == []
    assert [call.note for call in read.calls] == list(range(len(read.notes)))
    return [(one.label, one.body.text, len(one.body.fragments)) for one in read.notes]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a numbered list", "numbered paragraphs"),
        ("a list alone", "plain words"),
        ("plain words", "a list alone"),
        ("numbered paragraphs", "numbered paragraphs"),
    ],
)
def test_parts_of_two_notes_of_one_line(first: str, second: str) -> None:
    found = read_notes(
        f"<p>text{note(1, TALL[first])} text{note(2, TALL[second])} text{note(3)}</p><p>x{note(4)}</p>"
    )
    assert [label for label, _, _ in found] == ["1", "2", "3", "4"]
    assert [parts > 1 for _, _, parts in found] == [True, True, False, False]
    for (_, text, _), key in zip(found, (first, second), strict=False):
        expected = [
            word for word in TALL[key].replace("<", " <").replace(">", "> ").split() if word.startswith("n")
        ]
        assert [word for word in text.split() if word.startswith("n")] == expected


@pytest.mark.parametrize("css", ["", ".note > p:first-of-type { display: inline }"])
def test_notes_of_one_and_of_several_paragraphs_have_their_labels_alike(css: str) -> None:
    """A note of paragraphs has its number inside the first one; none is taken for the rest of another."""
    kinds = ("Plain text.", "<p>First.</p><p>Second.</p>", "<p>Alone.</p>")
    body = "".join(f"<p>{'text ' * 60}{note(number, kinds[number % 3])}</p>" for number in range(1, 13))
    found = read_notes(body, css)
    assert [label for label, _, _ in found] == [str(number) for number in range(1, 13)]


def test_an_exponent_calls_no_note_that_a_link_leads_to() -> None:
    found = read_notes(f"<p>one m<sup>1</sup> text{note(1, 'Words.')} three m<sup>1</sup></p>")
    assert [label for label, _, _ in found] == ["1"]
