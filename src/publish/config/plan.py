"""Checked settings become a Plan: every default is decided here, every value remembers its place.

In: the YAML tree, the names of settings that must not be used, the project's files. Out: a Plan.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from publish.config.files import normal_path, paths_in
from publish.config.keys import METADATA
from publish.config.languages import is_known_language, language_hints, read_language
from publish.config.pages import PAGE_SIZES, read_page_size
from publish.config.theme import read_theme
from publish.config.validate import bad_value
from publish.config.values import read_keys, read_texts, read_truth
from publish.model.diagnostic import Diagnostic, Related, diagnose
from publish.model.plan import CitationPlan, EditionPlan, Kind, PageSize, Plan, Theme, To, Unit
from publish.model.source import Span
from publish.text.nearest import did_you_mean
from publish.text.yaml import Node

A4 = PageSize("A4", *PAGE_SIZES["A4"])
A5 = PageSize("A5", *PAGE_SIZES["A5"])

DEFAULT_EDITIONS: tuple[EditionPlan, ...] = (
    EditionPlan("pdf", A4),
    EditionPlan("booklet", A5, A4),
    EditionPlan("epub"),
)

DEFAULT_EDITION: Mapping[To, EditionPlan] = {
    "pdf": EditionPlan("pdf", A4),
    "booklet": EditionPlan("booklet", A5, A4),
    "epub": EditionPlan("epub"),
    "html": EditionPlan("html"),
}

_NOT_FOR_PANDOC = frozenset({"lang"})
_PAGED: frozenset[To] = frozenset({"pdf", "booklet"})


@dataclass(slots=True)
class PlanMaker:
    """Reads one setting after the other and keeps the trouble; used once."""

    settings: Node | None
    refused: Collection[str]
    present: Collection[str]
    file: str
    found: list[Diagnostic]

    def get(self, key: str) -> Node | None:
        """Return a setting's value unless it is absent, empty or refused."""
        return None if self.settings is None else self.below(self.settings, key, key)

    def below(self, holder: Node, key: str, name: str) -> Node | None:
        """Return a value inside another; `name` is its full dotted name."""
        node = holder.get(key)
        if node is None or name in self.refused or (node.kind == "scalar" and node.value is None):
            return None
        return node

    def words(self, *keys: str) -> str:
        """Return the text of the first of these settings that has one, in one line."""
        for key in keys:
            node = self.get(key)
            if node is not None and node.kind == "scalar":
                return " ".join(node.text.split())
        return ""

    def truth(self, key: str, default: bool) -> bool:
        """Return a truth value."""
        node = self.get(key)
        return default if node is None else read_truth(node)

    def make(self, name: str, chapters: tuple[str, ...], *, own_metadata: bool) -> Plan:
        """Decide everything; `own_metadata` unless the metadata stand in the first chapter."""
        several = len(chapters) > 1
        kind = cast(Kind, self.words("kind") or ("book" if several else "handout"))
        level = self.get("chapter-level")
        return Plan(
            name=name,
            kind=kind,
            chapters=chapters,
            chapter_level=int(float(level.text)) if level is not None else 1,
            editions=self.editions(),
            theme=self.theme(),
            citations=self.citations(),
            lang=self.language(),
            toc=self.truth("toc", self.truth("table-of-contents", kind == "book")),
            number_sections=self.truth("number-sections", self.truth("numbersections", False)),
            cover_image=next(iter(self.files("cover-image")), ""),
            css=self.files("css"),
            fonts=self.files("fonts"),
            metadata_source=self.file,
            metadata_yaml=self.metadata() if own_metadata else "",
            lint_off=self.lint_off(),
            origins=_origins(self.settings),
        )

    def files(self, *keys: str) -> tuple[str, ...]:
        """Return the project files a setting names; one that does not exist is an error and is left out."""
        for key in keys:
            node = self.get(key)
            if node is not None:
                return paths_in(node, self.present, self.found)
        return ()

    def editions(self) -> tuple[EditionPlan, ...]:
        """Return the editions to make."""
        node = self.get("editions")
        if node is None:
            return DEFAULT_EDITIONS
        made: list[tuple[EditionPlan, Node]] = []
        items = enumerate(node.items) if node.kind == "list" else ((None, node),)
        for number, item in items:
            name = "editions" if number is None else f"editions[{number + 1}]"
            edition = None if name in self.refused else self.edition(item, name)
            if edition is None:
                continue
            twin = next((n for e, n in made if _file_key(e) == _file_key(edition)), None)
            if twin is not None:
                self.found.append(
                    diagnose(
                        "config/bad-value",
                        f"`{name}` would have the same file name as an edition before it",
                        item.at,
                        hints=("remove one of them, or give it another page",),
                        related=(Related("the other edition", twin.at),),
                    )
                )
                continue
            made.append((edition, item))
        return tuple(edition for edition, _ in made)

    def edition(self, item: Node, name: str) -> EditionPlan | None:
        """Return one edition, or None if what it is to be cannot be read."""
        if item.kind == "scalar":
            return DEFAULT_EDITION[cast(To, item.text)]
        to_node = self.below(item, "to", f"{name}.to")
        if to_node is None:
            return None
        to = cast(To, to_node.text)
        if f"{name}.page" in self.refused or f"{name}.sheet" in self.refused:
            return None
        before = len(self.found)
        page = self.page(item, "page", name, to, wanted=to in _PAGED)
        sheet = self.page(item, "sheet", name, to, wanted=to == "booklet")
        if len(self.found) > before:
            return None
        default = DEFAULT_EDITION[to]
        if to == "booklet" and page is None and sheet is None:
            return default
        return EditionPlan(to, page or default.page, sheet)

    def page(self, item: Node, key: str, name: str, to: To, *, wanted: bool) -> PageSize | None:
        """Return a page size of an edition; it is trouble where the edition has no pages or sheets."""
        node = self.below(item, key, f"{name}.{key}")
        if node is None:
            return None
        if not wanted:
            what = "sheet" if key == "sheet" else "page size"
            self.found.append(
                diagnose("config/bad-value", f"`{name}` has a `{key}`, but {_an(to)} has no {what}", node.at,
                         hints=(f"remove `{key}`",))
            )  # fmt: skip
            return None
        size = read_page_size(node.text)
        if size is None:
            expected = "a page size such as A4, letter or 148mm x 210mm, from 50mm to 1500mm a side"
            self.found.append(bad_value(f"{name}.{key}", node, expected, did_you_mean(node.text, PAGE_SIZES)))
        return size

    def lint_off(self) -> tuple[tuple[str, str], ...]:
        """Return the rules of lint that are switched off, with the reasons."""
        lint = self.get("lint")
        off = self.below(lint, "off", "lint.off") if lint is not None and lint.kind == "map" else None
        if off is None:
            return ()
        return tuple(
            (key.text, reason.text) for key, reason in off.pairs if f"lint.off.{key.text}" not in self.refused
        )

    def theme(self) -> Theme:
        """Return how the pages look."""
        node = self.get("theme")
        if node is None or node.kind != "map":
            return Theme()
        return read_theme(node, self.below, self.found)

    def citations(self) -> CitationPlan:
        """Return where references come from and how they are cited."""
        default = CitationPlan()
        node = self.get("citations")
        holder = node if node is not None and node.kind == "map" else None
        restart = self.below(holder, "restart", "citations.restart") if holder else None
        lists = self.below(holder, "bibliography", "citations.bibliography") if holder else None
        return CitationPlan(
            bibliography=self.files("bibliography"),
            csl=self.words("csl", "citation-style") or default.csl,
            nocite=read_keys(self.get("nocite"), bare=False),
            cited_earlier=read_keys(self.get("cited-earlier"), bare=True),
            link_citations=self.truth("link-citations", default.link_citations),
            suppress_bibliography=self.truth("suppress-bibliography", default.suppress_bibliography),
            reference_section_title=self.words("reference-section-title"),
            restart=cast(Unit, restart.text) if restart is not None else default.restart,
            lists=cast(Literal["book", "chapter", "both"], lists.text) if lists is not None else default.lists,
        )

    def language(self) -> str:
        """Return the language's tag, English if none is named."""
        node = self.get("lang")
        if node is None or node.kind != "scalar":
            if "lang" not in self.refused:
                self.found.append(
                    diagnose(
                        "config/missing-language",
                        "no language is named; English is assumed",
                        Span(self.file),
                        hints=("add `lang: en`, or the tag of your language",),
                    )
                )
            return "en"
        tag = read_language(node.text)
        if tag is None or not is_known_language(tag):
            shown = " ".join(node.text.split())
            what = "is not a language tag; English is assumed" if tag is None else "has no hyphenation here"
            hints = language_hints(shown) or (("write a tag such as `en-GB`",) if tag is None else ())
            self.found.append(
                diagnose("config/unknown-language", f"the language `{shown}` {what}", node.at, hints=hints)
            )
        return tag or "en"

    def metadata(self) -> str:
        """Return the metadata as JSON, which is YAML, in the author's own words (`1984` stays a title)."""
        if self.settings is None:
            return ""
        chosen = {
            key.text: value.spelt()
            for key, value in self.settings.pairs
            if key.text in METADATA and key.text not in _NOT_FOR_PANDOC and self.get(key.text) is not None
        }
        return json.dumps(chosen, ensure_ascii=False)


