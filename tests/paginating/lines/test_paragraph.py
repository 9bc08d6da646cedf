"""Every character of a paragraph stands on one line, once, and marks lead where they came from."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from publish.model.lines import GREEDY
from publish.paginating.lines.paragraph import Paragraph
from publish.paginating.lines.setter import SetParagraph
from tests.paginating.dense import WORDS
from tests.paginating.lines.laying import lay, letters_of, lines_of, texts_of

SPECIAL = [
    "re\u0301sume\u0301",
    "office",
    "M.\u00a0Noir",
    "extra\u00adordinary",
    "a\u200bb",
    "and\u2060/\u2060or",
    "18–20",
    "«\u202foui\u202f»",
]
WORD = st.sampled_from(
    [*WORDS, *SPECIAL, "x", "(see", "end),", "—", "winter—signal", "0123456789" * 5, "☂", "∯x"]
)
TEXT = st.lists(WORD, min_size=1, max_size=12).map(" ".join)
WRAPPERS = st.sampled_from(
    [
        "<em>{}</em>",
        "<b>{} </b>",
        "<sup>{}</sup>",
        '<span style="padding: 0 4px; border: 1px solid">{}</span>',
        '<span style="margin: 0 3px; box-decoration-break: clone">{}</span>',
        '<span style="white-space: nowrap">{}</span>',
        '<span style="letter-spacing: 0.6px; font-variant-caps: small-caps">{}</span>',
        '<span style="word-spacing: 1.5px">{}</span>',
        '<code style="white-space: pre-wrap">{}</code>',
        '<span style="font-size: 9px; text-transform: uppercase">{}</span>',
        '<span style="position: relative; top: 2px">{}</span>',
        "<u>{}</u>",
    ]
)
LEAVES = TEXT | st.sampled_from(
    ["<br/>", '<i id="a"></i>', '<b style="display: inline-block">in a block</b>', "  "]
)


def _wrap(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=4)
    joined = st.tuples(several, st.sampled_from([" ", ""])).map(lambda found: found[1].join(found[0]))
    short = st.tuples(WRAPPERS, joined).map(lambda found: found[0].format(found[1]))
    return short | joined


TREES = st.recursive(LEAVES, _wrap, max_leaves=12)


@given(
    tree=TREES,
    align=st.sampled_from(["justify", "start", "center", "end", "justify-all"]),
    indent=st.sampled_from([0, 15, -10]),
)
@settings(max_examples=80, deadline=None)
def test_every_character_once_and_every_mark_back(tree: str, align: str, indent: int) -> None:
    css = f"p {{ text-align: {align}; text-indent: {indent}px; padding-left: 10px; overflow-wrap: break-word }}"
    body = f"<p>{tree} {' '.join(WORDS[:14])}</p>"
    pages, record = lay(body, css)
    greedy, _ = lay(body, css, settings=GREEDY)
    assert letters_of(pages) == letters_of(greedy)
    assert set(record.reasons) <= {"no way to break it"}
    paragraph: Paragraph | None = None
    for line in lines_of(pages):
        known = line.__dict__.get("_publish_set")
        if isinstance(known, SetParagraph):
            paragraph = known.paragraph
            assert_side_by_side(line, line.children)
    if paragraph is not None:
        for place in range(len(paragraph.text)):
            assert paragraph.place_of(paragraph.skip_stack_of(place)) == place


def assert_side_by_side(parent: Any, children: Any) -> None:
    """What stands on a line stands side by side, within the box around it."""
    flow = [child for child in children if child.is_in_normal_flow()]
    for one, two in pairwise(flow):
        assert two.position_x == pytest.approx(one.position_x + one.margin_width())
    if flow:
        end = flow[-1].position_x + flow[-1].margin_width()
        assert end == pytest.approx(parent.content_box_x() + parent.width)
    for child in flow:
        if isinstance(child, boxes.InlineBox):
            assert_side_by_side(child, child.children)


def test_a_mark_leads_into_boxes_and_back() -> None:
    pages, _ = lay(f"<p>né <em>né <b>né</b></em> <i id='a'></i><code>né</code> {' '.join(WORDS)}</p>")
    line = lines_of(pages)[0]
    paragraph = line._publish_set.paragraph
    assert paragraph.skip_stack_of(0) == {0: None}
    assert paragraph.skip_stack_of(2) == {0: {3: None}}
    assert paragraph.skip_stack_of(6) == {1: {1: None}}
    assert paragraph.skip_stack_of(7) == {1: {1: {0: {1: None}}}}
    assert paragraph.skip_stack_of(8) == {2: None}
    assert paragraph.skip_stack_of(9) == {3: None}
    assert paragraph.skip_stack_of(len(paragraph.text)) is None
    assert [piece.text for piece in texts_of(line)][:3] == ["né ", "né ", "né"]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("--fail-on", ["--fail-", "on"]),
        ("[-@fig:road]", ["[-@fig:road]"]),
        ("-ness", ["-ness"]),
        ("well-known", ["well-", "known"]),
        ("pause--then", ["pause--", "then"]),
    ],
)
def test_no_line_ends_behind_the_hyphen_a_word_begins_with(word: str, pieces: list[str]) -> None:
    pages, _ = lay(f"<p>{word} {word}.</p>")
    paragraph = lines_of(pages)[0]._publish_set.paragraph
    places = sorted({0, len(paragraph.text), *paragraph.opportunities()})
    printed = [paragraph.text[start:stop] for start, stop in pairwise(places)]
    assert printed == [*pieces[:-1], f"{pieces[-1]} ", *pieces[:-1], f"{pieces[-1]}."]
