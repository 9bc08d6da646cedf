"""The chapters in one file: where a publication of a single file has its chapters under headings.

In: a file's blocks and the level of heading that begins a chapter, 0 where the file is one chapter. Out: the
blocks in runs, one a chapter; what stands before the first such heading is a run of its own.
"""

from __future__ import annotations

from publish.model.document import Blocks


def parts_of(blocks: Blocks, level: int) -> tuple[Blocks, ...]:
    """Return the chapters of a file; together they are its blocks, and there is at least one."""
    starts = [
        index
        for index, block in enumerate(blocks)
        if level and index and block.tag == "Header" and block.content[0] <= level
    ]
    ends = [*starts, len(blocks)]
    return tuple(blocks[start:end] for start, end in zip([0, *starts], ends, strict=True))
