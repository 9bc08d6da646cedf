"""Where a Markdown text keeps its metadata: Pandoc's `yaml_metadata_block`.

In: a Markdown text. Out: the offsets of its YAML. A block begins with `---` at the head of the text or after
a blank line, its next line is not blank, and it ends with `---` or `...` (Pandoc's manual, "Extension:
yaml_metadata_block"). Blocks further down count only if they hold a map, as `---` also draws rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from publish.model.source import Source
from publish.text.yaml import read_yaml

_OPENING = re.compile(r"^---[ \t]*\r?\n(?![ \t]*\r?$)", re.MULTILINE)
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_FENCE = re.compile(r"^[ ]{0,3}(`{3,}|~{3,})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MetadataBlock:
    """One block: the whole of it, marks included, and the YAML inside, as offsets into the text."""

    start: int
    end: int
    yaml_start: int
    yaml_end: int


def front_block(source: Source) -> MetadataBlock | None:
    """Return the metadata block at the head of a text (blank lines may precede it), or None."""
    text = source.text
    head = len(text) - len(text.lstrip())
    opening = _OPENING.match(text, text.rfind("\n", 0, head) + 1)
    return None if opening is None else _complete(text, opening)


def metadata_blocks(source: Source) -> tuple[MetadataBlock, ...]:
    """Return all metadata blocks of a text in order; the first may be broken YAML, the others hold maps."""
    text = source.text
    first = front_block(source)
    blocks = [] if first is None else [first]
    position = first.end if first else 0
    fence_ends = None
    while True:
        opening = _OPENING.search(text, position)
        if opening is None:
            return tuple(blocks)
        position = opening.end()
        if opening.start() and text[text.rfind("\n", 0, opening.start() - 1) + 1 : opening.start()].strip():
            continue
        if fence_ends is None:
            fence_ends = _fenced(text)
        inside = next((end for start, end in fence_ends if start <= opening.start() < end), None)
        if inside is not None:
            position = max(position, inside)
            continue
        block = _complete(text, opening)
        if block is None:
            return tuple(blocks)
        node = read_yaml(source, "config/bad-yaml", block.yaml_start, block.yaml_end).value
        if node is not None and node.kind == "map":
            blocks.append(block)
            position = block.end


def _complete(text: str, opening: re.Match[str]) -> MetadataBlock | None:
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return None
    return MetadataBlock(opening.start(), closing.end(), opening.end(), closing.start())


def _fenced(text: str) -> list[tuple[int, int]]:
    """Return where fenced code stands, so that its `---` is not taken for metadata."""
    ranges: list[tuple[int, int]] = []
    opened: tuple[str, int] | None = None
    for mark in _FENCE.finditer(text):
        run = mark.group(1)
        if opened is None:
            opened = (run, mark.start())
        elif run[0] == opened[0][0] and len(run) >= len(opened[0]):
            ranges.append((opened[1], mark.end()))
            opened = None
    return ranges
