"""Markdown becomes a Document whose elements know their place.

In: a chapter's text. Out: Pandoc's tree (`markdown` with its default extensions, Pandoc User's Guide 3.9,
"Pandoc's Markdown") as immutable values. Pandoc tells no positions for this format, so they are found in the
text and paired with the tree.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Document, Element, freeze
from publish.model.elements import text
from publish.model.source import Source, Span
from publish.reading.annotate import Annotator, TooDeep
from publish.reading.masking import mask_source
from publish.reading.messages import describe_failure, translate_messages
from publish.reading.notes import check_notes, suspect_labels
from publish.reading.tokens import scan_source
from publish.text.front_matter import front_block
from publish.text.yaml import Node, read_yaml
from publish.world.pandoc import PandocResult, run_pandoc
from publish.world.process import TooLong

_WITHOUT_BLOCKS = frozenset(("Str", "Code", "Math", "RawInline", "RawBlock"))
_WITHOUT_CODE_BLOCKS = _WITHOUT_BLOCKS | {"Para", "Plain", "Header"}


def read_document(source: Source) -> Outcome[Document]:
    """Read one chapter.

    A chapter that cannot be read is an empty document beside an error. Metadata that is not YAML is an error,
    and the text below it is read all the same.
    """
    found: list[Diagnostic] = []
    content = source.text
    block = front_block(source)
    if block is not None:
        read = read_yaml(source, "config/bad-yaml", block.yaml_start, block.yaml_end)
        found.extend(read.diagnostics)
        if read.value is None and read.diagnostics:
            kept = content[block.start : block.end].count("\n")
            content = content[: block.start] + "\n" * kept + content[block.end :]
    empty = Document(source.path, ())
    try:
        limit_s = 30 + len(content) / 50_000  # pandoc reads 1 MB in about a second, pathological nesting never
        result = run_pandoc(content, from_="markdown", to="json", time_limit_s=limit_s)
    except TooLong:
        message = "pandoc needs too long to read this text"
        hints = ("look for brackets, quotes or lists nested very deep",)
        return Outcome(empty, (*found, diagnose("read/too-long", message, Span(source.path), hints=hints)))
    if result.failed:
        return Outcome(empty, (*found, describe_failure(source, result.messages)))
    try:
        document, trouble = _annotate(source, result)
    except (RecursionError, TooDeep):
        message = "lists, quotes or brackets are nested too deep to print"
        hints = ("look for a line with many `>`, `[` or `-`",)
        return Outcome(empty, (*found, diagnose("read/pandoc-failed", message, Span(source.path), hints=hints)))
    if block is not None and read.value is not None:
        spelt = _as_spelt(Element("MetaMap", document.meta), read.value)
        document = replace(document, meta=spelt.content)
    found.extend(trouble)
    found.extend(translate_messages(source, result.messages))
    return Outcome(document, tuple(found))


def _annotate(source: Source, result: PandocResult) -> tuple[Document, list[Diagnostic]]:
    output = result.text
    tree: dict[str, Any] = json.loads(output)
    codes: tuple[str, ...] = ()
    if '"CodeBlock"' in output:
        codes = tuple(_code_blocks(tree["blocks"], within='"Note"' in output))
    tokens = scan_source(source, mask_source(source, codes))
    annotator = Annotator(tokens, suspect_labels(tokens))
    blocks = annotator.convert(tree["blocks"])
    document = Document(
        source.path,
        blocks,
        tuple((key, freeze(value)) for key, value in tree["meta"].items()),
        tuple(tree["pandoc-api-version"]),
    )
    return document, list(check_notes(tokens, annotator.unresolved, result.messages))


def _as_spelt(value: Element, written: Node) -> Element:
    """Give back words that Pandoc took for numbers or truth values: `title: 1984`, `author: No`."""
    if written.kind == "map" and value.tag == "MetaMap":
        below = dict(written.get_all())
        return Element(
            "MetaMap",
            tuple((key, _as_spelt(item, below[key]) if key in below else item) for key, item in value.content),
        )
    if written.kind == "list" and value.tag == "MetaList" and len(value.content) == len(written.items):
        pairs = zip(value.content, written.items, strict=True)
        return Element("MetaList", tuple(_as_spelt(item, node) for item, node in pairs))
    if written.kind == "scalar" and not isinstance(written.value, bool):
        number = isinstance(written.value, (int, float))
        if value.tag == "MetaBool" or (number and value.tag == "MetaInlines"):
            return Element("MetaInlines", text(written.text))
    return value


def _code_blocks(value: Any, *, within: bool) -> Iterator[str]:
    """Yield the text of each code block in document order; `within` paragraphs only notes can hold one."""
    if isinstance(value, list):
        for item in value:
            yield from _code_blocks(item, within=within)
    elif isinstance(value, dict):
        if value.get("t") == "CodeBlock":
            yield value["c"][1]
        elif "c" in value and value["t"] not in (_WITHOUT_BLOCKS if within else _WITHOUT_CODE_BLOCKS):
            yield from _code_blocks(value["c"], within=within)