def chapters_named(node: Node, present: Collection[str], found: list[Diagnostic]) -> tuple[str, ...]:
    """Return the chapters a setting names; one named twice is an error, and so is one that does not exist."""
    seen: dict[str, Node] = {}
    for item in read_texts(node):
        path = normal_path(item.text)
        if path in seen:
            related = (Related("named before", seen[path].at),)
            message = f"the chapter `{item.text}` is named twice"
            found.append(diagnose("config/bad-value", message, item.at, hints=("remove one",), related=related))
        seen.setdefault(path, item)
    kept: list[str] = []
    for item in seen.values():
        kept.extend(paths_in(item, present, found))
    return tuple(kept)


def _an(to: To) -> str:
    return {"pdf": "a PDF", "epub": "an e-book", "booklet": "a booklet", "html": "a web page"}[to]


def _file_key(edition: EditionPlan) -> tuple[str, str]:
    return edition.to, edition.page.name.casefold() if edition.to == "pdf" and edition.page else ""


def _origins(settings: Node | None) -> tuple[tuple[str, Span], ...]:
    origins: list[tuple[str, Span]] = []

    def note(node: Node, name: str) -> None:
        if name:
            origins.append((name, node.at))
        for key, value in node.pairs:
            if name or key.text != "references":
                note(value, f"{name}.{key.text}" if name else key.text)
        for number, item in enumerate(node.items, 1):
            note(item, f"{name}[{number}]")

    if settings is not None:
        note(settings, "")
    return tuple(origins)
