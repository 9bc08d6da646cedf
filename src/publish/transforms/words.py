"""The words of captions and cross-references in each language, and their marks.

Data. A reference is `Figure 3`; two are `Figures 3 and 4`; a caption begins `Figure 3.` Languages whose usage
writes the word small within a sentence have it small here; a reference at the start of one is written `@Fig:x`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NO_BREAK_SPACE = "\u00a0"

Numbered = Literal["fig", "tbl", "eq", "lst", "sec", "chapter"]


@dataclass(frozen=True, slots=True)
class Words:
    """One language: each kind's word for one and for several, `and`, and the mark after a caption's number."""

    fig: tuple[str, str]
    tbl: tuple[str, str]
    eq: tuple[str, str]
    lst: tuple[str, str]
    sec: tuple[str, str]
    chapter: tuple[str, str]
    conjunction: str
    mark: str = "."
    references: str = ""
    """The heading of the bibliography where the author names none; used by whoever wants one."""

    def one(self, kind: Numbered) -> str:
        """Return the word for one of a kind."""
        return self._pair(kind)[0]

    def several(self, kind: Numbered) -> str:
        """Return the word for two or more of a kind."""
        return self._pair(kind)[1]

    def _pair(self, kind: Numbered) -> tuple[str, str]:
        pairs = {
            "fig": self.fig,
            "tbl": self.tbl,
            "eq": self.eq,
            "lst": self.lst,
            "sec": self.sec,
            "chapter": self.chapter,
        }
        return pairs[kind]


def _same(word: str) -> tuple[str, str]:
    return word, word


WORDS: dict[str, Words] = {
    "en": Words(
        ("Figure", "Figures"),
        ("Table", "Tables"),
        ("Equation", "Equations"),
        ("Listing", "Listings"),
        ("Section", "Sections"),
        ("Chapter", "Chapters"),
        "and",
        references="References",
    ),
    "de": Words(
        ("Abbildung", "Abbildungen"),
        ("Tabelle", "Tabellen"),
        ("Gleichung", "Gleichungen"),
        ("Listing", "Listings"),
        ("Abschnitt", "Abschnitte"),
        ("Kapitel", "Kapitel"),
        "und",
        mark=":",
        references="Literatur",
    ),
    "fr": Words(
        ("figure", "figures"),
        ("tableau", "tableaux"),
        ("équation", "équations"),
        ("listing", "listings"),
        ("section", "sections"),
        ("chapitre", "chapitres"),
        "et",
        references="Références",
    ),
    "es": Words(
        ("figura", "figuras"),
        ("tabla", "tablas"),
        ("ecuación", "ecuaciones"),
        ("listado", "listados"),
        ("sección", "secciones"),
        ("capítulo", "capítulos"),
        "y",
        references="Referencias",
    ),
    "it": Words(
        ("figura", "figure"),
        ("tabella", "tabelle"),
        ("equazione", "equazioni"),
        ("listato", "listati"),
        ("sezione", "sezioni"),
        ("capitolo", "capitoli"),
        "e",
        references="Riferimenti bibliografici",
    ),
    "pt": Words(
        ("figura", "figuras"),
        ("tabela", "tabelas"),
        ("equação", "equações"),
        ("listagem", "listagens"),
        ("seção", "seções"),
        ("capítulo", "capítulos"),
        "e",
        references="Referências",
    ),
    "ca": Words(
        ("figura", "figures"),
        ("taula", "taules"),
        ("equació", "equacions"),
        ("llistat", "llistats"),
        ("secció", "seccions"),
        ("capítol", "capítols"),
        "i",
        references="Referències",
    ),
    "ro": Words(
        ("figura", "figurile"),
        ("tabelul", "tabelele"),
        ("ecuația", "ecuațiile"),
        ("listarea", "listările"),
        ("secțiunea", "secțiunile"),
        ("capitolul", "capitolele"),
        "și",
        references="Referințe",
    ),
    "nl": Words(
        ("figuur", "figuren"),
        ("tabel", "tabellen"),
        ("vergelijking", "vergelijkingen"),
        ("listing", "listings"),
        ("paragraaf", "paragrafen"),
        ("hoofdstuk", "hoofdstukken"),
        "en",
        references="Literatuur",
    ),
    "sv": Words(
        ("figur", "figurerna"),
        ("tabell", "tabellerna"),
        ("ekvation", "ekvationerna"),
        ("listning", "listningarna"),
        ("avsnitt", "avsnitten"),
        ("kapitel", "kapitlen"),
        "och",
        references="Referenser",
    ),
    "da": Words(
        ("figur", "figur"),
        ("tabel", "tabel"),
        ("ligning", "ligning"),
        ("listing", "listing"),
        ("afsnit", "afsnit"),
        ("kapitel", "kapitel"),
        "og",
        references="Litteratur",
    ),
    "nb": Words(
        ("figur", "figur"),
        ("tabell", "tabell"),
        ("ligning", "ligning"),
        ("listing", "listing"),
        ("avsnitt", "avsnitt"),
        ("kapittel", "kapittel"),
        "og",
        references="Referanser",
    ),
    "fi": Words(
        _same("kuva"),
        _same("taulukko"),
        _same("yhtälö"),
        _same("listaus"),
        _same("luku"),
        _same("luku"),
        "ja",
        references="Lähteet",
    ),
    "ru": Words(
        _same("рис."),
        _same("табл."),
        ("уравнение", "уравнения"),
        ("листинг", "листинги"),
        ("раздел", "разделы"),
        ("глава", "главы"),
        "и",
        references="Литература",
    ),
    "uk": Words(
        _same("рис."),
        _same("табл."),
        ("рівняння", "рівняння"),
        ("лістинг", "лістинги"),
        ("розділ", "розділи"),
        ("глава", "глави"),
        "і",
        references="Література",
    ),
    "pl": Words(
        _same("rys."),
        _same("tab."),
        ("równanie", "równania"),
        _same("listing"),
        ("punkt", "punkty"),
        ("rozdział", "rozdziały"),
        "i",
        references="Bibliografia",
    ),
    "cs": Words(
        _same("obr."),
        _same("tab."),
        ("rovnice", "rovnice"),
        ("výpis", "výpisy"),
        ("oddíl", "oddíly"),
        ("kapitola", "kapitoly"),
        "a",
        references="Literatura",
    ),
    "hu": Words(
        _same("ábra"),
        _same("táblázat"),
        _same("egyenlet"),
        _same("lista"),
        _same("szakasz"),
        _same("fejezet"),
        "és",
        references="Irodalom",
    ),
    "tr": Words(
        _same("Şekil"),
        _same("Tablo"),
        _same("Denklem"),
        _same("Liste"),
        _same("Bölüm"),
        _same("Bölüm"),
        "ve",
        references="Kaynakça",
    ),
    "az": Words(
        _same("Şəkil"),
        _same("Cədvəl"),
        _same("Tənlik"),
        _same("Siyahı"),
        _same("Bölmə"),
        _same("Fəsil"),
        "və",
        references="Ədəbiyyat",
    ),
    "el": Words(
        ("Σχήμα", "Σχήματα"),
        ("Πίνακας", "Πίνακες"),
        ("Εξίσωση", "Εξισώσεις"),
        ("Κώδικας", "Κώδικες"),
        ("Ενότητα", "Ενότητες"),
        ("Κεφάλαιο", "Κεφάλαια"),
        "και",
        references="Βιβλιογραφία",
    ),
    "fa": Words(
        ("شکل", "شکل‌های"),
        ("جدول", "جدول‌های"),
        ("معادلهٔ", "معادله‌های"),
        ("برنامهٔ", "برنامه‌های"),
        ("بخش", "بخش‌های"),
        ("فصل", "فصل‌های"),
        "و",
        references="منابع",
    ),
    "ar": Words(
        ("الشكل", "الأشكال"),
        ("الجدول", "الجداول"),
        ("المعادلة", "المعادلات"),
        ("الشفرة", "الشفرات"),
        ("القسم", "الأقسام"),
        ("الفصل", "الفصول"),
        "و",
        references="المراجع",
    ),
    "he": Words(
        ("איור", "איורים"),
        ("טבלה", "טבלאות"),
        ("משוואה", "משוואות"),
        ("קטע קוד", "קטעי קוד"),
        ("סעיף", "סעיפים"),
        ("פרק", "פרקים"),
        "ו־",
        references="מקורות",
    ),
    "zh": Words(
        _same("图"),
        _same("表"),
        _same("公式"),
        _same("代码"),
        _same("节"),
        _same("章"),
        "和",
        references="参考文献",
    ),
    "ja": Words(
        _same("図"),
        _same("表"),
        _same("式"),
        _same("リスト"),
        _same("節"),
        _same("章"),
        "と",
        references="参考文献",
    ),
    "ko": Words(
        _same("그림"),
        _same("표"),
        _same("식"),
        _same("코드"),
        _same("절"),
        _same("장"),
        "및",
        references="참고 문헌",
    ),
}

_OTHER_TAGS = {"no": "nb", "nn": "nb"}


def words_in(lang: str) -> Words:
    """Return the words of a BCP 47 tag's language, English where it is not listed.

    >>> words_in("de-AT").one("fig")
    'Abbildung'
    """
    return WORDS[known_language(lang)]


def known_language(lang: str) -> str:
    """Return the key of a BCP 47 tag's language in `WORDS`."""
    language = lang.replace("_", "-").split("-")[0].lower()
    language = _OTHER_TAGS.get(language, language)
    return language if language in WORDS else "en"


def capital(word: str) -> str:
    """Return a word with its first letter large."""
    return word[:1].upper() + word[1:]
