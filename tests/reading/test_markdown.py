"""Elements know their place, on documents that make it hard."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.model.document import Citation, Document, Element, plain_text
from publish.model.source import Source
from publish.reading.markdown import read_document
from publish.world.process import TooLong


def read(text: str):
    return read_document(Source("a.md", text))


def elements(value, tag: str) -> list:
    """All elements of a tag in document order; `Citation` for single cites."""
    found: list = []

    def go(item) -> None:
        if isinstance(item, tuple):
            for inner in item:
                go(inner)
        elif isinstance(item, Citation):
            if tag == "Citation":
                found.append(item)
            go(item.prefix)
            go(item.suffix)
        elif isinstance(item, Element):
            if item.tag == tag:
                found.append(item)
            go(item.content)

    go(value.blocks if isinstance(value, Document) else value)
    return found


def shown(text: str, found) -> list[str | None]:
    """What stands at the places."""
    source = Source("a.md", text)
    return [
        None
        if e.at is None
        else text[source.offset(e.at.line, e.at.column) : source.offset(e.at.end_line, e.at.end_column)]
        for e in found
    ]


def lines(found) -> list[int | None]:
    return [e.at.line if e.at else None for e in found]


def test_cites_are_found_past_code_comments_and_addresses():
    text = dedent("""\
        ---
        nocite: "@k"
        ---

        `@k` and mail me@k and \\@k, then @k [p. 3].

        ```
        @k in code
        ```

            @k in indented code

        <!-- @k -->

        - item [see @k, p. 4; -@k]

          ~~~ {.python}
          @k
          ~~~

        $x_@k$ and @{k} at last
        """)
    document = read(text).value
    cites = elements(document, "Citation")
    assert shown(text, cites) == ["@k", "@k", "-@k", "@{k}"]
    assert lines(cites) == [5, 15, 15, 21]
    assert shown(text, elements(document, "Cite"))[1] == "[see @k, p. 4; -@k]"
    assert lines(elements(document, "CodeBlock")) == [7, 11, 17]


def test_notes_are_read_where_they_are_called_and_found_where_they_are_defined():
    text = dedent("""\
        First[^a] and @k, second[^b] and inline^[with @k inside], again[^a].

        Between @k.

        [^b]: Of b: @k.
        [^a]: Of a: @k.

            Its second paragraph, @k.

        After @k.
        """)
    document = read(text).value
    notes = elements(document, "Note")
    assert shown(text, notes) == ["[^a]", "[^b]", "^[", "[^a]"]
    assert lines(elements(notes[0].content, "Citation")) == [6, 8]
    assert lines(elements(notes[1].content, "Citation")) == [5]
    assert lines(elements(notes[2].content, "Citation")) == [1]
    assert lines(elements(notes[3].content, "Citation")) == [6, 8]
    assert lines(elements(document.blocks[1:], "Citation")) == [3, 10]


def test_headings_atx_and_setext_with_marks_and_twins():
    text = "# The *first* `x` {#one .c}\n\nSetext\ntwo\n---\n\n## Twin\n\n## Twin\n\n> ### In a quote\n"
    headings = elements(read(text).value, "Header")
    assert lines(headings)[0] == 1
    assert lines(headings)[-3:] == [7, 9, 11]


def test_links_images_and_definitions():
    text = dedent("""\
        ![Alt *text*](my%20map.png){#fig:map width=50%} and ![two](<a b.png>).

        A [link](http://x.org/(a)) and [by name][ref] and [ref] and <http://auto.org> and [Heading].

        # Heading

        [ref]: http://ref.org/a_b "title"
        """)
    document = read(text).value
    assert shown(text, elements(document, "Image")) == ["![Alt *text*](my%20map.png)", "![two](<a b.png>)"]
    assert shown(text, elements(document, "Link")) == [
        "[link](http://x.org/(a))",
        "[by name]",
        "[ref]",
        "<http://auto.org>",
        "[Heading]",
    ]


def test_tables_lists_and_wide_letters():
    text = dedent("""\
        漢字漢字 @k and é @k.

        +---------------+------------+
        | first cell    | second     |
        +===============+============+
        | cites @k here | and[^n] @k |
        +---------------+------------+

        : Caption with @k {#tbl:one}

        1. outer
           - inner @k

                 code @k

        [^n]: In the cell, @k.
        """)
    document = read(text).value
    cites = elements(document, "Citation")
    by_place = sorted((c.at.line, c.at.column) for c in cites)
    assert by_place[:2] == [(1, 6), (1, 15)]
    assert [line for line, _ in by_place] == [1, 1, 6, 6, 9, 12, 16]
    assert lines(elements(document, "Table")) == [9]
    note = elements(document, "Note")[0]
    assert (note.at.line, lines(elements(note.content, "Citation"))) == (6, [16])


def test_carriage_returns_and_tabs():
    text = "# One\r\n\r\nText @k\r\n\r\n\t@k code\r\n\r\n-\titem @k\r\n"
    document = read(text).value
    assert lines(elements(document, "Header")) == [1]
    assert [(c.at.line, c.at.column) for c in elements(document, "Citation")] == [(3, 6), (7, 8)]


def test_raw_passages_formulas_divs_and_spans():
    text = dedent("""\
        Line<br>break and $a + b$ and \\textbf{x} and [words]{#s .c}.

        $$
        c = d
        $$

        ::: {.note #n}
        Inside.
        :::

        <div id="d">raw</div>

        <video src="x"></video>
        """)
    document = read(text).value
    assert lines(elements(document, "Math")) == [1, 3]
    assert lines(elements(document, "RawInline"))[:2] == [1, 1]
    assert lines(elements(document, "Div")) == [7, 11]
    assert lines(elements(document, "RawBlock"))[0] == 13
    assert shown(text, elements(document, "Span")) == ["[words]{#s .c}"]


def test_paragraphs_know_their_first_line():
    text = "First one here.\n\n> Quoted words\n> go on.\n\n- an item with words\n\n`Code` begins this one.\n"
    document = read(text).value
    assert lines(elements(document, "Para")) == [1, 3, 8]
    assert lines(elements(document, "Plain")) == [6]
    assert lines(document.blocks) == [1, 3, 6, 8]


def codes(outcome) -> list[tuple[str, int, int]]:
    return [(d.code, d.where.line, d.where.column) for d in outcome.diagnostics]


def test_footnotes_that_lack_something():
    text = dedent("""\
        Called[^one] and missing[^tow] and `[^code]` and /[^abc]+/ and \\[^escaped].

        [^one]: First.
        [^two]: Never called.
        [^one]: Again.
        """)
    outcome = read(text)
    assert codes(outcome) == [("note/unused", 4, 1), ("note/duplicate", 5, 1), ("note/undefined", 1, 25)]
    undefined = outcome.diagnostics[-1]
    assert undefined.hints == ("did you mean `[^two]`?",)
    marks = [e for e in elements(outcome.value, "Span") if "unresolved" in e.content[0][1]]
    assert [plain_text(m) for m in marks] == ["[^tow]"]
    assert plain_text(outcome.value.blocks[0]).startswith("Called and missing[^tow] and [^code]")


def test_a_call_inside_a_note_is_told():
    outcome = read("A[^a] b[^b]\n\n[^a]: see [^b]\n[^b]: note\n")
    assert codes(outcome) == [("note/nested", 3, 11)]


def test_a_figure_s_note_is_there_once():
    text = "![Caption[^1]](x.png)\n\nText[^2]\n\n[^1]: *One* [x](y)\n[^2]: two\n"
    notes = elements(read(text).value, "Note")
    assert [plain_text(n.content) for n in notes] == ["One x", "two"]
    assert lines(notes) == [1, 3]


def test_pandoc_s_warnings_are_passed_on_with_their_place():
    outcome = read("::: box\ntext\n\n[a]: http://x\n[a]: http://y\n")
    assert {d.code for d in outcome.diagnostics} == {"read/pandoc"}
    assert all("line" not in d.message for d in outcome.diagnostics)


def test_bad_metadata_are_told_and_the_text_is_read():
    outcome = read("---\ntitle: a: b\n---\n\n# Head\n\n@k\n")
    assert codes(outcome) == [("config/bad-yaml", 2, 9)]
    assert lines(elements(outcome.value, "Header")) == [5]
    assert lines(elements(outcome.value, "Citation")) == [7]


def test_metadata_keep_the_author_s_words():
    document = read("---\ntitle: 007\nauthor: No\nflag: true\n---\n\nx\n").value
    assert plain_text(document.meta_value("title").content) == "007"
    assert plain_text(document.meta_value("author").content) == "No"
    assert document.meta_value("flag").tag == "MetaBool"


@pytest.mark.parametrize(
    "text", ["", "   \n", "\n\n\n", "---\n", "---\n---\n", "[^a]: x", "`", "$", "![", "[^x", "^[", "@"]
)
def test_scraps_are_read(text):
    assert read(text).value.path == "a.md"


def test_a_text_that_pandoc_never_finishes_is_told(monkeypatch):
    def never(*_args, **_options):
        raise TooLong("pandoc", 1)

    monkeypatch.setattr("publish.reading.markdown.run_pandoc", never)
    assert codes(read("[" * 5000)) == [("read/too-long", 1, 1)]


@pytest.mark.parametrize("text", [">" * 2000 + " x", "\n".join("  " * n + "- x" for n in range(150))])
def test_too_deep_a_text_is_an_error_and_no_crash(text):
    assert [d.code for d in read(text).diagnostics] == ["read/pandoc-failed"]


_SCRAPS = ["@k", "[^a]", "[^a]: note", "```", "`", "# H", "- i", "    x", "$", "![a](b)", "[a](b)", "\n", "\n\n", " ", "<b>", "<!--", "-->", "^[", "]", "[", "{#i}", "> ", "|", ":::", "word", "---", "\\", "é"]  # fmt: skip  # noqa: E501


@given(st.lists(st.sampled_from(_SCRAPS), max_size=30))
@settings(max_examples=60, deadline=None)
def test_every_place_shows_what_it_claims(scraps):
    text = "".join(scraps)
    document = read(text).value
    for cite, words in zip(c := elements(document, "Citation"), shown(text, c), strict=True):
        assert words is None or cite.key in words
    for words in shown(text, elements(document, "Image")):
        assert words is None or words.startswith("![")
    for words in shown(text, elements(document, "Note")):
        assert words is None or words.startswith(("[^", "^["))


def test_a_long_text_takes_linear_time(benchmark_text="Word @k and [^n] `code` ![a](b.png) (*[x](y)*).\n\n"):
    small = read(benchmark_text * 20 + "[^n]: x\n").value
    large = read(benchmark_text * 2000 + "[^n]: x\n").value
    assert len(large.blocks) == 100 * len(small.blocks)
    assert lines(elements(large, "Citation"))[-1] == 3999
