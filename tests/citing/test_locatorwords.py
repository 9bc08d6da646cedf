"""Locators as authors type them, of every CSL label and in several languages."""

from __future__ import annotations

import pytest

from publish.citing import locator_terms
from publish.citing.stylefacts import LOCATORS
from publish.model.elements import text
from publish.transforms.locators import parse_locator

TYPED = {
    "en": {
        "page": "p. 5; pp. 5–7; page 5; 5; {p. iv}; p.5",
        "chapter": "chap. 3; ch. 3; chapter III",
        "section": "sec. 2; § 2; §§ 2-3; §2",
        "verse": "v. 3; vv. 3-4; verse 3",
        "volume": "vol. 2; vols. 2-3",
        "line": "l. 3; ll. 3-4; line 3",
        "figure": "fig. 3; figs. 3-4",
        "folio": "fol. 3r; fols. 3-4; folio 3",
        "paragraph": "para. 4; ¶ 4; ¶¶ 4-5",
        "sub-verbo": "s.v. 3; sub verbo 3",
        "issue": "no. 4; nos. 4-5; issue 3",
        "note": "n. 5; nn. 5-6; note 5",
        "opus": "op. 4",
        "part": "pt. 2; part II",
        "column": "col. 2; cols. 2-3",
        "book": "bk. 3; book III",
        "act": "act 3; act III",
        "appendix": "app. 2; appendix 2; {appendix B}",
        "article-locator": "art. 4; article 4",
        "canon": "can. 4; canon 4",
        "elocation": "loc. 450",
        "equation": "eq. 3; eqs. 3-4",
        "rule": "r. 5; rule 5",
        "scene": "sc. 2; scene ii",
        "supplement": "supp. 2; suppl. 2",
        "table": "tbl. 2; tab. 2; table 2",
        "timestamp": "timestamp 1:23:45",
        "title-locator": "tit. 4",
        "version": "version 2",
    },
    "de": {
        "page": "S. 5; S. 5 ff.; Seiten 5-7; p. 5",
        "chapter": "Kap. 3; Kapitel 3",
        "volume": "Bd. 2; Bde. 2-3",
        "note": "Anm. 5; Fn. 5",
        "folio": "Bl. 3; Fol. 3",
        "paragraph": "Rn. 12; Abs. 4",
        "column": "Sp. 2",
        "issue": "Nr. 4; Heft 3",
        "table": "Tab. 2",
    },
    "fr": {"page": "p. 5; pages 5-7", "volume": "vol. 2; t. 2; tome 2", "issue": "n° 4; no 4", "folio": "f. 3"},
    "es": {
        "page": "p. 5; pág. 5; págs. 5-7",
        "issue": "núm. 4; n.º 4",
        "chapter": "cap. 2",
        "table": "tabla 2",
    },
    "it": {"page": "p. 5; pag. 5", "folio": "c. 3; cc. 3-4", "line": "r. 3", "chapter": "cap. 2"},
    "ru": {
        "page": "с. 5; С. 5–7; стр. 5",
        "chapter": "гл. 3",
        "volume": "т. 2",
        "issue": "№ 4",
        "folio": "л. 3",
    },
    "pl": {"page": "s. 5; str. 5", "chapter": "rozdz. 3", "note": "przyp. 5", "figure": "rys. 3"},
    "az": {"page": "s. 5; səh. 5", "volume": "c. 2", "issue": "№ 3"},
    "fa": {"page": "ص ۵; ص. 5; p. 5"},
    "he": {"page": "עמ' 5"},
}
CASES = [
    (lang, label, typed)
    for lang, labels in TYPED.items()
    for label, several in labels.items()
    for typed in several.split("; ")
]


@pytest.mark.parametrize(("lang", "label", "typed"), CASES)
def test_a_locator_is_read_as_its_author_meant_it(lang: str, label: str, typed: str) -> None:
    locator, found, rest = parse_locator(text(f", {typed}"), locator_terms(lang))
    assert (found, rest) == (label, ())
    assert locator
    assert typed.strip("{}").endswith(locator)


def test_every_label_of_csl_is_among_the_english_ones() -> None:
    assert set(TYPED["en"]) == set(LOCATORS)
