"""The copyright page: rights, licence, publisher, edition, ISBN, printer's note, in small type.

In: metadata. Out: XHTML paragraphs, in the order of The Chicago Manual of Style, 17th ed., 1.19 to 1.35. What
the author wrote stands as written; only the number of an edition and the kinds of ISBN get words of ours.
"""

from __future__ import annotations

import re

from publish.model.metadata import Metadata
from publish.writing.inlines import inlines_html
from publish.writing.safety import without_control_characters
from publish.writing.tree import escape_text, escape_value

_CREATIVE_COMMONS = re.compile(r"CC[ -]?(BY(?:-NC)?(?:-SA|-ND)?)[ -](\d\.\d)", re.IGNORECASE)
_CC0 = re.compile(r"CC[ -]?0(?:[ -]1\.0)?\b", re.IGNORECASE)

_PAGE_LETTERS = 900
"""What small type surely holds on one page, however small the page."""

_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")

# Language: what a printed book and an e-book are called beside their ISBN, and which edition this is.
_TABLE = """
en print | e-book |
ar مطبوع | إلكتروني | الطبعة #
az çap | e-kitab | Nəşr #
ca imprès | digital | #a edició
cs tisk | e-kniha | #. vydání
da trykt | e-bog | #. udgave
de Druckausgabe | E-Book | #. Auflage
el έντυπο | ηλεκτρονικό | #η έκδοση
es impreso | digital | #.ª edición
fa چاپی | الکترونیکی | ویراست #
fi painettu | e-kirja | #. painos
fr imprimé | numérique | #e édition
he מודפס | דיגיטלי | מהדורה #
hu nyomtatott | e-könyv | #. kiadás
it stampa | e-book | #ª edizione
ja 印刷版 | 電子版 | 第#版
ko 종이책 | 전자책 | 제#판
nb trykt | e-bok | #. utgave
nl druk | e-book | #e druk
pl druk | e-book | Wydanie #
pt impresso | digital | #.ª edição
ro tipărit | digital | Ediția #
ru печатное издание | электронное издание | #-е издание
sv tryckt | e-bok | Upplaga #
tr basılı | e-kitap | #. baskı
uk друковане видання | електронне видання | #-е видання
zh 印刷版 | 电子版 | 第#版
"""
_WORDS = {
    lang: tuple(word.strip() for word in words.split("|"))
    for lang, _, words in (line.partition(" ") for line in _TABLE.strip().splitlines())
}


def copyright_page(metadata: Metadata) -> str:
    """Write the copyright page; empty where the metadata say nothing for it."""
    house = ", ".join(part for part in (metadata.publisher, metadata.place) if part)
    groups = (
        (("rights", inlines_html(metadata.rights)), ("licence", _licence(metadata))),
        (("publisher", _plain(house)), ("edition", _plain(edition_words(metadata)))),
        (
            *(("isbn", _isbn(kind, number, metadata.lang)) for kind, number in metadata.isbns),
            ("doi", _doi(metadata)),
        ),
        (("printers-note", inlines_html(metadata.printers_note)),),
    )
    written = []
    for group in groups:
        lines = [f'<p class="{name}">{words}</p>' for name, words in group if words]
        if lines:
            written.append("<div>\n" + "\n".join(lines) + "\n</div>")
    return '<div class="copyright-page">\n' + "\n".join(written) + "\n</div>" if written else ""


def small_print(body: str) -> str:
    """Set a file's text as a copyright page: at the foot if it is short enough for one page."""
    letters = len(re.sub(r"<[^<>]*>|\s", "", body))
    return f'<div class="copyright-page{" long" if letters > _PAGE_LETTERS else ""}">\n{body}\n</div>'


def edition_words(metadata: Metadata) -> str:
    """Return which edition this is: the author's words, or words for a number.

    >>> edition_words(Metadata(edition="2")), edition_words(Metadata(edition="3", lang="de-AT"))
    ('Second edition', '3. Auflage')
    >>> edition_words(Metadata(edition="Revised edition"))
    'Revised edition'
    """
    number = metadata.edition.strip()
    if not number.isdecimal() or len(number) > 3 or number == "0":
        return number
    pattern = _words_in(metadata.lang)[2]
    if pattern:
        return pattern.replace("#", number)
    ordinal = _ORDINALS[int(number) - 1] if int(number) <= len(_ORDINALS) else f"{number}{_suffix(int(number))}"
    return f"{ordinal} edition"


def _suffix(number: int) -> str:
    if 10 < number % 100 < 14:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _words_in(lang: str) -> tuple[str, ...]:
    primary = lang.replace("_", "-").split("-")[0].lower()
    return _WORDS.get({"no": "nb", "nn": "nb"}.get(primary, primary), _WORDS["en"])


def _isbn(kind: str, number: str, lang: str) -> str:
    printed, digital, _ = _words_in(lang)
    named = {"print": printed, "epub": digital, "pdf": "PDF"}.get(kind, "")
    # A number is read from the left in every language.
    isbn = f'<span dir="ltr">ISBN {_plain(number)}</span>'
    return isbn + (f" ({_plain(named)})" if named else "")


def _doi(metadata: Metadata) -> str:
    if not metadata.doi:
        return ""
    address = f"https://doi.org/{metadata.doi}"
    return f'<a href="{escape_value(address)}" dir="ltr">{_plain(address)}</a>'


def _licence(metadata: Metadata) -> str:
    """Write the licence, and the address of its text where it is one of Creative Commons by name."""
    words = inlines_html(metadata.licence)
    plain = re.sub(r"<[^<>]*>", "", words)
    commons = _CREATIVE_COMMONS.search(plain)
    address = ""
    if "creativecommons.org" in words:
        return words
    if commons:
        address = f"https://creativecommons.org/licenses/{commons[1].lower()}/{commons[2]}/"
    elif _CC0.search(plain):
        address = "https://creativecommons.org/publicdomain/zero/1.0/"
    return words + (f'<br/><a href="{address}" dir="ltr">{escape_text(address)}</a>' if address else "")


def _plain(text: str) -> str:
    return escape_text(without_control_characters(text))
