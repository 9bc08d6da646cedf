"""First, subsequent, ibid: where a cite stands among the others."""

from __future__ import annotations

from publish.citing.context import Position
from publish.citing.positions import PlacedCite, find_standings
from tests.citing.making import FULL_OR_SHORT, cite, in_layout, make_style, notes, smith_and_jones, texts

NOTES = make_style(in_layout(FULL_OR_SHORT, 'suffix="." delimiter="; "'), kind="note")
FIRST, SUBSEQUENT, IBID_WITH, IBID = (
    Position.FIRST,
    Position.SUBSEQUENT,
    Position.IBID_WITH_LOCATOR,
    Position.IBID,
)


def positions(*clusters: tuple[int, list[PlacedCite]]) -> list[list[Position]]:
    return [[one.position for one in row] for row in find_standings(clusters, 5)]


def at(key: str, locator: str = "", label: str = "page") -> PlacedCite:
    return PlacedCite(key, locator, label)


def test_a_source_is_told_in_full_then_shortly_then_by_ibid() -> None:
    clusters = notes(cite("smith", "3"), cite("smith", "3"), cite("smith", "4"), cite("jones"), cite("smith"))
    assert texts(clusters, smith_and_jones(), NOTES) == [
        "Ann Smith, _The Long Road Home_, 1999, 3.",
        "Ibid.",
        "Ibid., 4.",
        "Ann Jones, _A Short Way_, 2004.",
        "Smith, The Long Road Home.",
    ]


def test_ibid_follows_the_table_of_locators() -> None:
    rows = positions((1, [at("a")]), (2, [at("a")]), (3, [at("a", "1")]), (4, [at("a", "1")]), (5, [at("a")]))
    assert rows == [[FIRST], [IBID], [IBID_WITH], [IBID], [SUBSEQUENT]]


def test_another_label_is_another_locator() -> None:
    assert positions((1, [at("a", "1")]), (2, [at("a", "1", "chapter")])) == [[FIRST], [IBID_WITH]]


def test_a_note_without_cites_between_ends_ibid() -> None:
    assert positions((1, [at("a")]), (3, [at("a")])) == [[FIRST], [SUBSEQUENT]]


def test_a_note_with_two_sources_ends_ibid() -> None:
    assert positions((1, [at("a"), at("b")]), (2, [at("b")])) == [[FIRST, FIRST], [SUBSEQUENT]]


def test_two_citations_in_one_note_follow_each_other_and_count_as_one_note_for_the_next() -> None:
    rows = positions((1, [at("a")]), (1, [at("b")]), (1, [at("b")]), (2, [at("b")]))
    assert rows == [[FIRST], [FIRST], [IBID], [SUBSEQUENT]]


def test_within_a_cluster_the_cite_before_counts() -> None:
    assert positions((1, [at("a"), at("a", "2")])) == [[FIRST, IBID_WITH]]


def test_running_text_and_notes_are_two_sequences() -> None:
    rows = positions((0, [at("a")]), (1, [at("b")]), (0, [at("a")]))
    assert rows == [[FIRST], [FIRST], [IBID]]


def test_near_notes_and_first_notes_are_known() -> None:
    standings = find_standings([(1, [at("a")]), (2, [at("b")]), (4, [at("a")]), (12, [at("a")])], 5)
    assert [(row[0].near_note, row[0].first_note) for row in standings] == [
        (False, 0),
        (False, 0),
        (True, 1),
        (False, 1),
    ]


def test_what_was_cited_earlier_is_never_first() -> None:
    clusters = notes(cite("jones", "7"))
    assert texts(clusters, smith_and_jones(), NOTES, cited_earlier=("jones",)) == ["Jones, A Short Way, 7."]


def test_a_name_in_the_running_text_is_no_cite() -> None:
    clusters = notes(cite("smith", author_only=True), cite("smith"))
    assert texts(clusters, smith_and_jones(), NOTES) == ["Ann Smith", "Ann Smith, _The Long Road Home_, 1999."]


def test_ibid_behind_words_of_the_author_is_small() -> None:
    clusters = notes(cite("smith"), cite("smith", "9", prefix="but see"))
    assert texts(clusters, smith_and_jones(), NOTES)[1] == "but see ibid., 9."


def test_everything_begins_anew_in_another_chapter() -> None:
    cites = [
        (1, [PlacedCite("a", "3")]),
        (2, [PlacedCite("a", "3")]),
        (1, [PlacedCite("a", "3")]),
        (2, [PlacedCite("a")]),
    ]
    book = find_standings(cites, 5, (), [0, 0, 0, 0])
    chapters = find_standings(cites, 5, (), [0, 0, 1, 1])
    assert [row[0].position for row in book[:3]] == [FIRST, IBID, IBID]
    assert [row[0].position for row in chapters] == [FIRST, IBID, FIRST, SUBSEQUENT]
    assert find_standings(cites, 5, ("a",), [0, 0, 1, 1])[2][0].position == SUBSEQUENT
