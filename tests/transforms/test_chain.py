"""Properties of the whole chain on documents of any shape."""

from __future__ import annotations

from collections import Counter
from itertools import count
from random import Random
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from publish.model.document import NO_ATTR, Citation, Document, Element, walk
from publish.model.elements import SPACE, attr_of, text
from publish.transforms.chain import CHAIN, PREPARATION, prepare
from publish.transforms.traversal import rewrite
from tests.transforms.cases import Made, read, travel, travel_documents, write

IDS = ["", "", "", "a", "b", "fig:a", "fig:b", "eq:a", "tbl:a", "lst:a", "sec:a", "1", "note-1", "refs"]
KEYS = ["k", "l", "fig:a", "Fig:b", "sec:a", "tbl:none", "unknown"]
WORDS = ["alpha", "beta.", "gamma,", "(eps)", "“zeta”", "{#eq:a}", "Listing:", "{#lst:a}", "@", ";"]
MODES = ["NormalCitation", "AuthorInText", "SuppressAuthor"]
RAW = ['<img src="i.png">', "<!-- c -->", '<a href="#a">', "</a>", '<a id="q">', "<br>", "<b id=x>"]
TARGETS = ["#a", "b.md", "#none", "", "https://x.org"]


class Grower:
    """Documents of any shape from a seed; hypothesis' own strategies are too slow for trees of this size."""

    def __init__(self, seed: int) -> None:
        self.pick = Random(seed)

    def attr(self) -> Any:
        classes = self.pick.choice([(), (), ("unnumbered",), ("decorative",), ("listing",)])
        pairs = self.pick.choice([(), (), (("alt", ""),), (("caption", "cap"),), (("number", "9"),)])
        return self.pick.choice(IDS), classes, pairs

    def inlines(self, depth: int = 3) -> Any:
        return tuple(self.inline(depth) for _ in range(self.pick.randrange(5)))

    def inline(self, depth: int) -> Element:
        pick = self.pick
        kind = pick.randrange(15 if depth else 8)
        if kind < 3:
            return Element("Str", pick.choice(WORDS))
        if kind == 3:
            return pick.choice([SPACE, Element("SoftBreak")])
        if kind == 4:
            return Element("Math", (Element("DisplayMath"), "x"))
        if kind == 5:
            return Element("RawInline", ("html", pick.choice(RAW)))
        if kind == 6:
            return Element("RawInline", ("tex", pick.choice(["\\newpage", "\\Users", "\\textbf{x}"])))
        if kind == 7:
            return Element("Code", (self.attr(), "code"))
        several = self.inlines(depth - 1)
        if kind == 8:
            return Element("Emph", several)
        if kind == 9:
            return Element("Quoted", (Element(pick.choice(["SingleQuote", "DoubleQuote"])), several))
        if kind == 10:
            return Element("Span", (self.attr(), several))
        if kind == 11:
            return Element("Link", (self.attr(), several, (pick.choice(TARGETS), "")))
        if kind == 12:
            return Element("Image", (self.attr(), several, ("i.png", "")))
        if kind == 13:
            return Element("Note", (Element("Para", several),))
        cites = tuple(self.citation(depth - 1) for _ in range(pick.randrange(1, 4)))
        return Element("Cite", (cites, text("@stand-in")))

    def citation(self, depth: int) -> Citation:
        return Citation(
            self.pick.choice(KEYS), self.inlines(depth), self.inlines(depth), self.pick.choice(MODES)
        )

    def blocks(self, depth: int = 3) -> Any:
        return tuple(self.block(depth) for _ in range(self.pick.randrange(1, 5)))

    def block(self, depth: int) -> Element:
        kind = self.pick.randrange(12 if depth else 7)
        if kind < 3:
            return Element(self.pick.choice(["Para", "Plain"]), self.inlines())
        if kind == 3:
            return Element("Header", (self.pick.randrange(1, 7), self.attr(), self.inlines()))
        if kind == 4:
            return Element("CodeBlock", (self.attr(), "code"))
        if kind == 5:
            return Element("RawBlock", ("html", '<p id="q"><img src="i.png" alt="x"></p>'))
        if kind == 6:
            return Element("HorizontalRule")
        several = self.blocks(depth - 1)
        if kind == 7:
            return Element("BlockQuote", several)
        if kind == 8:
            return Element("BulletList", (several, self.blocks(depth - 1)))
        if kind == 9:
            return Element("Div", (self.attr(), several))
        if kind == 10:
            return Element("Figure", (self.attr(), (None, (Element("Plain", self.inlines()),)), several))
        return Element("DefinitionList", ((self.inlines(), (several,)),))


