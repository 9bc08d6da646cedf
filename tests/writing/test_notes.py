"""Notes: beside their calls on pages, at the end of the chapter on screens, each exactly once."""

from __future__ import annotations

import re

from publish.writing.tree import parse_body
from tests.writing.material import body

WHOLE = """
# Head^[one]

One[^a] and *em^[two]* [link^[three]](http://a.org).

| a^[four] |
|---|
| b^[five] |

[^a]: First.

    - list
"""


def test_each_note_stands_directly_after_its_call_on_pages() -> None:
    tree = parse_body(body(WHOLE, "paged"))
    calls = [sup for sup in tree.iter("sup") if sup.get("class") == "note-call"]
    assert len(calls) == 6
    for call in calls:
        note = call.getnext()
        assert note is not None
        assert note.tag == "span"
        assert note.get("class") == "note"
        assert not (call.tail or "").strip()
        assert call[0].get("href") == f"#{note.get('id')}"
        assert note[0].get("href") == f"#{call[0].get('id')}"


def test_notes_of_one_paragraph_are_bare_and_others_keep_their_blocks() -> None:
    written = body(WHOLE, "paged")
    assert re.search(r'<span class="note" id="note-1" data-number="1"><a [^>]*>1</a> one</span>', written)
    note = next(
        n for n in parse_body(written).iter("span") if n.get("class") == "note" and n.find("ul") is not None
    )
    assert note.find("p") is not None


def test_a_call_inside_a_link_follows_it() -> None:
    tree = parse_body(body(WHOLE, "paged"))
    assert all(link.find(".//a") is None for link in tree.iter("a"))


def test_notes_at_the_end_link_there_and_back() -> None:
    tree = parse_body(body(WHOLE, "reflowable"))
    section = tree[-1]
    assert (section.tag, section.get("role")) == ("section", "doc-endnotes")
    assert [aside.get("id") for aside in section] == [f"note-{n}" for n in range(1, 7)]
    calls = [sup[0] for sup in tree.iter("sup") if sup.get("class") == "note-call"]
    assert sorted(call.get("href", "") for call in calls) == sorted(f"#note-{n}" for n in range(1, 7))
    for aside in section:
        assert aside[0][0].get("role") == "doc-backlink"


def test_note_text_appears_once_in_either_medium() -> None:
    for medium in ("paged", "reflowable"):
        text = "".join(parse_body(body("a^[unique words] b\n", medium)).itertext())  # type: ignore[arg-type]
        assert text.count("unique words") == 1


def test_notes_without_a_call_are_not_lost() -> None:
    from publish.model.document import Document, Element
    from publish.model.elements import div, text
    from publish.writing.html import write_chapter

    note = div(("note-7", ("note",), (("number", "7"),)), (Element("Para", text("left over")),))
    document = Document("a.md", (div(("", ("notes",), ()), (note,)),))
    for medium in ("paged", "reflowable"):
        assert "left over" in write_chapter(document, medium, {}, {}, "one", "").value.body  # type: ignore[arg-type]


def test_nested_notes_stand_beside_each_other_on_pages() -> None:
    from publish.model.document import Document, Element
    from publish.model.elements import div, span, text
    from publish.writing.html import write_chapter

    def call(number: str) -> Element:
        return span((f"note-call-{number}", ("note-call",), (("note", number),)), text(number))

    first = div(("note-1", ("note",), ()), (Element("Para", (*text("outer"), call("2"))),))
    second = div(("note-2", ("note",), ()), (Element("Para", text("inner")),))
    blocks = (Element("Para", (*text("body"), call("1"))), div(("", ("notes",), ()), (first, second)))
    tree = parse_body(write_chapter(Document("a.md", blocks), "paged", {}, {}, "one", "").value.body)
    notes = [n for n in tree.iter("span") if n.get("class") == "note"]
    assert [n.get("id") for n in notes] == ["note-1", "note-2"]
    assert notes[0].getnext() is notes[1]
