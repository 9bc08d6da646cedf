"""The diff as an oracle: nothing for nothing, the same both ways and through snapshots, and every word seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.model.changes import Change, Level
from publish.model.pages import PageStructure
from publish.structure.diff.diff import diff, worst_level
from publish.structure.reading import read_edition
from publish.structure.snapshot.snapshot import write_snapshot
from tests.structure.typesetter import story, typeset

Text = list[tuple[str, str]]
NOTES = {"a": "Miller, History of the Coast, 12.", "b": "Smith, Army and Navy, 99."}
FEW = settings(max_examples=25, deadline=None)


def text() -> Text:
    found = story(3, 6)
    found[3] = ("P", found[3][1] + " See.[^a]")
    found[8] = ("P", found[8][1] + " Also.[^b]")
    found.insert(6, ("Figure", "A map of the old harbour|first"))
    found.insert(12, ("Caption", "Table 1. Vessels that came and went"))
    found.insert(13, ("TH", "Year\tBrought in\tSent out"))
    found.insert(14, ("TR", "Early\tsalt\tgrain and wool"))
    found.insert(15, ("LI", "• a lantern for the keeper"))
    return found


BASE = typeset(text(), NOTES)
BLOCKS = len(text())


def kept(structure: PageStructure) -> PageStructure:
    """Return a structure as its snapshot keeps it."""
    found = read_edition(write_snapshot(structure).encode()).value
    assert found is not None
    return found


def told(changes: tuple[Change, ...]) -> str:
    return "\n".join(f"{change.level.word} {change.sentence}" for change in changes)


# --- acts ------------------------------------------------------------------------------------------------

places = st.integers(0, BLOCKS - 1)


def _removed(found: Text, at: int, to: int) -> Text:
    del to
    return [*found[:at], *found[at + 1 :]]


def _doubled(found: Text, at: int, to: int) -> Text:
    del to
    return [*found[: at + 1], *found[at:]]


def _moved(found: Text, at: int, to: int) -> Text:
    item = found.pop(at)
    return [*found[:to], item, *found[to:]]


def _swapped(found: Text, at: int, to: int) -> Text:
    found[at], found[to] = found[to], found[at]
    return found


def _reworded(found: Text, at: int, to: int) -> Text:
    role, words = found[at]
    parts = words.split(" ")
    parts[to % len(parts)] = "Zebra"
    found[at] = (role, " ".join(parts))
    return found


ACTS = (_removed, _doubled, _moved, _swapped, _reworded)


@st.composite
def editions(draw: st.DrawFn) -> PageStructure:
    """Return the text after one to three acts."""
    found = text()
    for _ in range(draw(st.integers(1, 3))):
        act, at, to = draw(st.sampled_from(ACTS)), draw(places), draw(places)
        found = act(found, min(at, len(found) - 1), min(to, len(found) - 1))
    return typeset([block for block in found if "[^" not in block[1] or found.count(block) == 1], NOTES)


@FEW
@given(editions())
def test_an_edition_does_not_differ_from_itself(other: PageStructure) -> None:
    assert diff(other, replace(other)) == ()
    assert diff(kept(other), other) == (), told(diff(kept(other), other))
    assert diff(other, kept(other)) == (), told(diff(other, kept(other)))
    assert diff(kept(other), kept(other)) == ()


@FEW
@given(editions())
def test_both_ways_tell_of_something_of_the_same_weight(other: PageStructure) -> None:
    there, back = diff(BASE, other), diff(other, BASE)
    assert bool(there) == bool(back), told(there) + told(back)
    assert worst_level(there) == worst_level(back), f"{told(there)}\n--\n{told(back)}"


@FEW
@given(editions())
def test_snapshots_tell_what_the_files_tell(other: PageStructure) -> None:
    files, snapshots = diff(BASE, other), diff(kept(BASE), kept(other))
    assert worst_level(files) == worst_level(snapshots), f"{told(files)}\n--\n{told(snapshots)}"
    assert {c.level for c in files if c.level >= Level.CONTENT} <= {c.level for c in snapshots}


# --- every word ------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(places, st.integers(0, 200))
def test_any_word_of_the_text_is_told_with_the_old_and_the_new_one(at: int, word: int) -> None:
    found = text()
    role, words = found[at]
    parts = words.replace("\t", " \t ").split(" ")
    choices = [n for n, part in enumerate(parts) if part.strip("\t |") and "[^" not in part and "|" not in part]
    place = choices[word % len(choices)]
    old = parts[place]
    parts[place] = "Zebra"
    found[at] = (role, " ".join(parts).replace(" \t ", "\t"))
    other = typeset(found, NOTES)
    changes = diff(BASE, other)
    bare = old.strip(".,:")
    assert any("Zebra" in c.sentence and bare in c.sentence and c.level >= Level.CONTENT for c in changes), (
        told(changes)
    )
    if changes:
        assert sum(c.level >= Level.CONTENT for c in changes) == 1, told(changes)
    seen = diff(kept(BASE), other)
    assert any(c.level >= Level.CONTENT for c in seen), told(seen)


@pytest.mark.parametrize("key", ["a", "b"])
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_any_word_of_a_note(key: str, place: int) -> None:
    parts = NOTES[key].split()
    old = parts[place].strip(".,")
    parts[place] = "Zebra"
    changes = diff(BASE, typeset(text(), {**NOTES, key: " ".join(parts)}))
    assert len(changes) == 1, told(changes)
    assert "Zebra" in changes[0].sentence
    assert old in changes[0].sentence


def test_words_around_the_text() -> None:
    pages = tuple(
        replace(page, running=tuple(replace(r, text="A Zebra History") for r in page.running))
        for page in BASE.pages
    )
    outline = (replace(BASE.outline[0], title="Zebra"), *BASE.outline[1:])
    others = {
        "A Short History": replace(BASE, pages=pages),
        BASE.outline[0].title: replace(BASE, outline=outline),
        "Ann Author": replace(BASE, metadata=replace(BASE.metadata, authors=("Zebra",))),
        "A Short": replace(BASE, metadata=replace(BASE.metadata, title="Zebra")),
    }
    for old, other in others.items():
        for before in (BASE, kept(BASE)):
            (change,) = diff(before, other)
            assert "Zebra" in change.sentence
            assert old in change.sentence
            assert change.level is Level.CONTENT


# --- cost ------------------------------------------------------------------------------------------------


def test_large_and_odd_texts_do_not_take_long() -> None:
    """Equal blocks by the thousand, all words changed, one endless block: what is quadratic would not end."""
    equal = typeset([("P", "The same words again.")] * 3000)
    fewer = typeset([("P", "The same words again.")] * 2900)
    assert any("100 paragraphs" in c.sentence for c in diff(equal, fewer))
    other = typeset([("P", f"Quite {n} other words {n * 7}.") for n in range(3000)])
    assert diff(equal, other)
    endless = " ".join(f"w{n % 977}" for n in range(100_000))
    one, two = typeset([("P", endless)]), typeset([("P", endless.replace("w7 ", "x7 "))])
    assert diff(one, two)
