"""The cache gives back what was put in, or nothing; it never gives anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.world.cache import Cache, default_cache_folder

FILES = {"a.pdf": b"%PDF" * 100, "b.epub": b"", "ə.json": b"{}\n\n"}


def test_what_is_put_is_got(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "store")
    assert cache.get("key") is None
    cache.put("key", FILES)
    assert cache.get("key") == FILES
    assert list(cache.get("key") or ()) == list(FILES)
    assert Cache(tmp_path / "store").get("key") == FILES
    assert cache.get("other") is None
    cache.put("key", {"x": b"y"})
    assert cache.get("key") == {"x": b"y"}


def test_no_folder_no_cache() -> None:
    cache = Cache(None)
    cache.put("key", FILES)
    assert cache.get("key") is None


def test_any_damage_is_noticed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", FILES)
    (entry,) = tmp_path.iterdir()
    whole = entry.read_bytes()
    for place in range(0, len(whole), 7):
        entry.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.get("key") is None
        entry.write_bytes(whole[:place])
        assert cache.get("key") is None
    entry.write_bytes(whole + b"x")
    assert cache.get("key") is None
    assert not entry.exists()


def test_an_entry_under_another_name_is_not_believed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", FILES)
    (entry,) = tmp_path.iterdir()
    cache.put("other", {})
    (other,) = set(tmp_path.iterdir()) - {entry}
    entry.replace(other)
    assert cache.get("other") is None


def test_the_store_has_a_bound_and_forgets_what_was_used_longest_ago(tmp_path: Path) -> None:
    import os

    cache = Cache(tmp_path, bound=5000)
    for number in range(4):
        cache.put(f"key {number}", {"x": b"x" * 1000})
        for age, path in enumerate(sorted(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns)):
            os.utime(path, (1000 + number * 10 + age, 1000 + number * 10 + age))
    assert cache.get("key 0") is not None  # used just now
    cache.put("key 4", {"x": b"x" * 1000})
    assert cache.get("key 0") is not None
    assert cache.get("key 4") is not None
    assert cache.get("key 1") is None
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 5000
    cache.put("big", {"x": b"x" * 9000})
    assert cache.get("big") is None
    assert cache.get("key 4") is not None


def test_a_store_that_cannot_be_written_is_forgetful(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file")
    cache.put("key", FILES)
    assert cache.get("key") is None


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PUBLISH_CACHE", "off")
    assert default_cache_folder() is None
    monkeypatch.setenv("PUBLISH_CACHE", str(tmp_path))
    assert default_cache_folder() == tmp_path
    monkeypatch.delenv("PUBLISH_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache_folder() == tmp_path / "publish"
