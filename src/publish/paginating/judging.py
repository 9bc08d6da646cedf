"""What was found on the pages becomes diagnostics and note places.

In: a layout and its inspection. Out: for every note where it was called and printed; a diagnostic for each note
missing, doubled or displaced, for everything that sticks out of its page, for every wrong page number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

from publish.model.artifact import NotePlace
from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.source import Source
from publish.paginating.inspecting import Inspection, Protrusion
from publish.paginating.layout import LaidOut
from publish.paginating.places import find_words
from publish.paginating.preparing import excerpt, plain_words

_MM_PER_PX = 25.4 / 96


@dataclass(frozen=True, slots=True)
class NoteJudgement:
    """One note with its place and what is wrong with it: "", "lost", "doubled", "early" or "displaced"."""

    element: Element
    place: NotePlace
    fault: str


def judge_notes(laid_out: LaidOut, found: Inspection) -> tuple[NoteJudgement, ...]:
    """Judge every note of the document, in its order."""
    return tuple(_judge_note(note, found) for note in laid_out.notes)


def _judge_note(note: Element, found: Inspection) -> NoteJudgement:
    identifier = note.get("id") or ""
    calls = set(found.call_pages.get(note, ()))
    visible_call = found.anchors.get(f"note-call-{identifier.removeprefix('note-')}")
    if visible_call is not None and calls:
        calls.add(visible_call)
    pages = list(found.note_pages.get(note, ()))
    parts = found.note_parts.get(note, [])
    fault = ""
    if not pages or not calls:
        fault = "lost"
    elif not _is_whole(parts):
        fault = "doubled" if len(set(parts)) < len(parts) else "lost"
    elif pages[0] < min(calls):
        fault = "early"
    elif pages[0] > min(calls) or _has_gap(pages):
        fault = "displaced"
    return NoteJudgement(note, NotePlace(identifier, min(calls, default=0), tuple(pages)), fault)


def _is_whole(parts: list[tuple[str, str]]) -> bool:
    """Tell whether the parts of a note follow on one another from its beginning to its end."""
    begins = ["", *(end for _, end in parts[:-1])]
    return parts[-1][1] == "" and [begin for begin, _ in parts] == begins and "" not in begins[1:]


def _has_gap(pages: list[int]) -> bool:
    return any(later - earlier != 1 for earlier, later in pairwise(pages))


def note_diagnostics(judged: Sequence[NoteJudgement], sources: Sequence[Source]) -> tuple[Diagnostic, ...]:
    """Put what is wrong with notes into words."""
    return tuple(_note_diagnostic(note, sources) for note in judged if note.fault)


def _note_diagnostic(judgement: NoteJudgement, sources: Sequence[Source]) -> Diagnostic:
    note, place = judgement.element, judgement.place
    words = excerpt(note)
    number = note.get("data-number") or place.identifier
    where = find_words(sources, words.removeprefix(number).strip())
    name = f"note {number} (“{words.removeprefix(number).strip()}”)"
    printed = _pages(place.note_pages)
    if judgement.fault == "displaced":
        return diagnose(
            "layout/displaced-note",
            f"{name} is called on page {place.call_page} but printed on {printed}",
            where,
            hints=("shorten the notes called in this line, or move one of them to another sentence",),
        )
    found = {
        "lost": f"is called on page {place.call_page} but printed nowhere in full",
        "doubled": f"is printed more than once: on {printed}",
        "early": f"is called on page {place.call_page} but printed before it, on {printed}",
    }[judgement.fault]
    if judgement.fault == "lost" and not place.call_page:
        found = "is on no page: neither its call nor its text is printed"
    return diagnose(
        "layout/lost-note",
        f"{name} {found}; every note must stand once, on the page of its call",
        where,
        hints=("move the note out of a box that is hidden, positioned or laid out as a grid",),
    )


def overflow_diagnostics(root: Element, found: Inspection, sources: Sequence[Source]) -> tuple[Diagnostic, ...]:
    """Name everything that reaches past the edge of its page, each thing once."""
    if not found.protrusions:
        return ()
    parents = {child: parent for parent in root.iter() for child in parent}
    grouped: dict[tuple[Element, str], list[Protrusion]] = {}
    for protrusion in found.protrusions:
        thing = _whole_thing(protrusion.element, parents)
        grouped.setdefault((thing, protrusion.side), []).append(protrusion)
    return tuple(
        _overflow(element, side, group, sources)
        for (element, side), group in grouped.items()
        if not (side in ("foot", "notes") and (element, "right") in grouped)
    )


def _whole_thing(element: Element, parents: dict[Element, Element]) -> Element:
    """Return the thing an author would name: the table rather than its cell, the code block rather than its
    line.
    """
    thing = element
    ancestor: Element | None = element
    while ancestor is not None:
        if ancestor.tag in ("table", "pre", "figure") or "equation" in (ancestor.get("class") or "").split():
            thing = ancestor
        ancestor = parents.get(ancestor)
    return thing


def _overflow(element: Element, side: str, group: list[Protrusion], sources: Sequence[Source]) -> Diagnostic:
    amount_mm = max(protrusion.by_px for protrusion in group) * _MM_PER_PX
    pages = _pages(tuple(dict.fromkeys(protrusion.page for protrusion in group)))
    kind, hint = _kind(element)
    words = excerpt(element) or (element.get("src") or "")
    name = f"{kind} (“{words}”)" if words else kind
    how = {
        "right": f"is {amount_mm:.1f} mm too wide for the text area",
        "left": f"reaches {amount_mm:.1f} mm past the left edge of the text area",
        "foot": f"reaches {amount_mm:.1f} mm below the text area",
        "notes": f"runs {amount_mm:.1f} mm into the notes",
        "head": f"is {amount_mm:.1f} mm taller than the page can hold",
    }[side]
    where = find_words(sources, plain_words(element)[:80])
    return diagnose("layout/overflow", f"{name} {how} on {pages}", where, hints=(hint,))


def _kind(element: Element) -> tuple[str, str]:
    classes = (element.get("class") or "").split()
    if element.tag in ("pre", "code"):
        return "a code block", "break its longest line"
    if element.tag == "table":
        return "a table", "shorten what its cells say, or give its columns widths"
    if element.tag == "figure" or (element.tag == "img" and "formula" not in classes):
        return "an image", "give it a width, such as `{width=100%}`"
    if "formula" in classes or "equation" in classes:
        return "a formula", "break it into lines, with `aligned` for example"
    if "note" in classes:
        return "a note", "shorten it, or move part of it into the text"
    return "text", "break the long word, address or line"


def _pages(pages: tuple[int, ...]) -> str:
    if len(pages) <= 1:
        return f"page {pages[0]}" if pages else "no page"
    return f"pages {', '.join(map(str, pages[:-1]))} and {pages[-1]}"
