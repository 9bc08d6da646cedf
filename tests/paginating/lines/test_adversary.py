"""Odd content in odd columns: the same letters as greedy lines, no wider, no longer, and nothing goes wrong."""

from __future__ import annotations

import random
import re
import time
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from publish.model.lines import GREEDY, TOTAL_FIT, LineSettings
from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating.lines.record import Record
from publish.paginating.paginate import paginate
from tests.invariants.same_words import flow_of
from tests.invariants.same_words import letters_of as without_hyphens
from tests.paginating.dense import WORDS, document, note
from tests.paginating.lines.laying import PAGE, lay

_SVG = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='30' height='{0}'/%3E"
_PICTURE = f'<img alt="p" src="{_SVG.format(10)}"/>'


def words(count: int, seed: int = 1) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=count))


def p(text: str) -> str:
    return f"<p>{text}</p>"


T = words(60)
CASES = {
    "a column of a millimetre": (f'<div style="width: 1mm"><p>{T}</p></div>', ""),
    "a column of nothing": (f'<div style="width: 0"><p>{words(9)}</p></div>', ""),
    "words wider than the page": (f"<p>{words(9)} {'abcdefghij' * 12} {words(9)}</p>", ""),
    "words that may break anywhere": (
        f"<p>{words(9)} {'abcdefghij' * 12} {T}</p>",
        "p { overflow-wrap: anywhere }",
    ),
    "zero-width spaces": (
        "<p>" + ("abc\u200bdef" * 8 + " ") * 9 + "</p><p>\u200b</p><p>\u200b a\u200b b</p>",
        "",
    ),
    "word joiners": (p("wo\u2060rd wo\u2060 rd " * 30), ""),
    "ideographs": (p("中文排版測試文字" * 40), ""),
    "thai": (f'<p lang="th">{"ภาษาไทยไม่มีช่องว่าง" * 20}</p>', ""),
    "missing glyphs": (p("word \U000f0000\ue123 " * 40), ""),
    "emoji": (p("smile 😀👨‍👩‍👧‍👦 text ❤️ " * 20), ""),
    "combining marks": (p("e\u0301a\u0308o\u0302\u0323 Z\u0351\u036b a\u0321\u031b " * 30), ""),
    "empty elements": (f"<p>{'<span></span>' * 30}{T}<b></b><i> </i> <i> </i></p>", ""),
    "elements in elements": (f"<p>{'<span>' * 50}{T}{'</span>' * 50}</p>", ""),
    "an element a letter": ("<p>" + "".join(f"<i>{letter}</i>" for letter in T) + "</p>", ""),
    "pictures only": (f"<p>{f'{_PICTURE} ' * 40}</p>", ""),
    "notes only": ("<p>" + "".join(note(number) for number in range(1, 9)) + "</p>", ""),
    "notes at both ends": (f"<p>{note(1)}{T}{note(2)}</p><p>{note(3)}</p>", ""),
    "an indent wider than the column": (f"<p>{T}</p>", "p { text-indent: 200mm }"),
    "a negative indent": (f"<p>{T}</p>", "p { text-indent: -10mm; padding-left: 10mm }"),
    "a cell of a letter": (
        f'<table style="width: 5mm"><tr><td>{words(3)}</td><td>{words(4)}</td></tr></table>',
        "",
    ),
    "flex": (f'<div style="display: flex"><p>{T}</p><p>{T}</p></div>', ""),
    "columns": (f'<div style="columns: 2"><p>{T} {T}</p></div>', ""),
    "floats": (f'<div style="float: left; width: 80px">{words(9)}</div><p>{T}</p><p>{T}</p>', ""),
    "a float in the text": (f'<p>{T} <span style="float: right; width: 80px">{words(5)}</span> {T}</p>', ""),
    "moved text": (f'<p>{T} <span style="position: relative; top: 3px">{words(9)}</span> {T}</p>', ""),
    "lines without height": (f"<p>{T}</p>", "p { line-height: 0 }"),
    "type without size": (f'<p>{words(9)} <b style="font-size: 0">x y</b> {T}</p>', ""),
    "type of next to no size": (f"<p>{words(9)}</p>", "p { font-size: 0.00000001px }"),
    "huge type": (f"<p>{words(9)}</p>", "p { font-size: 200px; line-height: 1 }"),
    "words apart": (f"<p>{T}</p>", "p { word-spacing: 0.4em }"),
    "words together": (f"<p>{T}</p>", "p { word-spacing: -2px }"),
    "letters apart": (f"<p>{T}</p>", "p { letter-spacing: 2px }"),
    "letters together": (f"<p>{T}</p>", "p { letter-spacing: -1px }"),
    "a large first letter": (f"<p>{T}</p>", "p::first-letter { font-size: 3em; float: left }"),
    "a first line of its own": (f"<p>{T}</p>", "p::first-line { font-variant: small-caps }"),
    "a last line justified": (f"<p>{T}</p>", "p { text-align: justify-all }"),
    "ragged": (f"<p>{T}</p>", "p { text-align: left }"),
    "centred": (f"<p>{T}</p>", "p { text-align: center }"),
    "anywhere": (f"<p>{T}</p>", "p { word-break: break-all }"),
    "as written": (f"<p>{words(30)}\n  a   b \n{words(30)}</p>", "p { white-space: pre-wrap }"),
    "line ends as written": (f"<p>{words(30)}\n  a   b \n{words(30)}</p>", "p { white-space: pre-line }"),
    "line breaks": (f"<p>{words(9)}<br/></p><p><br/>{words(9)}<br/><br/>{T}<em><br/>x<br/></em></p>", ""),
    "from right to left": (f'<p>{T} <span dir="rtl" lang="ar">مرحبا بالعالم</span> {T}</p>', ""),
    "what CSS writes": (
        f"<p>{T} <em>x</em> {T}</p>",
        "p { counter-increment: p } p::before { content: counter(p) } em::after { content: '»' counter(page) }",
    ),
    "frames": (
        f"<p>{words(9)} <b>{T}</b></p>",
        "b { border: 2px solid; padding: 0 8px; box-decoration-break: clone }",
    ),
    "pushed together": (f"<p>{'<b>word</b> ' * 60}</p>", "b { margin: 0 -4px }"),
    "soft hyphens": (p("\u00ad".join("abcdefghij" * 9) + f" \u00ad a\u00ad \u00adb {T}"), ""),
    "fixed spaces": (p("a\u00a0b " * 60 + "\u00a0" * 9 + "1\u202f000 " * 30), ""),
    "spaces of all kinds": (p("a\u2003b\u2002c\u2009d\u3000e\u205ff\u2028g\u2029h\ti " * 9), ""),
    "dashes": (p("word\u2014word\u2013word--word 1\u20132 " * 20), ""),
    "blocks in lines": (
        p("<b>" + T.replace(" ", "</b> <b>") + "</b>"),
        "b { display: inline-block }",
    ),
    "widths in percent": (f"<p>{T} <em>x</em> {T}</p>", "p { padding: 0 20% } em { margin: 0 5% }"),
    "widows and orphans": (f"<p>{words(900)}</p>", "p { orphans: 9; widows: 9 }"),
    "pages of two widths": (f"<p>{words(900)}</p>", "@page :left { margin: 20px 90px }"),
}


