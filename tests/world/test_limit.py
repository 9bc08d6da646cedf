"""Endless work is ended after so much CPU time; how busy the machine is decides nothing."""

from __future__ import annotations

import time

import pytest

from publish.world.limit import TimeLimitExceeded, time_limit


def compute(cpu_seconds: float) -> None:
    end = time.process_time() + cpu_seconds
    while time.process_time() < end:
        sum(range(1000))


def test_work_is_ended() -> None:
    with pytest.raises(TimeLimitExceeded), time_limit(0.05):
        compute(60)


def test_waiting_for_the_machine_is_no_work() -> None:
    with time_limit(0.1):
        time.sleep(0.3)


def test_a_limit_inside_another_leaves_it_running() -> None:
    with pytest.raises(TimeLimitExceeded), time_limit(0.1):
        with time_limit(60):
            compute(0.02)
        compute(60)


def test_nothing_is_limited_afterwards() -> None:
    with time_limit(0.05):
        pass
    compute(0.1)
