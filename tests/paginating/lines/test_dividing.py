"""Words are divided as their language has it, spelt otherwise where it asks for that, and read as written."""

from __future__ import annotations

import pytest

from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating.lines.hyphens import divisions
from publish.paginating.paginate import paginate
from publish.structure.reading import read_edition
from tests.paginating.dense import document
from tests.paginating.lines.laying import lay, lines_of, text_of

COLUMN = """
@page { size: 46mm 400mm; margin: 8mm } html { font: 10pt/14pt "DejaVu Serif" } p { margin: 0 }
body { text-align: justify; hyphens: auto; hyphenate-limit-chars: 4 2 2 }
"""


@pytest.mark.parametrize(
    ("language", "word", "divided"),
    [
        ("de-1901", "Zucker", "Zuk-ker"),
        ("de-CH-1901", "ZUCKER", "ZUK-KER"),
        ("de-1901", "Fenster", ""),
        ("de", "Zucker", "Zu-cker"),
        ("de", "Fenster", "Fens-ter"),
        ("de", "Glückwunsch", "Glück-wunsch"),
        ("de", "schönst", ""),
        ("de", "Baden-Württemberg", "Ba-den-Württemberg Baden-Würt-temberg Baden-Württem-berg"),
        ("hu", "asszonnyal", "asz-szonnyal asszony-nyal"),
        ("hu", "ASSZONY", "ASZ-SZONY"),
        ("hu", "„könnyebb”", "„köny-nyebb”"),
        ("ca", "col·legi", "col-legi col·le-gi"),
        ("nl", "geïnteresseerd", "geïn-teresseerd geïnte-resseerd geïnteres-seerd"),
        ("nl", "zeeën", ""),
        ("nl", "coëfficiënt", "coëf-ficiënt coëffi-ciënt"),
        ("en", "couldn’t", ""),
        ("en", "daren't", ""),
        ("en", "Fitzgerald’s", "Fitzger-ald’s"),
        ("it", "dell’ambito", "dell’am-bito dell’ambi-to"),
        ("fr", "aujourd’hui", "au-jourd’hui"),
        ("en", "well-considered", "well-con-sidered"),
        ("en", "https://example.org/considered", ""),
    ],
)
def test_a_word_is_divided_as_its_language_has_it(language: str, word: str, divided: str) -> None:
    places = divisions(word, language, 4, 2, 2)
    assert " ".join(f"{word[: at.keeps]}{at.spelt}-{word[at.at :]}" for at in places) == divided


PARAGRAPHS = {
    "hu": "asszonnyal meggyőződés rosszabb könnyebb faggyú „poggyász” ",
    "ca": "il·lusió intel·ligència excel·lent novel·la ",
    "de-1901": "Zuckerbäcker Glückwünsche Dreiecke »Wackelkontakt« ",
    "en": "“responsibilities” couldn’t well-considered extra\u00adordi\u00adnary Fitzgerald’s ",
}
SPELT = {"hu": "sz\u2010", "ca": "excel\u2010", "de-1901": "k\u2010"}


@pytest.fixture(scope="module")
def read() -> dict[str, tuple[str, list[str]]]:
    """Return what a reader finds of each paragraph, and the ends of its lines as they are printed."""
    parts = {lang: f'<p lang="{lang}">{words * 7}</p>' for lang, words in PARAGRAPHS.items()}
    # Between headings: paragraphs of one page are joined where the first ends a full line.
    made = paginate(
        document("".join(f"<h1>{lang}</h1>{part}" for lang, part in parts.items())),
        [StyleSheet("a.css", COLUMN)],
        {},
        (),
        Metadata(title_text="x", lang="en"),
    )
    assert made.value is not None
    structure = read_edition(made.value.pdf).value
    assert structure is not None
    pages, _ = lay("".join(parts.values()), COLUMN)
    ends: dict[str, list[str]] = {lang: [] for lang in PARAGRAPHS}
    for line in lines_of(pages):
        ends[line.style["lang"]].append(text_of(line))
    blocks = [block.text for block in structure.blocks if block.role == "P"]
    return {lang: (text, ends[lang]) for lang, text in zip(PARAGRAPHS, blocks, strict=True)}


@pytest.mark.parametrize("lang", PARAGRAPHS)
def test_the_text_of_a_page_is_spelt_as_its_author_did(
    lang: str, read: dict[str, tuple[str, list[str]]]
) -> None:
    text, lines = read[lang]
    assert sum(line.endswith("\u2010") for line in lines) > 3
    assert text.split() == (PARAGRAPHS[lang] * 7).replace("\u00ad", "").split()


@pytest.mark.parametrize("lang", SPELT)
def test_spelling_changes_where_a_language_asks_for_it(
    lang: str, read: dict[str, tuple[str, list[str]]]
) -> None:
    assert any(line.endswith(SPELT[lang]) for line in read[lang][1])


def test_words_within_another_language_are_divided_by_their_own() -> None:
    words = "Staatsverwaltungen Glückwünsche " * 6
    german, hungarian = f'<span lang="de-1901">{words}</span>', f'<span lang="hu">{"asszonnyal " * 9}</span>'
    body = f'<p lang="en">and {german} of {hungarian}</p>'
    pages, record = lay(body, COLUMN)
    ends = [text_of(line).split()[-1] for line in lines_of(pages) if text_of(line).endswith("\u2010")]
    assert record.reasons == {}
    assert {"asz\u2010", "Staats\u2010"} <= set(ends)