def letters_of(pages: list[Any]) -> str:
    """Return what stands on pages, sorted, without white space and hyphens."""
    text = "".join(box.text for page in pages for box in page.descendants() if isinstance(box, boxes.TextBox))
    return "".join(sorted(re.sub(r"[\s\u2010\u00ad\u200b-]", "", text)))


def right_edge(pages: list[Any]) -> float:
    """Return how far letters reach at most, what hangs by design taken off."""
    found = [0.0]
    for page in pages:
        for line in page.descendants():
            if isinstance(line, boxes.LineBox):
                behind = getattr(line, "publish_hangs", (0.0, 0.0))[1]
                found += [
                    box.position_x + box.width - behind
                    for box in line.descendants()
                    if isinstance(box, boxes.TextBox) and box.text.strip()
                ]
    return max(found)


def laid(name: str, settings: LineSettings) -> tuple[list[Any], Record]:
    body, css = CASES[name]
    return lay(body, css, settings)


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_lost_and_nothing_sticks_out(name: str) -> None:
    greedy, _ = laid(name, GREEDY)
    pages, record = laid(name, TOTAL_FIT)
    assert not [reason for reason in (*record.reasons, *record.repainted) if reason.endswith("Error")]
    if name != "spaces of all kinds":
        assert letters_of(pages) == letters_of(greedy)
    assert len(pages) <= len(greedy) + 1
    assert right_edge(pages) <= max(right_edge(greedy), 280.0) + 0.05


