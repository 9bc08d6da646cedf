"""What publish needs from the operating system, by what is missing and by who can install it.

In: probes of this machine. Out: package names and one command. Plain standard library, as it
runs before anything is installed. Debian and Ubuntu are tried, Fedora and macOS are not.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """One thing publish needs: how to tell that it is there, and what brings it, by package manager.

    Alternatives stand in order of preference; the first that the manager knows is taken.
    """

    name: str
    present: Callable[[], bool]
    packages: dict[str, tuple[str, ...]]
    for_tests: bool = False


def has_library(*names: str) -> bool:
    """Tell whether one of these shared libraries can be loaded."""
    for name in names:
        for folder in ("", *_BREW_FOLDERS) if sys.platform == "darwin" else ("",):
            try:
                ctypes.CDLL(folder + name)
            except OSError:
                continue
            return True
    return False


_BREW_FOLDERS = ("/opt/homebrew/lib/", "/usr/local/lib/")


def has_program(name: str) -> bool:
    """Tell whether a program is on the search path."""
    return shutil.which(name) is not None


def has_venv() -> bool:
    """Tell whether this Python can make an environment with pip in it; Debian packs that apart."""
    return importlib.util.find_spec("ensurepip") is not None


def java_version(text: str) -> int:
    """Return the major version that `javac -version` prints, 0 if it cannot be read.

    >>> java_version("javac 17.0.15"), java_version("javac 1.8.0_402"), java_version("")
    (17, 8, 0)
    """
    match = re.search(r"\b(?:1\.)?(\d+)", text)
    return int(match.group(1)) if match else 0


def has_jdk() -> bool:
    """Tell whether a Java compiler of version 17 or newer is there (macOS has a stub that only asks)."""
    if not has_program("javac") or not has_program("java"):
        return False
    try:
        done = subprocess.run(["javac", "-version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0 and java_version(done.stdout + done.stderr) >= 17


_PYTHON = f"python3.{sys.version_info[1]}"

NEEDS: tuple[Need, ...] = (
    Need(
        "Python's venv",
        has_venv,
        {"apt": (f"{_PYTHON}-venv", "python3-venv"), "dnf": ("python3-libs",), "brew": ("python",)},
    ),
    Need(
        "Pango",
        lambda: has_library("libpango-1.0.so.0", "libpango-1.0.dylib"),
        {"apt": ("libpango-1.0-0",), "dnf": ("pango",), "brew": ("pango",)},
    ),
    Need(
        "PangoFT2",
        lambda: has_library("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
        {"apt": ("libpangoft2-1.0-0",), "dnf": ("pango",), "brew": ("pango",)},
    ),
    Need(
        "HarfBuzz's subsetter",
        lambda: has_library("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"),
        {"apt": ("libharfbuzz-subset0",), "dnf": ("harfbuzz",), "brew": ("harfbuzz",)},
    ),
    Need(
        "JDK 17",
        has_jdk,
        {
            "apt": ("openjdk-17-jdk-headless", "openjdk-21-jdk-headless", "default-jdk-headless"),
            "dnf": ("java-21-openjdk-devel", "java-17-openjdk-devel", "java-latest-openjdk-devel"),
            "brew": ("openjdk",),
        },
        for_tests=True,
    ),
    Need(
        "qpdf",
        lambda: has_program("qpdf"),
        {"apt": ("qpdf",), "dnf": ("qpdf",), "brew": ("qpdf",)},
        for_tests=True,
    ),
    Need(
        "Poppler's programs",
        lambda: has_program("pdftotext") and has_program("pdftoppm"),
        {"apt": ("poppler-utils",), "dnf": ("poppler-utils",), "brew": ("poppler",)},
        for_tests=True,
    ),
    Need(
        "Chromium",
        lambda: any(map(has_program, ("chromium", "chromium-browser", "google-chrome"))),
        {"apt": ("chromium",), "dnf": ("chromium",), "brew": ("chromium",)},
        for_tests=True,
    ),
)

MANAGERS = (("apt", "apt-get"), ("dnf", "dnf"), ("brew", "brew"))


def find_manager(which: Callable[[str], str | None] = shutil.which) -> str | None:
    """Return this machine's package manager: `apt`, `dnf`, `brew`, or None."""
    return next((manager for manager, program in MANAGERS if which(program)), None)


def missing_needs(tests: bool, needs: tuple[Need, ...] = NEEDS) -> list[Need]:
    """Return what is not there; what only tests need counts only for them."""
    return [need for need in needs if (tests or not need.for_tests) and not need.present()]


def packages_for(needs: list[Need], manager: str, known: Callable[[str], bool]) -> list[str]:
    """Return the packages that bring these needs, each once: of alternatives the first that is known."""
    names: list[str] = []
    for need in needs:
        alternatives = need.packages[manager]
        name = next((name for name in alternatives if len(alternatives) > 1 and known(name)), alternatives[0])
        if name not in names:
            names.append(name)
    return names


def install_commands(manager: str, packages: list[str], *, root: bool) -> list[list[str]]:
    """Return the commands that install packages, in order; Homebrew must not run as root."""
    sudo = [] if root else ["sudo"]
    if manager == "apt":
        return [
            [*sudo, "apt-get", "update", "-qq"],
            [*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        ]
    if manager == "dnf":
        return [[*sudo, "dnf", "install", "-y", "-q", *packages]]
    return [["brew", "install", "--quiet", *packages]]


def one_line(commands: list[list[str]]) -> str:
    """Return commands as one line for a person to run.

    >>> one_line([["sudo", "apt-get", "update"], ["sudo", "apt-get", "install", "qpdf"]])
    'sudo apt-get update && sudo apt-get install qpdf'
    """
    return " && ".join(" ".join(command) for command in commands)


def apt_knows(name: str) -> bool:
    """Tell whether apt's lists have an installable package of this name."""
    done = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True, check=False)
    return "Candidate:" in done.stdout and "Candidate: (none)" not in done.stdout


def dnf_knows(name: str) -> bool:
    """Tell whether dnf has a package of this name."""
    done = subprocess.run(["dnf", "-q", "list", name], capture_output=True, text=True, check=False)
    return done.returncode == 0


def is_root() -> bool:
    """Tell whether we are the superuser."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