SEEDS = st.integers(0, 2**48)
OPTIONS = st.fixed_dictionaries(
    {
        "notes": st.booleans(),
        "sections": st.booleans(),
        "keys": st.sampled_from([None, ["k", "l"], ["fig:a"], []]),
        "kind": st.sampled_from(["handout", "book"]),
        "lang": st.sampled_from(["en", "fr", "de-CH", "fa", "xx"]),
        "bibliography": st.sampled_from([[], ["k"]]),
    }
)
PROPERTY = settings(max_examples=200, deadline=None, phases=(Phase.explicit, Phase.generate))


def check(made: Made) -> None:
    everything = [element for document in made.documents for element in walk(document)]
    assert not {"Note", "Cite"} & {element.tag for element in everything}
    identifiers = Counter(attr_of(element)[0] for element in everything if attr_of(element)[0])
    assert not [name for name, times in identifiers.items() if times > 1]
    links = [e.content[2][0] for e in everything if e.tag == "Link" and e.content[2][0].startswith("#")]
    chapters = {chapter.identifier for chapter in made.book.chapters}
    assert {link[1:] for link in links} <= {*identifiers, *chapters}
    calls = [attr_of(e)[0].removeprefix("note-call-") for e in everything if "note-call" in attr_of(e)[1]]
    bodies = [attr_of(e)[0].removeprefix("note-") for e in everything if "note" in attr_of(e)[1]]
    numbers = [str(number) for number in range(1, len(bodies) + 1)]
    assert bodies == numbers
    assert sorted(calls, key=int) == numbers  # a caption is printed after its picture, and kept before it


@PROPERTY
@given(SEEDS, OPTIONS)
def test_any_two_chapters_come_out_whole(seed: int, options: dict[str, Any]) -> None:
    grower = Grower(seed)
    documents = [Document("a.md", grower.blocks()), Document("b.md", grower.blocks())]
    made = travel_documents(documents, options)
    check(made)
    for outcome in made.prepared:
        assert prepare(outcome, options["keys"]).value == outcome


@PROPERTY
@given(SEEDS, OPTIONS)
def test_no_word_is_lost(seed: int, options: dict[str, Any]) -> None:
    marked = _marked(Grower(seed).blocks())
    made = travel_documents([Document("a.md", marked)], options)
    assert set(_marks(marked)) <= set(_marks(made.documents[0].blocks))


def _marked(blocks: Any) -> Any:
    """Give a name to every formatted stretch that is printed as it stands: not in descriptions or affixes."""
    counter = count()

    def name(element: Element) -> Element:
        return Element("Emph", (Element("Str", f"word{next(counter)}x"),))

    def leave(cite: Element) -> Element:
        return Element("Cite", (tuple(Citation(one.key) for one in cite.content[0]), cite.content[1]))

    return rewrite(blocks, {"Emph": name, "Cite": leave})


def _marks(value: Any) -> list[str]:
    return [e.content for e in walk(value) if e.tag == "Str" and e.content.startswith("word")]


