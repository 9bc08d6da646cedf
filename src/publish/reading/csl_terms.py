"""The types and variables of a CSL item, by kind.

Source: CSL 1.0.2 specification, appendices III (types) and IV (variables), with the fields that Zotero,
Better BibTeX and pandoc add, and those with which CrossRef answers, which say nothing to a reader.
"""

# Tables of words are easier to read and to edit without quotation marks.
# ruff: noqa: SIM905

from __future__ import annotations

TYPES = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter classic
    collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic
    hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet
    paper-conference patent performance periodical personal_communication post post-weblog
    regulation report review review-book software song speech standard thesis treaty webpage""".split()
)

TYPE_ALIASES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "conference-paper": "paper-conference",
    "inproceedings": "paper-conference",
    "book-chapter": "chapter",
    "incollection": "chapter",
    "inbook": "chapter",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "dissertation": "thesis",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "newspaper-article": "article-newspaper",
    "magazine-article": "article-magazine",
    "blog-post": "post-weblog",
    "website": "webpage",
    "online": "webpage",
    "posted-content": "article",
    "preprint": "article",
    "misc": "document",
    "other": "document",
}
"""Types as CrossRef and BibTeX spell them."""

NAMES = frozenset(
    """author chair collection-editor compiler composer container-author contributor curator director
    editor editor-translator editorial-director executive-producer guest host illustrator
    interviewer narrator organizer original-author performer producer recipient reviewed-author
    script-writer series-creator translator""".split()
)

DATES = frozenset("accessed available-date event-date issued original-date submitted".split())

NUMBERS = frozenset(
    """chapter-number citation-number collection-number edition first-reference-note-number issue locator
    number number-of-pages number-of-volumes page page-first part-number printing-number section
    supplement-number version volume""".split()
)

TEXTS = frozenset(
    """abstract annote archive archive_collection archive_location archive-place authority call-number
    citation-key citation-label collection-title container-title container-title-short dimensions
    division DOI event event-place event-title genre ISBN ISSN jurisdiction keyword language license
    medium note original-publisher original-publisher-place original-title part-title PMCID PMID
    publisher publisher-place references reviewed-genre reviewed-title scale source status title
    title-short URL volume-title volume-title-short year-suffix""".split()
)

PLAIN_TEXTS = frozenset("DOI ISBN ISSN PMCID PMID URL citation-key call-number language".split()) | NUMBERS
"""Variables whose text is no Markdown."""

CANONICAL = {name.lower(): name for name in NAMES | DATES | NUMBERS | TEXTS} | {
    "journalabbreviation": "container-title-short",
    "shorttitle": "title-short",
    "short-title": "title-short",
    "short-container-title": "container-title-short",
    "event": "event-title",
    "keywords": "keyword",
    "publisher-location": "publisher-place",
    "archive-collection": "archive_collection",
    "archive-location": "archive_location",
}
"""Spellings in lower case to the variable's own."""

SILENT = frozenset(
    """alternative-id archive-id article-number assertion author-count categories content-domain created
    deposited free-to-read funder indexed is-referenced-by-count isbn-type issn-type journal-issue
    link member original-id owner prefix published published-online published-print published-other
    posted accepted approved reference reference-count references-count relation resource score
    subject subtitle update-policy update-to custom citation-key-conflict id-original multi
    system_id standard_id institution review journal-abbreviation citekey""".split()
)
"""Fields of CrossRef and reference managers that no style can print; they are dropped without a word."""
