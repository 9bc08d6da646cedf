"""What libyaml says, in an author's words: where the fault is, what to do.

In: the text and the error. Out: one diagnostic.
"""

from __future__ import annotations

import re
from typing import Any

from publish.model.diagnostic import Diagnostic, Related, diagnose
from publish.model.source import Source

_QUOTE_IT = "put the value in quotation marks"

# What YAML 1.2 calls c-printable (section 5.1), turned round.
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# libyaml's words → ours, hint, and whether the place where the construct began tells more.
_SAYINGS: tuple[tuple[str, str, str, bool], ...] = (
    (
        "mapping values are not allowed",
        "a second `: ` stands in one value, or the indentation is wrong",
        _QUOTE_IT + ': `title: "One: Two"`',
        False,
    ),
    ("found unexpected end of stream", "a quotation mark is opened and not closed", "close it", True),
    ("did not find expected ',' or ']'", "a list in brackets is not closed", "add `]` or a comma", True),
    ("did not find expected ',' or '}'", "a map in braces is not closed", "add `}` or a comma", True),
    ("could not find expected ':'", "this line has no `: ` after its key", "write `key: value`", True),
    (
        "did not find expected key",
        "expected a key here",
        "align the keys, and put a value that begins with a quotation mark wholly in quotation marks",
        False,
    ),
    (
        "did not find expected '-' indicator",
        "expected an item of the list that began above",
        "align the items, each with its own `- `",
        False,
    ),
    ("did not find expected <document start>", "text stands after the end of the YAML", "indent it", False),
    (
        "block sequence entries are not allowed",
        "a list item cannot stand here",
        "begin it on a new line",
        False,
    ),
    ("did not find expected node content", "expected a value", "write a value, or remove the comma", False),
    ("unknown escape character", "an unknown escape in quotation marks", "write `\\\\` for a backslash", False),
    ("exceeded", "values are nested too deeply", "use fewer brackets", False),
)


def find_control_character(text: str) -> int | None:
    """Return the offset of the first character YAML forbids, or None."""
    match = _CONTROL.search(text)
    return None if match is None else match.start()


def explain(source: Source, start: int, text: str, error: Any, code: str) -> Diagnostic:
    """Turn a YAML error into a diagnostic; `start` is where the YAML begins in the source."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not valid YAML")
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    offset = min(mark.index if mark is not None else 0, len(text))
    here = text[offset : offset + 1]
    line_start = text.rfind("\n", 0, offset) + 1
    indent = re.match(r"[ \t]*", text[line_start:])
    if "\t" in (here, indent.group() if indent else ""):
        tab = text.find("\t", line_start)
        where = source.span(start + tab, start + tab + 1)
        return diagnose(
            code, "a tab stands where YAML wants spaces", where, hints=("indent with spaces instead",)
        )
    where = source.span(start + offset, start + min(offset + 1, len(text)))
    if "cannot start any token" in problem and here:
        hint = _QUOTE_IT + f': `"{text[offset:].splitlines()[0][:40].rstrip()}"`'
        return diagnose(code, f"a value cannot begin with `{here}`", where, hints=(hint,))
    for theirs, ours, hint, blame_context in _SAYINGS:
        if theirs in problem:
            related: tuple[Related, ...] = ()
            if blame_context and context is not None:
                began = source.span(start + context.index, start + min(context.index + 1, len(text)))
                where, related = began, (Related("noticed here", where),)
            return diagnose(code, ours, where, hints=(hint,), related=related)
    return diagnose(code, f"not valid YAML: {problem}", where)
