"""Nobody overwrites another: where several publications go is settled before the first is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.pipeline.destinations import SameDestination, destinations
from publish.pipeline.project import find_place
from tests.conftest import write_project


def test_two_publications_of_one_name_are_refused(tmp_path: Path) -> None:
    write_project(tmp_path, {"one/essay.md": "a", "two/essay.md": "b"})
    with pytest.raises(SameDestination, match=r"one/essay\.md and .*two/essay\.md"):
        destinations([tmp_path / "one/essay.md", tmp_path / "two/essay.md"], None)


def test_names_that_differ_in_capitals_alone_are_one_on_some_disks(tmp_path: Path) -> None:
    write_project(tmp_path, {"one/essay.md": "a", "two/Essay.md": "b"})
    with pytest.raises(SameDestination):
        destinations([tmp_path / "one/essay.md", tmp_path / "two/Essay.md"], None)


def test_a_publication_named_twice_is_built_once(tmp_path: Path) -> None:
    write_project(tmp_path, {"book/publish.yaml": "title: T\n"})
    paths = [tmp_path / "book", tmp_path / "book/publish.yaml", tmp_path / "book/../book"]
    assert destinations(paths, None) == {tmp_path / "book": Path("output/book")}


def test_output_is_the_folder_of_one_and_the_parent_of_many(tmp_path: Path) -> None:
    write_project(tmp_path, {"a.md": "a", "b/publish.yaml": "title: B\n"})
    out = tmp_path / "out"
    assert destinations([tmp_path / "a.md"], out) == {tmp_path / "a.md": out}
    both = destinations([tmp_path / "a.md", tmp_path / "b/publish.yaml"], out)
    assert list(both.values()) == [out / "a", out / "b"]


@pytest.mark.parametrize("name", ["...md", "..md", "....md"])
def test_no_name_leads_out_of_the_output_folder(tmp_path: Path, name: str) -> None:
    write_project(tmp_path, {name: "text"})
    place = find_place(tmp_path / name).value
    assert place is not None
    assert place.name == "publication"


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a\udcff.md"
    try:
        path.write_bytes(b"text")
    except OSError:
        pytest.skip("this disk takes no such names")
    (found,) = find_place(path).diagnostics
    assert found.code == "read/not-utf8"
    found.message.encode()
