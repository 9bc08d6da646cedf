"""What a publication says of itself becomes Metadata.

In: the metadata of publish.yaml as YAML text, and the document whose own metadata fill the gaps. Out: formatted
and plain values. Names and forms are Pandoc's (User's Guide, "Metadata blocks", "EPUB metadata").
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Blocks, Document, Element, Inlines, freeze, map_elements, plain_text
from publish.model.elements import div, make_attr, para, text
from publish.model.metadata import Metadata
from publish.model.source import Source, Span
from publish.reading.dates import iso_date, read_date
from publish.reading.people import inlines_of, read_people
from publish.reading.title_heading import read_opening
from publish.reading.unplaced_notes import notes_in_title, unplaced_notes
from publish.text.isbn import read_doi, read_isbn
from publish.text.yaml import read_yaml
from publish.world.pandoc import run_pandoc

_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"))
_RIGHT_TO_LEFT_SCRIPTS = frozenset(("Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"))

Meta = Mapping[str, Element]


def read_metadata(
    plan_yaml: Source | None, document: Document | None, lang: str, name: str = ""
) -> Outcome[Metadata]:
    """Read the metadata of a publication.

    What `plan_yaml` says comes before what `document` says. Without a title in either, the document's first
    headings give it (see `title_heading.read_opening`), else `name`, the publication's, with a warning.
    """
    meta: dict[str, Element] = {}
    found: list[Diagnostic] = []
    if document is not None:
        meta.update(document.meta)
    if plan_yaml is not None and plan_yaml.text.strip():
        read = _read_yaml_metadata(plan_yaml)
        meta.update(read.value)
        found.extend(read.diagnostics)
    path = document.path if document is not None else ""
    found.extend(unplaced_notes(meta, plan_yaml.path if plan_yaml is not None else path))
    title, subtitle = _titles(meta)
    is_heading = False
    if not title and document is not None:
        opening = dict(read_opening(document).values)
        found.extend(notes_in_title(opening.get("title", ()), document.path))
        title = _without_notes(opening.pop("title", ()))
        is_heading = bool(title)
        if is_heading:
            subtitle = subtitle or opening.pop("subtitle", ())
            for key, inlines in opening.items():
                meta.setdefault(key, Element("MetaInlines", inlines))
    if not _can_be_seen(plain_text(title)):
        file = plan_yaml.path if plan_yaml is not None else document.path if document is not None else ""
        words = name or file.rpartition("/")[2].rpartition(".")[0] or "Untitled"
        title = text(words)
        message = f"the publication has no title; `{words}` is used"
        hints = ("add `title: …`",)
        found.append(diagnose("config/missing-title", message, Span(file) if file else None, hints=hints))
    date_text = plain_text(inlines_of(meta.get("date")))
    rights = _without_notes(inlines_of(meta.get("rights") or meta.get("copyright")))
    abstract = _blocks(meta.get("abstract"))
    return Outcome(
        Metadata(
            title=title,
            title_text=plain_text(title),
            subtitle=subtitle,
            subtitle_text=plain_text(subtitle),
            authors=read_people(
                meta.get("author") or meta.get("authors"), meta.get("affiliations"), meta.get("institute")
            ),
            date_text=date_text,
            date_iso=iso_date(read_date(date_text)),
            lang=lang,
            dir=_direction(meta, lang),
            abstract=abstract,
            abstract_text=plain_text(abstract),
            rights=rights,
            rights_text=plain_text(rights),
            keywords=_keywords(meta.get("keywords") or meta.get("tags")),
            publisher=_words(meta.get("publisher")),
            place=_words(meta.get("place")),
            edition=_words(meta.get("edition")),
            isbns=_isbns(meta.get("isbn") or meta.get("ISBN")),
            doi=read_doi(_words(meta.get("doi") or meta.get("DOI"))) or "",
            printers_note=_without_notes(inlines_of(meta.get("printers-note"))),
            licence=_without_notes(inlines_of(meta.get("licence") or meta.get("license"))),
            dedication=_blocks(meta.get("dedication")),
            epigraph=_epigraph(meta.get("epigraph")),
            colophon=_blocks(meta.get("colophon")),
            identifier=_identifier(meta),
            description=_words(meta.get("description") or meta.get("subject")),
            title_is_heading=is_heading,
        ),
        tuple(found),
    )


def _read_yaml_metadata(source: Source) -> Outcome[dict[str, Element]]:
    """Read metadata through Pandoc, as JSON so that its YAML 1.1 takes no `Y` for a truth value."""
    read = read_yaml(source, "config/bad-yaml")
    if read.value is None or read.value.kind != "map":
        return Outcome({}, read.diagnostics)
    block = "---\n" + json.dumps(read.value.spelt(), ensure_ascii=False) + "\n---\n"
    result = run_pandoc(block, from_="markdown", to="json")
    try:
        if not result.failed:
            meta = json.loads(result.text)["meta"]
            return Outcome({key: freeze(value) for key, value in meta.items()}, read.diagnostics)
    except RecursionError:
        pass
    message = "pandoc could not read the metadata"
    return Outcome({}, (*read.diagnostics, diagnose("read/pandoc-failed", message, Span(source.path))))


def _titles(meta: Meta) -> tuple[Inlines, Inlines]:
    """Return title and subtitle; EPUB metadata may list both with a `type`."""
    value = meta.get("title")
    subtitle = inlines_of(meta.get("subtitle"))
    if value is not None and value.tag == "MetaList":
        entries = [dict(item.content) for item in value.content if item.tag == "MetaMap"]
        kinds = [(_words(entry.get("type")), inlines_of(entry.get("text"))) for entry in entries]
        main = next((words for kind, words in kinds if kind in ("main", "")), ())
        subtitle = subtitle or next((words for kind, words in kinds if kind == "subtitle"), ())
        return _without_notes(main or inlines_of(value)), _without_notes(subtitle)
    return _without_notes(inlines_of(value)), _without_notes(subtitle)


def _without_notes(inlines: Inlines) -> Inlines:
    """Drop footnotes: a title also stands in outlines and running heads, and has no page to put them on."""
    cleaned: Inlines = map_elements(inlines, lambda e: () if e.tag == "Note" else e)
    return cleaned


def _can_be_seen(words: str) -> bool:
    return any(c.isprintable() and not c.isspace() for c in words)


def _words(value: Element | None) -> str:
    return plain_text(inlines_of(value))


def _blocks(value: Element | None) -> Blocks:
    if value is None:
        return ()
    if value.tag == "MetaBlocks":
        return tuple(value.content)
    inlines = inlines_of(value)
    return (para(inlines),) if inlines else ()


def _epigraph(value: Element | None) -> Blocks:
    """Return a motto; of a map its `text` and, as a Div of the class `source`, its `source`."""
    if value is None or value.tag != "MetaMap":
        return _blocks(value)
    parts = dict(value.content)
    source = _blocks(parts.get("source"))
    return (*_blocks(parts.get("text")), *((div(make_attr("", ("source",)), source),) if source else ()))


def _keywords(value: Element | None) -> tuple[str, ...]:
    if value is None:
        return ()
    if value.tag == "MetaList":
        words = [_words(item) for item in value.content]
    else:
        words = [part.strip() for part in re.split(r"[,;،、]", _words(value))]
    return tuple(dict.fromkeys(word for word in words if word))


def _isbns(value: Element | None) -> tuple[tuple[str, str], ...]:
    """Return ISBNs as they are printed; what is none by its digits is told by config/ and left out."""
    pairs = value.content if value is not None and value.tag == "MetaMap" else (("", value),)
    read = {kind: read_isbn(_words(number)) for kind, number in pairs}
    return tuple((kind, number) for kind in ("", "print", "epub", "pdf") if (number := read.get(kind)))


def _identifier(meta: Meta) -> str:
    for key in ("identifier", "isbn", "ISBN", "doi", "DOI"):
        value = meta.get(key)
        if value is not None and value.tag == "MetaMap":
            kinds = dict(value.content)
            value = kinds.get("epub") or kinds.get("pdf") or kinds.get("print")
        if value is not None and value.tag == "MetaList" and value.content:
            value = value.content[0]
        words = _words(value)
        if words:
            return words
    return ""


def _direction(meta: Meta, lang: str) -> str:
    said = _words(meta.get("dir"))
    if said in ("ltr", "rtl"):
        return said
    first, *rest = lang.split("-")
    scripts = [part for part in rest if len(part) == 4]
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if first in _RIGHT_TO_LEFT else "ltr"
