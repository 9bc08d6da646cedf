"""Markdown in the fields of references written as YAML becomes CSL's own rich text (`<i>`, `<b>`, `<sup>` …).

In: sound items. Out: the same, changed in place. Pandoc reads such fields as Markdown (User's Guide,
"Bibliographic data"); all of a file's go through it in one call.
"""

from __future__ import annotations

import json
import re
from typing import Any

from publish.reading.csl_terms import PLAIN_TEXTS, TEXTS
from publish.world.pandoc import run_pandoc

_MARKED = re.compile(r"[*^~`\\]|(?<!\w)_|\]\(|\]\{|&\w+;|&#")


def convert_markdown(items: list[dict[str, Any]]) -> None:
    """Convert the text fields that hold marks; links, numbers and identifiers stay as they are."""
    wanted = [
        (fields, name)
        for fields in items
        for name in sorted(fields)
        if name in TEXTS and name not in PLAIN_TEXTS and _MARKED.search(str(fields[name]))
    ]
    if not wanted:
        return
    references = [
        {"id": str(number), "type": "book", "title": fields[name]}
        for number, (fields, name) in enumerate(wanted)
    ]
    text = "---\n" + json.dumps({"nocite": "@*", "references": references}) + "\n---\n"
    result = run_pandoc(text, from_="markdown-smart", to="csljson")
    if result.failed:
        return
    titles = {item.get("id"): item.get("title") for item in json.loads(result.text)}
    for number, (fields, name) in enumerate(wanted):
        title = titles.get(str(number))
        if isinstance(title, str) and title:
            fields[name] = title
