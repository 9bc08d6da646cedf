"""YAML with a place for every value.

In: a text, or a stretch of it. Out: a tree of nodes that keep the author's spelling, the value under the
YAML 1.2 core schema (so `no` is a word and a date stays as written), and the span. libyaml reads the text,
as it does in Pandoc; the tree is built here from its events, so that no depth of nesting and no
multiplication of aliases can exhaust the machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

from publish.model.diagnostic import Diagnostic, Outcome, Related, diagnose
from publish.model.source import Source, Span
from publish.text.yaml_errors import explain, find_control_character

Scalar: TypeAlias = str | int | float | bool | None

MAX_DEPTH = 100
MAX_ALIASED_VALUES = 100_000


@dataclass(frozen=True, slots=True)
class Node:
    """One value: a scalar with its text, a list with its items, or a map with its pairs (in order)."""

    kind: Literal["scalar", "list", "map"]
    at: Span
    text: str = ""
    value: Scalar = None
    items: tuple[Node, ...] = ()
    pairs: tuple[tuple[Node, Node], ...] = ()
    size: int = 1
    """How many values it holds with all aliases written out."""

    def get(self, key: str) -> Node | None:
        """Return the value of a key of a map, or None."""
        for name, value in self.pairs:
            if name.text == key:
                return value
        return None

    def get_all(self) -> tuple[tuple[str, Node], ...]:
        """Return keys and values of a map."""
        return tuple((key.text, value) for key, value in self.pairs)

    def plain(self) -> Any:
        """Return the value as lists, dictionaries and scalars."""
        if self.kind == "map":
            return {key.text: value.plain() for key, value in self.pairs}
        if self.kind == "list":
            return [item.plain() for item in self.items]
        return self.value

    def spelt(self) -> Any:
        """Return the value as lists and dictionaries of the author's own words; empty scalars are None."""
        if self.kind == "map":
            return {key.text: value.spelt() for key, value in self.pairs}
        if self.kind == "list":
            return [item.spelt() for item in self.items]
        return None if self.value is None else self.text


class _Refused(Exception):
    def __init__(self, found: Diagnostic) -> None:
        self.found = found


def read_yaml(source: Source, code: str, start: int = 0, end: int | None = None) -> Outcome[Node | None]:
    """Read one YAML document between two offsets; trouble is reported under the given code.

    The value is None if the text is not YAML or holds nothing. Of a key written twice the first counts.
    """
    text = source.text[start : len(source.text) if end is None else end].replace("\r", " ")
    bad = find_control_character(text)
    if bad is not None:
        where = source.span(start + bad, start + bad + 1)
        message = f"the control character U+{ord(text[bad]):04X} cannot stand in YAML"
        return Outcome(None, (diagnose(code, message, where, hints=("delete it",)),))
    builder = _Builder(source, start, code)
    try:
        return Outcome(builder.build(text), tuple(builder.found))
    except _Refused as refused:
        return Outcome(None, (*builder.found, refused.found))


class _Open:
    """A list or map whose end has not come yet."""

    __slots__ = ("anchor", "children", "kind", "start")

    def __init__(self, kind: Literal["list", "map"], start: int, anchor: str | None) -> None:
        self.kind = kind
        self.start = start
        self.anchor = anchor
        self.children: list[Node] = []