TABLE = "".join(f"<tr><td>{words(40, row)}</td><td>{words(60, row + 50)}</td></tr>" for row in range(9))
CELLS = TABLE.replace("<td>", "<td><p>").replace("</td>", "</p></td>")
SIDE_BY_SIDE = "display: grid; grid-template-columns: 1fr 2fr"
DIVIDED = {
    "rows that break in several cells": f"<table>{TABLE}</table>",
    "a row of two paragraphs each": f"<table>{CELLS}</table>",
    "flex": f'<div style="display: flex"><p>{words(300)}</p><p>{words(200)}</p></div>' * 2,
    "a grid": f'<div style="{SIDE_BY_SIDE}"><p>{words(90)}</p><p>{words(200)}</p></div>' * 3,
    "columns": f'<div style="columns: 2"><p>{words(900)}</p></div>',
    "an item in a list": f"<ul><li><p>{words(300)}</p><ol><li>{words(300)}</li></ol></li></ul>",
    "a quotation in a frame": f'<blockquote style="border: 2px solid"><p>{words(900)}</p></blockquote>',
    "notes": "".join(f"<p>{words(60, at)}{note(at, words(50, at))} {words(9, at)}</p>" for at in range(1, 12)),
}


@pytest.mark.parametrize("grid", [False, True])
@pytest.mark.parametrize("name", DIVIDED)
def test_pages_break_wherever_they_may(name: str, grid: bool) -> None:
    """Pages are made again to fill them: whatever they break in, the text goes on where it ended."""
    css = [StyleSheet("page.css", PAGE), StyleSheet("more.css", "html { orphans: 3; widows: 3 }")]
    done = {
        lines: paginate(document(DIVIDED[name]), css, {}, (), Metadata(title_text="x"), lines=lines, grid=grid)
        for lines in (GREEDY, TOTAL_FIT)
    }
    pdfs = [found.value.pdf for found in done.values() if found.value is not None]
    assert len(pdfs) == 2, done
    greedy, fit = (sorted(without_hyphens(flow_of(pdf))) for pdf in pdfs)
    assert greedy == fit


def test_a_paragraph_of_twenty_thousand_words_takes_no_more_than_its_length() -> None:
    """Twice the words take about twice the time; planning looks no further than a line."""
    taken = []
    for count in (5_000, 20_000):
        began = time.process_time()
        lay(f"<p>{words(count)}</p>", "")
        taken.append(time.process_time() - began)
    assert taken[1] < 4 * 2.5 * taken[0], taken


def test_a_paragraph_of_five_thousand_elements_takes_no_more_than_its_length() -> None:
    taken = []
    for count in (1_250, 5_000):
        body = " ".join(f"<em>{word}</em>" for word in words(count).split())
        began = time.process_time()
        lay(f"<p>{body}</p>", "")
        taken.append(time.process_time() - began)
    assert taken[1] < 4 * 2.5 * taken[0], taken
