"""From a bare machine to a ready `.venv`: `python -m tools.bootstrap build|test`.

In: Python 3.11 or newer and nothing else. Out: system libraries, `.venv`, everything of the lock, `publish`
itself. What is there already is left alone: a second run takes a moment. Exit code 3: something is missing that
we may not install, and one line says which command would. Plain standard library.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from tools.system_packages import (
    Need,
    apt_knows,
    dnf_knows,
    find_manager,
    install_commands,
    is_root,
    missing_needs,
    one_line,
    packages_for,
)

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
MISSING_TOOL = 3

LOCKS = {"build": "requirements.lock", "test": "requirements-test.lock"}


def main() -> None:
    """Make this machine ready for `build` or `test`."""
    goal = sys.argv[1] if len(sys.argv) == 2 else ""
    if goal not in LOCKS:
        sys.exit("usage: python -m tools.bootstrap build|test")
    find_newer_python()
    install_system_packages(tests=goal == "test")
    make_environment()
    install_lock(goal)


def find_newer_python() -> None:
    """Start again with a newer Python if this one is too old and another is on the search path."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(20, OLDEST[1] - 1, -1):
        program = shutil.which(f"python3.{minor}")
        if program and subprocess.run([program, "-c", ""], capture_output=True, check=False).returncode == 0:
            os.execv(program, [program, "-m", "tools.bootstrap", *sys.argv[1:]])
    give_up("Python 3.11 or newer is needed: install it and run  make PYTHON=python3.11 " + sys.argv[1])


def install_system_packages(*, tests: bool) -> None:
    """Install what the operating system lacks, or say with which command a person can."""
    missing = missing_needs(tests)
    if PYTHON.exists():
        missing = [need for need in missing if need.name != "Python's venv"]
    if not missing:
        return
    manager = find_manager()
    if manager is None:
        give_up(
            "please install, with your system's package manager: " + ", ".join(need.name for need in missing)
        )
    say("installing " + ", ".join(need.name for need in missing))
    *refresh, _ = commands_for(missing, manager)
    for command in refresh:
        run_quietly(command)  # a broken third-party source must not stop us: the installation will tell
    run_quietly(commands_for(missing, manager)[-1])  # named anew: alternatives depend on fresh lists
    left = missing_needs(tests, tuple(missing))
    if left:
        give_up("please run:  " + one_line(commands_for(left, manager)))


def commands_for(needs: list[Need], manager: str) -> list[list[str]]:
    """Return the commands that install these needs here, the installation last."""
    known = {"apt": apt_knows, "dnf": dnf_knows}.get(manager, lambda name: True)
    return install_commands(manager, packages_for(needs, manager, known), root=is_root())


def make_environment() -> None:
    """Make `.venv` unless a working one is there; one moved from elsewhere is made anew."""
    place = VENV / ".place"
    moved = place.exists() and place.read_text() != str(ROOT)
    if PYTHON.exists() and not moved and works([str(PYTHON), "-c", "import pip"]):
        return
    say("making .venv")
    if VENV.exists():
        shutil.rmtree(VENV)
    if not works([sys.executable, "-m", "venv", str(VENV)]):
        # Debian without python3-venv: an environment without pip, filled by the system's pip.
        shutil.rmtree(VENV, ignore_errors=True)
        filled = works([sys.executable, "-m", "venv", "--without-pip", str(VENV)]) and works(
            [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", "pip"]
        )
        if not filled:
            shutil.rmtree(VENV, ignore_errors=True)
            give_up("this Python cannot make an environment; on Debian:  sudo apt-get install python3-venv")
    place.write_text(str(ROOT))


def install_lock(goal: str) -> None:
    """Install the lock's packages and `publish` itself, unless that was done with these very files."""
    lock = ROOT / LOCKS[goal]
    wanted = stamp_of(lock)
    # What tests need includes what a build needs, so either stamp will do for a build.
    for stamped in ("test",) if goal == "test" else ("build", "test"):
        stamp = VENV / f".stamp-{stamped}"
        if stamp.exists() and stamp.read_text() == stamp_of(ROOT / LOCKS[stamped]):
            return
    say(f"installing {lock.name}")
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps"]
    for command in (
        [*pip, "--require-hashes", "-r", str(lock)],
        [*pip, "--no-build-isolation", "--no-index", "-e", str(ROOT)],
    ):
        done = subprocess.run(command, cwd=str(ROOT), check=False)
        if done.returncode != 0:
            sys.exit(done.returncode)
    (VENV / f".stamp-{goal}").write_text(wanted)


def stamp_of(lock: Path) -> str:
    """Return a digest of everything that decides what is in the environment, and where it stands."""
    digest = hashlib.sha256(f"{ROOT}\n{sys.version_info[:2]}\n".encode())
    for path in (lock, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def works(command: list[str]) -> bool:
    """Tell whether a command ends well; what it prints is not of interest."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def run_quietly(command: list[str]) -> bool:
    """Run a command that installs; its complaints are shown, its chatter is not."""
    if command[0] == "sudo" and not sys.stdin.isatty():
        command = ["sudo", "-n", *command[1:]]  # without a terminal nobody can type a password
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=False)
    except OSError:
        return False
    return done.returncode == 0


def say(text: str) -> None:
    """Tell the person what takes the time."""
    print(f"publish: {text} …", file=sys.stderr, flush=True)


def give_up(text: str) -> NoReturn:
    """Say in one line what a person has to do, and leave with exit code 3."""
    print(f"publish: {text}", file=sys.stderr)
    sys.exit(MISSING_TOOL)


if __name__ == "__main__":
    main()
