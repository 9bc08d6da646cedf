"""Every place a note can be called from, on a page so small that each of them meets its foot."""
# ruff: noqa: E501 - HTML and CSS read better unbroken

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from tests.paginating.dense import document, note

PAGE = """
@page {{ size: 210px 220px; margin: 10px; @footnote {{ border-top: 1px solid; margin-top: 5px }} }}
html {{ font: 10px/12px "DejaVu Sans"; orphans: {lines}; widows: {lines} }}
p, ul, h1, h2, figure, dl {{ margin: 0 0 3px }} h2 {{ break-after: avoid; font-size: 12px }}
.note {{ font-size: 8px; line-height: 10px }} .note-call {{ font-size: 70%; line-height: 0 }} td {{ padding: 1px }}
figure {{ break-inside: avoid }} nav a {{ display: block }} nav a::after {{ content: target-counter(attr(href), page) }}
"""


class Maker:
    """Makes numbered notes and filling words."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def note(self, words: int = 4) -> str:
        return note(next(self._numbers), " ".join(["note"] * words))


def words(number: int) -> str:
    return " ".join(["word"] * number)


def features(n: Maker) -> Iterator[tuple[str, str]]:
    t = words
    yield "paragraph", f"<p>{t(12)}{n.note()} {t(20)}{n.note(12)} {t(9)}</p>"
    yield "two in a line", f"<p>{t(12)} a{n.note(8)} b{n.note(8)} c{n.note(14)} {t(20)}</p>"
    yield "list", f"<ul><li>{t(6)}{n.note()}</li><li>{t(9)}{n.note()}</li><li>{t(16)}{n.note(9)}</li></ul>"
    yield (
        "loose list",
        f"<ol><li><p>{t(6)}{n.note()}</p><p>{t(9)}</p></li><li><p>{t(16)}{n.note(9)}</p></li></ol>",
    )
    yield (
        "padded box",
        f'<div style="padding: 11px 0; border: 2px solid"><p>{t(12)}{n.note()} {t(20)}{n.note(12)} {t(9)}</p></div>',
    )
    yield (
        "avoid box",
        f'<div style="break-inside: avoid"><p>{t(12)}{n.note()} {t(12)}{n.note(12)} {t(9)}</p></div>',
    )
    yield "heading", f"<h2>Head{n.note()}</h2><p>{t(25)}{n.note(6)}</p>"
    rows = "".join(f"<tr><td>{t(2)}</td><td>{t(3)}{n.note(5)}</td></tr>" for _ in range(6))
    yield "table", f"<table><tbody>{rows}</tbody></table>"
    rows = "".join(f"<tr><td>{t(2)}</td><td>{t(3)}{n.note(5) if row % 2 else ''}</td></tr>" for row in range(8))
    head = f"<thead><tr><th>a{n.note(3)}</th><th>b</th></tr></thead>"
    yield "table head", f"<table>{head}<tbody>{rows}</tbody></table>"
    caption = f"<caption>cap{n.note(5)}</caption>"
    rows = f"<tr><td>{t(2)}</td><td>{t(3)}</td></tr>" * 3
    yield "table caption", f"<table>{caption}<tbody>{rows}</tbody></table>"
    yield (
        "figure",
        f'<figure><div style="height: 50px"></div><figcaption>{t(5)}{n.note(6)}</figcaption></figure>',
    )
    yield "float", f'<div style="float: right; width: 70px">{t(9)}{n.note(6)}</div><p>{t(40)}{n.note(5)}</p>'
    yield "inline block", f'<p>{t(12)} <b style="display: inline-block">x{n.note(5)}</b> {t(20)}</p>'
    yield "flex", f'<div style="display: flex"><p>{t(9)}{n.note(5)}</p><p>{t(14)}{n.note(8)}</p></div>'
    yield (
        "columns",
        f'<div style="columns: 2; column-gap: 6px"><p>{t(30)}{n.note(5)} {t(30)}{n.note(7)}</p></div>',
    )
    inner = note(901, "inner words")
    yield "note in a note", f"<p>{t(12)}{note(900, f'outer {inner} end')} {t(9)}</p>"
    yield (
        "recto",
        f'<p>{t(9)}{n.note(9)}</p><h1 style="break-before: right">H{n.note(3)}</h1><p>{t(5)}{n.note(3)}</p>',
    )
    yield "long note", f"<p>{t(9)}{n.note(60)} {t(5)}</p>"
    yield "note taller than a page", f"<p>{t(9)}{n.note(260)} {t(5)}</p>"
    blocks = "".join(f"<p>{words(40)}</p>" for _ in range(5))
    yield "tall note of paragraphs", f"<p>{t(9)}{note(902, blocks)} {t(5)}</p>"
    items = "".join(f"<li>{words(20)}</li>" for _ in range(9))
    yield "tall note with a list", f"<p>{t(9)}{note(903, f'<ol>{items}</ol>')} {t(5)}</p>"
    yield (
        "verse",
        "<p>" + "<br/>".join(t(2) + (n.note(3) if line % 3 == 0 else "") for line in range(9)) + "</p>",
    )
    yield "definition", f"<dl><dt>{t(2)}{n.note(3)}</dt><dd>{t(22)}{n.note(7)}</dd></dl>"
    yield "right to left", f'<div dir="rtl" lang="ar"><p>{t(12)}{n.note()} {t(20)}{n.note(12)} {t(9)}</p></div>'


def feature_documents() -> Iterator[tuple[str, str, str]]:
    """Yield (name, XHTML, CSS) of every feature behind every number of filling lines."""
    for lines in (1, 2):
        for filler in range(0, 16, 2):
            maker = Maker()
            for name, body in features(maker):
                filling = f"<p>{'<br/>'.join(['filler'] * filler)}</p>" if filler else ""
                page = (
                    f'<nav class="toc"><a href="#e">e</a></nav><p>{words(8)}{maker.note(3)}</p>{filling}{body}'
                    f"<p>x{maker.note(4)}</p><p>{words(30)}{maker.note(6)}</p><p>{words(50)}</p>"
                    f'<p id="e">end{maker.note(3)}</p>'
                )
                yield (
                    f"{name}, {filler} lines before, orphans {lines}",
                    document(page),
                    PAGE.format(lines=lines),
                )
