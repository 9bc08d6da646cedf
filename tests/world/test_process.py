"""Programs end within their limit, together with everything they started."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from publish.world.process import MissingTool, TooLong, run


def test_input_and_outputs_are_bytes() -> None:
    done = run(
        [sys.executable, "-c", "import sys; sys.stdout.write(input()); sys.stderr.write('e'); sys.exit(3)"],
        b"in\n",
    )
    assert (done.returncode, done.stdout, done.stderr) == (3, b"in", b"e")


def test_much_output_does_not_block() -> None:
    done = run([sys.executable, "-c", "import sys; sys.stderr.write('e' * 500_000); print('o' * 500_000)"])
    assert (len(done.stdout), len(done.stderr)) == (500_001, 500_000)


def test_the_limit_ends_the_program_and_its_children(tmp_path: Path) -> None:
    child = tmp_path / "child"
    script = (
        "import subprocess, sys, time\n"
        f"p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(child)!r}, 'w').write(str(p.pid))\ntime.sleep(60)\n"
    )
    start = time.monotonic()
    with pytest.raises(TooLong, match="within 1 s"):
        run([sys.executable, "-c", script], time_limit_s=1)
    assert time.monotonic() - start < 10
    number = int(child.read_text())
    for _ in range(50):
        try:
            os.kill(number, 0)
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return
        if state == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the child outlived its parent's limit")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux sets the limits of another process")
def test_the_kernel_ends_a_program_nobody_waits_for() -> None:
    ask = "import resource, time; time.sleep(0.5); print(resource.getrlimit(resource.RLIMIT_CPU)[1])"
    limit_s = int(run([sys.executable, "-c", ask], time_limit_s=30).stdout)
    assert 30 < limit_s <= 30 * (os.cpu_count() or 1) + 1


def test_a_missing_program_is_told() -> None:
    with pytest.raises(MissingTool, match="no-such-program"):
        run(["/nowhere/no-such-program"])


def test_the_environment_is_not_the_authors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "tr_TR.UTF-8")
    monkeypatch.setenv("SECRET", "1")
    monkeypatch.setenv("TZ", "Asia/Baku")
    done = run([sys.executable, "-c", "import os; print(sorted(os.environ.items()))"])
    assert b"SECRET" not in done.stdout
    assert b"tr_TR" not in done.stdout
    assert b"('TZ', 'UTC')" in done.stdout
