"""A book that calls a note in every place that can hold a call; each note has a word of its own."""

from __future__ import annotations

from collections.abc import Mapping

_PLACES_TEXT = (
    "dedicated prefatory parted headed lettered emphatic linked listed nested quoted versed termed defined "
    "columned celled captioned pictured divided sectioned loose appended glossed explained"
)
PLACES = tuple(_PLACES_TEXT.split())
"""The words, in the order of their calls."""

_FILLER = "The town lay where the river turned and every road that came down from the hills ended there. "
_ROWS = "\n".join(f"| Row {number} | {number * 7} |" for number in range(60))

_ONE = f"""# The first chapter^[Note headed.]

{_FILLER * 6} A word.^[Note lettered.] {_FILLER} *Words^[Note emphatic.] in emphasis* and a
[link^[Note linked.]](https://example.org/).

{_FILLER * 12}

- an item^[Note listed.]
- another

    1. a nested one^[Note nested.]

> A quotation.^[Note quoted.] {_FILLER}

| A line of verse^[Note versed.]
| and another

Term^[Note termed.]

:   Its meaning.^[Note defined.]

{_FILLER * 10}

| Place^[Note columned.] | Number |
|------------------------|-------:|
| First^[Note celled.]   | 3      |
{_ROWS}

Table: Places and numbers.^[Note captioned.] {{#tbl:places}}

![A dot.^[Note pictured.]](dot.png){{#fig:dot width=20mm}}

::: {{.aside}}
A passage apart.^[Note divided.]
:::

## A section^[Note sectioned.]

{_FILLER * 14}

Last words.^[Note loose.]
"""


def book_files(notes: str, png: bytes, more: str = "") -> Mapping[str, str | bytes]:
    """Return the files of the book; `more` are further settings."""
    booklet = ", {to: booklet, page: A5, sheet: A4}" if notes == "foot" else ""
    settings = f"""title: Notes everywhere
author: A. Writer
lang: en
kind: book
dedication: For you.^[Note dedicated.]
front-matter: [title-page, dedication, contents, list-of-figures, list-of-tables, {{preface: preface.md}}]
chapters:
  - part: The part^[Note parted.]
    chapters: [one.md]
appendices: [more.md]
back-matter: [{{glossary: glossary.md}}]
notes: {notes}
editions: [{{to: pdf, page: A5}}{booklet}, epub, html]
{more}"""
    return {
        "publish.yaml": settings,
        "preface.md": f"# Preface\n\n{_FILLER}^[Note prefatory.]\n",
        "one.md": _ONE,
        "more.md": f"# Sources\n\n{_FILLER * 3}^[Note appended.]\n",
        "glossary.md": "Harbour^[Note glossed.]\n:   Where ships lie.^[Note explained.]\n",
        "dot.png": png,
    }
