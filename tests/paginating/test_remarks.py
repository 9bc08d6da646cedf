"""Nothing the engine says is dropped: known sentences get a code of their own, the rest is passed on."""

from __future__ import annotations

import logging

from publish.paginating.addresses import MemoryFetcher
from publish.paginating.engine_log import Remark, engine_remarks
from publish.paginating.preparing import prepare_tree
from publish.paginating.remarks import translate_remarks
from tests.paginating.dense import document


def translate(*remarks: Remark) -> list[tuple[str, str]]:
    root = prepare_tree(document("<p>x</p>"))
    return [(d.code, d.message) for d in translate_remarks(remarks, MemoryFetcher({}, ()), (), root, ())]


def test_an_unknown_sentence_is_passed_on() -> None:
    said = "Something odd happened at https://publication.invalid/images/a.png."
    assert translate(Remark(said, (), said)) == [("layout/engine", "Something odd happened at images/a.png")]


def test_what_other_rooms_tell_better_is_left_to_them() -> None:
    assert translate(Remark("…", (), 'Image "a.png" has no required alt description')) == []


def test_glyphs_are_told_once_each() -> None:
    glyph = Remark(".notdef glyph rendered for Unicode string", ("\ue000", 0xE000), "…")
    assert [code for code, _ in translate(glyph, glyph)] == ["font/missing-glyph"]


def test_the_log_is_caught_and_given_back() -> None:
    logger = logging.getLogger("weasyprint")
    before = (logger.level, logger.propagate, list(logger.handlers))
    with engine_remarks() as remarks:
        logger.warning("one %s", "two")
        logger.debug("not this")
        logging.getLogger("fontTools.subset").warning("nor this")
    assert remarks == [Remark("one %s", ("two",), "one two")]
    assert (logger.level, logger.propagate, list(logger.handlers)) == before
