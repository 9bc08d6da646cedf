"""Openers: the first paragraph and no other, words and no links or notes, and never a letter more or less."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.model.metadata import Metadata
from publish.model.plan import Theme
from publish.world.fonts import font_faces
from publish.writing.html import Medium, write_chapter
from publish.writing.openers import Opening, opening_of
from publish.writing.openingwords import initial_of, phrase_of
from publish.writing.tree import Tree, has_class, parse_body, text_of
from tests.writing.material import HARD, IMAGES, read

FACES = font_faces("eb-garamond") or ()
METADATA = Metadata(lang="en")
LONG = "There was a king who had a great forest near his palace, full of all kinds of wild animals. " * 5


def opening(style: str, medium: Medium = "paged", font: str = "eb-garamond") -> Opening:
    faces = (font_faces(font) or ()) if medium == "paged" else ()
    made = opening_of(Theme(font=font, openers=style), METADATA, faces)  # type: ignore[arg-type]
    assert made is not None
    return made


def tree(markdown: str, style: str = "drop-cap", medium: Medium = "paged", font: str = "eb-garamond") -> Tree:
    written = write_chapter(read(markdown), medium, {}, IMAGES, "one", "One", opening(style, medium, font))
    return parse_body(written.value.body)


def by_class(root: Tree, name: str) -> list[Tree]:
    return [element for element in root.iter("*") if has_class(element, name)]


def words(root: Tree) -> list[str]:
    return [text_of(element) for element in by_class(root, "opening-words")]


@pytest.mark.parametrize("medium", ["paged", "reflowable"])
@pytest.mark.parametrize("style", ["small-caps", "drop-cap"])
@pytest.mark.parametrize(
    "markdown",
    [
        HARD,
        f"# A\n\nOnce upon a time. {LONG}",
        f"# A\n\n“Once[^1] upon *a* time” {LONG}\n\n[^1]: Note.",
        f"« À l’heure où {LONG}",
        f"A [great]{{lang=la}} [small]{{.smallcaps}} thing {LONG}",
        f"I was. {LONG}",
    ],
)
def test_the_text_is_the_same_letter_by_letter(markdown: str, style: str, medium: Medium) -> None:
    plain = write_chapter(read(markdown), medium, {}, IMAGES, "one", "One")
    assert text_of(tree(markdown, style, medium)) == text_of(parse_body(plain.value.body))


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Once upon a time there was", ["Once upon a time"]),
        ("Call me Ishmael. Some years", ["Call me Ishmael"]),
        ("Once upon[^1] a time there\n\n[^1]: Note.", ["Once upon"]),
        ("Once [upon](http://a.org) a time", ["Once"]),
        ("Once `upon` a time", ["Once"]),
        ("Once upon *a time* there", ["Once upon"]),
        ("[Carpe diem]{lang=la} she said to them", ["Carpe diem", " she said"]),
        ("In 1912 the ship went", ["In 1912 the ship"]),
        ("“Well, Prince,” said he", ["Well"]),
    ],
)
def test_small_capitals_end_where_words_end(markdown: str, expected: list[str]) -> None:
    root = tree(f"# A\n\n{markdown}", "small-caps")
    assert words(root) == expected
    for element in by_class(root, "opening-words"):
        assert len(element) == 0
        assert not [up for up in element.iterancestors() if up.tag in ("a", "code", "h1")]


@pytest.mark.parametrize(
    "markdown",
    [
        "*Once* upon a time",
        "[Once](http://a.org) upon a time",
        "$x$ is a number",
        "`code` is read",
        "![](images/a.png) is seen here",
        "… and so it went on",
        "— Bonjour, dit-il",
        "קרא את הספר הזה",
        "- a list\n- of things\n\nThen text",
        "| Line\n| block",
        "> a quotation",
        "",
    ],
)
@pytest.mark.parametrize("style", ["small-caps", "drop-cap"])
def test_what_cannot_be_opened_begins_plainly(markdown: str, style: str) -> None:
    text = f"{markdown} {LONG}" if markdown[:1] not in "-|>" else markdown
    root = tree(f"# A\n\n{text}" if markdown else "# A", style)
    assert by_class(root, "opening") == by_class(root, "opening-words") == by_class(root, "opening-room") == []


@pytest.mark.parametrize(
    "before",
    [
        "# A\n\n",
        "# A\n\n## B\n\n",
        "# A\n\n> An epigraph.\n\n",
        "# A\n\n::: epigraph\nWords.\n:::\n\n",
        "# A\n\n![A picture](images/a.png)\n\n",
        "# A\n\n[]{#here}\n\n",
        "",
    ],
)
def test_it_is_the_first_paragraph_of_the_text_and_only_that(before: str) -> None:
    root = tree(f"{before}Once upon a time. {LONG}\n\nThen came more of it. {LONG}\n\n# C\n\nAnd more. {LONG}")
    (paragraph,) = by_class(root, "opening")
    assert text_of(paragraph).lstrip().startswith("Once upon")
    assert text_of(by_class(root, "opening-letter")[0]) == "O"


def test_an_initial_needs_a_capital_and_lines_to_stand_on() -> None:
    assert by_class(tree(f"iPhones were {LONG}"), "opening") == []
    assert by_class(tree("Once upon a time."), "opening") == []
    assert by_class(tree("Once upon a time\\\nthere was a line." + LONG), "opening") == []
    assert by_class(tree(f"1912 was {LONG}"), "opening") == []
    heights = []
    for letters in (160, 230, 400):
        (room,) = by_class(tree("Once upon a time " + LONG[:letters]), "opening-room")
        heights.append(room.get("style", "").partition("height: ")[2])
    assert heights == ["calc(1.5 * 1rlh)", "calc(2.5 * 1rlh)", "calc(2.5 * 1rlh)"]


def test_a_tail_that_hangs_low_moves_one_line_more() -> None:
    (room,) = by_class(tree(f"Quietly the {LONG}"), "opening-room")
    assert "calc(3.5 * 1rlh)" in room.get("style", "")


def test_marks_before_an_initial_go_with_it() -> None:
    hidden = by_class(tree(f"“Once upon {LONG}"), "opening-letter")
    assert [text_of(letter) for letter in hidden] == ["“O"]
    (mark,) = by_class(tree(f"«\u00a0Once upon {LONG}"), "opening-mark")
    assert text_of(mark) == "«\u00a0"
    assert by_class(tree(f"“Once upon {LONG}"), "opening-mark") == []


def test_a_font_without_small_capitals_keeps_its_initials() -> None:
    root = tree(f"Once upon a time {LONG}", font="amiri")
    assert (len(by_class(root, "opening-room")), words(root)) == (1, [])
    assert not opening("small-caps", font="amiri").has_small_capitals()


def test_letters_without_small_capitals_end_the_words() -> None:
    # EB Garamond has no small capital of the schwa.
    assert words(tree("Bu gün də yaxşı keçdi", "small-caps")) == ["Bu gün"]


def test_screens_get_classes_and_no_measures() -> None:
    root = tree(f"# A\n\nOnce upon a time. {LONG}", medium="reflowable")
    (paragraph,) = by_class(root, "with-initial")
    assert paragraph.get("class") == "with-initial opening"
    assert words(root) == ["Once upon a time"]
    assert not [element for element in root.iter("*") if element.get("style")]


@pytest.mark.parametrize(
    ("theme", "metadata"),
    [
        (Theme(), METADATA),
        (Theme(openers="drop-cap"), Metadata(lang="fa")),
        (Theme(openers="drop-cap"), Metadata(lang="en", dir="rtl")),
        (Theme(openers="small-caps"), Metadata(lang="ja")),
    ],
)
def test_some_texts_have_no_openers(theme: Theme, metadata: Metadata) -> None:
    assert opening_of(theme, metadata, FACES) is None


@given(st.text(max_size=60) | st.text("aB é,.’'“« \u00a0-1", max_size=60))
def test_any_text_has_an_opening_within_it_or_none(text: str) -> None:
    phrase = phrase_of(text, lambda word: len(word) < 9)
    if phrase is None:
        return
    assert 0 <= phrase.mark <= phrase.start <= phrase.end <= len(text)
    assert text[: phrase.mark].strip() == ""
    assert not text[phrase.end : phrase.end + 1].isalnum() or phrase.end == phrase.start
    assert len(text[phrase.start : phrase.end].split()) <= 5
    initial = initial_of(text, phrase)
    assert initial is None or "".join(initial) == text[phrase.mark : phrase.start + 1]
