"""The closed list of diagnostic codes: each with its severity and the one sentence the handbook prints.

*Warning*: the author's content is at fault in one place; the place is marked and the edition delivered.
*Error*: nothing good can be delivered; the former output stays. A new code lands with a case in
`tests/codes/<code with / as ->/`, a handbook paragraph and a changelog line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from publish.model.faults import RULES


class Severity(StrEnum):
    """How much a finding weighs; `note` informs and never changes an exit code."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding: its severity and what it means to an author."""

    severity: Severity
    meaning: str


_W, _E, _N = Severity.WARNING, Severity.ERROR, Severity.NOTE

CODES: dict[str, Code] = {
    # configuration
    "config/bad-yaml": Code(_E, "publish.yaml or the front matter is not valid YAML."),
    "config/unknown-key": Code(_E, "publish.yaml has a key that publish does not know."),
    "config/misspelt-key": Code(_W, "The front matter has a key that looks like one of ours, misspelt."),
    "config/bad-value": Code(_E, "A setting has a value of the wrong form or outside its range."),
    "config/no-chapters": Code(_E, "There is nothing to publish: no chapter was named or found."),
    "config/missing-file": Code(_E, "A file named in publish.yaml, or on the command line, does not exist."),
    "config/unknown-font": Code(_E, "The theme names a font that is neither supplied nor in the project."),
    "config/unknown-language": Code(_W, "The language is not one publish can hyphenate."),
    "config/missing-title": Code(_W, "The publication has no title; its name is used."),
    "config/missing-language": Code(_N, "The publication names no language; English is assumed."),
    # reading
    "read/not-utf8": Code(_E, "A text file is not valid UTF-8."),
    "read/pandoc": Code(_W, "Pandoc reported a problem while reading a chapter."),
    "read/pandoc-failed": Code(_E, "Pandoc could not read a chapter."),
    "read/too-long": Code(_E, "An external program exceeded its time limit."),
    "read/control-character": Code(_W, "A text has a control character that no edition can carry."),
    # references and citations
    "cite/unknown-key": Code(_W, "A citation names a key that no bibliography has."),
    "cite/unknown-style": Code(_E, "The citation style is neither a file, nor in csl/, nor in the catalogue."),
    "cite/bad-style": Code(_E, "The citation style is not a valid CSL 1.0 style."),
    "cite/style": Code(_W, "The citation style asks for something that could not be done."),
    "cite/bad-bibliography": Code(_E, "A bibliography file could not be read at all."),
    "cite/bad-reference": Code(_W, "A reference has a field of the wrong form; the field is left out."),
    "cite/duplicate-reference": Code(_W, "Two references have the same key; the first is used."),
    "cite/similar-keys": Code(_N, "Two references have keys that differ only in capitals; both are used."),
    "cite/braced-key": Code(_N, "References have keys that can be cited in braces only: `[@{a key}]`."),
    "cite/failed": Code(_W, "A reference could not be formatted in this style."),
    "cite/unused": Code(_N, "A reference is cited nowhere (told by `publish cite check` only)."),
    "cite/incomplete": Code(_W, "A reference lacks what its type needs (told by `publish cite check` only)."),
    "cite/duplicate": Code(_W, "Two references mean the same work (told by `publish cite check` only)."),
    "cite/bad-job": Code(_E, "A job of `publish cite run` is no JSON object, or names no style."),
    "cite/bad-value": Code(_W, "A job of `publish cite run` has a value of the wrong form; it is left out."),
    "cite/list": Code(_W, "A list of references asks for a type, keyword or scope that nothing has."),
    "cite/unlisted": Code(_N, "A cited reference is in none of the lists, all of which are filtered."),
    # cross-references and notes
    "xref/unknown": Code(_W, "A cross-reference names a label that nothing has."),
    "xref/duplicate": Code(_W, "Two places have the same label; the first is used."),
    "xref/dead-link": Code(_W, "A link inside the publication leads nowhere."),
    "note/undefined": Code(_W, "A footnote is called but never defined."),
    "note/unused": Code(_W, "A footnote is defined but never called."),
    "note/duplicate": Code(_W, "A footnote is defined twice; the later one is printed."),
    "note/in-title": Code(_W, "A footnote is called in a title or an abstract, where none can be printed."),
    "note/nested": Code(_W, "A footnote is called inside another footnote."),
    # parts of a book
    "book/unplaced": Code(_W, "A setting has words for a piece of the book that no list of pieces names."),
    "book/empty-piece": Code(_W, "A piece of a book has nothing to be made of; it is left out."),
    # index and glossary
    "index/mark": Code(_W, "A mark for the index says no entry, or something that marks cannot say."),
    "index/range": Code(_W, "A range in the index begins or ends nowhere."),
    "index/unknown-see": Code(_W, "A reference in the index names an entry that the index does not have."),
    "index/indirect-see": Code(_W, "A reference in the index leads to itself, or to an entry without places."),
    "index/see-and-places": Code(_W, "An entry of the index says to look elsewhere but has places of its own."),
    "index/not-printed": Code(_W, "Words are marked for an index that the book does not print."),
    "index/order": Code(_N, "Entries are sorted by their signs, since their reading is not known."),
    "glossary/unknown-term": Code(_W, "A word is marked as a term that the glossary does not explain."),
    "glossary/duplicate-term": Code(_W, "The glossary explains a term twice."),
    # conditional content
    "only/unknown": Code(_W, "A passage for some editions only names a condition that is none."),
    "config/unknown-profile": Code(_E, "The profile asked for is not in publish.yaml."),
    # structure and images
    "heading/skipped-level": Code(_W, "A heading skips a level, such as 1 to 3."),
    "heading/empty": Code(_W, "A heading has no text."),
    "image/missing": Code(_W, "An image does not exist in the project."),
    "image/no-alt": Code(_W, "An image has no text for those who cannot see it."),
    "image/unreadable": Code(_W, "An image is damaged or of a kind publish cannot place."),
    "image/remote": Code(_W, "An image lies on the network, which the build may not use."),
    # mathematics, text, layout
    "math/unsupported": Code(_W, "A formula uses TeX that cannot be converted; its source is printed."),
    "font/missing-glyph": Code(_W, "No font has a glyph for a character."),
    "font/no-small-capitals": Code(_W, "Chapters are to begin in small capitals, which the font has not."),
    "html/removed": Code(_W, "Raw HTML that is not safe in a publication was removed."),
    "html/raw-format": Code(_W, "A raw passage is in a format that no edition can use; it was left out."),
    "style/css": Code(_W, "A style sheet has a rule that could not be used."),
    "layout/lost-note": Code(_E, "A note is missing, printed twice, or not on the page of its call."),
    "layout/unsettled-reference": Code(_E, "A page number in the text is not that of the page it leads to."),
    "layout/displaced-note": Code(_W, "A note did not fit on the page of its call and is printed later."),
    "layout/overflow": Code(_W, "Something is wider or taller than the page can hold."),
    "layout/engine": Code(_W, "The layout engine reported a problem."),
    "layout/failed": Code(_E, "The layout engine could not make the edition."),
    "layout/unmended-engine": Code(_W, "Another release of the layout engine is in use than the one mended."),
    "layout/greedy-lines": Code(_W, "Lines are broken one by one, as the layout engine is another release."),
    "page/unused-switch": Code(_W, "A rule of lint is switched off though nothing breaks it."),
    **{f"page/{name}": Code(_N if rule.weight == "note" else _W, rule.meaning) for name, rule in RULES.items()},
    "epub/invalid": Code(_E, "The e-book did not pass our own check."),
    "booklet/does-not-fit": Code(_E, "Two pages do not fit side by side on the sheet."),
    "pdf/unreadable": Code(_E, "The file is not a readable PDF."),
    "epub/unreadable": Code(_E, "The file is not a readable e-book."),
    "snapshot/unreadable": Code(_E, "The file is not a snapshot, or it was damaged."),
    # safety and world
    "safety/outside": Code(_W, "The manuscript names a file outside the project folder; it was not read."),
    "safety/network": Code(_W, "The manuscript names a network address; it was not fetched."),
    "world/unwritable": Code(_E, "The output could not be written."),
    "world/missing-tool": Code(_E, "A program or library that publish needs is not installed."),
    "internal/bug": Code(_E, "publish itself failed; this is a bug of ours."),
}
