"""The cyclic collector is at rest while editions are made, and only then."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from publish.pipeline import collector
from publish.pipeline.collector import resting_collector


class Knot:
    """An object that counting references never frees."""

    def __init__(self) -> None:
        self.itself = self


def test_the_collector_rests_within_blocks_and_is_as_before_behind_them() -> None:
    assert gc.isenabled()
    with pytest.raises(KeyError), resting_collector():
        with resting_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()
    gc.disable()
    try:
        with resting_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_block_that_ends_in_another_thread_lets_the_others_finish() -> None:
    may_end = threading.Event()
    begun = threading.Event()

    def work() -> None:
        with resting_collector():
            begun.set()
            may_end.wait(10)

    thread = threading.Thread(target=work)
    with resting_collector():
        thread.start()
        assert begun.wait(10)
    assert not gc.isenabled()
    may_end.set()
    thread.join()
    assert gc.isenabled()


@pytest.mark.parametrize(("most", "is_freed"), [(0, True), (10_000_000, False)])
def test_what_is_left_behind_is_freed_when_there_is_much_of_it(
    monkeypatch: pytest.MonkeyPatch, most: int, *, is_freed: bool
) -> None:
    monkeypatch.setattr(collector, "_MOST_LEFT", most)
    with resting_collector():
        knot = weakref.ref(Knot())
        kept = [[] for _ in range(100)]
    with resting_collector():
        assert (knot() is None) == is_freed
    assert len(kept) == 100
    gc.collect()
    assert knot() is None
