"""Lines end where a copy editor lets them end, wherever that costs little."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from publish.model.lines import TOTAL_FIT
from publish.paginating.lines.blemishes import blemish_of_division, blemishes_in
from tests.paginating.lines.laying import lay, letters_of, lines_of


@pytest.mark.parametrize(
    ("language", "text", "avoided"),
    [
        ("en", "some 12 km and 5 kilometres", "12|km"),
        ("en", "at 20 °C, 30 %, 5 m high; 4 men", "20|°C, 30|%, 5|m"),
        ("en", "by J. R. R. Tolkien", "J.|R.|R.|Tolkien"),
        ("en", "see p. 12 and § 4", "p.|12 §|4"),
        ("en", "wait . . . what? Yes. Good.", "wait|.|.|. ."),
        ("en", "first (a) one, (b) two", "(a)|one, (b)|two"),
        (
            "en",
            "winter\u2014signal and on \u2013 it said\u2014 so",
            "winter|\u2014signal on|\u2013 said|\u2014",
        ),
        ("es", "el hombre \u2014dijo\u2014 vino", "\u2014|dijo|\u2014"),
        ("cs", "byl v lese a u domu, ale ne", "v|lese a|u|domu,"),
        ("fr", "il y a à Paris", "y|a|à|Paris"),
        ("en", "I saw a man", ""),
        ("de", "ein z. B. an 3 Tagen", ""),
    ],
)
def test_places_to_avoid(language: str, text: str, avoided: str) -> None:
    prices = blemishes_in(text, language)
    assert all(0 < price <= 4 for price in prices.values())
    marked = "".join(f"{'|' * (at in prices)}{letter}" for at, letter in enumerate(text)).replace(" |", "|")
    assert [word for word in marked.split() if "|" in word] == avoided.replace("|. .", "|.").split()


@pytest.mark.parametrize(
    ("language", "text", "is_avoided"),
    [
        ("en", "he saw Villefort", True),
        ("en", "he saw M. Villefort", True),
        ("en", "he saw. Everything", False),
        ("en", "“Everything", False),
        ("en", "Everything", False),
        ("de", "er sah Häuser", False),
        ("en", "a well-considered", True),
        ("en", "he saw responsibility", False),
    ],
)
def test_words_to_leave_whole(language: str, text: str, is_avoided: bool) -> None:
    word = text.replace("-", " ").split()[-1].strip("“")
    assert (blemish_of_division(text, len(text) - len(word), word, language) > 0) == is_avoided


TEXTS = {
    "cs": "Byl v lese a u domu s lidmi z města k večeru i o půlnoci a v noci spal v trávě. ",
    "en": "Then winter came\u2014signals failed, as J. R. Smith wrote, 12 km away\u2014nobody "
    "answered for 30 s. ",
    "es": "El hombre que llegaba \u2014dijo con voz serena\u2014 vino ayer de muy lejos por el camino. ",
}


@pytest.mark.parametrize("language", TEXTS)
def test_lines_end_elsewhere(language: str) -> None:
    """Without a price there would be many such ends; with one, few and cheap ones are left."""
    widths = range(140, 260, 8)
    body = "".join(
        f'<p lang="{language}" style="width: {width}px">{TEXTS[language] * 2}</p>' for width in widths
    )
    found, letters = [], []
    for demerits in (0.0, TOTAL_FIT.blemish_demerits):
        pages, record = lay(body, settings=replace(TOTAL_FIT, blemish_demerits=demerits))
        assert record.reasons == {}
        letters.append(letters_of(pages))
        found.append(prices_of(pages, TEXTS[language] * 2, language))
    assert letters[0] == letters[1]
    assert found[0] > 15
    assert found[1] < found[0] / 2


def prices_of(pages: list[Any], text: str, language: str) -> float:
    """Return what the places cost that lines of paragraphs of one text end at."""
    prices = blemishes_in(text, language)
    return sum(prices.get(line.publish_start, 0.0) for line in lines_of(pages))
