"""The house style: twelve cites print exactly twelve notes, from the engine and in a built document."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import html

import publish
from publish.citing import check_style, format_citations
from publish.model.citation import Reference, Style
from publish.reading.references import read_references
from publish.world.assets import csl_text
from publish.world.text import decode_text
from tests.citing.making import cite, notes, reference
from tests.citing.printing import printed

PROJECT = Path(__file__).parent / "house-notes"
EARLIER = ("avakian", "cornell", "altstadt")
POST = (
    "https://www.washingtonpost.com/archive/politics/1990/01/22/azerbaijani-capital-demands-withdrawal-of-soviet"
    "-troops/dd8378e3-f8dd-404d-be39-1ec7837bb469/"
)
AZERTAC = "https://azertag.az/en/xeber/SOVIET_ARMY_IN_BLACK_JANUARY_TO_SAVE_OR_KILL-588101"
CITES: list[Any] = [
    cite("hrw1991", "23"),
    cite("abilov2017", "112"),
    cite("oberdorfer1990"),
    cite("abilov2017", "113"),
    cite("miller1994", "194"),
    cite("mammadov2006", "16"),
    cite("avakian", "16"),
    cite("cornell", "53"),
    cite("seyidov2010"),
    cite("dobbs1990", "13"),
    cite("hrw1991", "4"),
    (cite("seyidov2010"), cite("altstadt", "213", prefix="See also:")),
]
NOTES = [
    "Human Rights Watch/Helsinki, _Conflict in the Soviet Union: Black January in Azerbaidzhan_ (Human Rights "
    "Watch, 1991), p. 23.",
    "Abilov, Shamkhal and Isayev, Ismayil, “The National Revival in Azerbaijan Prior to the Fall of the Soviet "
    "Union and ‘Black January,’” in Mammadli, Aliaga, Braux, Adeline and Mahmudlu, Ceyhun (eds.), "
    "_“Azerbaijani” and Beyond: Perspectives on the Construction of National Identity_ (Berlin: Verlag Dr. "
    "Köster, 2017), p. 112.",
    "Oberdorfer, Don, “Azerbaijani Capital Demands Withdrawal of Soviet Troops,” _The Washington Post_, "
    f"January 22, 1990; {POST}. Accessed on December 2, 2022.",
    "Abilov and Isayev, “The National Revival in Azerbaijan,” p. 113.",
    "Miller, Donald E., “The Role of Historical Memory in Interpreting Events in the Republic of Armenia,” in "
    "Hovannisian, Richard G. (ed.), _Remembrance and Denial: The Case of the Armenian Genocide_ (Wayne State "
    "University Press, 1994), p. 194.",
    "Mammadov, Mushfig, “Legal Aspects of the Nagorno-Garabagh Conflict,” _Caucasian Review of International "
    "Affairs_, Vol. 1, No. 1, 2006, p. 16.",
    "Avakian, _Nagorno-Karabakh: Legal Aspects_, p. 16.",
    "Cornell, _Azerbaijan since Independence_, p. 53.",
    "Seyidov, Vugar, “Soviet Army in ‘Black January’: To Save or Kill?” AzerTac, January 22, 2010; "
    f"{AZERTAC}. Accessed on December 2, 2022.",
    "Dobbs, Michael, “Soviets Say Troops Used To Avert Coup in Baku; Nationalists Said to Plan Seizure of "
    "Power,” _The Washington Post_, January 27, 1990, p. 13.",
    "Human Rights Watch/Helsinki, _Conflict in the Soviet Union_, p. 4.",
    "Seyidov, “Soviet Army in ‘Black January.’” See also: Altstadt, _The Azerbaijani Turks_, p. 213.",
]


@pytest.fixture(scope="module")
def style() -> Style:
    xml = csl_text("house-notes")
    assert xml is not None
    checked = check_style("house-notes", xml)
    assert checked.diagnostics == ()
    assert checked.value is not None
    return checked.value


@pytest.fixture(scope="module")
def sources() -> tuple[Reference, ...]:
    path = PROJECT / "sources.yaml"
    return read_references((decode_text(path.name, path.read_bytes()).value,), ()).value


def test_the_engine_prints_the_twelve_notes(style: Style, sources: tuple[Reference, ...]) -> None:
    made = format_citations(notes(*CITES), sources, style, "en-US", cited_earlier=EARLIER)
    assert [printed(one) for one in made.value.clusters] == NOTES
    assert made.diagnostics == ()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    result = publish.build(PROJECT, to=("html", "pdf"), output=folder, cache=False)
    assert result.diagnostics == ()
    return folder


def _marked(element: Any) -> str:
    for italic in element.iter("em"):
        italic.text = "_" + (italic.text or "")
        italic.tail = "_" + (italic.tail or "")
    return " ".join(element.text_content().split())


def test_the_web_page_has_the_twelve_notes(built: Path) -> None:
    page = html.fromstring((built / "house-notes.html").read_bytes())
    found: Any = page.xpath("//aside[@class='note']//span[@class='citation']")
    assert [_marked(one) for one in found] == NOTES


def test_the_pdf_has_the_twelve_notes(built: Path) -> None:
    document = pypdfium2.PdfDocument(built / "house-notes.pdf")
    whole = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()

    def squeezed(text: str) -> str:
        return re.sub(r"[\s_\u2010\u00ad\ufffe\uffff-]", "", text)

    text = squeezed(whole)
    for number, note in enumerate(NOTES, start=1):
        assert f"{number}{squeezed(note)}" in text


# --- kinds of sources the twelve do not have ---------------------------------------------------------------

PERSON = [{"family": "Doe", "given": "Jane"}]
FOUR = [{"family": name, "given": "A."} for name in ("One", "Two", "Three", "Four")]


def full(style: Style, locator: str = "", label: str = "", **fields: Any) -> str:
    given = {
        "id": "x",
        "type": "book",
        "title": "The Title",
        "issued": {"date-parts": [[1999, 5, 2]]},
        **fields,
    }
    record = Reference("x", json.dumps(given))
    made = format_citations(notes(cite("x", locator, label)), [record], style, "en-US").value
    return printed(made.clusters[0])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"author": PERSON, "publisher": "Brill", "edition": "2", "volume": "3", "translator": FOUR[:1]},
            "Doe, Jane, _The Title_, translated by One, A., 2nd ed., Vol. 3 (Brill, 1999).",
        ),
        ({"editor": FOUR[:2], "publisher": "Brill"}, "One, A. and Two, A. (eds.), _The Title_ (Brill, 1999)."),
        ({"author": FOUR, "publisher": "Brill"}, "One, A. et al., _The Title_ (Brill, 1999)."),
        (
            {"author": FOUR[:3], "publisher": "Brill", "issued": {}},
            "One, A., Two, A. and Three, A., _The Title_ (Brill, n.d.).",
        ),
        ({"publisher": "Brill"}, "_The Title_ (Brill, 1999)."),
        (
            {"type": "thesis", "author": PERSON, "genre": "PhD thesis", "publisher": "MIT"},
            "Doe, Jane, “The Title,” PhD thesis, MIT, 1999.",
        ),
        (
            {"type": "article-magazine", "author": PERSON, "container-title": "Time", "page": "4-6"},
            "Doe, Jane, “The Title,” _Time_, May 2, 1999, pp. 4–6.",
        ),
        (
            {
                "type": "article-journal",
                "author": PERSON,
                "container-title": "Isis",
                "volume": "4",
                "page": "1-9",
                "DOI": "10.1/x",
                "URL": "https://example.org",
                "accessed": {"date-parts": [[2020]]},
            },
            "Doe, Jane, “The Title,” _Isis_, Vol. 4, 1999, pp. 1–9; https://doi.org/10.1/x.",
        ),
        (
            {"type": "legal_case", "title": "Roe v. Wade", "container-title": "U.S.", "volume": "410"}
            | {"page": "113", "authority": "Supreme Court", "issued": {"date-parts": [[1973]]}},
            "_Roe v. Wade_, 410 U.S. 113 (Supreme Court, 1973).",
        ),
        (
            {"type": "legislation", "title": "Official Secrets Act", "number": "12", "volume": "5"}
            | {"container-title": "Statutes", "section": "§ 3"},
            "Official Secrets Act, No. 12, 5 _Statutes_ § 3, May 2, 1999.",
        ),
        (
            {"type": "interview", "author": PERSON, "interviewer": FOUR[:1]},
            "Doe, Jane, “The Title,” interview by One, A., May 2, 1999.",
        ),
        (
            {
                "type": "personal_communication",
                "author": PERSON,
                "recipient": FOUR[:1],
                "title": "",
                "genre": "letter",
            },
            "Doe, Jane, letter, to One, A., May 2, 1999.",
        ),
        (
            {"type": "manuscript", "author": PERSON, "archive": "State Archive", "archive_location": "fol. 3"},
            "Doe, Jane, “The Title,” May 2, 1999, fol. 3, State Archive.",
        ),
        (
            {"type": "speech", "author": PERSON, "event-title": "Congress", "event-place": "Baku"},
            "Doe, Jane, “The Title,” Congress, Baku, May 2, 1999.",
        ),
        (
            {"type": "motion_picture", "director": PERSON, "publisher": "A24"},
            "Doe, Jane (dir.), _The Title_ (A24, 1999).",
        ),
        (
            {"type": "dataset", "author": PERSON, "version": "2", "publisher": "Zenodo", "DOI": "10.5281/z"},
            "Doe, Jane, _The Title_, version 2 (Zenodo, 1999); https://doi.org/10.5281/z.",
        ),
        (
            {
                "type": "entry-encyclopedia",
                "container-title": "Encyclopaedia",
                "editor": PERSON,
                "publisher": "EB",
            },
            "“The Title,” in Doe, Jane (ed.), _Encyclopaedia_ (EB, 1999).",
        ),
        (
            {"type": "report", "author": [{"literal": "UN"}], "genre": "Report", "number": "A/45"},
            "UN, _The Title_, Report A/45 (1999).",
        ),
        (
            {"type": "post", "author": PERSON, "container-title": "Forum"},
            "Doe, Jane, “The Title,” Forum, May 2, 1999.",
        ),
        (
            {"issued": {"date-parts": [[1450]], "circa": True}, "author": PERSON, "title": "Who Goes There?"},
            "Doe, Jane, _Who Goes There?_ (c. 1450).",
        ),
    ],
)
def test_every_kind_of_source_has_a_full_note(style: Style, fields: dict[str, Any], expected: str) -> None:
    assert full(style, **fields) == expected


def test_locators_carry_their_label(style: Style) -> None:
    made = [full(style, where, label, author=PERSON) for where, label in [("3-5", "page"), ("2", "chapter")]]
    assert [text.rsplit("), ", 1)[1] for text in made] == ["pp. 3–5.", "chap. 2."]


def test_a_question_mark_takes_the_place_of_the_comma(style: Style) -> None:
    record = reference("x", author=PERSON, title="Why? A Study", title_short="Why?")
    made = format_citations(notes(cite("x"), cite("x", "3")), [record], style, "en-US").value
    assert printed(made.clusters[1]) == "Doe, _Why?_ p. 3."


def test_the_list_is_in_order_of_families_with_dashes_for_repeated_ones(
    style: Style, sources: tuple[Reference, ...]
) -> None:
    record = {**json.loads(sources[-1].csl_json), "id": "second", "title": "Another Book"}
    more = (*sources, Reference("second", json.dumps(record)))
    listed = [
        printed(one.inlines)
        for one in format_citations((), more, style, "en-US", nocite=("*",)).value.bibliography
    ]
    heads = [entry.split(",")[0] for entry in listed]
    first = ["Abilov", "Altstadt", "Avakian", "Cornell", "Dobbs", "Human Rights Watch/Helsinki", "Kaufman"]
    assert heads == [*first, "———", "Mammadov", "Miller", "Oberdorfer", "Seyidov", "de Waal"]
