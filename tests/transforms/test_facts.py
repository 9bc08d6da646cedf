"""Facts of chapters, and of the book made of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from publish.model.document import plain_text
from publish.model.facts import ChapterFacts, Label
from publish.model.source import Span
from publish.transforms.chain import prepare
from publish.transforms.facts import collect_facts, merge_facts
from publish.transforms.identifiers import reference_identifier, safe_identifier
from tests.transforms.cases import read, travel


def test_notes_are_counted_by_the_style() -> None:
    document = prepare(read("a.md", "One.^[Own, [@a].] Two [@b]. As @c says. See @fig:x.")).value
    assert collect_facts(document).note_count == 1
    assert collect_facts(document, note_style=True).note_count == 3
    assert collect_facts(document).cited_keys == ("a", "b", "c")


def test_titles_are_without_calls_and_links() -> None:
    document = prepare(read("a.md", "# A *title*^[Note] [@a], of [it](b.md) []{#x}")).value
    (heading,) = collect_facts(document).headings
    assert plain_text(heading.title) == "A title, of it"


def test_headings_in_quotations_make_no_sections() -> None:
    document = prepare(
        read("a.md", "# One\n\n> # Two\n\n::: note\n## Three\n:::\n\n# Four {.unlisted .unnumbered}")
    ).value
    facts = collect_facts(document)
    assert [plain_text(heading.title) for heading in facts.headings] == ["One", "Three"]
    book = merge_facts([facts], True).value
    assert [heading.number for heading in book.headings] == ["1", "1.1"]


def test_the_first_of_two_labels_is_told_beside_the_second() -> None:
    first, second = Span("a.md", 1), Span("b.md", 5)
    chapters = [
        ChapterFacts("a.md", (Label("fig:x", "fig", "a.md", "", (), first, "fig:x"),)),
        ChapterFacts("b.md", (Label("fig:x", "fig", "b.md", "", (), second, "fig:x"),)),
    ]
    merged = merge_facts(chapters, False)
    (found,) = merged.diagnostics
    assert (found.code, found.where, found.related[0].where) == ("xref/duplicate", second, first)
    assert [label.identifier for label in merged.value.labels] == ["fig-x", "ch-b-fig-x"]


def test_headings_alike_in_two_chapters_are_no_trouble() -> None:
    made = travel((("a.md", "# Introduction"), ("b.md", "# Introduction")), {})
    assert not made.diagnostics
    assert [heading.identifier for heading in made.book.headings] == ["introduction", "ch-b-introduction"]


def test_chapters_of_one_name_are_told_apart() -> None:
    made = travel((("a/x.md", "One"), ("b/x.md", "[to a](../a/x.md), [here](x.md)")), {})
    assert [chapter.identifier for chapter in made.book.chapters] == ["ch-x", "ch-x-2"]
    assert not made.diagnostics


def test_notes_are_numbered_on_from_chapter_to_chapter() -> None:
    made = travel((("a.md", "A^[1] b [@c]."), ("b.md", "B^[3]")), {"notes": True})
    assert made.book.first_note == (("a.md", 1), ("b.md", 3))


@given(st.text(max_size=12))
def test_identifiers_are_names_every_edition_can_carry(written: str) -> None:
    name = safe_identifier(written)
    assert name[0].isalpha() or name[0] == "_"
    assert not set(name) & set(":#/?&\"'<> \t\n")
    assert safe_identifier(name) == name


@given(st.text(max_size=8), st.text(max_size=8))
def test_references_never_share_an_identifier(one: str, other: str) -> None:
    assert (reference_identifier(one) == reference_identifier(other)) == (one == other)
