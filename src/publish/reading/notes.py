"""What a text's footnotes lack: undefined, unused, defined twice, called inside another.

In: the places found in the text, and what became of the calls in Pandoc's tree. Out: diagnostics.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from publish.model.diagnostic import Diagnostic, Related, diagnose
from publish.model.source import Span
from publish.reading.tokens import Tokens
from publish.text.nearest import nearest


def suspect_labels(tokens: Tokens) -> frozenset[str]:
    """Return the labels whose calls Pandoc may leave as text: undefined ones, and those within notes.

    A call followed by `+` is a regular expression's character class.
    """
    defined = {label for label, _, _ in tokens.definitions}
    text = tokens.source.text
    suspects: set[str] = set()
    for region, marks in tokens.calls.items():
        for mark in marks:
            if mark.label and (region or mark.label not in defined) and text[mark.end : mark.end + 1] != "+":
                suspects.add(mark.label)
                tokens.add("undefined", mark.label, mark.start, mark.end)
    return frozenset(suspects)


def check_notes(
    tokens: Tokens,
    unresolved: Iterable[tuple[str, Span | None]],
    messages: Iterable[Mapping[str, Any]],
) -> tuple[Diagnostic, ...]:
    """Report what is amiss with a text's footnotes; Pandoc's log says which are unused or defined twice."""
    defined: dict[str, tuple[int, int]] = {}
    found: list[Diagnostic] = []
    unused: set[Any] = set()
    twice: set[Any] = set()
    for record in messages:
        if record.get("type") == "NoteDefinedButNotUsed":
            unused.add(record.get("key"))
        elif record.get("type") == "DuplicateNoteReference":
            twice.add(record.get("contents"))
    for label, start, end in tokens.definitions:
        where = tokens.source.span(start, start + len(label) + 4)
        if label in defined and label in twice:
            related = (Related("defined here before", tokens.source.span(*defined[label])),)
            message = f"the footnote `[^{label}]` is defined twice; the later one is printed"
            hints: tuple[str, ...] = ("give one of them another label",)
            found.append(diagnose("note/duplicate", message, where, hints=hints, related=related))
        elif label in unused:
            message = f"the footnote `[^{label}]` is defined but never called"
            hints = (f"call it with `[^{label}]`, or delete it",)
            found.append(diagnose("note/unused", message, where, hints=hints))
        defined[label] = (start, min(end, start + len(label) + 4))
    for label, at in unresolved:
        if label in defined:
            message = f"the footnote `[^{label}]` is called inside another footnote, where it cannot be printed"
            found.append(diagnose("note/nested", message, at, hints=("put its text in parentheses",)))
            continue
        message = f"the footnote `[^{label}]` is called but never defined"
        meant = nearest(label, defined, edits=2)
        hints = (
            (f"did you mean `[^{meant}]`?",)
            if meant
            else (
                f"define it: `[^{label}]: …`",
                f"write `\\[^{label}]` if it is no footnote",
            )
        )
        found.append(diagnose("note/undefined", message, at, hints=hints))
    return tuple(found)
