"""The report: one page that needs nothing else, opened in Chromium where there is one."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from publish.model.pages import PageStructure
from publish.structure.diff import diff
from publish.structure.report import write_report
from tests.structure.typesetter import Setting, story, typeset

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def editions() -> tuple[PageStructure, PageStructure]:
    text = story(3, 8)
    other = list(text)
    other[2] = ("P", other[2][1].replace("near", "on the other side of the long road behind", 1))
    other[10] = ("H1", "Chapter 2: <script>alert(1)</script> & the end")
    del other[15]
    return typeset(text), typeset(other, None, Setting(colour="#202020"))


def report() -> str:
    old, new = editions()
    return write_report((old, new), diff(old, new), ("old.pages", "new <b>.pages"))


class _Names(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_it_needs_nothing_from_outside() -> None:
    text = report()
    names = _Names()
    names.feed(text)
    addresses = [v for _, found in names.tags for k, v in found.items() if k in {"src", "href"} and v]
    assert all(address.startswith(("#", "data:")) for address in addresses)
    assert "url(" not in text
    assert "@import" not in text
    policy = next(f["content"] for t, f in names.tags if t == "meta" and "http-equiv" in f)
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert policy.count("sha256-") == 2
    assert "unsafe" not in policy


def test_what_editions_say_is_text_and_no_markup() -> None:
    text = report()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "new &lt;b&gt;.pages" in text


def test_every_sentence_is_numbered_and_its_places_are_marked() -> None:
    old, new = editions()
    changes = diff(old, new)
    text = write_report((old, new), changes, ("a", "b"))
    assert text.count("<li id=") == len(changes)
    for number, change in enumerate(changes, 1):
        if any(spot.box for spot in (*change.old, *change.new)):
            assert f'class="mark {change.level.word}" data-number="{number}"' in text


def test_no_change_is_said() -> None:
    old, _ = editions()
    assert "No difference a reader would see." in write_report((old, old), (), ("a", "b"))


def test_it_is_the_same_each_time() -> None:
    assert report() == report()


def test_snapshots_without_words_are_drawn_as_bars() -> None:
    old, new = editions()

    def bare(structure: PageStructure) -> PageStructure:
        blocks = tuple(
            replace(b, fragments=tuple(replace(f, lines=()) for f in b.fragments)) for b in structure.blocks
        )
        return replace(structure, blocks=blocks)

    text = write_report((bare(old), bare(new)), diff(bare(old), bare(new)), ("a", "b"))
    assert 'class="stroke"' in text


def test_a_hundred_changed_pages_are_quick() -> None:
    text = story(12, 40)
    other = [(role, words.replace(" and ", " or ", 1)) for role, words in text]
    old, new = typeset(text), typeset(other)
    changes = diff(old, new)
    start = time.perf_counter()
    write_report((old, new), changes, ("a", "b"))
    assert len(old.pages) >= 100
    assert time.perf_counter() - start < 5


def _chromium(tmp_path: Path, address: str, *options: str) -> str:
    assert CHROMIUM
    return subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr", *options, address],
        capture_output=True, text=True, timeout=120,
    ).stdout  # fmt: skip


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_it_works_in_a_browser(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(report(), "utf-8")
    dom = _chromium(tmp_path, f"{page.as_uri()}#change=2&theme=dark", "--dump-dom")
    assert 'data-ready="yes"' in dom
    assert 'data-theme="dark"' in dom
    assert re.search(r'<li id="c2" class="[a-z]+ active"', dom)
    for width, theme in ((1400, "light"), (1400, "dark"), (420, "light")):
        shot = tmp_path / f"{width}-{theme}.png"
        _chromium(
            tmp_path, f"{page.as_uri()}#theme={theme}", f"--window-size={width},1000", f"--screenshot={shot}"
        )
        assert _colours(shot) > 20


def _colours(shot: Path) -> int:
    from PIL import Image

    with Image.open(shot) as image:
        return len(image.convert("RGB").getcolors(1 << 24) or ())
