"""Nothing outside the project is read, whatever the manuscript says."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.world import beneath
from publish.world.disk import MemoryProject, NotThere, OutsideProject, Project, normal_form


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "key").write_text("secret")
    root = tmp_path / "book"
    (root / "images").mkdir(parents=True)
    (root / "images" / "map.png").write_bytes(b"map")
    (root / "a b.md").write_text("spaced")
    (root / "50%.md").write_text("half")
    (root / "main.md").write_text("main")
    return root


OUTSIDE = [
    "../secret.txt",
    "images/../../secret.txt",
    "%2e%2e/secret.txt",
    "%2E%2e%2Fsecret.txt",
    "..%2fsecret.txt",
    "./.././secret.txt",
    "/etc/passwd",
    "//etc/passwd",
    "%2Fetc/passwd",
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "file://localhost/etc/passwd",
    "file:etc/passwd",
    "fi%6Ce:///etc/passwd",
    "C:\\Windows\\win.ini",
    "c:/Windows/win.ini",
    "\\\\server\\share",
    "../book/main.md",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_paths_that_lead_out_are_refused(root: Path, path: str) -> None:
    for files in (Project(root), MemoryProject({"main.md": b"main"})):
        with pytest.raises(OutsideProject):
            files.read_bytes(path)
        with pytest.raises(OutsideProject):
            files.relative(path)
        assert not files.exists(path)
        assert files.reads == ()


MISSING = [
    "none.md",
    "main.md/x",
    "images/none.png",
    "a\0b",
    "%00",
    "main.md%00.png",
    "x" * 5000,
    "d/" * 3000,
    "\udcff.md",
]


@pytest.mark.parametrize("path", MISSING, ids=[repr(path)[:20] for path in MISSING])
def test_paths_of_no_file_are_told_apart_from_refused_ones(root: Path, path: str) -> None:
    for files in (Project(root), MemoryProject({"main.md": b"main"})):
        with pytest.raises(NotThere):
            files.read_bytes(path)
        assert not files.exists(path)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("main.md", "main.md"),
        ("./main.md", "main.md"),
        ("images//map.png", "images/map.png"),
        ("images/./x/../map.png", "images/map.png"),
        ("images%2Fmap.png", "images/map.png"),
        ("a%20b.md", "a b.md"),
        ("a b.md", "a b.md"),
        ("50%.md", "50%.md"),
        ("50%25.md", "50%.md"),
    ],
)
def test_one_file_has_one_normal_form(root: Path, path: str, name: str) -> None:
    project = Project(root)
    content = project.read_bytes(path)
    twin = MemoryProject({name: content})
    assert project.relative(path) == twin.relative(path) == name
    assert twin.read_bytes(path) == content
    assert project.reads == twin.reads == ((name, hashlib.sha256(content).hexdigest()),)


def test_a_name_is_found_in_either_unicode_form(root: Path) -> None:
    (root / "cafe\u0301.md").write_text("x")
    assert Project(root).read_bytes("caf\u00e9.md") == b"x"
    assert Project(root).relative("caf%C3%A9.md") == "cafe\u0301.md"


def test_links_inside_are_followed_and_links_outside_refused(root: Path) -> None:
    (root / "in.md").symlink_to("main.md")
    (root / "pictures").symlink_to("images")
    (root / "out.md").symlink_to("../secret.txt")
    (root / "etc").symlink_to("/etc")
    (root / "up").symlink_to("..")
    (root / "dangling").symlink_to("/nowhere/at/all")
    (root / "loop").symlink_to("loop")
    project = Project(root)
    assert project.read_bytes("in.md") == b"main"
    assert project.read_bytes("pictures/map.png") == b"map"
    for path in ("out.md", "etc/passwd", "up/secret.txt", "up/secrets/key", "dangling", "etc"):
        with pytest.raises(OutsideProject):
            project.read_bytes(path)
        assert not project.exists(path)
    with pytest.raises((NotThere, OutsideProject)):
        project.read_bytes("loop")
    assert "out.md" not in project.list("**/*.md")
    assert "in.md" in project.list("*.md")


def test_a_link_swapped_in_after_the_check_is_not_followed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The resolved path is opened without following links, so a race has nothing to win."""
    (root / "images" / "map.png").unlink()
    (root / "images" / "map.png").symlink_to("../../secret.txt")
    with pytest.raises(OutsideProject):
        beneath.read_beneath(str(root), "images/map.png", "images/map.png")
    (root / "folder").symlink_to("../secrets")
    with pytest.raises((NotThere, OutsideProject)):
        beneath.read_beneath(str(root), "folder/key", "folder/key")


