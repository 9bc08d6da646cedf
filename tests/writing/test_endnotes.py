"""Notes printed apart: closing their chapters, gathered in a piece, at the end of a handout."""

from __future__ import annotations

from typing import Any

import pytest

from publish.model.chapter import HtmlChapter, NoteGroup
from publish.writing.endnotes import groups_html, with_all_notes
from publish.writing.html import write_chapter
from publish.writing.tree import parse_body, words_of
from tests.writing.material import IMAGES, read

TEXT = """
# One^[first]

Words^[second] and a formula $x^2$.[^three]

[^three]: Third $y$.

    More.

## Part

Last.^[fourth]
"""
REFERENCES = '<div id="refs" class="references"><p>Doe</p></div>'
GROUP = NoteGroup("A", "1", '<div class="endnote"></div>')


def written(markdown: str, medium: Any, **options: Any) -> HtmlChapter:
    return write_chapter(read(markdown), medium, {}, IMAGES, "one", "One", **options).value


def test_notes_that_close_a_chapter_stand_under_a_heading_below_its_own() -> None:
    tree = parse_body(written(TEXT, "paged", notes="closing", notes_heading="Notes").body)
    section = tree[-1][-1]
    assert (section.tag, section.get("class"), section.get("role")) == ("section", "notes", "doc-endnotes")
    assert (section[0].tag, section[0].text) == ("h2", "Notes")
    assert [note.get("id") for note in section[1:]] == [f"note-{n}" for n in range(1, 5)]
    for note in section[1:]:
        back = next(note.iter("a"))
        assert back.get("role") == "doc-backlink"
        assert any(a.get("id") == (back.get("href") or "")[1:] for a in tree.iter("a"))


@pytest.mark.parametrize("medium", ["paged", "reflowable"])
def test_notes_taken_out_are_whole_and_leave_no_trace(medium: str) -> None:
    chapter = written(TEXT, medium, notes="apart")
    assert 'id="note-1"' not in chapter.body
    assert 'id="note-call-4"' in chapter.body
    (group,) = chapter.notes
    assert (group.title, group.first_number) == ("One", "1")
    items = parse_body(group.items)
    assert [item.get("id") for item in items] == [f"note-{n}" for n in range(1, 5)]
    assert {item.tag for item in items} == {"div" if medium == "paged" else "li"}


def test_a_piece_of_notes_knows_what_was_put_into_it() -> None:
    slot = '<section id="notes"><h1>Notes</h1><div class="made made-notes"></div></section>'
    groups = tuple(NoteGroup(f"Chapter & {n}", "1", f'<div id="note-{n}"><p>words</p></div>') for n in (1, 2))
    with_notes = HtmlChapter("a.md", "a", "A", "<p>a</p>", notes=groups)
    piece = HtmlChapter("(notes)", "n", "Notes", slot, zone="back", role="notes")
    _, filled = with_all_notes([with_notes, piece], "Notes", is_paged=True, is_book=True)
    tree = parse_body(filled.body)
    assert [words_of(title).strip() for title in tree.iter("h2")] == ["Chapter & 1", "Chapter & 2"]
    _, empty = with_all_notes([HtmlChapter("a.md", "a", "A", ""), piece], "Notes", is_paged=True, is_book=True)
    assert not empty.body


def test_groups_of_a_handout_have_titles_only_where_numbers_begin_again() -> None:
    groups = [NoteGroup("A", "1", "<div>a</div>"), NoteGroup("B", "2", "<div>b</div>")]
    assert "<h2" not in groups_html(groups, 1, is_paged=True, is_book=False)
    again = [groups[0], NoteGroup("B", "1", "<div>b</div>")]
    assert groups_html(again, 1, is_paged=True, is_book=False).count("<h2") == 2


@pytest.mark.parametrize(
    ("body", "before"),
    [
        ("<p>a</p>", None),
        (f"<p>a</p><section><h1>Sources</h1>{REFERENCES}</section>", "section"),
        (f"<p>a</p><h1>Sources</h1>{REFERENCES}", "h1"),
        (f"<p>a</p>{REFERENCES}", "div"),
        (f"<section><h1>One</h1><p>a</p><section><h2>Sources</h2>{REFERENCES}</section></section>", "section"),
        (f"<p>a</p>{REFERENCES}<p>more</p>", None),
        (f"<section><h1>Sources</h1>{REFERENCES}</section><section><h1>More</h1></section>", None),
    ],
)
def test_notes_stand_before_the_list_that_ends_the_text(body: str, before: str | None) -> None:
    chapter = HtmlChapter("a.md", "a", "A", body, notes=(GROUP,))
    (closed,) = with_all_notes([chapter], "Notes", is_paged=True, is_book=False)
    tree = parse_body(closed.body)
    section = next(element for element in tree.iter("section") if element.get("class") == "notes")
    following = section.getnext()
    assert (following.tag if following is not None else None) == before
    assert "".join(words_of(tree).replace("Notes", "").split()) == words_of(parse_body(body))


@pytest.mark.parametrize("medium", ["paged", "reflowable"])
def test_the_heading_of_notes_that_close_a_handout_stands_in_contents(medium: Any) -> None:
    text = TEXT + "\n# Closing notes {#closing-notes}\n\n# Sources\n\n::: {#refs .references}\nDoe\n:::\n"
    chapter = written(text, medium, notes="apart")
    (closed,) = with_all_notes([chapter], "Notes & more", is_paged=medium == "paged", is_book=False)
    lines = [words_of(parse_body(f"<p>{line}</p>")) for line in closed.contents]
    assert lines == ["One", "Part", "Closing notes", "Notes & more", "Sources"]
    places = [heading.identifier for heading in closed.headings]
    assert [e.get("id") for e in parse_body(closed.body).iter() if e.get("id") in set(places)] == places
    (made,) = [one for one in closed.headings if one.identifier not in {h.identifier for h in chapter.headings}]
    assert made.level == 1
