"""CSL-JSON and CSL-YAML files into records that know their place.

In: a file's text. Out: decoded records, each with its place and those of its fields; a record that is not
JSON is passed over.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.source import Source, Span
from publish.text.front_matter import metadata_blocks
from publish.text.yaml import Node, read_yaml


@dataclass(frozen=True, slots=True)
class Record:
    """One decoded record with its places."""

    value: Any
    at: Span
    places: dict[str, Span] = field(default_factory=dict)

    def place(self, name: str) -> Span:
        """Return where a field stands, or the record."""
        return self.places.get(name, self.at)


_HOLDERS = ("references", "items", "records", "bibliography")


def json_records(source: Source) -> tuple[list[Record], list[Diagnostic]]:
    """Read CSL-JSON: a list of items, one item, or a map that holds a list."""
    text = source.text
    records: list[Record] = []
    found: list[Diagnostic] = []
    decoder = json.JSONDecoder(parse_int=_integer)
    start = re.compile(r"\s*").match(text)
    position = start.end() if start else 0
    if text[position : position + 1] == "{":
        try:
            whole, _ = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            found.append(_broken(source, error, position))
            return _rescue(source, decoder, position), found
        lists = [whole[name] for name in _HOLDERS if isinstance(whole.get(name), list)]
        if not lists:
            return [_json_record(source, whole, position, len(text))], found
        holder = re.compile(r'"(?:' + "|".join(_HOLDERS) + r')"\s*:\s*\[').search(text, position)
        position = holder.end() - 1 if holder else position
    if text[position : position + 1] != "[":
        message = "this is no CSL-JSON; expected a list of references in brackets"
        return [], [diagnose("cite/bad-bibliography", message, Span(source.path))]
    position += 1
    between = re.compile(r"[\s,]*")
    while True:
        gap = between.match(text, position)
        position = gap.end() if gap else position
        if position >= len(text) or text[position] == "]":
            return records, found
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            found.append(_broken(source, error, position))
            records.extend(_rescue(source, decoder, position + 1))
            return records, found
        records.append(_json_record(source, value, position, end))
        position = end


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= 18 else digits


def _broken(source: Source, error: Exception, position: int) -> Diagnostic:
    offset = getattr(error, "pos", position)
    said = getattr(error, "msg", "values are nested too deep")
    return diagnose(
        "cite/bad-reference",
        f"this is not JSON: {said[:1].lower()}{said[1:]}; the reference it stands in is left out",
        source.span(offset, offset + 1),
        hints=("look for a missing comma, quotation mark or brace",),
    )


def _rescue(source: Source, decoder: json.JSONDecoder, position: int) -> list[Record]:
    """Read the sound items after a broken place: objects that have an `id`."""
    text = source.text
    records: list[Record] = []
    while True:
        position = text.find("{", position)
        if position == -1:
            return records
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            position += 1
            continue
        if isinstance(value, dict) and "id" in value:
            records.append(_json_record(source, value, position, end))
        position = end


def _json_record(source: Source, value: Any, start: int, end: int) -> Record:
    # Places of single fields are looked up only where a fault is to be shown: see `json_field`.
    return Record(value, source.span(start, end))


def json_field(source: Source, record: Record, name: str) -> Span:
    """Return where a field of a JSON record stands: its first key of that name."""
    start = source.offset(record.at.line, record.at.column)
    end = source.offset(record.at.end_line, record.at.end_column)
    match = re.compile(re.escape(json.dumps(name, ensure_ascii=False)) + r"\s*:").search(
        source.text, start, end
    )
    return source.span(match.start(), match.start() + len(name) + 2) if match else record.at


def yaml_records(source: Source) -> tuple[list[Record], list[Diagnostic]]:
    """Read CSL-YAML: a list of references, or a map with `references`."""
    read = read_yaml(source, "cite/bad-bibliography")
    found = list(read.diagnostics)
    if read.value is None:
        return [], found
    records = _of_node(read.value)
    if records is None:
        message = "this file has no `references:`"
        hints = ("write the references as a list under `references:`",)
        return [], [*found, diagnose("cite/bad-bibliography", message, read.value.at, hints=hints)]
    return records, found


def embedded_records(source: Source) -> list[Record]:
    """Read the `references:` of publish.yaml or of a chapter's metadata; broken YAML is told elsewhere."""
    if source.path.lower().endswith((".yaml", ".yml")):
        node = read_yaml(source, "config/bad-yaml").value
        return [] if node is None else _of_metadata(node)
    records: list[Record] = []
    for block in metadata_blocks(source):
        node = read_yaml(source, "config/bad-yaml", block.yaml_start, block.yaml_end).value
        records.extend(_of_metadata(node) if node is not None else [])
    return records


def _of_metadata(node: Node) -> list[Record]:
    """Return what stands under `references:`; in metadata `bibliography:` names files."""
    inner = next((value for key, value in node.pairs if key.text == "references"), None)
    return [] if inner is None or inner.kind == "scalar" else _of_node(inner) or []


def _of_node(node: Node) -> list[Record] | None:
    if node.kind == "map":
        inner = next((value for key, value in node.pairs if key.text in _HOLDERS), None)
        if inner is None or inner.kind == "scalar":
            return [] if inner is not None else None
        node = inner
    if node.kind == "map":
        return [_yaml_record(node)]
    return [_yaml_record(item) for item in node.items]


def _yaml_record(node: Node) -> Record:
    places = {key.text: key.at for key, _ in node.pairs}
    return Record(node.spelt(), next(iter(places.values()), node.at), places)
