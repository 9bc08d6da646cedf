"""The order of words in each language: examples with their sources, and what holds of every order."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.text.collation import Collator, collator_for
from publish.text.tailorings import TAILORINGS

# Each line is in order. Sources: the alphabets as the languages' own authorities give them, by way of CLDR 42
# (common/collation/<tag>.xml), where nothing else is said.
ORDERS = {
    "en": "coop Cooper naïve naïveté resume résumé Zoë Zola",
    # DIN 5007-1 (dictionaries): umlauts as their base letters, ß as ss
    "de": "Ahle Ähre Ast Äther Masse Maße Mast Ober öd Ofen Öl",
    "fr": "cote coté côte côté",
    # CSA Z243.4.1: accents are compared from the end
    "fr-CA": "cote côte coté côté",
    # Ortografía de la lengua española (2010): ñ is a letter, ch and ll are none since 1994
    "es": "canto cañón casa chico cuna llama luz nube ñandú oso",
    "sv": "and zebra åka äta öga",
    "da": "and zebra æble øl ål",
    "nb": "and zebra ære øl ål",
    "fi": "auto vene zoo åre äiti öljy",
    "et": "aas sool šokk zoo žanr tamm vaas õun äke öö üks",
    # ČSN 97 6030: ch after h
    "cs": "cena čas dům hora chata ikona řeka sníh šaty zima žena",
    "sk": "cena čas hora chata ikona mäso ôsmy pes šaty žena",
    "pl": "ala ąb cena ćma ela ęsi los łoś noc ńa oko ósmy sen śnieg zez źle żaba",
    "hu": "cukor csak dal dzadzíki dzsem gaz gyár lap lyuk nap nyak ok öt só szó tál tyúk ut üt zab zsák",
    "hr": "cvijet čas ćup dan džep đak lov ljeto noć njega sat šal zid žena",
    "sl": "cena čas sat šal zid žena",
    "ro": "an ăla âna in în sat șarpe tata țară",
    "lv": "cena čaks gads ģimene kaķis ķēde laiks ļoti nakts ņem sals šis zeme žurka",
    "lt": "cena čia saulė šuo zoo žemė",
    "tr": "can çan gaz ğa ırmak iz on ön sal şal un ün",
    "az": "can çan el əl gaz ğa həm xan ırmaq iz kor qor on ön sal şal un ün",
    "vi": "an ăn ân da đa em êm on ôn ơn un ưn",
    "ru": "арка Баку ёлка енот жар йод кот якорь",
    "uk": "гора ґанок дім єнот жар зима ікона їжак йод",
    "el": "άλφα βήτα γάμα ωμέγα",
    "fa": "آب ابر پدر چای ژاله کار گل نان وطن هوا یار",
    "ar": "أسد باب تمر ثلج جمل يد",
    "he": "אב בית גמל תורה",
    "ka": "აბი ბაღი ჰავა",
    "hy": "արև բառ օր",
    "ko": "가을 나무 다리 하늘",
    "ja": "あき かぜ サクラ たき",
}


@pytest.mark.parametrize("lang", sorted(ORDERS))
def test_words_stand_in_the_order_of_their_language(lang: str) -> None:
    words = ORDERS[lang].split()
    backwards = words[::-1]
    assert sorted(backwards, key=collator_for(lang).key) == words


# The Chicago Manual of Style, 17th ed., 16.59 to 16.61: both systems.
WORD_BY_WORD = ["New", "New (state)", "New, Arthur", "New, Zoe", "New Deal", "New Zealand", "Newborn", "Newel"]
LETTER_BY_LETTER = [
    "New",
    "New (state)",
    "New, Arthur",
    "New, Zoe",
    "Newborn",
    "New Deal",
    "Newel",
    "New Zealand",
]


def test_headings_of_several_words() -> None:
    key = Collator("en").key
    assert sorted(LETTER_BY_LETTER, key=key) == WORD_BY_WORD
    assert sorted(WORD_BY_WORD, key=lambda text: key(text, "letter")) == LETTER_BY_LETTER


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["3", "20", "Chapter 2", "Chapter 10", "chapters"]),
        ("en", ["Oak", "O’Brien", "Ocean"]),
        ("en", ["+", "$", "7th Army", "alpha"]),
        ("en", ["split", "--strict", "strings"]),
        ("ru", ["7", "Баку", "Яна", "Baku"]),
        ("en", ["7", "Baku", "Zug", "Баку"]),
        ("fa", ["۲", "۱۰", "باکو", "Baku"]),
    ],
)
def test_figures_signs_and_other_scripts(lang: str, words: list[str]) -> None:
    key = Collator(lang).key
    if words[0] == "+":  # signs before figures before letters
        assert key(words[0]) < key(words[2]) < key(words[3])
        assert key(words[1]) < key(words[2])
    else:
        backwards = words[::-1]
        assert sorted(backwards, key=key) == words


@pytest.mark.parametrize(
    ("lang", "text", "letter"),
    [
        ("en", "Élan", "E"),
        ("en", "“quoted”", "Q"),
        ("en", "Đà Nẵng", "D"),
        ("en", "7th Army", ""),
        ("en", "$ sign", ""),
        ("en", "Баку", "Б"),
        ("en", "ไทย", "ไ"),
        ("en", "--strict", "S"),
        ("de", "Über", "U"),
        ("sv", "Ängel", "Ä"),
        ("es", "ñandú", "Ñ"),
        ("cs", "chata", "Ch"),
        ("cs", "cena", "C"),
        ("hu", "dzsem", "Dzs"),
        ("az", "ırmaq", "I"),
        ("az", "iz", "İ"),
        ("az", "Xəzər", "X"),
        ("ru", "ёлка", "Е"),
        ("uk", "ґанок", "Ґ"),
        ("fa", "آب", "آ"),
        ("ja", "サクラ", "さ"),
        ("ko", "나무", "ㄴ"),
        ("zh", "中国", ""),
    ],
)
def test_letters_of_groups(lang: str, text: str, letter: str) -> None:
    assert collator_for(lang).letter(text) == letter


characters = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)


@given(st.sampled_from(["en", *sorted(TAILORINGS)]), st.lists(characters, max_size=8))
def test_any_text_has_a_key_and_equal_keys_mean_equal_texts(lang: str, words: list[str]) -> None:
    collator = collator_for(lang)
    keys = {unicodedata.normalize("NFC", word): collator.key(word) for word in words}
    assert len(set(keys.values())) == len(keys)
    assert sorted(keys.values()) == sorted(keys.values(), reverse=True)[::-1]
    for word in words:
        collator.letter(word)


@given(
    st.sampled_from(["en", "cs", "sv", "tr", "hu"]), st.lists(st.text("abcčdhiıszåäö", max_size=5), max_size=12)
)
def test_letters_do_not_fall_back(lang: str, words: list[str]) -> None:
    """Sorted headings meet each letter in one run."""
    collator = collator_for(lang)
    letters = [collator.letter(word) for word in sorted(words, key=collator.key)]
    runs = [letter for place, letter in enumerate(letters) if not place or letters[place - 1] != letter]
    assert len(runs) == len(set(runs))
