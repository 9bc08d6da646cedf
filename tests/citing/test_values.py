"""Names, dates and numbers as references carry them."""

from __future__ import annotations

from typing import Any

import pytest

from publish.citing.dates import parse_date
from publish.citing.item import read_item
from publish.citing.numbers import roman
from publish.citing.person import parse_person
from publish.citing.persons import initials_of, respace_initials
from publish.citing.ranges import format_pages, is_numeric, is_plural
from publish.citing.sorting import collation_key
from publish.citing.texts import suffix_letters
from tests.citing.making import entries, in_layout, make_style, reference


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ({"family": "de Waal", "given": "Thomas"}, ("Waal", "Thomas", "", "de", "")),
        ({"family": "Aubignac", "given": "François d'"}, ("Aubignac", "François", "d'", "", "")),
        ({"family": "King", "given": "Martin Luther, Jr."}, ("King", "Martin Luther", "", "", "Jr.")),
        ({"family": '"van Gogh"', "given": "Vincent"}, ("van Gogh", "Vincent", "", "", "")),
        ({"family": "van der Berg"}, ("Berg", "", "", "van der", "")),
        ({"family": "MacArthur", "given": "D."}, ("MacArthur", "D.", "", "", "")),
        ({"family": "D’Annunzio", "given": "G."}, ("D’Annunzio", "G.", "", "", "")),
    ],
)
def test_names_come_apart(name: dict[str, str], parts: tuple[str, ...]) -> None:
    person = parse_person(name)
    assert person is not None
    found = (person.family, person.given, person.dropping, person.non_dropping, person.suffix)
    assert found == parts


def test_a_name_that_says_nothing_is_none() -> None:
    assert parse_person({}) is None
    assert parse_person({"family": None, "given": 3.5}) is not None
    assert parse_person({"literal": ""}) is None


def test_initials() -> None:
    assert initials_of("Thomas Stearns", ".") == "T.S."
    assert initials_of("Jean-Luc", ". ") == "J.-L."
    assert initials_of("Maria de la", ".") == "M. de la"
    assert respace_initials("John M.E.", " ") == "John M E"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"date-parts": [[1990, 1, 20]]}, (1990, 1, 20)),
        ({"date-parts": [["1990", "01"]]}, (1990, 1, 0)),
        ({"date-parts": [[1990, 22]]}, (1990, 0, 0)),
        ({"raw": "1990-01-20"}, (1990, 1, 20)),
        ({"raw": "20 January 1990"}, (1990, 1, 20)),
        ("January 20, 1990", (1990, 1, 20)),
        ("1990", (1990, 0, 0)),
        (1990, (1990, 0, 0)),
        ({"raw": "1990~"}, (1990, 0, 0)),
        ("1990/01/20", (1990, 1, 20)),
        ("Sat, 20 Jan. 1990", (1990, 1, 20)),
        ("March 15, 44 BC", (-44, 3, 15)),
        ({"date-parts": [[1990, 13, 40]]}, (1990, 0, 0)),
        ({"date-parts": [[-44, 3, 15]]}, (-44, 3, 15)),
    ],
)
def test_dates(value: Any, expected: tuple[int, int, int]) -> None:
    date = parse_date(value)
    assert (date.year, date.get("month", 0), date.get("day", 0)) == expected


@pytest.mark.parametrize(
    "value", [None, {}, [], {"date-parts": None}, {"date-parts": [[None]]}, {"date-parts": "x"}]
)
def test_dates_that_say_nothing_are_none(value: Any) -> None:
    assert parse_date(value) is None


def test_ranges_doubt_and_words() -> None:
    interval = parse_date("1990-01-19/1990-01-20")
    assert (interval.begin.day, interval.end.day) == (19, 20)
    assert parse_date({"date-parts": [[1990], [1991]]}).end.year == 1991
    assert parse_date("1990/..").end.is_nil()
    assert parse_date("1990?")["circa"]
    assert parse_date({"literal": "in press"}).text == "in press"
    assert parse_date("May-June 1990").end.month == 6
    assert parse_date({"date-parts": [[1990]], "season": "Trinity"}).season == "Trinity"
    assert parse_date("sometime soon").text == "sometime soon"
    assert parse_date({"raw": "Spring 1990"}).season == 1


@pytest.mark.parametrize(
    ("pages", "style", "expected"),
    [
        ("101-108", "chicago", "101–8"),
        ("321-328", "minimal", "321–8"),
        ("321-328", "minimal-two", "321–28"),
        ("321-8", "expanded", "321–328"),
        ("1496-1504", "chicago", "1496–1504"),
        ("1496-1504", "chicago-16", "1496–504"),
        ("xxv-xxviii", "chicago", "xxv–xxviii"),
        ("S4-S8", "minimal", "S4–8"),
        ("12, 15-18", "expanded", "12, 15–18"),
        ("3--7", "", "3–7"),
        ("9-4", "minimal", "9–4"),
        ("", "minimal", ""),
    ],
)
def test_page_ranges(pages: str, style: str, expected: str) -> None:
    assert format_pages(pages, style, "–") == expected


