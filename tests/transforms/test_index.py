"""What holds of every index: words stay, each mark has its place once, entries are in order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.model.document import Element, Inlines, plain_text
from publish.model.elements import text
from publish.model.indexing import IndexMark
from publish.text.collation import collator_for
from publish.transforms.chain import Context, prepare, resolve
from publish.transforms.entrytext import entry_text, parse_inlines, parse_levels, parse_references
from publish.transforms.facts import collect_facts, merge_facts
from publish.transforms.indexmarks import settle_marks
from publish.transforms.indextree import Entry, build_index
from publish.writing.pandocjson import write_blocks
from tests.transforms.cases import read

# --- the words of entries -------------------------------------------------------------------------------

bare = st.text(st.sampled_from("abcüé*_`\\$^~!;.-'’(x)"), min_size=1, max_size=8).map(lambda s: s.strip(" "))
words = st.lists(bare.filter(bool), min_size=1, max_size=3).map(lambda parts: text(" ".join(parts)))
plain = st.sampled_from(["oil", "the wells", "Baku’s", "a–b"]).map(text)
formed = st.one_of(
    words,
    plain.map(lambda inlines: (Element("Emph", inlines),)),
    plain.map(lambda inlines: (Element("Strong", inlines),)),
    plain.map(lambda inlines: (Element("Quoted", (Element("DoubleQuote"), inlines)),)),
    st.sampled_from(["x = 1", "--strict", "a*b"]).map(lambda code: (Element("Code", (("", (), ()), code)),)),
)


@given(st.lists(formed, min_size=1, max_size=4))
def test_entries_are_the_same_however_they_are_written(parts: list[Inlines]) -> None:
    inlines = tuple(one for number, part in enumerate(parts) for one in (*(text(" ") if number else ()), *part))
    once = parse_inlines(entry_text(inlines))
    assert parse_inlines(entry_text(once)) == once
    assert plain_text(once) == plain_text(parse_inlines(entry_text(inlines)))


@given(words)
def test_no_character_of_plain_words_is_taken_for_markup(inlines: Inlines) -> None:
    shown = plain_text(inlines).replace("---", "—").replace("--", "–").replace("...", "…")
    made = parse_inlines(entry_text(inlines))
    assert plain_text(made).replace("‘", "’") == shown.replace("'", "’")
    assert {element.tag for element in made} <= {"Str", "Space"}
    assert [plain_text(level) for level in parse_levels(entry_text(inlines))] == [plain_text(made)]


@pytest.mark.parametrize(
    ("entry", "levels"),
    [
        ("Baku", ["Baku"]),
        ("Baku!history", ["Baku", "history"]),
        ("Baku ! history", ["Baku", "history"]),
        ("Oklahoma!!", ["Oklahoma!"]),
        ("Oklahoma\\!", ["Oklahoma!"]),
        ("Oklahoma!!!night", ["Oklahoma!", "night"]),
        ("!Baku!", ["Baku"]),
        ("O'Brien -- and 'so'", ["O’Brien – and ‘so’"]),
        ("", []),
    ],
)
def test_levels(entry: str, levels: list[str]) -> None:
    assert [plain_text(level) for level in parse_levels(entry)] == levels


def test_references_are_parted_by_semicolons() -> None:
    found = parse_references("Baku!history; oil ;; gas; Oklahoma!!")
    assert [[plain_text(level) for level in one] for one in found] == [
        ["Baku", "history"],
        ["oil ; gas"],
        ["Oklahoma!"],
    ]


# --- marks in texts -------------------------------------------------------------------------------------

ENTRIES = ["Baku", "oil", "oil!wells", "*Titanic*", "Äther"]
MARKS = [f'[]{{.index entry="{entry}"}}' for entry in ENTRIES]
marked = st.tuples(
    st.sampled_from(["wind", "stone,", "harbour.", "*old*", "`code`", "[a link](#one)", "ships"]),
    st.sampled_from(["none", "before", "behind", "apart", "around", "twice"]),
    st.sampled_from(MARKS),
)


def manuscript(pieces: list[list[tuple[str, str, str]]], *, with_marks: bool) -> str:
    """Write paragraphs with marks in all kinds of places, or the same without them."""
    lines = ["# One {#one}", ""]
    for number, piece in enumerate(pieces):
        written = []
        for word, where, mark in piece:
            if not with_marks or where == "none":
                written.append(word)
            elif where == "around" and word.isalpha():
                written.append(f"[{word}]{{.index}}")
            else:
                before, behind = mark * (where == "before"), mark * (where in ("behind", "around", "twice"))
                apart = f"{mark} " * (where == "apart")
                written.append(f"{apart}{before}{word}{behind}{behind * (where == 'twice')}")
        line = " ".join(written) or "nothing"
        lines.extend([f"> {line}" if number % 4 == 1 else f"- {line}" if number % 4 == 2 else line, ""])
    return "\n".join(lines)


paragraphs = st.lists(st.lists(marked, max_size=6), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None)
@given(paragraphs)
def test_without_an_index_marks_leave_no_trace(pieces: list[list[tuple[str, str, str]]]) -> None:
    written = []
    for with_marks in (True, False):
        document = prepare(read("one.md", manuscript(pieces, with_marks=with_marks))).value
        book = merge_facts([collect_facts(document)], number_sections=False).value
        written.append(write_blocks(resolve(document, Context(book)).value.blocks).text)
    assert written[0] == written[1]


@settings(max_examples=40, deadline=None)
@given(paragraphs)
def test_every_mark_has_one_place_in_the_text_and_one_in_the_index(
    pieces: list[list[tuple[str, str, str]]],
) -> None:
    source = manuscript(pieces, with_marks=True) + "\n::: {.made .made-index}\n:::\n"
    prepared = settle_marks(read("one.md", source))
    assert settle_marks(prepared.value).value is prepared.value
    book = merge_facts([collect_facts(prepared.value)], number_sections=False).value
    assert len(book.marks) == source.count("{.index")
    resolved = resolve(prepared.value, Context(book)).value
    places = [one for one in identifiers(resolved.blocks) if one.startswith("ix-")]
    assert sorted(places) == sorted(mark.identifier for mark in book.marks)
    listed = [target for targets in targets_of(resolved.blocks) for target in targets.split()]
    assert sorted(listed) == sorted(places)


def identifiers(value: object) -> Iterator[str]:
    """Yield the identifiers of Spans."""
    if isinstance(value, Element):
        if value.tag in ("Span", "Code", "Link"):
            yield value.content[0][0]
        yield from identifiers(value.content)
    elif isinstance(value, tuple):
        for item in value:
            yield from identifiers(item)


def targets_of(value: object) -> Iterator[str]:
    """Yield what Spans of locators name."""
    if isinstance(value, Element):
        if value.tag == "Span" and "locators" in value.content[0][1]:
            yield dict(value.content[0][2])["targets"]
        yield from targets_of(value.content)
    elif isinstance(value, tuple):
        for item in value:
            yield from targets_of(item)


# --- the tree -------------------------------------------------------------------------------------------

levels = st.lists(
    st.sampled_from(["Baku", "oil", "ähnlich", "Zug", "10 wells", "9 wells", "čas"]), min_size=1, max_size=3
)
kinds = st.sampled_from(["point", "start", "end", "block"])


@given(st.lists(st.tuples(levels, kinds), max_size=30), st.sampled_from(["en", "de", "sv", "cs"]))
def test_trees(drawn: list[tuple[list[str], str]], lang: str) -> None:
    marks = [
        IndexMark(f"ix-{n}", tuple(text(level) for level in path), ("",) * len(path), extent=extent)  # type: ignore[arg-type]
        for n, (path, extent) in enumerate(drawn)
    ]
    collator = collator_for(lang)
    built = build_index(marks, collator)
    seen: list[str] = []

    def go(entries: list[Entry]) -> None:
        keys = [collator.key(entry.path[-1]) for entry in entries]
        assert keys == sorted(keys)
        assert len(set(keys)) == len(keys)
        for entry in entries:
            for first, last in entry.places:
                assert tuple(plain_text(level) for level in first.levels) == entry.path
                assert last is None or last.levels == first.levels
                seen.extend(mark.identifier for mark in (first, last) if mark is not None)
            starts = [int(first.identifier[3:]) for first, _ in entry.places]
            assert starts == sorted(starts)
            go(entry.entries)

    go([entry for group in built.value for entry in group.entries])
    assert sorted(seen) == sorted(mark.identifier for mark in marks)
    letters = [group.letter for group in built.value]
    assert len(set(letters)) == len(letters)
    assert all(diagnostic.code == "index/range" for diagnostic in built.diagnostics)
