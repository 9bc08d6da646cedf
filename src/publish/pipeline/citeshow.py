"""`publish cite show`: a manuscript's notes and its list of references as they are printed, in any style.

The manuscript goes the road as far as its resolved Documents, so that what is shown is what a build prints:
the same numbers, the same short forms, cites within an author's own notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from publish.model.diagnostic import Diagnostic, Severity, has_errors, in_order
from publish.model.document import Blocks, Document, Element, Inlines, map_elements, plain_text
from publish.model.elements import attr_of
from publish.model.plan import Plan
from publish.model.source import Span
from publish.pipeline.build import texts_of
from publish.pipeline.compose import compose, read_manuscript
from publish.pipeline.project import find_place, load_plan
from publish.pipeline.reads import TrackedFiles
from publish.pipeline.request import Request, Result
from publish.pipeline.styles import is_path
from publish.world.disk import Project
from publish.writing.inlines import inlines_html


@dataclass(frozen=True, slots=True)
class Shown:
    """One note, citation or entry: its number or key, its words and where it comes from."""

    name: str
    inlines: Inlines
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Showing:
    """What a manuscript's citations came to; `citations` are those in running text."""

    style: str = ""
    notes: tuple[Shown, ...] = ()
    citations: tuple[Shown, ...] = ()
    bibliography: tuple[Shown, ...] = ()

    def to_json(self, prefix: str = "") -> dict[str, object]:
        """Return the object that ends the output of `--format json`; `prefix` leads to the files."""
        return {
            "type": "result",
            "style": self.style,
            "notes": [{"number": one.name, **_words(one, prefix)} for one in self.notes],
            "citations": [{"ids": one.name.split(" "), **_words(one, prefix)} for one in self.citations],
            "bibliography": [
                {"id": one.name, "text": plain_text(one.inlines), "html": inlines_html(one.inlines)}
                for one in self.bibliography
            ],
        }


def _words(one: Shown, prefix: str) -> dict[str, object]:
    place = {"file": f"{prefix}{one.at.file}" if one.at else None, "line": one.at.line if one.at else None}
    return {"text": plain_text(one.inlines), "html": inlines_html(one.inlines), **place}


def show_citations(path: Path, style: str = "", allow_read: tuple[Path, ...] = ()) -> tuple[Showing, Result]:
    """Format a manuscript's citations in its own style or another; the result holds what was found.

    `style` is a name, or the path of a `.csl` file that the person at the command line may read.
    """
    found = find_place(path)
    if found.value is None:
        return Showing(), Result(path.name, path.parent, diagnostics=found.diagnostics)
    place = found.value
    asked = style
    if style and is_path(style) and Path(style).is_file():
        style = str(Path(style).resolve())
        allow_read = (*allow_read, Path(style).parent)
    project = Project(place.root, allow_read)
    files = TrackedFiles(project)
    request = Request(path, allow_read=allow_read, deliver=False, cache=False)
    loaded = load_plan(place, files, request)
    told: tuple[Diagnostic, ...] = loaded.diagnostics
    showing = Showing()
    if loaded.value is not None and not has_errors(told):
        plan, settings = loaded.value
        plan = _with_style(plan, style) if style else plan
        manuscript = read_manuscript(plan, settings, files)
        told += manuscript.diagnostics
        if manuscript.value is not None:
            composed = compose(plan, manuscript.value, files, request)
            told += composed.diagnostics
            if composed.value is not None:
                showing = _showing(asked or plan.citations.csl, composed.value.documents)
    told = in_order([one for one in told if _matters(one)])
    return showing, Result(place.name, place.root, diagnostics=told, texts=texts_of(told, project))


def _with_style(plan: Plan, style: str) -> Plan:
    origins = tuple([(key, span) for key, span in plan.origins if key != "csl"])
    return replace(plan, citations=replace(plan.citations, csl=style), origins=origins)


def _matters(found: Diagnostic) -> bool:
    return found.severity is Severity.ERROR or found.code.startswith(("cite/", "note/"))


def _showing(style: str, documents: tuple[Document, ...]) -> Showing:
    notes: list[Shown] = []
    citations: list[Shown] = []
    entries: list[Shown] = []
    for document in documents:
        for element in _outermost(document.blocks):
            identifier, classes, pairs = attr_of(element)
            if "note" in classes:
                number = dict(pairs).get("number", identifier.removeprefix("note-"))
                notes.append(Shown(number, _one_line(element.content[1]), element.at))
            elif "csl-entry" in classes:
                entries.append(Shown(_key_of(identifier), _one_line(element.content[1])))
            else:
                keys = " ".join([value for key, value in pairs if key == "data-cites"])
                citations.append(Shown(keys, element.content[1], element.at))
    return Showing(style, tuple(notes), tuple(citations), tuple(entries))


_SHOWN = frozenset({"note", "csl-entry", "citation"})


def _outermost(value: object) -> Iterator[Element]:
    """Yield notes, entries and citations in order, none within another."""
    if isinstance(value, tuple):
        for item in value:
            yield from _outermost(item)
    elif isinstance(value, Element):
        if value.tag in ("Span", "Div") and not _SHOWN.isdisjoint(value.content[0][1]):
            yield value
        else:
            yield from _outermost(value.content)


def _one_line(blocks: Blocks) -> Inlines:
    """Return blocks as one run of inlines, a line break between two, without the ways back to the cites."""
    out: list[Element] = []
    for block in blocks:
        if out:
            out.append(Element("LineBreak"))
        if block.tag in ("Para", "Plain"):
            out.extend(map_elements(block.content, _without_ways_back))
        elif block.tag == "Div":
            out.extend(_one_line(block.content[1]))
        else:
            out.append(Element("Str", plain_text(block)))
    return tuple(out)


def _without_ways_back(element: Element) -> Element | Inlines:
    if element.tag != "Span":
        return element
    classes = element.content[0][1]
    if "backlinks" in classes:
        return ()
    return (*element.content[1], Element("Space")) if "csl-left-margin" in classes else element


def _key_of(identifier: str) -> str:
    """Return the key of a reference from its entry's identifier (`transforms/identifiers.py`)."""
    bare = re.sub(r"_n\d+$", "", identifier.removeprefix("ref-"))
    return re.sub(r"_([0-9a-f]+)_", lambda match: chr(int(match[1], 16)), bare)
