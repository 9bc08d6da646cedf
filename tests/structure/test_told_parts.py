"""Our own editions tell which paragraphs and list items go on over pages, so that nothing has to be guessed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

import publish
from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating.paginate import paginate
from publish.structure.pdf.from_pdf import read_pdf
from tests.paginating.dense import document
from tests.structure.conftest import prose

ITEMS = [f"{prose(17 * at, 60 + at)} Item {at}." for at in range(14)]
PARAGRAPHS = [f"{prose(13 * at, 97)} Paragraph {at}." for at in range(16)]
PARTED = ["It goes on, and on, and then", "it does not, however much it seems to."]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("parts")
    listed = "".join(f"- {item}\n" for item in ITEMS)
    inner = "1. A first paragraph.\n\n" + "".join(f"    {text}\n\n" for text in PARAGRAPHS)
    text = "\n\n".join(["# One", PARTED[0], "\\newpage", PARTED[1], listed, "Between.", inner])
    (folder / "one.md").write_text(f"---\ntitle: Parts\nlang: en\n---\n\n{text}\n", "utf-8")
    publish.build(folder / "one.md", output=folder / "out", to=("pdf",))
    return next(Path(folder / "out").glob("*.pdf")).read_bytes()


def test_every_paragraph_and_item_is_read_whole_and_apart_from_others(edition: bytes) -> None:
    structure = read_pdf(edition).value
    assert structure is not None
    found = [block for block in structure.blocks if block.role in ("P", "LI")]
    words = [*PARTED, *(f"• {item}" for item in ITEMS), "Between.", "1. A first paragraph.", *PARAGRAPHS]
    assert [block.text for block in found] == words
    assert {block.role for block in found if block.page < block.last_page} == {"P", "LI"}


def test_identifiers_of_parts_are_all_different_and_known_to_the_file(edition: bytes) -> None:
    with pikepdf.open(BytesIO(edition)) as pdf:
        named = [str(item.ID) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/ID" in item]
        listed = [str(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]]
    assert len(named) > 2
    assert sorted(named) == listed
    assert len(set(named)) == len(named)


def test_paragraphs_that_nothing_but_the_page_holds_are_told_apart() -> None:
    body = document("".join(f"<h1>{at}</h1><p>{text}</p>" for at, text in enumerate(PARAGRAPHS)))
    done = paginate(
        body, [StyleSheet("a.css", "@page { size: A6 }")], {}, (), Metadata(title_text="x", lang="en")
    )
    assert done.value is not None
    structure = read_pdf(done.value.pdf).value
    assert structure is not None
    found = [block for block in structure.blocks if block.role == "P"]
    assert [block.text for block in found] == PARAGRAPHS
    assert any(block.page < block.last_page for block in found)


NESTED = """---
title: Lists
lang: en
---

# One

1. First.

    - Inner one.
    - Inner two.

    After the inner list.

    1. Inmost.

    After it.

2. Second.
    - Tight.

    Behind the tight one.

- Loose.

    - Inner of the loose.

    Last.
"""


def test_what_follows_a_list_in_an_item_is_read_after_it(tmp_path: Path) -> None:
    (tmp_path / "lists.md").write_text(NESTED, "utf-8")
    publish.build(tmp_path / "lists.md", output=tmp_path / "out", to=("pdf",))
    structure = read_pdf(next((tmp_path / "out").glob("*.pdf")).read_bytes()).value
    assert structure is not None
    read = [block.text.lstrip("•–0123456789. ") for block in structure.blocks if block.role in ("P", "LI")]
    written = [line.strip().lstrip("-0123456789. ") for line in NESTED.split("# One")[1].splitlines()]
    assert read == [line for line in written if line]
    depths = {block.text.split(" ", 1)[1]: block.depth for block in structure.blocks if block.role == "LI"}
    assert (depths["First."], depths["Inner one."], depths["Inmost."], depths["Loose."]) == (1, 2, 2, 1)
