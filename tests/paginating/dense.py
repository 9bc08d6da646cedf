"""Documents dense with notes, generated from a seed: our own text, every block that can hold a note."""
# ruff: noqa: E501 - HTML and CSS read better unbroken

from __future__ import annotations

import random
from dataclasses import dataclass, field

_WORDS_TEXT = (
    "harbour ledger winter signal orchard printer copper margin river thesis lantern archive garden "
    "column the of and to in a with under between after before without several quiet narrow northern "
    "unfinished handwritten correspondence responsibility neighbourhood"
)
WORDS = _WORDS_TEXT.split()
CSS = """
@page { size: 148mm 210mm; margin: 16mm 15mm 20mm;
  @footnote { border-top: 0.5pt solid; margin-top: 6pt; padding-top: 3pt }
  @bottom-center { content: counter(page) } @top-center { content: string(head) } }
html { font: 10pt/1.3 "DejaVu Serif"; orphans: 2; widows: 2 }
body { text-align: justify; hyphens: auto }
p { margin: 0; text-indent: 1em } h1, h2 { break-after: avoid; margin: 1em 0 .5em; string-set: head attr(data-label) }
figure { break-inside: avoid; margin: 6pt 0 } figure div { height: 60px; background: #ccc }
blockquote { margin: 4pt 1em } ul, ol { margin: 4pt 0 } table { border-collapse: collapse; margin: 6pt 0 } td { padding: 2pt }
.note { font-size: 8pt; line-height: 10pt }
.note-call { font-size: 70%; vertical-align: super; line-height: 0 }
.box { border: 1px solid; padding: 4pt; break-inside: avoid }
nav a { display: block } nav a::after { content: leader('.') target-counter(attr(href), page) }
"""


@dataclass
class Writer:
    """Writes one document; counts its notes."""

    seed: int
    note_chance: float
    notes: int = 0
    headings: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def words(self, low: int, high: int) -> str:
        return " ".join(self.random.choices(WORDS, k=self.random.randint(low, high)))

    def note(self, low: int = 3, high: int = 40) -> str:
        self.notes += 1
        number = self.notes
        return (
            f'<sup class="note-call"><a id="note-call-{number}" href="#note-{number}">{number}</a></sup>'
            f'<span class="note" id="note-{number}" data-number="{number}">'
            f'<a class="note-number" href="#note-call-{number}">{number}</a> {self.words(low, high)}.</span>'
        )

    def maybe(self) -> str:
        return self.note() if self.random.random() < self.note_chance else ""

    def sentence(self) -> str:
        return f"{self.words(6, 30)}{self.maybe()}. "

    def paragraph(self) -> str:
        return f"<p>{''.join(self.sentence() for _ in range(self.random.randint(1, 6)))}</p>"

    def block(self) -> str:
        kind = self.random.random()
        if kind < 0.66:
            return self.paragraph()
        if kind < 0.74:
            items = "".join(
                f"<li>{self.words(3, 25)}{self.maybe()}</li>" for _ in range(self.random.randint(2, 5))
            )
            return f"<ul>{items}</ul>"
        if kind < 0.82:
            return f"<blockquote>{self.paragraph()}</blockquote>"
        if kind < 0.88:
            rows = "".join(
                f"<tr><td>{self.words(1, 4)}</td><td>{self.words(2, 9)}{self.maybe()}</td></tr>"
                for _ in range(self.random.randint(2, 6))
            )
            return f"<table><thead><tr><th>{self.words(1, 2)}</th><th>b</th></tr></thead><tbody>{rows}</tbody></table>"
        if kind < 0.94:
            return f"<figure><div></div><figcaption>{self.words(3, 9)}{self.maybe()}</figcaption></figure>"
        return f'<div class="box">{self.paragraph()}</div>'

    def chapter(self, number: int, blocks: int) -> str:
        parts = [self.heading("h1", f"c{number}")]
        for index in range(blocks):
            if index and index % 9 == 0:
                parts.append(self.heading("h2", f"c{number}s{index}"))
            parts.append(self.block())
        return f'<section class="chapter">{"".join(parts)}</section>'

    def heading(self, level: str, identifier: str) -> str:
        title = self.words(2, 6)
        self.headings.append((identifier, title))
        return (
            f'<{level} id="{identifier}">{title}{self.maybe() if self.random.random() < 0.3 else ""}</{level}>'
        )


def write_dense(seed: int, *, chapters: int = 2, blocks: int = 30, note_chance: float = 0.5) -> tuple[str, int]:
    """Return a document as XHTML and the number of its notes."""
    writer = Writer(seed, note_chance)
    body = "".join(writer.chapter(number, blocks) for number in range(1, chapters + 1))
    contents = "".join(f'<a href="#{identifier}">{title}</a>' for identifier, title in writer.headings)
    return document(f'<nav class="toc">{contents}</nav><main>{body}</main>'), writer.notes


def document(body: str, lang: str = "en") -> str:
    """Wrap blocks into a whole XHTML document."""
    return (
        f'<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="{lang}">'
        f"<head><title>Test</title></head><body>{body}</body></html>"
    )


def note(number: int, text: str = "Text of a note.") -> str:
    """Return a call and its note as writing/ writes them."""
    return (
        f'<sup class="note-call"><a id="note-call-{number}" href="#note-{number}">{number}</a></sup>'
        f'<span class="note" id="note-{number}" data-number="{number}">'
        f'<a class="note-number" href="#note-call-{number}">{number}</a> {text}</span>'
    )
