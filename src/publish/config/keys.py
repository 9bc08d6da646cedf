"""Pandoc's names for metadata, which `publish.yaml` takes unchanged.

Two kinds: those publish prints or uses, and those that steer Pandoc's other writers, which are accepted and
have no effect. Source: Pandoc User's Guide 3.9, "Metadata blocks", "Variables", "EPUB metadata",
"Citations"; and the names journals add to author lists (`affiliations`, `tags`).
"""

# Tables of words are easier to read and to edit without quotation marks.
# ruff: noqa: SIM905

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

WORDS: Schema = {"title": "text", "type": ["string", "number", "boolean"]}
YES_NO: Schema = {"title": "true or false", "type": "boolean"}
TITLE: Schema = {
    "title": "text",
    "anyOf": [
        WORDS,
        {"type": "object"},
        {"type": "array", "items": {"title": "a map with `type` and `text`", "type": "object"}},
    ],
}
PATH: Schema = {"title": "the path of a file in the project", "type": "string", "minLength": 1}
PATHS: Schema = {
    "title": "the path of a file in the project, or a list of paths",
    "anyOf": [PATH, {"type": "array", "items": PATH}],
}
MANY_WORDS: Schema = {"title": "text, or a list of texts", "anyOf": [WORDS, {"type": "array", "items": WORDS}]}
ANYTHING: Schema = {"title": "anything"}

PERSON: Schema = {
    "title": "a name, or a map with `name` (or `given` and `family`), `affiliation`, `email`, `orcid`",
    "anyOf": [WORDS, {"type": "object"}],
}
PEOPLE: Schema = {
    "title": "a name, a map, or a list of either",
    "anyOf": [PERSON, {"type": "array", "items": PERSON}],
}


def _described(schema: Schema, description: str, *examples: Any) -> Schema:
    return {**schema, "description": description, **({"examples": list(examples)} if examples else {})}


METADATA: dict[str, Schema] = {
    "title": _described(TITLE, "Title of the publication; Markdown is allowed.", "Black January"),
    "subtitle": _described(WORDS, "Subtitle, printed under the title."),
    "author": _described(PEOPLE, "Author or authors.", "Ada Lovelace", [{"name": "Ada Lovelace"}]),
    "authors": _described(PEOPLE, "The same as `author`, as some journals spell it."),
    "affiliations": _described(ANYTHING, "Institutions that authors refer to by `index` (journal papers)."),
    "institute": _described(ANYTHING, "Institution of the authors who name no affiliation."),
    "date": _described(WORDS, "Date as it is to be printed; e-books get it in ISO form.", "20 January 2026"),
    "lang": _described(
        {"title": "a language tag such as en-GB", "type": "string"},
        "Language of the text as a BCP 47 tag: hyphenation, quotation marks, words such as Figure.",
        "en-GB",
        "de",
        "fa",
    ),
    "dir": _described(
        {"title": "ltr or rtl", "enum": ["ltr", "rtl"]}, "Direction of the text; by default the language's own."
    ),
    "abstract": _described(WORDS, "Abstract, printed under the title."),
    "rights": _described(ANYTHING, "Copyright, printed on the copyright page.", "© 2026 Ada Lovelace"),
    "copyright": _described(ANYTHING, "The same as `rights`."),
    "keywords": _described(MANY_WORDS, "Keywords for the file's metadata.", ["history", "Baku"]),
    "tags": _described(MANY_WORDS, "The same as `keywords`."),
    "subject": _described(ANYTHING, "Subject for the file's metadata."),
    "description": _described(WORDS, "Short description for catalogues."),
    "publisher": _described(WORDS, "Publisher, for the title page and the copyright page."),
    "place": _described(WORDS, "Where the publisher is, printed with its name.", "Baku"),
    "edition": _described(WORDS, "Which edition this is, in words, for the copyright page.", "Second edition"),
    "isbn": _described(
        {
            "title": "an ISBN, or a map of ISBNs for `print`, `epub` and `pdf`",
            "anyOf": [
                WORDS,
                {
                    "type": "object",
                    "properties": {"print": WORDS, "epub": WORDS, "pdf": WORDS},
                    "additionalProperties": False,
                },
            ],
        },
        "ISBN of ten or thirteen digits, for the copyright page and as the e-book's identifier.",
        "978-0-306-40615-7",
        {"print": "978-0-306-40615-7", "epub": "978-3-16-148410-0"},
    ),
    "doi": _described(WORDS, "DOI, with or without its address.", "10.1000/182"),
    "printers-note": _described(
        WORDS, "Who printed the book, where and on what, for the copyright page.", "Printed in Estonia"
    ),
    "licence": _described(WORDS, "The licence under which the work may be used.", "CC BY 4.0"),
    "license": _described(WORDS, "The same as `licence`."),
    "dedication": _described(WORDS, "Dedication of a book; Markdown is allowed.", "For Nilufar"),
    "epigraph": _described(
        {
            "title": "text, or a map with `text` and `source`",
            "anyOf": [
                WORDS,
                {
                    "type": "object",
                    "properties": {"text": WORDS, "source": WORDS},
                    "required": ["text"],
                    "additionalProperties": False,
                },
            ],
        },
        "Motto of a book, with its source; Markdown is allowed.",
        {"text": "All that is solid melts into air.", "source": "Karl Marx"},
    ),
    "colophon": _described(WORDS, "How the book was made, for its last page; Markdown is allowed."),
    "identifier": _described(ANYTHING, "ISBN, DOI or another identifier."),
}
"""Names that end up in print or in a file's metadata."""

