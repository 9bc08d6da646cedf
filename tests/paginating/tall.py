"""Documents of notes too tall for their pages, each word of which can be known again on the printed page."""
# ruff: noqa: E501 - HTML and CSS read better unbroken

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass, field

from tests.paginating.dense import document, note

PAGE = """
@page {{ size: 260px {height}px; margin: 10px; @footnote {{ border-top: 1px solid; margin-top: 5px }} }}
html {{ font: 10px/12px "DejaVu Sans"; orphans: {lines}; widows: {lines} }}
body {{ hyphens: none }} p, ul, ol, blockquote, h2 {{ margin: 0 0 3px }} h2 {{ break-after: avoid; font-size: 12px }}
.note {{ font-size: 8px; line-height: 10px }} .note-call {{ font-size: 70%; line-height: 0 }} .note-call::before {{ content: "\\2060" }} td {{ padding: 1px }}
"""
_WORD = re.compile(r"n(\d+)w(\d+)\b")
_CALL = re.compile(r"c(\d+)call")


@dataclass
class TallWriter:
    """Writes one document from a seed; `tallest` is the number of words of the longest notes."""

    seed: int
    tallest: int
    notes: dict[int, int] = field(default_factory=dict)
    """Number of each note → number of its words."""

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def call(self) -> str:
        number = len(self.notes) + 1
        count = self.random.choice((self.random.randint(1, 12), self.random.randint(12, self.tallest)))
        self.notes[number] = count
        words = [f"n{number}w{index}" for index in range(count)]
        return f"c{number}call{note(number, self.shape(words))}"

    def shape(self, words: list[str]) -> str:
        """Return the text of a note: plain, paragraphs, a list, or a table."""
        kind = self.random.random()
        pieces = [" ".join(words[start : start + 17]) for start in range(0, len(words), 17)]
        if kind < 0.6:
            return " ".join(words)
        if kind < 0.75:
            return "".join(f"<p>{piece}</p>" for piece in pieces)
        if kind < 0.9:
            return f"<p>{pieces[0]}</p><ol>{''.join(f'<li>{piece}</li>' for piece in pieces[1:])}</ol>"
        rows = "".join(f"<tr><td>{piece}</td></tr>" for piece in pieces[1:])
        return f"<p>{pieces[0]}</p>" + (f"<table><tbody>{rows}</tbody></table>" if rows else "")

    def text(self, most: int = 40) -> str:
        return " ".join(["text"] * self.random.randint(1, most))

    def block(self) -> str:
        kind = self.random.random()
        calls = [self.call() for _ in range(self.random.choice((0, 1, 1, 2, 2, 3)))]
        if kind < 0.15:
            return f"<h2>{self.text(3)} {''.join(calls[:1])}</h2><p>{self.text()} {' '.join(calls[1:])}</p>"
        if kind < 0.25:
            items = "".join(f"<li>{self.text(9)} {call}</li>" for call in calls)
            return f"<ul><li>{self.text(9)}</li>{items}</ul>"
        if kind < 0.3:
            rows = "".join(f"<tr><td>{self.text(3)}</td><td>{call}</td></tr>" for call in calls)
            return f"<table><tbody>{rows}<tr><td>{self.text(3)}</td></tr></tbody></table>"
        if kind < 0.7:  # several calls in one line
            return f"<p>{self.text()} {' '.join(calls)} {self.text()}</p>"
        return f"<p>{self.text()} {' '.join(f'{call} {self.text()}' for call in calls)}</p>"

    def document(self, blocks: int) -> str:
        return document("".join(self.block() for _ in range(blocks)))


def printed_faults(pages: list[str], notes: dict[int, int]) -> list[str]:
    """Return what is wrong with notes, told from the words of the printed pages alone."""
    calls: dict[int, int] = {}
    words: dict[int, list[tuple[int, int]]] = defaultdict(list)
    faults = []
    for number, text in enumerate(pages, 1):
        calls.update((int(found[1]), number) for found in _CALL.finditer(text))
        order = [(int(found[1]), int(found[2])) for found in _WORD.finditer(text)]
        if order != sorted(order):
            faults.append(f"page {number}: notes out of order")
        for name, index in order:
            words[name].append((index, number))
    for name, count in notes.items():
        on = list(dict.fromkeys(page for _, page in words[name]))
        if [index for index, _ in words[name]] != list(range(count)):
            faults.append(f"note {name}: words lost, doubled or out of order")
        elif on[0] != calls[name]:
            faults.append(f"note {name}: called on page {calls[name]}, begun on {on[0]}")
        elif on != list(range(on[0], on[-1] + 1)):
            faults.append(f"note {name}: skips a page of {on}")
    return faults
