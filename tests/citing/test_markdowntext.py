"""Markdown that Pandoc reads back as what was meant: proved with Pandoc itself, many texts a call."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.citing.markdowntext import to_markdown
from publish.model.document import NO_ATTR, Element, Inlines, freeze, plain_text
from publish.world.pandoc import run_pandoc

SPACE = Element("Space")


def read_back(texts: list[str]) -> list[Inlines]:
    """Return what Pandoc reads in each text; a text that is no one paragraph is an empty one."""
    result = run_pandoc("\n\n---SEPARATOR\n\n".join(texts), from_="markdown", to="json")
    groups: list[list[Element]] = [[]]
    for block in freeze(json.loads(result.text)["blocks"]):
        if plain_text(block).endswith("SEPARATOR"):
            groups.append([])
        else:
            groups[-1].append(block)
    return [group[0].content if [one.tag for one in group] == ["Para"] else () for group in groups]


def words(value: Any) -> str:
    return " ".join(plain_text(value).replace("\u00a0", " ").split())


_ATOMS = """a x! é 1. c. iv. A. (1) 1) #x - + % | : ::: -- ... * _ <b> &amp; & [x] { } @k a@b $x$ 'q' "z"
\\n ^ ~ `c` ] ( = https://a.b/c_d#e"""
atoms = st.sampled_from(_ATOMS.split())
strings = st.lists(atoms, min_size=1, max_size=3).map(lambda parts: Element("Str", "".join(parts)))
leaves = strings | st.just(SPACE)


def _wrapped(inner: st.SearchStrategy[Element]) -> st.SearchStrategy[Element]:
    content = st.lists(inner, min_size=1, max_size=4).map(tuple)
    kinds = st.sampled_from(["Emph", "Strong", "SmallCaps", "Underline", "Superscript", "Subscript"])
    link = content.map(lambda one: Element("Link", (NO_ATTR, one, ("https://a.b/c (d)_e", ""))))
    return st.builds(Element, kinds, content) | link


inlines = st.lists(st.recursive(leaves, _wrapped, max_leaves=6), min_size=1, max_size=5).map(tuple)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(inlines.filter(lambda one: bool(words(one))), min_size=30, max_size=60))
def test_pandoc_reads_the_same_words(several: list[Inlines]) -> None:
    texts = [to_markdown(one) for one in several]
    for meant, text, read in zip(several, texts, read_back(texts), strict=True):
        assert words(read) == words(meant), text


def test_formatting_is_read_as_meant() -> None:
    inlines = (
        Element("Emph", (Element("Str", "A"), SPACE, Element("Strong", (Element("Str", "b"),)))),
        Element("Str", ","),
        SPACE,
        Element("SmallCaps", (Element("Str", "c"),)),
        Element("Superscript", (Element("Str", "2"),)),
        SPACE,
        Element(
            "Link", (NO_ATTR, (Element("Str", "https://doi.org/10.1/x_y"),), ("https://doi.org/10.1/x_y", ""))
        ),
    )
    text = to_markdown(inlines)
    assert text == "*A **b***, [c]{.smallcaps}^2^ <https://doi.org/10.1/x_y>"
    read = read_back([text])[0]
    assert [one.tag for one in read] == ["Emph", "Str", "Space", "SmallCaps", "Superscript", "Space", "Link"]


def test_addresses_that_are_none_are_words() -> None:
    link = Element("Link", (NO_ATTR, (Element("Str", "x"),), ("javascript:alert(1)", "")))
    assert to_markdown((link,)) == "x"
