"""What a machine lacks is told and installed by its own package manager; asked by table, not by trying."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bootstrap, system_packages
from tools.system_packages import (
    MANAGERS,
    NEEDS,
    Need,
    find_manager,
    has_library,
    has_program,
    install_commands,
    java_version,
    missing_needs,
    one_line,
    packages_for,
)

ROOT = Path(__file__).resolve().parents[2]


def need(name: str, *, present: bool = False, for_tests: bool = False, **packages: tuple[str, ...]) -> Need:
    return Need(name, lambda: present, packages, for_tests)


def test_every_need_is_met_by_every_manager() -> None:
    for entry in NEEDS:
        for manager, _ in MANAGERS:
            assert entry.packages[manager], (entry.name, manager)
            for package in entry.packages[manager]:
                assert re.fullmatch(r"[a-z0-9][a-z0-9.+@-]*", package)


@pytest.mark.parametrize(
    ("manager", "expected"),
    [
        ("apt", ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]),
        ("dnf", ["pango", "harfbuzz"]),
        ("brew", ["pango", "harfbuzz"]),
    ],
)
def test_the_libraries_of_the_layout_engine(manager: str, expected: list[str]) -> None:
    needs = [entry for entry in NEEDS if not entry.for_tests and "venv" not in entry.name]
    assert packages_for(needs, manager, lambda _: True) == expected


@pytest.mark.parametrize(
    ("manager", "expected"),
    [
        ("apt", ["openjdk-17-jdk-headless", "qpdf", "poppler-utils", "chromium"]),
        ("dnf", ["java-21-openjdk-devel", "qpdf", "poppler-utils", "chromium"]),
        ("brew", ["openjdk", "qpdf", "poppler", "chromium"]),
    ],
)
def test_what_the_tests_need(manager: str, expected: list[str]) -> None:
    needs = [entry for entry in NEEDS if entry.for_tests]
    assert packages_for(needs, manager, lambda _: True) == expected


def test_of_alternatives_the_first_known_is_taken() -> None:
    java = need("java", apt=("j17", "j21", "default"))
    assert packages_for([java], "apt", lambda name: name != "j17") == ["j21"]
    assert packages_for([java], "apt", lambda name: False) == ["j17"]
    assert packages_for([java, java], "apt", lambda name: True) == ["j17"]


def test_what_is_there_is_left_alone() -> None:
    needs = (need("a", present=True, apt=("a",)), need("b", apt=("b",)), need("c", for_tests=True, apt=("c",)))
    assert [entry.name for entry in missing_needs(False, needs)] == ["b"]
    assert [entry.name for entry in missing_needs(True, needs)] == ["b", "c"]


def test_commands_of_each_manager() -> None:
    assert one_line(install_commands("apt", ["qpdf"], root=False)) == (
        "sudo apt-get update -qq && sudo apt-get install -y -qq --no-install-recommends qpdf"
    )
    assert one_line(install_commands("apt", ["qpdf"], root=True)).count("sudo") == 0
    assert one_line(install_commands("dnf", ["qpdf"], root=False)) == "sudo dnf install -y -q qpdf"
    assert one_line(install_commands("brew", ["qpdf"], root=False)) == "brew install --quiet qpdf"


def test_the_manager_is_found_by_its_program() -> None:
    assert find_manager(lambda name: "/usr/bin/dnf" if name == "dnf" else None) == "dnf"
    assert find_manager(lambda name: None) is None


@pytest.mark.parametrize(
    ("text", "version"),
    [("javac 17.0.15", 17), ("javac 1.8.0_402", 8), ("javac 21", 21), ("openjdk 25-ea", 25), ("", 0)],
)
def test_java_versions(text: str, version: int) -> None:
    assert java_version(text) == version


def test_probes_of_this_machine() -> None:
    assert has_library("libpango-1.0.so.0", "libpango-1.0.dylib")
    assert not has_library("libno-such-thing.so.9")
    assert has_program("sh")
    assert not has_program("no-such-program")


def test_what_cannot_be_installed_is_said_in_one_line_and_exit_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[list[str]] = []
    lacking = need("Pango", apt=("libpango-1.0-0",))

    def refuse(command: list[str]) -> bool:
        ran.append(command)
        return False

    monkeypatch.setattr(bootstrap, "missing_needs", lambda tests, needs=(lacking,): [lacking])
    monkeypatch.setattr(bootstrap, "find_manager", lambda: "apt")
    monkeypatch.setattr(bootstrap, "is_root", lambda: False)
    monkeypatch.setattr(bootstrap, "run_quietly", refuse)
    with pytest.raises(SystemExit) as end:
        bootstrap.install_system_packages(tests=False)
    assert end.value.code == 3
    said = capsys.readouterr().err.splitlines()
    assert said[-1] == (
        "publish: please run:  sudo apt-get update -qq && "
        "sudo apt-get install -y -qq --no-install-recommends libpango-1.0-0"
    )
    assert [command[1:3] for command in ran] == [["apt-get", "update"], ["apt-get", "install"]]


def test_without_a_manager_the_names_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "missing_needs", lambda tests: [need("Pango")])
    monkeypatch.setattr(bootstrap, "find_manager", lambda: None)
    with pytest.raises(SystemExit) as end:
        bootstrap.install_system_packages(tests=False)
    assert end.value.code == 3
    assert "Pango" in capsys.readouterr().err


def test_installing_ends_when_nothing_is_missing_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    lacking = Need("Pango", lambda: bool(installed), {"apt": ("libpango-1.0-0",)})

    def install(command: list[str]) -> bool:
        installed.extend(command if "install" in command else [])
        return True

    monkeypatch.setattr(
        bootstrap, "missing_needs", lambda tests, needs=(lacking,): system_packages.missing_needs(tests, needs)
    )
    monkeypatch.setattr(bootstrap, "find_manager", lambda: "apt")
    monkeypatch.setattr(bootstrap, "run_quietly", install)
    bootstrap.install_system_packages(tests=False)
    assert installed[-1] == "libpango-1.0-0"


def test_wrong_use_is_told() -> None:
    done = subprocess.run([sys.executable, "-m", "tools.bootstrap"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "usage" in done.stderr


def test_the_tools_stand_on_the_standard_library_alone() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(ROOT)!r}); import tools.bootstrap",
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_locks_pin_everything_and_name_no_place(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"(?m)^\s*-", text.replace("    --hash=sha256:", ""))
    entries = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==[^\s;]+( ; [^\\]+)? \\\n", entry), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry)


def split(requirement: str) -> tuple[str, str]:
    name, _, version = requirement.partition("==")
    return re.sub(r"[-_.]+", "-", name).lower(), version


def test_locks_hold_what_the_project_names() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    runtime = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    tests = project["project"]["optional-dependencies"]["test"]
    locked = {
        name: dict(re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text("utf-8")))
        for name in ("requirements.lock", "requirements-test.lock")
    }
    for requirement in runtime:
        name, version = split(requirement)
        assert locked["requirements.lock"][name] == version, f"run `make lock`: {requirement}"
    for requirement in tests:
        name, version = split(requirement)
        assert locked["requirements-test.lock"][name] == version, f"run `make lock`: {requirement}"
    for name, version in locked["requirements.lock"].items():
        assert locked["requirements-test.lock"][name] == version
