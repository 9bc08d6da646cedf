"""The settings of a publication as one JSON Schema (draft 2020-12): the only list of keys there is.

Out: what `publish schema` prints, and what validate.py checks. A `title` says what is expected, in words
that fit after "expected"; a `description` says what the setting does.
"""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from publish.config.bookschema import appendices, chapters, matter
from publish.config.keys import CITATIONS, METADATA, PATH, PATHS, WORDS, YES_NO, Schema, accepted_schemas
from publish.config.pages import MEASURES_PATTERN, PAGE_SIZES
from publish.config.theme_keys import theme_schema
from publish.model.faults import RULES
from publish.model.plan import CitationPlan, Kind, NotePlacing, Opening, To, Unit

EDITIONS: tuple[To, ...] = get_args(To)
KINDS: tuple[Kind, ...] = get_args(Kind)
UNITS: tuple[Unit, ...] = get_args(Unit)
OPENINGS: tuple[Opening, ...] = get_args(Opening)
NOTE_PLACINGS: tuple[NotePlacing, ...] = get_args(NotePlacing)

_CITATIONS = CitationPlan()


@cache
def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of `publish.yaml`; front matter uses the same keys."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "a map of settings",
        "description": "publish.yaml: what a publication says of itself, and the editions to make of it.",
        "type": "object",
        "properties": {**METADATA, **CITATIONS, **our_keys(), **accepted_schemas()},
        "additionalProperties": False,
    }


def our_keys() -> dict[str, Schema]:
    """Return the schema of each key that is not Pandoc's alone: the ones worth guarding against misspelling."""
    return {
        "kind": {
            "title": " or ".join(KINDS),
            "description": "What is made: a handout begins with its title on the first page of text, a book "
            "has a title page, a table of contents and chapters that open on their own page. "
            "By default a book if there are several chapters.",
            "enum": list(KINDS),
        },
        "front-matter": matter("front"),
        "chapters": chapters(),
        "appendices": appendices(),
        "back-matter": matter("back"),
        "chapters-open": {
            "title": " or ".join(OPENINGS),
            "description": "Where a chapter of a book begins: on the next right-hand page (`recto`; in books "
            "read from the right, the left-hand one), or on the next page, whichever it is.",
            "enum": list(OPENINGS),
            "default": "recto",
        },
        "notes": {
            "title": ", ".join(NOTE_PLACINGS[:-1]) + f" or {NOTE_PLACINGS[-1]}",
            "description": "Where notes are printed: at the `foot` of their page, behind their `chapter`, or "
            "behind the text of the whole `book`.",
            "enum": list(NOTE_PLACINGS),
            "default": "foot",
        },
        "page-references": {
            **YES_NO,
            "description": "Whether every cross-reference in print also says on which page its target stands.",
            "default": False,
        },
        "chapter-level": {
            "title": "a heading level from 1 to 6",
            "description": "The level of heading that begins a chapter.",
            "type": "integer",
            "minimum": 1,
            "maximum": 6,
            "default": 1,
        },
        "editions": {
            "title": "a list of editions, each a map such as {to: pdf, page: A4}",
            "description": "What to make. By default a PDF on A4, an A5 booklet on A4 sheets, and an e-book.",
            "anyOf": [_edition(), {"type": "array", "items": _edition(), "minItems": 1}],
            "examples": [[{"to": "pdf", "page": "A4"}, {"to": "booklet", "page": "A5", "sheet": "A4"}]],
        },
        "theme": theme_schema(),
        "lint": {
            "title": "a map with off",
            "description": "Which faults of pages are meant to be as they are; see `publish lint`.",
            "type": "object",
            "properties": {
                "off": {
                    "title": "a map of rules, each with a reason",
                    "description": "Rules not to be told, and why. A switch without use is told.",
                    "type": "object",
                    "properties": {name: _reason(rule.meaning) for name, rule in RULES.items()},
                    "additionalProperties": False,
                }
            },
            "additionalProperties": False,
            "examples": [{"off": {"widow": "the poem is set line by line"}}],
        },
        "fonts": {
            **PATHS,
            "description": "Font files of the project, to be named in `theme: {font: …}` by their family.",
            "examples": [["fonts/Mine-Regular.otf", "fonts/Mine-Italic.otf"]],
        },
        "cited-earlier": {
            "title": "a list of keys",
            "description": "References to be taken as cited before, as when a part printed elsewhere did so: "
            "their first cite here already has the short form.",
            "anyOf": [WORDS, {"type": "array", "items": WORDS}],
            "examples": [["avakian", "cornell"]],
        },
        "citations": {
            "title": "a map with restart or bibliography",
            "description": "How citations go together in a publication of several chapters: files, or in one "
            "file the headings of `chapter-level`.",
            "type": "object",
            "properties": _citations(),
            "additionalProperties": False,
            "examples": [{"restart": "chapter", "bibliography": "both"}],
        },
        "table-of-contents": {**YES_NO, "description": "The same as `toc`."},
        "numbersections": {**YES_NO, "description": "The same as `number-sections`."},
        "toc": {**YES_NO, "description": "Whether to print a table of contents. By default in books."},
        "lof": {**YES_NO, "description": "Whether contents are followed by a list of figures."},
        "lot": {**YES_NO, "description": "Whether contents are followed by a list of tables."},
        "toc-depth": {
            "title": "a number of levels from 1 to 6",
            "description": "How many levels of headings the table of contents shows.",
            "type": "integer",
            "minimum": 1,
            "maximum": 6,
            "default": 3,
        },
        "number-sections": {**YES_NO, "description": "Whether headings are numbered.", "default": False},
        "cover-image": {**PATH, "description": "The e-book's cover.", "examples": ["cover.jpg"]},
        "profiles": {
            "title": "a map of profiles, each a map of settings",
            "description": "Settings that hold when a build names them with `--profile`, over all others; "
            "passages can be for a profile only: `{.only profile=teacher}`.",
            "type": "object",
            "additionalProperties": {"title": "a map of settings", "type": ["object", "null"]},
            "examples": [{"teacher": {"title": "With answers"}, "student": {}}],
        },
        "css": {**PATHS, "description": "Your own style sheets, used after ours."},
    }


