"""Documents full of references with pages, and the proof that what is printed is right, read from the PDF."""
# ruff: noqa: E501 - HTML and CSS read better unbroken

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publish.model.artifact import Pagination
from publish.model.diagnostic import Outcome
from publish.model.lines import TOTAL_FIT, LineSettings
from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.model.source import Source
from publish.paginating.paginate import paginate
from publish.structure.reading import read_edition
from tests.paginating.dense import document

CSS = """
@page { size: 74mm 105mm; margin: 10mm; @footnote { margin-top: 4pt; padding-top: 3pt }
  @bottom-center { content: counter(page) } }
@page front { @bottom-center { content: counter(page, lower-roman) } }
@page annex { @bottom-center { content: "A-" counter(page) } }
@page :nth(1 of chapter) { counter-reset: page 1 }
@page :nth(1 of annex) { counter-reset: page 1 }
html { font: 9pt/12pt "DejaVu Serif"; orphans: 2; widows: 2 } body { text-align: justify; hyphens: auto }
p, h2 { margin: 0 } .front { page: front } main { page: chapter; break-before: page } .annex { page: annex; break-before: page }
h2 { font-size: 9pt } .note { font-size: 7pt; line-height: 9pt } .note-call { font-size: 70%; line-height: 0 }
td { padding: 0 4pt } table { break-inside: auto }
nav li { list-style: none } .at-page::before { content: leader(".") }
"""


def reference(target: str, kind: str = "") -> str:
    """Write *Place on page N*; of the kind `near` it is *Near on page N*, or *Near* on the target's own page."""
    classes = "on-page if-elsewhere" if kind == "near" else "on-page"
    folio = f'<span class="folio-of" data-target="{target}"></span>'
    word = "Near" if kind == "near" else "Place"
    return f'<a href="#{target}">{word}<span class="{classes}"> on page\u00a0{folio}</span></a>'


def lay(
    body: str,
    css: str = "",
    *,
    base: str = CSS,
    sources: Sequence[Source] = (),
    lines: LineSettings = TOTAL_FIT,
    grid: bool = False,
) -> Outcome[Pagination | None]:
    """Make pages of a body."""
    sheets = [StyleSheet("base.css", base), StyleSheet("own.css", css)]
    metadata = Metadata(title_text="T", lang="en")
    return paginate(document(body), sheets, {}, (), metadata, sources=sources, lines=lines, grid=grid)


@dataclass(frozen=True)
class Printed:
    """A link as the finished PDF has it: its page, its words, and what the page it leads to is called."""

    page: int
    text: str
    leads_to: int
    called: str


def printed_links(outcome: Outcome[Pagination | None]) -> list[Printed]:
    """Read a PDF with publish's own page structure; a link broken over pages is one."""
    assert outcome.value is not None, outcome.diagnostics
    structure = read_edition(outcome.value.pdf).value
    assert structure is not None
    found: list[Printed] = []
    for link in structure.links:
        assert not link.is_dead, link
        if not link.target_page:
            continue
        page = structure.pages[link.target_page - 1]
        printed = Printed(link.page, link.text, link.target_page, page.folio or page.label)
        if found and link.text.startswith(("on page", "page")) and found[-1].leads_to == printed.leads_to:
            words = f"{found.pop().text} {link.text}"
            printed = Printed(link.page, words, link.target_page, printed.called)
        found.append(printed)
    return found


def wrong_links(outcome: Outcome[Pagination | None]) -> list[Printed]:
    """Return the links that name another page than they lead to, or none where it is another."""
    found = []
    for link in printed_links(outcome):
        words = " ".join(link.text.split())
        is_right = words == f"{words.split()[0]} on page {link.called}"
        if words.startswith("Near"):
            is_right = is_right or (words == "Near" and link.page == link.leads_to)
        if words.startswith(("Near", "Place")) and not is_right:
            found.append(link)
    return found
