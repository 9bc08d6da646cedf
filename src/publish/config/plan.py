"""Checked settings become a Plan: every default is decided here, every value remembers its place.

In: the YAML tree, the names of settings that must not be used, the project's files. Out: a Plan.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from publish.config.binding import NamedPieces, Told, bind_pieces
from publish.config.files import paths_in
from publish.config.keys import METADATA
from publish.config.languages import is_known_language, language_hints, read_language
from publish.config.pages import PAGE_SIZES, read_page_size
from publish.config.pieces import files_of
from publish.config.theme import read_theme
from publish.config.validate import bad_value
from publish.config.values import read_keys, read_truth
from publish.model.diagnostic import Diagnostic, Related, diagnose
from publish.model.pieces import Role
from publish.model.plan import (
    CitationPlan,
    EditionPlan,
    Kind,
    NotePlacing,
    Opening,
    PageSize,
    Plan,
    Theme,
    To,
    Unit,
)
from publish.model.source import Span
from publish.text.isbn import read_doi, read_isbn, right_isbn
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
_ON_COPYRIGHT_PAGE = (
    "rights",
    "copyright",
    "isbn",
    "edition",
    "publisher",
    "printers-note",
    "licence",
    "license",
)
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

    def make(self, name: str, named: NamedPieces, *, own_metadata: bool) -> Plan:
        """Decide everything; `own_metadata` unless the metadata stand in the first chapter."""
        kind = cast(Kind, self.words("kind") or ("book" if named.make_a_book else "handout"))
        toc = self.truth("toc", self.truth("table-of-contents", kind == "book"))
        self.numbers()
        notes = cast(NotePlacing, self.words("notes") or "foot")
        pieces = bind_pieces(named, kind, self.told(toc), self.found, notes)
        return Plan(
            name=name,
            kind=kind,
            chapters=files_of(pieces),
            chapter_level=self.number("chapter-level", 1),
            editions=self.editions(),
            theme=self.theme(),
            citations=self.citations(),
            lang=self.language(),
            toc=any(piece.role == "contents" for piece in pieces),
            number_sections=self.truth("number-sections", self.truth("numbersections", False)),
            cover_image=next(iter(self.files("cover-image")), ""),
            css=self.files("css"),
            fonts=self.files("fonts"),
            metadata_source=self.file,
            metadata_yaml=self.metadata() if own_metadata else "",
            pieces=pieces,
            toc_depth=self.number("toc-depth", 3),
            chapters_open=cast(Opening, self.words("chapters-open") or "recto"),
            notes=notes,
            page_references=self.truth("page-references", False),
            lint_off=self.lint_off(),
            origins=_origins(self.settings),
        )

    def number(self, key: str, default: int) -> int:
        """Return a whole number, checked against the schema before."""
        node = self.get(key)
        return default if node is None else int(float(node.text))

    def told(self, toc: bool) -> Told:
        """Return what there are words for, and which lists are asked for outside of `front-matter`."""
        words: list[tuple[Role, Span]] = []
        for key in ("dedication", "epigraph", "colophon", *_ON_COPYRIGHT_PAGE):
            node = self.get(key)
            if node is not None:
                words.append(("copyright" if key in _ON_COPYRIGHT_PAGE else cast(Role, key), node.at))
        wanted: tuple[tuple[Role, bool], ...] = (
            ("contents", toc),
            ("figures", self.truth("lof", False)),
            ("tables", self.truth("lot", False)),
        )
        said = self.get("toc") or self.get("table-of-contents")
        lists = tuple(role for role, is_wanted in wanted if is_wanted)
        return Told(tuple(words), lists, said.at if said is not None else None)

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

    def numbers(self) -> None:
        """Tell of an ISBN or a DOI that is none: it would be printed wrong for ever."""
        isbn, doi = self.get("isbn"), self.get("doi")
        pairs = isbn.pairs if isbn is not None and isbn.kind == "map" else ()
        named: list[tuple[str, Node | None]] = [(f"isbn.{key.text}", value) for key, value in pairs]
        for name, node in named or [("isbn", isbn)]:
            if node is not None and node.kind == "scalar" and read_isbn(node.text) is None:
                right = right_isbn(node.text)
                hints = (f"with the right check digit it is {right}",) if right else ()
                self.found.append(bad_value(name, node, "an ISBN of ten or thirteen digits", hints))
        if doi is not None and doi.kind == "scalar" and read_doi(doi.text) is None:
            self.found.append(bad_value("doi", doi, "a DOI such as 10.1000/182"))

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
