"""One line of type is read the same however a tool cuts it into strings."""

from __future__ import annotations

from dataclasses import replace

from publish.structure.pdf.lines import gather_lines, join_pieces, read_lines
from publish.structure.pdf.painted import Piece, join_runs


def _piece(text: str, left: float, right: float, font: str = "Serif", **spaced: bool) -> Piece:
    return Piece(0, text, left, right, 90, 100, 100, font, 10, "#000000", -1, **spaced)


def test_persian_painted_from_left_to_right_is_read_from_right_to_left() -> None:
    # فهرست cut in the middle of the word; پرو گیت between its words.
    assert [piece.text for piece in join_runs([_piece("رست", 0, 20), _piece("فه", 20.3, 30)])] == ["فهرست"]
    words = join_runs([_piece("گیت", 0, 20), _piece("پرو", 23, 40, is_spaced_after=True)])
    assert [piece.text for piece in words] == ["پرو گیت"]


def test_words_as_far_apart_as_columns_are_not_joined() -> None:
    assert len(join_runs([_piece("گیت", 0, 20), _piece("پرو", 60, 80)])) == 2


def test_a_space_that_takes_no_room_is_none() -> None:
    joined = join_runs([_piece("G", 0, 9, is_spaced_after=True), _piece("it", 9.1, 15)])
    assert [piece.text for piece in joined] == ["Git"]
    apart = join_runs([_piece("to", 0, 9, is_spaced_after=True), _piece("it", 11, 15)])
    assert join_pieces(apart) == "to it"


def test_a_full_stop_in_a_face_for_code_stands_far_from_its_neighbours() -> None:
    digits = [_piece("0.", 0, 9.6, "Source-Code-Pro"), _piece("5", 12, 17, "Source-Code-Pro")]
    assert join_pieces(digits) == "0.5"
    words = [_piece("in", 0, 11, "Source-Code-Pro"), _piece("it", 18, 29, "Source-Code-Pro")]
    assert join_pieces(words) == "in it"


def test_leaders_are_left_out_however_few_dots_they_have() -> None:
    for count in range(1, 7):
        dots = [_piece(".", 60 + 6 * at, 64 + 6 * at) for at in reversed(range(count))]
        entry = [_piece("The reservoir", 0, 58), *dots, _piece("xii", 120, 130)]
        assert join_pieces(entry) == "The reservoir xii"
    words = [_piece("see", 0, 18), _piece(".", 18.2, 20, "Serif-Bold"), _piece("Below", 24, 50)]
    assert join_pieces(words) == "see. Below"
    assert join_pieces([words[0], words[1], _piece("12", 20.3, 30)]) == "see.12"


def test_a_line_of_code_that_the_layout_broke_ends_without_a_sign_of_it() -> None:
    lines = gather_lines([_piece("git clone /opt/\u00ad", 0, 90), replace(_piece("git", 0, 20), baseline=114)])
    assert read_lines(lines, keep_lines=True).text == "git clone /opt/\ngit"
