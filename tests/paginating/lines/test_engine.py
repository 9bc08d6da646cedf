"""Lines are set in exactly one engine; in any other it breaks its lines itself, and it is said."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterator

import pytest
import weasyprint
from weasyprint.draw import text as engine_drawing
from weasyprint.layout import block as engine_block

from publish.model.lines import GREEDY, TOTAL_FIT
from publish.model.metadata import Metadata
from publish.paginating.lines import engine
from publish.paginating.lines.record import Record
from publish.paginating.lines.setting import set_lines
from publish.paginating.paginate import paginate
from tests.paginating.dense import document

BODY = document(f"<p>{'word ' * 200}</p>")


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    engine._differing.cache_clear()
    yield
    engine._differing.cache_clear()


def test_the_installed_engine_is_the_one_that_lines_are_set_in() -> None:
    changed = engine.changed_functions()
    assert not changed, (
        f"lines are no longer set by us: of WeasyPrint {weasyprint.__version__} differ {', '.join(changed)}. "
        f"Study what changed, set paginating/lines right, run its tests, then change SET_VERSION and digests"
    )


def test_a_digest_is_of_the_whole_function() -> None:
    for name, digest in engine._DIGESTS.items():
        source = inspect.getsource(engine._find(name)).rstrip().encode()
        assert hashlib.sha256(source).hexdigest()[:16] == digest, name


@pytest.mark.parametrize("name", ["weasyprint.layout.inline:iter_line_boxes", "pydyf:Stream.show_text"])
def test_a_changed_function_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engine._DIGESTS, name, "0" * 16)
    assert engine.changed_functions() == (name,)
    with set_lines(TOTAL_FIT) as setter:
        assert setter is None


def test_another_version_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint, "__version__", "70.1")
    assert engine.changed_functions() == ("version 70.1",)


def test_a_function_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("weasyprint.layout.inline.text_align")
    assert "weasyprint.layout.inline:text_align" in engine.changed_functions()


def test_another_functions_source_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.text.line_break.strut", lambda style: (0.0, 0.0))
    assert engine.changed_functions() == ("weasyprint.text.line_break:strut",)


def test_on_another_engine_lines_are_the_engines_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = paginate(BODY, [], {}, (), Metadata(), lines=GREEDY)
    monkeypatch.setattr(engine, "SET_VERSION", "69.9")
    record = Record()
    done = paginate(BODY, [], {}, (), Metadata(), record=record)
    assert done.value is not None
    assert greedy.value is not None
    assert done.value.pdf == greedy.value.pdf
    assert (record.own_lines, record.engine_lines) == (0, 0)
    told = [d for d in done.diagnostics if d.code == "layout/greedy-lines"]
    assert [d.severity.value for d in told] == ["warning"]
    assert "version 70.0" in told[0].message
    assert any("weasyprint==69.9" in hint for hint in told[0].hints)
    # Who asked for greedy lines gets them without a word.
    asked = paginate(BODY, [], {}, (), Metadata(), lines=GREEDY)
    assert "layout/greedy-lines" not in {d.code for d in asked.diagnostics}


def test_the_engine_is_as_it_was_afterwards() -> None:
    before = engine_block.iter_line_boxes, engine_drawing.draw_first_line
    with set_lines(TOTAL_FIT), set_lines(TOTAL_FIT):
        assert engine_block.iter_line_boxes is not before[0]
    assert (engine_block.iter_line_boxes, engine_drawing.draw_first_line) == before
    with pytest.raises(KeyError), set_lines(TOTAL_FIT):
        raise KeyError
    assert (engine_block.iter_line_boxes, engine_drawing.draw_first_line) == before
