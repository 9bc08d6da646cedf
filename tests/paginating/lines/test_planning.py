"""Which lines a paragraph is planned in: no hyphen where none may be, natural letters in ragged text."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from publish.model.lines import TOTAL_FIT
from publish.paginating.lines import planning
from publish.paginating.lines.costs import costs_of
from publish.paginating.lines.fitting import Break, Ending
from publish.paginating.lines.measured import Place
from publish.paginating.lines.planning import _RAGGED_SHRINK, Column, plan_lines, plan_with_lines

LETTER, SPACE = 5.0, 3.0
WORDS = ["ab", "incomprehensible", "cd", "extraordinarily", "ef", "misunderstandings"] * 6


@dataclass(frozen=True)
class Counted:
    """A measured paragraph in letters of one width, each long word with a place to divide it in its middle."""

    is_divided: bool = False
    forced: tuple[int, ...] = ()

    def with_hyphens(self) -> Counted:
        return Counted(is_divided=True)

    @property
    def text(self) -> str:
        return " ".join(WORDS)

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for _, place in self._found())

    @property
    def breaks(self) -> tuple[Break, ...]:
        return tuple(found for found, _ in self._found())

    def _found(self) -> list[tuple[Break, Place]]:
        found = [(Break(0, 0, 0, 0), Place(0, 0))]
        x = space = 0.0
        at = 0
        for word in WORDS:
            half = len(word) // 2
            if self.is_divided and half > 2:
                middle = x + half * LETTER
                found.append(
                    (Break(middle, middle + 2, space, space, Ending.HYPHEN), Place(at + half, at + half, "-"))
                )
            x, at = x + len(word) * LETTER, at + len(word)
            found.append((Break(x + SPACE, x, space + SPACE, space), Place(at + 1, at)))
            x, space, at = x + SPACE, space + SPACE, at + 1
        last = len(self.text)
        found[-1] = (Break(x, x - SPACE, space, space - SPACE), Place(last, last))
        return found


@pytest.mark.parametrize("width", [130.0, 150.0])
def test_a_penalty_of_ten_thousand_divides_no_word(width: float) -> None:
    divided = []
    for penalty in (0.0, 10_000.0):
        costs = replace(costs_of(TOTAL_FIT), hyphen_penalty=penalty)
        plan, _ = plan_lines(Counted(), None, Column(width, 0.0, is_justified=True, em=10.0), costs)  # type: ignore[arg-type]
        assert plan is not None
        divided.append(any(line.adds for line in plan.lines))
    assert divided == [True, False]


@pytest.mark.parametrize("width", [120.0, 131.0, 149.0, 200.0, 260.0])
def test_ragged_lines_squeeze_no_letters(width: float) -> None:
    costs = costs_of(TOTAL_FIT)
    plan, _ = plan_lines(Counted(), None, Column(width, 0.0, is_justified=False, em=10.0), costs)  # type: ignore[arg-type]
    assert plan is not None
    for line in plan.lines:
        text = Counted().text[line.start : line.end]
        tightest = len(text.replace(" ", "")) * LETTER + text.count(" ") * SPACE * (1 - _RAGGED_SHRINK)
        assert tightest <= width + 1e-6, text


def test_a_paragraph_that_is_not_tried_could_not_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = costs_of(TOTAL_FIT)
    settable, tried = [], []
    for width in (float(width) for width in range(90, 400, 7)):
        column = Column(width, 6.0, is_justified=True, em=10.0)
        whole, _ = plan_lines(Counted(), None, column, costs)  # type: ignore[arg-type]
        assert whole is not None
        for more in (-1, 1, 2):
            count = len(whole.lines) + more

            def plan(count: int = count, column: Column = column, whole: planning.Plan = whole) -> object:
                return plan_with_lines(
                    Counted(),  # type: ignore[arg-type]
                    None,
                    column,
                    costs,
                    line_count=count,
                    instead_of=whole,
                )

            found, divided = plan()  # type: ignore[misc]
            with monkeypatch.context() as everything:
                everything.setattr(planning, "_can_fill", lambda *_: True)
                assert plan()[0] == found  # type: ignore[index]
            settable.append(found is not None)
            tried.append(divided is not None or found is not None)
    assert any(settable)
    assert not all(tried)
