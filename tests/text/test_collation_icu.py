"""The order of words against ICU, where PyICU is installed (it takes no part in a build)."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from publish.text.alphabets import ALPHABETS, NATIVE
from publish.text.collation import Collator
from publish.text.tailorings import TAILORINGS

icu = pytest.importorskip("icu")

LATIN = "abcdefghijklmnopqrstuvwxyzáéíóúäöüâêôçñøåæœšžčß"
OWN = {
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    "az": "çəğıİöşü",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "cs": "čřšžáéěíóúůýďťň",
    "da": "æøåäöé",
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ",
    "es": "ñáéíóúü",
    "et": "šžõäöü",
    "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "fi": "åäöšž",
    "he": "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "hy": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    "ka": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "ko": "가각간갈감강개거너다라마바사아자차카타파하힣",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "nb": "æøåäöé",
    "pl": "ąćęłńóśźż",
    "ro": "ăâîșț",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "sv": "åäöéü",
    "tr": "çğıİöşü",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "vi": "ăâđêôơưàảãáạằẳẵắặầẩẫấậềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
}
LANGUAGES = sorted({"en", "de", "fr", "fr-CA", "it", "nl", "pt", "ca", *TAILORINGS, *OWN})


def words_of(lang: str, count: int) -> list[str]:
    chance = random.Random(lang)
    letters = OWN.get(lang, "") * 3 + (LATIN if lang not in NATIVE else LATIN[:26])
    pairs = {"cs": ["ch", "Ch"], "hr": ["dž", "lj", "nj"], "hu": ["cs", "dzs", "gy", "sz", "zs", "ty"]}.get(
        lang, []
    )
    words = set()
    while len(words) < count:
        word = "".join(chance.choice([*letters, *pairs, *pairs]) for _ in range(chance.randint(1, 4)))
        # Capitals of Turkish are not Python's, those of Georgian are younger than the table.
        words.add(
            word if lang in ("tr", "az", "ka") else chance.choice([word, word.capitalize(), word.upper()])
        )
    return sorted(words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_pair_of_words_is_ordered_as_icu_orders_it(lang: str) -> None:
    ours = Collator(lang)
    theirs = icu.Collator.createInstance(icu.Locale(lang.replace("-", "_")))
    theirs.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
    differing = []
    for a, b in combinations(words_of(lang, 120), 2):
        left, right = ours.key(a)[:3], ours.key(b)[:3]
        if ((left > right) - (left < right)) != theirs.compare(a, b):
            differing.append((a, b, theirs.compare(a, b)))
    assert not differing, (len(differing), differing[:6])


@pytest.mark.parametrize(
    "lang", sorted({"en", "de", "ca", *TAILORINGS, *ALPHABETS, *NATIVE} - {"", "nb", "ja"})
)
def test_letters_of_groups_are_those_of_icu(lang: str) -> None:
    buckets = icu.AlphabeticIndex(icu.Locale(lang))
    expected = []
    while buckets.nextBucket():
        expected.append(buckets.bucketLabel)
    ours = Collator(lang)
    for letter in (label for label in expected if label != "…"):
        assert ours.letter(letter).upper() == letter.upper(), lang
