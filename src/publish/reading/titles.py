"""Titles written into the settings as Markdown become headings.

In: titles such as `The *sea* {#sec:sea}`. Out: Pandoc's Header for each, None for an empty one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from publish.model.document import Element, freeze
from publish.model.elements import make_attr, text
from publish.world.pandoc import run_pandoc


def read_titles(titles: Sequence[str]) -> tuple[Element | None, ...]:
    """Read titles as headings of level 1; one that Pandoc takes for something else stays plain words."""
    written = [" ".join(title.split()) for title in titles]
    wanted = list(dict.fromkeys(title for title in written if title))
    known: dict[str, Element] = {}
    if wanted:
        result = run_pandoc("\n\n".join(f"# {title}" for title in wanted), from_="markdown", to="json")
        blocks = freeze(json.loads(result.text)["blocks"]) if not result.failed else ()
        headers = [block for block in blocks if block.tag == "Header"]
        if len(headers) == len(blocks) == len(wanted):
            known = dict(zip(wanted, headers, strict=True))
    return tuple(known.get(title) or _plain(title) if title else None for title in written)


def _plain(title: str) -> Element:
    return Element("Header", (1, make_attr(), text(title)))
