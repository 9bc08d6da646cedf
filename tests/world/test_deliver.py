"""Editions are delivered all or not at all, and nothing else in the folder is touched."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from publish.world import deliver as module
from publish.world.deliver import Unwritable, deliver


def manifest(**files: bytes) -> bytes:
    listed = [
        {"file": name.replace("_", "."), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    ]
    return json.dumps({"files": listed}).encode()


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_new_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    files = {"a.pdf": b"1", "pages/1.png": b"2", "manifest.json": b"{}"}
    deliver(tmp_path / "x" / "y", files)
    assert content(tmp_path / "x" / "y") == files


def test_files_no_longer_made_are_removed_and_others_are_not(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes(b"mine")
    deliver(
        tmp_path,
        {
            "a.pdf": b"1",
            "b.pdf": b"2",
            "c.pdf": b"3",
            "manifest.json": manifest(a_pdf=b"1", b_pdf=b"2", c_pdf=b"3"),
        },
    )
    (tmp_path / "b.pdf").write_bytes(b"edited by hand")
    deliver(tmp_path, {"a.pdf": b"new", "manifest.json": manifest(a_pdf=b"new")})
    assert content(tmp_path) == {
        "a.pdf": b"new",
        "b.pdf": b"edited by hand",
        "manifest.json": manifest(a_pdf=b"new"),
        "mine.txt": b"mine",
    }


@pytest.mark.parametrize(
    "listed",
    [
        b"",
        b"[]",
        b"nonsense",
        b'{"files": 3}',
        b'{"files": [3, {"file": 3}, {"file": "../keep"}, {"file": "/etc/passwd"}]}',
    ],
)
def test_a_strange_manifest_removes_nothing(tmp_path: Path, listed: bytes) -> None:
    (tmp_path / "keep").write_bytes(b"keep")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(listed)
    deliver(folder, {"a.pdf": b"1"})
    assert (tmp_path / "keep").exists()


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    deliver(tmp_path, {"a.pdf": b"1", "b.pdf": b"2"})
    os.utime(tmp_path / "a.pdf", (1, 1))
    os.utime(tmp_path / "b.pdf", (1, 1))
    deliver(tmp_path, {"a.pdf": b"1", "b.pdf": b"3"})
    assert (tmp_path / "a.pdf").stat().st_mtime == 1
    assert (tmp_path / "b.pdf").stat().st_mtime != 1


def test_trouble_in_the_middle_leaves_everything_as_it_was(tmp_path: Path) -> None:
    deliver(tmp_path, {"a.pdf": b"1", "c.pdf": b"3", "manifest.json": manifest(a_pdf=b"1", c_pdf=b"3")})
    before = content(tmp_path)
    (tmp_path / "b.pdf").mkdir()
    with pytest.raises(Unwritable, match=r"b\.pdf is a folder"):
        deliver(tmp_path, {"a.pdf": b"new", "b.pdf": b"new", "manifest.json": b"{}"})
    assert content(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf", "c.pdf", "manifest.json"]


def test_a_failed_move_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(tmp_path, {"a.pdf": b"1", "b.pdf": b"2"})
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if self.name == "c.pdf":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(module.Path, "replace", failing)
    with pytest.raises(Unwritable, match="No space left"):
        deliver(tmp_path, {"a.pdf": b"new", "b.pdf": b"new", "c.pdf": b"new"})
    assert content(tmp_path) == {"a.pdf": b"1", "b.pdf": b"2"}


def test_a_folder_that_cannot_be_made_is_told_and_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unwritable):
        deliver(tmp_path / "file" / "out", {"a.pdf": b"1"})
    with pytest.raises(Unwritable):
        deliver(tmp_path / "new" / "deeper", {"x" * 300: b"1"})
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_link_in_the_way_is_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"mine")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "a.pdf").symlink_to("../target")
    deliver(folder, {"a.pdf": b"1"})
    assert (tmp_path / "target").read_bytes() == b"mine"
    assert not (folder / "a.pdf").is_symlink()


@pytest.mark.parametrize("name", ["", "../a", "/a", "a/../../b"])
def test_names_stay_in_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        deliver(tmp_path, {name: b""})


def test_files_get_the_persons_umask(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        deliver(tmp_path / "out", {"a.pdf": b"1"})
    finally:
        os.umask(old)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "out" / "a.pdf").stat().st_mode & 0o777 == 0o640