CITATIONS: dict[str, Schema] = {
    "bibliography": _described(
        PATHS, "Files with references: BibTeX, BibLaTeX, RIS, CSL-JSON or CSL-YAML.", "sources.bib"
    ),
    "references": _described(
        {"title": "a list of references in CSL-YAML", "type": "array", "items": {"type": "object"}},
        "References written here instead of in a file.",
    ),
    "csl": _described(
        {"title": "a style's name or file", "type": "string", "minLength": 1},
        "Citation style: a file of the project, or a name from the catalogue.",
        "apa",
        "chicago-notes-bibliography",
        "my-style.csl",
    ),
    "citation-style": {
        "title": "a style's name or file",
        "type": "string",
        "description": "The same as `csl`.",
    },
    "nocite": _described(MANY_WORDS, "Keys to list though they are cited nowhere; `@*` for all.", "@*"),
    "link-citations": _described({**YES_NO, "default": True}, "Whether cites link to the bibliography."),
    "suppress-bibliography": _described({**YES_NO, "default": False}, "Whether to print no bibliography."),
    "reference-section-title": _described(WORDS, "Heading of the bibliography.", "References"),
}

_NO_EFFECT = "One of Pandoc's names. It is accepted, and has no effect in publish."

ACCEPTED: tuple[str, ...] = tuple(
    """title-prefix pagetitle title-meta author-meta date-meta description-meta acknowledgements category
    backgroundcolor fontcolor max-width monobackgroundcolor header-includes include-before include-after
    include-before-body include-after-body template toc-title thanks abstract-title
    secnumdepth section-numbers top-level-division shift-heading-level-by abstract-meta type format
    relation source coverage creator contributor language stylesheet page-progression-direction
    accessModes accessModeSufficient accessibilityFeatures accessibilityHazards accessibilitySummary
    ibooks belongs-to-collection group-position cover-image-alt epub-title-page citation-abbreviations
    link-bibliography notes-after-punctuation citeproc biblio-style biblio-title biblatexoptions
    natbiboptions biblatex natbib documentclass classoption geometry papersize paper margin-left
    margin-right margin-top margin-bottom fontsize fontfamily fontfamilyoptions fontenc mainfont
    sansfont monofont mathfont CJKmainfont CJKsansfont CJKmonofont mainfontoptions sansfontoptions
    monofontoptions mathfontoptions CJKoptions mainfontfallback sansfontfallback monofontfallback
    microtypeoptions babelfonts linestretch lineheight indent indenting colorlinks boxlinks linkcolor
    urlcolor citecolor toccolor filecolor linkstyle links-as-notes hyperrefoptions urlstyle whitespace
    layout pagenumbering headertext footertext pagestyle block-headings csquotes strikeout tables
    graphics subparagraph beamerarticle handout aspectratio titlegraphic logo background-image pdfa
    pdfaiccprofile pdfstandard pdf-engine svg section hyphenate adjusting header footer columns margin
    revealjs-url slideNumber transition navigation slide-level incremental bibliography-title listings
    titlepage titlepage-color footnotes-pretty disable-header-and-footer""".split()
)
"""Names that mean something to other writers of Pandoc and nothing here."""


def accepted_schemas() -> dict[str, Schema]:
    """Return the schema of each name that is accepted without effect."""
    return {name: {**ANYTHING, "description": _NO_EFFECT} for name in ACCEPTED}