PIECES = (
    ["# Title {#sec:a}\n\n", "## More\n\n", "Words and ", "[see @k, p. 3]", "@k [p. 4]", ".", " ", "\n\n"],
    ["^[A note [@l].]", '"quoted [@k]."', "![Cap [@k]](i.png){#fig:a}\n\n", "$$x$$ {#eq:a} ", "@fig:a"],
    ["[@fig:a; @k]", "- item\n", "> quote ", "| a |\n|---|\n| [@k] |\n\n: Cap {#tbl:a}\n\n", "*", "`"],
    ["::: {#refs}\n:::\n\n", "```{#lst:a}\ncode\n```\n\n", "<img src=i.png>", "<!-- x -->", "[l](b.md)"],
    ["[l](#sec:a)", "\\newpage\n\n", "::: {#fig:b}\n![](i.png)\n\nCaption\n:::\n\n", "Term\n:   Def "],
)
MARKDOWN = st.lists(st.sampled_from([piece for row in PIECES for piece in row]), max_size=14).map("".join)


@settings(max_examples=15, deadline=None)
@given(MARKDOWN, OPTIONS)
def test_any_markdown_comes_out_as_something_pandoc_can_write(words: str, options: dict[str, Any]) -> None:
    made = travel((("a.md", words), ("b.md", words)), options)
    check(made)
    assert prepare(made.prepared[0], options["keys"]).value == made.prepared[0]
    for document in made.documents:
        write(document, "html")


def test_every_cluster_is_printed() -> None:
    words = "# H [@a]\n\n@b [p. 2] x [@c; @d]^[In [@e], @f.] | [@g].\n\n![C [@h]](i.png)\n\n- [-@i]"
    for notes in (True, False):
        made = travel((("a.md", words),), {"notes": notes})
        spans = [e for e in walk(made.documents[0]) if e.tag == "Span" and "citation" in attr_of(e)[1]]
        keys = " ".join(dict(attr_of(e)[2])["data-cites"] for e in spans)
        assert set(keys.split()) == set("abcdefghi")
        assert not [e for e in walk(made.documents[0]) if "unresolved" in attr_of(e)[1]]


def test_clusters_stand_in_the_notes_that_are_printed() -> None:
    words = "One^[Own.] [@a]. Two^[Own with [@b] and [@c].] As @d says [@e]."
    made = travel((("a.md", words),), {"notes": True})
    numbers = [(cluster.cites[0].key, cluster.note_number) for cluster in made.clusters[0]]
    assert numbers == [("a", 2), ("b", 3), ("c", 3), ("d", 0), ("d", 4), ("e", 5)]
    for number, key in ((2, "a"), (3, "b"), (3, "c"), (4, "d"), (5, "e")):
        (body,) = [e for e in walk(made.documents[0]) if attr_of(e)[0] == f"note-{number}"]
        assert any(key in dict(attr_of(e)[2]).get("data-cites", "").split() for e in walk(body))


def test_two_hundred_levels_are_no_trouble() -> None:
    block: Element = Element("Para", text("deep [@a]"))
    for level in range(200):
        block = Element("BlockQuote", (block,)) if level % 2 else Element("Div", (NO_ATTR, (block,)))
    made = travel_documents([Document("a.md", (block,))], {"notes": True})
    assert made.documents[0].blocks == (block,)


def test_a_long_book_comes_out_whole() -> None:
    paragraph = read("a.md", "word " * 60 + "*and* [@a, p. 3] more.^[A note.] " + "word " * 60).blocks[0]
    document = Document("a.md", (paragraph,) * 2000)
    made = travel_documents([document], {"notes": True})
    bodies = made.documents[0].blocks[-1]
    assert "notes" in attr_of(bodies)[1]
    assert [attr_of(body)[0] for body in bodies.content[1]] == [f"note-{n}" for n in range(1, 4001)]


def test_the_order_is_named() -> None:
    assert len({step.name for step in (*PREPARATION, *CHAIN)}) == len(PREPARATION) + len(CHAIN)
