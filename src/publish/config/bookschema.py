"""The settings that say what a book is bound from, as JSON Schema: front matter, chapters, back matter.

Out: the schema of each key; a `title` says what is expected. What a schema cannot know (which files there are,
what is named twice) is checked in pieces.py.
"""

from __future__ import annotations

from publish.config.keys import PATH, WORDS, Schema
from publish.model.pieces import PIECE_KINDS, Zone

_PROPERTIES: Schema = {
    "title": {**WORDS, "description": "Its heading, in place of the language's usual word."},
    "file": {**PATH, "description": "Its Markdown file."},
}
_INDEX: dict[str, Schema] = {
    "name": {**WORDS, "description": "Which of several indexes: that of marks with `index=NAME`."},
    "order": {
        "title": "word or letter",
        "description": "Sorted word by word (New York before Newark), or letter by letter.",
        "enum": ["word", "letter"],
        "default": "word",
    },
}


def matter(zone: Zone) -> Schema:
    """Return the schema of `front-matter` or `back-matter`."""
    front = zone == "front"
    where = "before" if front else "behind"
    examples = (
        ["half-title", "title-page", "copyright", "dedication.md", "contents", {"preface": "preface.md"}]
        if front
        else [{"glossary": "terms.md"}, "bibliography", {"index": {"title": "Index of names"}}, "colophon"]
    )
    usual = (
        "By default a book has a title page, a copyright page, a dedication and an epigraph where the settings "
        "say what is to stand there, and its contents."
        if front
        else "By default a book has its bibliography if it cites anything."
    )
    return {
        "title": "a list of pieces, each a name, a Markdown file or a map such as {preface: preface.md}",
        "description": f"What stands {where} the chapters, in order: pieces that are made (`contents`), files, "
        f"and files said to be something. {usual}",
        "type": "array",
        "items": {"title": "a piece of a book or a Markdown file", "anyOf": [PATH, _named(zone)]},
        "examples": [examples],
    }


def _named(zone: Zone) -> Schema:
    return {
        "title": "a map such as {preface: preface.md}",
        "type": "object",
        "properties": {
            name: {
                "title": "a Markdown file, or a map with `title` or `file`",
                "description": kind.meaning,
                "anyOf": [
                    PATH,
                    {
                        "type": "object",
                        "properties": _PROPERTIES if name != "index" else {**_PROPERTIES, **_INDEX},
                        "additionalProperties": False,
                    },
                ],
            }
            for name, kind in PIECE_KINDS.items()
        },
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }


def chapters() -> Schema:
    """Return the schema of `chapters`: files, and parts with files of their own."""
    part: Schema = {
        "title": "a map with `part` and `chapters`",
        "type": "object",
        "properties": {
            "part": {**WORDS, "description": "The part's title; Markdown is allowed."},
            "file": {**PATH, "description": "A Markdown file with what the part's page says."},
            "chapters": {
                "title": "the path of a file in the project, or a list of paths",
                "description": "The part's chapters.",
                "anyOf": [PATH, {"type": "array", "items": PATH}],
            },
        },
        "anyOf": [{"required": ["part"]}, {"required": ["file"]}],
        "additionalProperties": False,
    }
    return {
        "title": "the path of a file in the project, or a list of paths and parts",
        "description": "The Markdown files in reading order, alone or put into parts. By default all of the "
        "folder, by name, but for README.md and what is named elsewhere.",
        "anyOf": [
            PATH,
            {
                "type": "array",
                "items": {"title": "a path, or a map with `part` and `chapters`", "anyOf": [PATH, part]},
            },
        ],
        "examples": [
            ["01-one.md", "02-two.md"],
            [{"part": "The sea", "chapters": ["01-harbour.md", "02-ships.md"]}, "03-land.md"],
        ],
    }


def appendices() -> Schema:
    """Return the schema of `appendices`."""
    return {
        "title": "the path of a file in the project, or a list of paths",
        "description": "Appendices in reading order; they are lettered A, B, C.",
        "anyOf": [PATH, {"type": "array", "items": PATH}],
        "examples": [["sources.md", "tables.md"]],
    }
