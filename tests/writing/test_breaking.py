"""Printed lines break where an editor would break them, and only on pages."""

from __future__ import annotations

import re

import pytest

from publish.writing.breaking import open_lines, open_name
from publish.writing.hanging import hang_lines
from publish.writing.tree import Tree, has_class, parse_body, text_of
from tests.writing.material import write

OPEN, JOIN = "\u200b", "\u2060"
ADDRESS = "https://archive.example.org/items/KILL-588101?view=full&lang=en#top_1.html"


def bare(text: str) -> str:
    return text.replace(OPEN, "").replace(JOIN, "")


def opened(body: str) -> Tree:
    tree = parse_body(body)
    hang_lines(tree)
    open_lines(tree)
    return tree


@pytest.mark.parametrize(
    "name", [ADDRESS, "10.1000/xyz-123_4", "a-b-c-d", "-", "", "////", "std::vector<int>", "……"]
)
@pytest.mark.parametrize("humps", [True, False])
def test_opening_changes_nothing_but_joints(name: str, humps: bool) -> None:
    made = open_name(name, humps=humps)
    assert bare(made) == name
    assert all(len(bare(part)) >= 3 for part in made.split(OPEN)) or OPEN not in made


def test_no_piece_of_an_address_ends_in_a_mark_of_the_sentence() -> None:
    pieces = [bare(piece) for piece in open_name(ADDRESS, humps=False).split(OPEN)]
    assert len(pieces) > 6
    assert not [piece for piece in pieces[:-1] if piece[-1] in ".,-?&="]
    assert any(piece.startswith("-588101") for piece in pieces)


def test_addresses_are_opened_in_text_and_left_alone_in_links_and_headings() -> None:
    tree = opened(
        f'<h1>{"https://a.org/b-c-d/e"}</h1><p>See <a href="https://a.org/b-c/d">https://a.org/b-c/d</a></p>'
    )
    assert OPEN not in text_of(tree[0])
    link = tree[1][0]
    assert link.get("href") == "https://a.org/b-c/d"
    assert OPEN in text_of(link)
    assert bare(text_of(tree)) == "https://a.org/b-c-d/eSee https://a.org/b-c/d"


def test_addresses_amid_words_and_elements_keep_their_order() -> None:
    body = "<p>a https://x.org/one-1 b <b>c</b> www.y.org/two-2 d 10.1000/three-3, e</p>"
    tree = opened(body)
    assert bare(text_of(tree)) == "a https://x.org/one-1 b c www.y.org/two-2 d 10.1000/three-3, e"
    assert [bare(span.text or "") for span in tree.iter("span") if has_class(span, "address")] == [
        "https://x.org/one-1",
        "www.y.org/two-2",
        "10.1000/three-3,",
    ]


def test_words_of_the_language_are_not_opened() -> None:
    tree = opened("<table><tr><td>Non-Reserved thoroughly well-considered</td></tr></table><p>Non-Reserved</p>")
    assert OPEN not in text_of(tree)


def test_reflowable_editions_have_no_joints() -> None:
    words = f"{ADDRESS} and `publish.paginating.inspecting.Inspection`\n\n| a\n| b\n"
    assert OPEN in write(words, "paged").value.body
    reflowable = write(words, "reflowable").value.body
    assert OPEN not in reflowable
    assert "verse" not in reflowable


def lines_of(body: str) -> list[str]:
    return [text_of(span) for span in opened(body).iter("span") if has_class(span, "line")]


def test_long_code_is_parted_into_lines_and_nothing_is_lost() -> None:
    long = "x" * 60
    body = f'<pre><code>one\n<span class="kw">two</span> 2 -&gt; {long}\n\nfour\n</code></pre>'
    assert [bare(line) for line in lines_of(body)] == ["one\n", f"two 2 -> {long}\n", "\n", "four"]


@pytest.mark.parametrize(
    "body",
    ["<pre>short\nlines</pre>", f"<pre><code><b>a\nb</b>{'x' * 60}</code></pre>", "<pre></pre>"],
    ids=["short", "element over lines", "empty"],
)
def test_code_that_needs_no_parting_or_allows_none_stays(body: str) -> None:
    assert lines_of(body) == []


def test_verse_is_parted_at_its_line_ends() -> None:
    tree = opened('<div class="line-block">one <em>em</em><br/>\ntwo<br/>\n<br/>\nthree</div>')
    assert [text_of(line) for line in tree[0]] == ["one em", "two", "", "three"]


def test_announcements_and_cells_beside_are_marked() -> None:
    tree = opened(
        "<p>As follows:</p><ul><li>a</li></ul><p>No.</p><ul><li>a</li></ul>"
        '<table><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td></tr></table>'
    )
    assert [text_of(p) for p in tree.iter("p") if has_class(p, "leads")] == ["As follows:"]
    assert [text_of(cell) for cell in tree.iter("td") if has_class(cell, "beside")] == ["c"]


def test_widths_of_columns_are_kept_as_shares_and_equal_ones_left_to_the_content() -> None:
    words = "word " * 20
    uneven = write(f"| a | b |\n|-|---|\n| {words} | {words} |\n", "paged").value.body
    even = write(f"| a | b |\n|---|---|\n| {words} | {words} |\n", "paged").value.body
    shares = [float(share) for share in re.findall(r'<col style="width: ([\d.]+)%"', uneven)]
    assert shares[1] == pytest.approx(3 * shares[0], rel=0.05)
    assert sum(shares) == pytest.approx(100, abs=0.1)
    assert "<col" not in even
