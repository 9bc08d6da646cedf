"""PDFs as plain engines write them, without tags, are read as their authors wrote them."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from weasyprint import HTML

from publish.model.pages import PageStructure
from publish.structure.lint.lint import lint
from publish.structure.pdf.from_pdf import read_pdf
from tests.structure.conftest import prose

STYLE = """
@page { size: 140mm 216mm; margin: 20mm; @bottom-center { content: counter(page) }
        @top-left { content: string(head); font: italic 8pt "DejaVu Serif" } }
@page :first { @top-left { content: none } }
body { font: 10pt/1.3 "DejaVu Serif"; hyphens: manual } h1 { string-set: head content(); font-size: 17pt }
sup { font-size: 9pt } p { margin: 0 0 7pt } pre { font: 8.5pt "DejaVu Sans Mono"; overflow: auto }
nav ul { list-style: none; padding: 0; margin: 0 } td, th { padding: 2pt 4pt }
section.chapter { break-before: page } .notes { font-size: 8pt }
"""
CHAPTERS = ("The tower", "The light", "Records and ruin", "What is left")
TABLE = (("Year", "Oil", "Wages", "Repairs"), ("1826", "412", "180", "35"), ("1827", "398", "180", "240"))


def _html(*, notes: bool = True) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"
        for tag, row in zip(("th", "td", "td"), TABLE, strict=True)
    )
    links = "".join(f'<li><a href="#c{at}">{name}</a></li>' for at, name in enumerate(CHAPTERS))
    call = '<a href="#n1"><sup>1</sup></a>' if notes else ""
    chapters = "".join(
        f'<section class="chapter"><h1 id="c{at}">{name}</h1>'
        f"<p>First {prose(at, 45)} end.{call if at == 0 else ''}</p>"
        f"<p>Second {prose(at + 20, 45)} end.</p></section>"
        for at, name in enumerate(CHAPTERS)
    )
    return (
        f"<style>{STYLE}</style><nav><ul>{links}</ul></nav>{chapters}<table>{rows}</table>"
        "<pre>12 Jan  wind SW 9    light good\n13 Jan  wind W 10    light good, horn</pre><p>Last words.</p>"
        + ('<p class="notes" id="n1">1. The contract is kept in box 14.</p>' if notes else "")
    )


def _read(content: bytes) -> PageStructure:
    structure = read_pdf(content).value
    assert structure is not None
    return structure


@pytest.fixture(scope="module")
def plain() -> PageStructure:
    return _read(HTML(string=_html()).write_pdf())


def test_a_raised_call_ends_no_paragraph(plain: PageStructure) -> None:
    first = [block.text for block in plain.blocks if block.text.startswith("First")]
    assert len(first) == len(CHAPTERS)
    assert all(text.endswith("end.") for text in first)


def test_contents_have_a_block_for_each_link(plain: PageStructure) -> None:
    assert tuple(block.text for block in plain.blocks[: len(CHAPTERS)]) == CHAPTERS


def test_code_is_no_table_and_stands_in_its_place(plain: PageStructure) -> None:
    roles = [(block.role, block.text.split()[0]) for block in plain.blocks]
    assert roles.index(("Code", "12")) + 1 == roles.index(("P", "Last"))


def test_columns_close_together_are_columns(plain: PageStructure) -> None:
    rows = [tuple(block.text.split("\t")) for block in plain.blocks if block.role in ("TH", "TR")]
    assert tuple(rows) == TABLE
    assert [block.role for block in plain.blocks if block.table] == ["TH", "TR", "TR"]


def test_running_heads_may_name_the_section(plain: PageStructure) -> None:
    heads = [text.text for page in plain.pages for text in page.running if text.place == "top-left"]
    assert tuple(heads) == CHAPTERS
    assert not [
        block.text for block in plain.blocks[len(CHAPTERS) :] if block.role == "P" and block.text in CHAPTERS
    ]


def test_links_that_forget_the_margins_lead_to_what_they_name() -> None:
    stream = BytesIO()
    with pikepdf.open(BytesIO(HTML(string=_html(notes=False)).write_pdf())) as pdf:
        names = pdf.Root.Names.Dests.Names
        for index in range(1, len(names), 2):
            place = names[index].D if isinstance(names[index], pikepdf.Dictionary) else names[index]
            place[2], place[3] = float(place[2]) - 28, float(place[3]) + 28
        pdf.save(stream)
    assert tuple(link.leads_to for link in _read(stream.getvalue()).links) == CHAPTERS


def test_links_to_headings_with_room_before_and_above_them_aim_well() -> None:
    style = "<style>h1 { padding: 60pt 0 0 80pt }</style>"
    read = _read(HTML(string=f"{style}{_html()}").write_pdf())
    assert [(call.label, call.note) for call in read.calls] == [("1", 0)]


def test_entries_that_hang_stay_apart_on_a_page_and_over_pages() -> None:
    long = f"Long, Author. {prose(3, 30)} n.d."
    shorts = [f"Short{at}, Name. A Title. n.d." for at in range(16)]
    entries = [long, *shorts[:2], *(entry for short in shorts[2:] for entry in (long, short))]
    sources = "".join(f'<p style="margin: 0 0 0 14pt; text-indent: -14pt">{entry}</p>' for entry in entries)
    body = "".join(f"<p>{prose(at, 60)}</p>" for at in range(12))
    style = f'{STYLE} div {{ font: 9pt/12pt "DejaVu Serif" }}'
    read = _read(HTML(string=f"<style>{style}</style>{body}<h2>Sources</h2><div>{sources}</div>").write_pdf())
    told = [block.text for block in read.blocks if block.text.startswith(("Long", "Short"))]
    assert len(read.pages) > 2
    assert [text.split(",")[0] for text in told] == [entry.split(",")[0] for entry in entries]


FILLED = "".join(f'<p class="more">{prose(at, 60)}.</p>' for at in range(6))
BOOK = f"""<style>{STYLE} body {{ text-align: justify; hyphens: none }} p {{ margin: 0 }}
.new {{ break-before: page }} .more {{ text-indent: 12pt }} pre {{ margin: 0 0 0 30pt }}</style>"""


def _tagged(body: str) -> PageStructure:
    return _read(HTML(string=f'<html lang="en"><title>T</title>{BOOK}{body}').write_pdf(pdf_variant="pdf/ua-1"))


@pytest.mark.parametrize("filled", ["", FILLED])
def test_single_lines_on_pages_of_their_own_are_paragraphs_and_meant(filled: str) -> None:
    pages = "".join(f'<p class="new">Prose {number}.</p>' for number in range(4))
    read = _tagged(f'{filled}<p class="new">Here it ends.</p>{pages}<p class="new">Here all ends.</p>')
    told = [block.text for block in read.blocks[-6:]]
    assert told == ["Here it ends.", *(f"Prose {number}." for number in range(4)), "Here all ends."]
    assert [fault.sentence for fault in lint(read)] == []


def test_a_single_line_moved_in_above_code_is_no_end_of_the_page_before() -> None:
    text = f"<p>{prose(0, 400)}</p>"
    last = '<p style="text-align-last: justify">It goes on to the very end of the line, as it were.</p>'
    code = '<p class="new more">A line about code:</p><pre>publish build\npublish lint</pre>'
    read = _tagged(f'{last}{code}<div class="new">{text}</div><div class="new">{text}</div>')
    assert [fault.sentence for fault in lint(read) if fault.rule in ("widow", "orphan")] == []
    assert "A line about code:" in [block.text for block in read.blocks]