class _Builder:
    def __init__(self, source: Source, start: int, code: str) -> None:
        self.source, self.start, self.code = source, start, code
        self.found: list[Diagnostic] = []
        self.anchors: dict[str, Node | None] = {}
        self.aliased = 0

    def span(self, event: Any) -> Span:
        return self.source.span(self.start + event.start_mark.index, self.start + event.end_mark.index)

    def refuse(self, message: str, where: Span, *hints: str) -> _Refused:
        return _Refused(diagnose(self.code, message, where, hints=hints))

    def build(self, text: str) -> Node | None:
        import yaml

        stack: list[_Open] = []
        root: Node | None = None
        documents = 0
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            for event in yaml.parse(text, Loader=loader):
                node: Node | None = None
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.second_document(event, root)
                        break
                elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                    if len(stack) >= MAX_DEPTH:
                        raise self.refuse(f"values are nested more than {MAX_DEPTH} deep", self.span(event))
                    kind: Literal["list", "map"] = (
                        "list" if isinstance(event, yaml.SequenceStartEvent) else "map"
                    )
                    stack.append(_Open(kind, cast(Any, event).start_mark.index, event.anchor))
                    if event.anchor:
                        self.anchors[event.anchor] = None
                elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                    opened = stack.pop()
                    node = self.close(opened, event)
                    if opened.anchor:
                        self.anchors[opened.anchor] = node
                elif isinstance(event, yaml.ScalarEvent):
                    node = self.scalar(event)
                    if event.anchor:
                        self.anchors[event.anchor] = node
                elif isinstance(event, yaml.AliasEvent):
                    node = self.alias(event)
                if node is not None:
                    if stack:
                        stack[-1].children.append(node)
                    else:
                        root = node
        except yaml.YAMLError as error:
            raise _Refused(explain(self.source, self.start, text, error, self.code)) from None
        if root is not None and root.kind == "scalar" and root.value is None:
            return None
        return root

    def second_document(self, event: Any, root: Node | None) -> None:
        start = event.start_mark.index
        if root is None or self.source.text[self.start + start :].strip(" \n-.") == "":
            return
        self.found.append(
            diagnose(
                self.code,
                "a second YAML document begins here; only one is read",
                self.span(event),
                hints=("remove the line `---`",),
            )
        )

    def scalar(self, event: Any) -> Node:
        text: str = event.value
        plain = not event.style and event.implicit[0]
        return Node("scalar", self.span(event), text, resolve_scalar(text) if plain else text)

    def alias(self, event: Any) -> Node:
        where = self.span(event)
        if event.anchor not in self.anchors:
            raise self.refuse(
                f"`*{event.anchor}` refers to an anchor that is not defined",
                where,
                "put a value that begins with `*` in quotation marks",
            )
        node = self.anchors[event.anchor]
        if node is None:
            raise self.refuse(f"`*{event.anchor}` refers to the value it stands in", where)
        self.aliased += node.size
        if self.aliased > MAX_ALIASED_VALUES:
            raise self.refuse(f"aliases multiply to more than {MAX_ALIASED_VALUES:,} values", where)
        return node

    def close(self, opened: _Open, event: Any) -> Node:
        size = 1 + sum(child.size for child in opened.children)
        start = self.start + opened.start
        end = self.start + event.end_mark.index
        text = self.source.text
        while end > start and text[end - 1] in " \t\r\n":
            end -= 1  # libyaml ends a block at the next token, lines further down
        where = self.source.span(start, end)
        if opened.kind == "list":
            return Node("list", where, items=tuple(opened.children), size=size)
        pairs = list(zip(opened.children[::2], opened.children[1::2], strict=True))
        return Node("map", where, pairs=self.unique(pairs), size=size)

    def unique(self, pairs: list[tuple[Node, Node]]) -> tuple[tuple[Node, Node], ...]:
        kept: dict[str, tuple[Node, Node]] = {}
        merged: list[Node] = []
        for key, value in pairs:
            if key.kind != "scalar":
                raise self.refuse("a key is a list or a map; expected a word", key.at)
            if key.text == "<<":
                merged.extend(value.items if value.kind == "list" else (value,))
            elif key.text in kept:
                first = kept[key.text][0].at
                self.found.append(
                    diagnose(
                        self.code,
                        f"the key `{key.text}` stands twice",
                        key.at,
                        hints=("remove one of them",),
                        related=(Related("first written here", first),),
                    )
                )
            else:
                kept[key.text] = (key, value)
        for mapping in merged:
            for key, value in mapping.pairs:
                kept.setdefault(key.text, (key, value))
        return tuple(kept.values())


_INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,40}|[0-9]{1,40}(?:\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,3})?\Z")
_WORDS: dict[str, Scalar] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_WORDS.update(dict.fromkeys(("true", "True", "TRUE"), True))
_WORDS.update(dict.fromkeys(("false", "False", "FALSE"), False))


def resolve_scalar(text: str) -> Scalar:
    """Return the value of a plain scalar under the YAML 1.2 core schema, without octal and hexadecimal.

    >>> [resolve_scalar(t) for t in ("no", "true", "10.5", "1989-12-04", "~")]
    ['no', True, 10.5, '1989-12-04', None]
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        number = float(text)
        return text if number in (float("inf"), float("-inf")) else number
    return text