def test_numbers() -> None:
    assert [is_numeric(text) for text in ("12", "12th", "A4", "1 & 2", "1-3", "twelve", "1st ed.", "")] == [
        *[True] * 5,
        *[False] * 3,
    ]
    assert [is_plural(text) for text in ("12", "12-13", "1, 2", "2.0", "1 & 2", "xii")] == [
        False,
        True,
        True,
        False,
        True,
        False,
    ]
    assert [roman(number) for number in (1, 4, 9, 1990)] == ["i", "iv", "ix", "mcmxc"]
    assert [suffix_letters(number) for number in (1, 26, 27, 703)] == ["a", "z", "aa", "aaa"]


def test_bad_fields_are_named_and_left_out() -> None:
    record = {
        "title": {"no": "text"},
        "author": "A name",
        "editor": [{"family": "Good"}, "bad", {}],
        "issued": {"date-parts": ["x"]},
        "volume": True,
        "page": 3.0,
        "publisher": None,
        "note": ["a", "b"],
    }
    item, wrong = read_item("k", record)
    assert sorted(wrong) == ["author", "editor", "issued", "title", "volume"]
    assert item.fields["page"] == "3"
    assert len(item.names["editor"]) == 1


def test_variables_hidden_in_a_note_are_found() -> None:
    item, _ = read_item("k", {"note": "original-date: 1900-05\neditor: Doe || Ann\nJust a remark: here"})
    assert item.dates["original-date"].year == 1900
    assert item.names["editor"][0].family == "Doe"
    assert item.fields["note"] == "Just a remark: here"


def test_collation() -> None:
    words = ["zebra", "Äpfel", "apfel", "Apfel, B", "Œuvre", "’t Hart", "Thor"]
    assert sorted(words, key=collation_key) == [
        "apfel",
        "Äpfel",
        "Apfel, B",
        "Œuvre",
        "’t Hart",
        "Thor",
        "zebra",
    ]


@pytest.mark.parametrize(
    ("family", "given", "expected"),
    [
        ("Толстой", "Лев Николаевич", ("Толстой", "", "Лев Николаевич", "")),
        ("Čapek Chod", "Karel Šimon", ("Čapek Chod", "", "Karel Šimon", "")),
        ("כהן לוי", "א ב", ("כהן לוי", "", "א ב", "")),
        ("де Голль", "Шарль", ("Голль", "де", "Шарль", "")),
        ("de la Peña Łaski", "Ana", ("Peña Łaski", "de la", "Ana", "")),
        ("Beethoven", "Ludwig van", ("Beethoven", "", "Ludwig", "van")),
    ],
)
def test_only_small_words_are_particles_in_any_script(
    family: str, given: str, expected: tuple[str, str, str, str]
) -> None:
    person = parse_person({"family": family, "given": given})
    assert person is not None
    assert (person.family, person.non_dropping, person.given, person.dropping) == expected


def test_what_stands_around_a_year_stands_around_a_range_and_words_for_it() -> None:
    year = '<date variable="issued"><date-part name="year" prefix="(" suffix=")"/></date>'
    style = make_style(in_layout(year), bibliography=in_layout(year))
    made = [
        entries([reference("x", issued=issued)], style)[0]
        for issued in ({"date-parts": [[1954], [1959]]}, {"literal": "forthcoming"})
    ]
    assert made == ["(1954–1959)", "(forthcoming)"]


def test_a_label_is_made_of_names_or_title_and_the_year() -> None:
    label = '<text variable="citation-label"/>'
    style = make_style(in_layout(label), bibliography=in_layout(label))
    names = [{"family": name} for name in ("D’Angelo", "Øst", "Çelik")]
    records: list[dict[str, Any]] = [
        {"author": names, "issued": {"date-parts": [[2015]]}},
        {"title": "The storm over us", "issued": {"date-parts": [[2003], [2004]]}},
        {"author": [{"literal": "World Health Organization"}]},
    ]
    assert [entries([reference("x", **one)], style)[0] for one in records] == ["DaØÇ15", "Stor03", "Worl00"]


def test_chinese_titles_are_not_slanted() -> None:
    title = '<text variable="title" font-style="italic"/>'
    style = make_style(in_layout(title), bibliography=in_layout(title))
    made = [entries([reference("x", title=title)], style)[0] for title in ("毛泽东选集", "Mao 选集")]
    assert made == ["毛泽东选集", "_Mao 选集_"]


def test_years_of_a_range_never_run_together() -> None:
    year = '<date variable="issued"><date-part name="year" range-delimiter=""/></date>'
    style = make_style(in_layout(year), bibliography=in_layout(year))
    assert entries([reference("x", issued={"date-parts": [[1954], [1959]]})], style) == ["1954–1959"]


def test_a_term_stays_in_the_language_of_the_document() -> None:
    version = '<text term="version" form="short"/>'
    style = make_style(in_layout(version), bibliography=in_layout(version))
    assert entries([reference("x")], style, lang="de-DE") == ["Version"]
