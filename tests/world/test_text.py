"""Texts are strict UTF-8, with one kind of line end; what is not is told with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.model.source import Span
from publish.world.text import decode_text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbfa", "a"),
        (b"a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("ə Ⅷ 漢字 🙂\n".encode(), "ə Ⅷ 漢字 🙂\n"),
        ("a\u200eb\u00adc\u0085".encode(), "a\u200eb\u00adc\u0085"),
    ],
)
def test_good_texts(content: bytes, text: str) -> None:
    outcome = decode_text("a.md", content)
    assert outcome.value.text == text
    assert outcome.value.path == "a.md"
    assert outcome.diagnostics == ()


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"one\ntwo \xe9 three", 2, 5),
        (b"one\r\ntwo\r\xe9", 3, 1),
        ("ə🙂".encode() + b"\x80", 1, 3),
        (b"\xef\xbb\xbfab\xc3", 1, 3),
        (b"\xed\xa0\x80", 1, 1),
        (b"\xc0\xaf", 1, 1),
        (b"\xf5\x80\x80\x80", 1, 1),
    ],
)
def test_the_bad_byte_has_its_place(content: bytes, line: int, column: int) -> None:
    (found,) = decode_text("a.md", content).diagnostics
    assert found.code == "read/not-utf8"
    assert found.where == Span("a.md", line, column, line, column + 1)
    assert found.hints


def test_western_bytes_are_named() -> None:
    (found,) = decode_text("my file.md", "naïve".encode("latin-1")).diagnostics
    assert "0xEF" in found.message
    assert "“ï”" in found.hints[1]
    assert "'my file.md'" in found.hints[1]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_named(encoding: str) -> None:
    (found,) = decode_text("a.md", "# A title\n\nSome words.".encode(encoding)).diagnostics
    assert found.code == "read/not-utf8"
    assert "UTF-16" in found.message


def test_control_characters_are_replaced_in_place() -> None:
    outcome = decode_text("a.md", b"a\x00b\n\x0cc\x1bd\tok\x7f")
    assert outcome.value.text == "a\ufffdb\n c\ufffdd\tok\ufffd"
    assert [(d.code, d.where.line, d.where.column) for d in outcome.diagnostics if d.where] == [
        ("read/control-character", 1, 2),
        ("read/control-character", 2, 1),
        ("read/control-character", 2, 3),
        ("read/control-character", 2, 8),
    ]
    assert "U+000C (form feed)" in outcome.diagnostics[1].message


def test_many_control_characters_are_told_of_once() -> None:
    outcome = decode_text("a.md", b"word \x01 " * 500)
    assert len(outcome.diagnostics) == 10
    assert "490 more" in outcome.diagnostics[-1].message
    assert "more" not in outcome.diagnostics[0].message


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_that_xml_can_carry(content: bytes) -> None:
    outcome = decode_text("a.md", content)
    text = outcome.value.text
    assert "\r" not in text
    if not any(d.code == "read/not-utf8" for d in outcome.diagnostics):
        assert not any(ord(c) < 32 and c not in "\t\n" for c in text)
    for found in outcome.diagnostics:
        assert found.where is not None
        assert found.where.line <= text.count("\n") + 1 or found.code == "read/not-utf8"