def _citations() -> dict[str, Schema]:
    return {
        "restart": {
            "title": " or ".join(UNITS),
            "description": "Where notes are numbered from 1 again and a source's first cite has the full form "
            "again: never within the `book`, or in each `chapter`.",
            "enum": list(UNITS),
            "default": _CITATIONS.restart,
        },
        "bibliography": {
            "title": "book, chapter or both",
            "description": "The lists of references to print: one of the whole `book`, one in each `chapter` "
            "of what is cited in it, or `both`. (The files that hold the references are named under the "
            "`bibliography` of publish.yaml itself.)",
            "enum": ["book", "chapter", "both"],
            "default": _CITATIONS.lists,
        },
    }


def _reason(meaning: str) -> Schema:
    return {"title": "a reason in words", "description": meaning, "type": "string", "minLength": 3}


def _edition() -> Schema:
    return {
        "title": "an edition: one of " + ", ".join(EDITIONS) + ", or a map such as {to: pdf, page: A4}",
        "anyOf": [
            {"enum": list(EDITIONS)},
            {
                "type": "object",
                "properties": {
                    "to": {
                        "title": "one of " + ", ".join(EDITIONS),
                        "description": "What to make: a PDF, an e-book, an imposed booklet, a web page.",
                        "enum": list(EDITIONS),
                    },
                    "page": {**_page(), "description": "Size of the page (of a booklet: once folded)."},
                    "sheet": {**_page(), "description": "Size of a booklet's sheet; by default two pages."},
                },
                "required": ["to"],
                "additionalProperties": False,
            },
        ],
    }


def _page() -> Schema:
    names = list(PAGE_SIZES)
    spellings = list(dict.fromkeys(s for name in names for s in (name, name.lower(), name.capitalize())))
    return {
        "title": "a page size such as A4, letter or 148mm x 210mm",
        "type": "string",
        "anyOf": [{"enum": spellings}, {"pattern": MEASURES_PATTERN}],
        "examples": ["A4", "letter", "148mm x 210mm"],
    }
