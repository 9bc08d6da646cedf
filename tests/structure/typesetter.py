"""A typesetter of a hundred lines: blocks of words become the page structure a real file would have.

It breaks lines at 60 letters and pages at 30 lines, puts notes on the page of their call, a running head and a
folio on each page, and contents entries that name pages. So tests change one word or one setting and see what
follows from it, without rendering anything.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field, replace

from publish.model.looks import Box, Look
from publish.model.pages import (
    HEADINGS,
    Block,
    EditionMetadata,
    Fragment,
    Line,
    Link,
    Note,
    NoteCall,
    OutlineEntry,
    Page,
    PageStructure,
    Picture,
    RunningText,
)

CALL = re.compile(r"\[\^(\w+)\]")


@dataclass(frozen=True)
class Setting:
    """How a text is set. Lengths in points."""

    width: int = 60
    lines: int = 30
    size: float = 10.0
    leading: float = 13.0
    font: str = "EB-Garamond"
    left: float = 50.0
    top: float = 60.0
    page: tuple[float, float] = (420.0, 595.0)
    head: str = "A Short History"
    gap: float = 0.0
    colour: str = "#000000"


@dataclass
class _State:
    setting: Setting
    page: int = 1
    line: float = 0
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    calls: list[NoteCall] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    note_lines: dict[int, int] = field(default_factory=dict)


def typeset(
    text: list[tuple[str, str]],
    notes: dict[str, str] | None = None,
    setting: Setting | None = None,
    *,
    links: tuple[Link, ...] = (),
    metadata: EditionMetadata | None = None,
) -> PageStructure:
    """Set (role, words) pairs; `[^x]` in the words calls the note x of `notes`."""
    setting = setting or Setting()
    state = _State(setting)
    for role, words in text:
        _set_block(state, role, words, notes or {})
    total = max([state.page, *(n.body.last_page for n in state.notes)])
    pages = tuple(
        Page(
            number,
            str(number),
            *setting.page,
            "recto" if number % 2 else "verso",
            folio=str(number),
            running=(RunningText("top-left", setting.head, setting.font, 9.0, "#000000", setting.left, 40.0),),
        )
        for number in range(1, total + 1)
    )
    return PageStructure(
        "pdf",
        metadata or EditionMetadata("A Short History", ("Ann Author",), "en"),
        is_tagged=True,
        pages=pages,
        blocks=tuple(state.blocks),
        notes=tuple(state.notes),
        calls=tuple(state.calls),
        links=links,
        outline=tuple(OutlineEntry(int(b.role[1]), b.text, b.page) for b in state.blocks if b.role in HEADINGS),
        fonts=(setting.font,),
        pictures=tuple(state.pictures),
    )


def _room(state: _State) -> float:
    return state.setting.lines - state.note_lines.get(state.page, 0) - state.line


def _set_block(state: _State, role: str, words: str, notes: dict[str, str]) -> None:
    called = CALL.findall(words)
    labels = {key: str(len(state.notes) + n) for n, key in enumerate(called, 1)}
    places = {key: len(words[: words.index(f"[^{key}]")].split()) for key in called}
    words = CALL.sub("", words)
    if role == "Figure":
        _set_picture(state, words)
        return
    size = state.setting.size * (1.4 if role in HEADINGS else 1.0)
    rows = textwrap.wrap(words.replace("\t", " "), state.setting.width) or [""]
    if _room(state) < (3 if role in HEADINGS else 1):
        state.page, state.line = state.page + 1, 0
    fragments: list[Fragment] = []
    while rows:
        room = int(_room(state))
        here, rows = rows[: max(room, 1)], rows[max(room, 1) :]
        fragments.append(_fragment(state, here))
        state.line += len(here)
        if rows:
            state.page, state.line = state.page + 1, 0
    state.line += 0.5
    look = Look(state.setting.font, size, state.setting.leading, state.setting.colour, "justify")
    state.blocks.append(Block(role, words, tuple(fragments), look, table=1 if role in {"TR", "TH"} else 0))
    for key in called:
        _set_note(state, labels[key], notes[key], places[key])


def _fragment(state: _State, rows: list[str], top: float | None = None) -> Fragment:
    setting = state.setting
    at = setting.top + (state.line + setting.gap) * setting.leading if top is None else top
    lines = tuple(
        Line(row, at + setting.size * 0.8 + n * setting.leading, setting.left, setting.left + len(row) * 5.0)
        for n, row in enumerate(rows)
    )
    width = max(len(row) for row in rows) * 5.0
    height = (len(rows) - 1) * setting.leading + setting.size
    return Fragment(
        state.page, Box(setting.left, at, width, height), lines, len(rows), last_line_pt=len(rows[-1]) * 5.0
    )


def _set_note(state: _State, label: str, words: str, place: int) -> None:
    rows = textwrap.wrap(f"{label}. {words}", state.setting.width)
    page = state.blocks[-1].last_page
    state.note_lines[page] = state.note_lines.get(page, 0) + len(rows)
    foot = state.setting.top + (state.setting.lines - state.note_lines[page]) * state.setting.leading
    fragment = replace(_fragment(state, rows, foot), page=page)
    look = Look(state.setting.font, state.setting.size * 0.8, state.setting.leading * 0.8, "#000000", "justify")
    state.notes.append(Note(label, Block("Note", words, (fragment,), look)))
    state.calls.append(NoteCall(label, page, len(state.blocks) - 1, len(state.notes) - 1, place))


def _set_picture(state: _State, words: str) -> None:
    """Set `alt|digest|width|height`; the rest has defaults."""
    given = words.split("|")
    alt, digest, width, height = [*given, *["", "", "200", "130"][len(given) :]]
    rows = float(height) / state.setting.leading
    if _room(state) < rows:
        state.page, state.line = state.page + 1, 0
    box = Box(
        state.setting.left, state.setting.top + state.line * state.setting.leading, float(width), float(height)
    )
    state.line += rows
    state.blocks.append(Block("Figure", alt, (Fragment(state.page, box, line_count=0),)))
    state.pictures.append(Picture(state.page, box, alt, digest or alt, 600, 400))


_NOUNS = [
    "army",
    "river",
    "winter",
    "council",
    "letter",
    "harbour",
    "bridge",
    "winter",
    "field",
    "road",
    "market",
    "tower",
    "garden",
    "forest",
    "mill",
]
_VERBS = [
    "crossed",
    "guarded",
    "burned",
    "praised",
    "rebuilt",
    "counted",
    "followed",
    "painted",
    "abandoned",
    "measured",
]
_NAMES = ["Clara", "Otto", "Henrik", "Marta", "Josef", "Anna", "Ludwig", "Emilia", "Viktor", "Helene"]


def story(chapters: int = 3, paragraphs: int = 8) -> list[tuple[str, str]]:
    """Return a text of different sentences, with headings."""
    text: list[tuple[str, str]] = []
    n = 0
    for chapter in range(1, chapters + 1):
        text.append(("H1", f"Chapter {chapter}: The {_NOUNS[chapter % 15]} of {_NAMES[chapter * 3 % 10]}"))
        for paragraph in range(paragraphs):
            words = []
            for sentence in range(4 + paragraph % 3):
                n += 1
                words.append(
                    f"In {1700 + n} {_NAMES[n * 7 % 10]} {_VERBS[n * 3 % 10]} the {_NOUNS[n * 11 % 15]} near "
                    f"the {_NOUNS[(n * 5 + sentence) % 15]} and {_VERBS[(n + paragraph) % 10]} {n} times the "
                    f"{_NOUNS[n % 15]}."
                )
            text.append(("P", " ".join(words)))
    return text
