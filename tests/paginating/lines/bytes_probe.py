"""Documents whose bytes must not depend on what was set before them; run as a program, their digests.

`python -m tests.paginating.lines.bytes_probe NAME …` prints one digest a line, all made in that order by one
process.
"""

from __future__ import annotations

import hashlib
import random
import sys
from dataclasses import replace
from functools import cache

from publish.model.lines import GREEDY, TOTAL_FIT, LineSettings
from publish.model.metadata import Metadata
from publish.model.resource import FontFace, StyleSheet
from publish.paginating.paginate import paginate
from publish.world.fonts import font_faces
from tests.paginating.dense import CSS, WORDS, document, note, write_dense

NAMES = ("dense", "greedy", "plain", "font one", "font two")
FONTS = {"one": "eb-garamond", "two": "literata"}
_PAGE = (
    '@page { size: 105mm 148mm; margin: 14mm } html { font: 10pt/14pt "publish Text" }'
    "body { text-align: justify; hyphens: auto } p { margin: 0; text-indent: 1em }"
)


@cache
def _text(words: int, seed: int) -> str:
    chosen = random.Random(seed).choices(WORDS, k=words)
    return " ".join(f"<em>{word}</em>" if at % 7 == 0 else word for at, word in enumerate(chosen))


def _prose() -> str:
    return document("".join(f"<p>{_text(90, seed)}{note(seed + 1, _text(9, seed))}</p>" for seed in range(12)))


def _faces(slug: str) -> tuple[FontFace, ...]:
    """Return a family of the catalogue under the name that all families here have."""
    faces = font_faces(slug)
    assert faces, slug
    return tuple(replace(face, family="publish Text") for face in faces)


def _set(html: str, css: str, lines: LineSettings, faces: tuple[FontFace, ...] = ()) -> str:
    done = paginate(html, [StyleSheet("a.css", css)], {}, faces, Metadata(title_text="x"), lines=lines)
    assert done.value is not None, done.diagnostics
    return hashlib.sha256(done.value.pdf).hexdigest()


def digest(name: str) -> str:
    """Make one document and return the digest of its PDF."""
    first, _, second = name.partition(" ")
    if first == "dense":
        return _set(write_dense(5, chapters=1, blocks=12)[0], CSS, TOTAL_FIT)
    if first == "greedy":
        return _set(_prose(), _PAGE, GREEDY)
    if first == "plain":
        return _set(_prose(), _PAGE, replace(TOTAL_FIT, hanging=0.0, expansion=0.0, is_level=False))
    return _set(_prose(), _PAGE, TOTAL_FIT, _faces(FONTS[second]))


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        sys.stdout.write(digest(argument) + "\n")