def test_only_plain_files_are_read(root: Path, tmp_path: Path) -> None:
    os.mkfifo(root / "fifo")
    (root / "device").symlink_to("/dev/zero")
    listener = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    try:
        os.chdir(root)  # a socket's address is short
        listener.bind("socket")
    finally:
        os.chdir(here)
        listener.close()
    project = Project(root)
    for path in ("fifo", "device", "socket"):
        with pytest.raises(OutsideProject):
            project.read_bytes(path)
    with pytest.raises(NotThere, match="is a folder"):
        project.read_bytes("images")
    with pytest.raises(NotThere, match="is a folder"):
        project.read_bytes("")


def test_a_huge_file_is_not_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beneath, "LARGEST_FILE", 3)
    with pytest.raises(NotThere, match="larger"):
        Project(root).read_bytes("main.md")


def test_allowed_folders_open_by_place_and_by_name(root: Path, tmp_path: Path) -> None:
    project = Project(root, (tmp_path / "secrets",))
    for path in ("../secrets/key", str(tmp_path / "secrets" / "key"), f"file://{tmp_path}/secrets/key"):
        assert project.read_bytes(path) == b"secret"
        assert project.relative(path) == "../secrets/key"
    (root / "link").symlink_to("../secrets/key")
    assert project.read_bytes("link") == b"secret"
    for path in ("../secret.txt", "../secrets/../secret.txt", "/etc/passwd", "../secrets/%2e%2e/secret.txt"):
        with pytest.raises(OutsideProject):
            project.read_bytes(path)
    (tmp_path / "secrets" / "out").symlink_to("/etc/passwd")
    with pytest.raises(OutsideProject):
        project.read_bytes("../secrets/out")


def test_a_project_reached_through_a_link_is_one_project(root: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to("book")
    assert Project(tmp_path / "alias").read_bytes("images/map.png") == b"map"


def test_listing(root: Path) -> None:
    (root / ".git").mkdir()
    (root / ".git" / "x.md").write_text("")
    (root / ".hidden.md").write_text("")
    (root / "images" / "deep").mkdir()
    (root / "images" / "deep" / "z.md").write_text("")
    os.close(os.open(os.fsencode(root) + b"/caf\xe9.md", os.O_CREAT | os.O_WRONLY))
    (root / "output" / "book").mkdir(parents=True)
    (root / "output" / "book" / "x.md").write_text("delivered")
    project = Project(root)
    twin = MemoryProject(dict.fromkeys((*project.list("**/*"), ".hidden.md", ".git/x.md", "output/x.md"), b""))
    assert project.list("*.md") == twin.list("*.md") == ("50%.md", "a b.md", "main.md")
    assert (
        project.list("**/*.md") == twin.list("**/*.md") == ("50%.md", "a b.md", "images/deep/z.md", "main.md")
    )
    assert project.list("images/*") == twin.list("images/*") == ("images/map.png",)
    assert project.list("m?in.md") == ("main.md",)
    assert project.list("[m]ain.md") == ()


def test_normal_form_is_its_own_normal_form() -> None:
    for path in ("a/b/../c", "./x", "a//b", "a/%2e/b"):
        assert normal_form(normal_form(path)) == normal_form(path)


def test_what_may_not_be_read_says_so(root: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    (root / "main.md").chmod(0)
    with pytest.raises(NotThere, match="may not be read"):
        Project(root).read_bytes("main.md")


PIECES = ["..", ".", "", "%2e", "%2E%2e", "%2f", "/", "\\", "up", "out.md", "images", "main.md", "secret.txt",
          "secrets", "key", "file:", "file://", "\0", "é", "book", "~", "%", "%00", "loop"]  # fmt: skip


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=8), joint=st.sampled_from(["/", ""]))
def test_no_path_at_all_reads_a_secret(root: Path, pieces: list[str], joint: str) -> None:
    for name, target in (("up", ".."), ("out.md", "../secret.txt"), ("loop", "loop")):
        if not (root / name).is_symlink():
            (root / name).symlink_to(target)
    project = Project(root)
    path = joint.join(pieces)
    try:
        content = project.read_bytes(path)
    except (OutsideProject, NotThere):
        assert not project.exists(path)
        return
    assert content in (b"main", b"map", b"spaced", b"half")
    assert project.exists(path)
    assert project.read_bytes(project.relative(path)) == content
