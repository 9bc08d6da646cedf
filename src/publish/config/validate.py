"""Settings against the schema: each fault at its place, with what was expected.

In: the YAML tree of the settings. Out: diagnostics, and the dotted names of the settings not to be used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from publish.config.schema import json_schema
from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.faults import RULES
from publish.text.nearest import did_you_mean
from publish.text.yaml import Node, resolve_scalar

_LONGEST_QUOTE = 40
_MOST_KEYS = 12
"""So many are told one by one in a hint."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found: trouble in the order of the text, and the settings it concerns (`theme.size`)."""

    diagnostics: tuple[Diagnostic, ...]
    refused: frozenset[str]


def check_settings(node: Node) -> Checked:
    """Check a map of settings against the schema; an unknown key is an error, and so is a wrong value."""
    found: list[Diagnostic] = []
    refused: set[str] = set()
    for path, kind, error in _faults(_validator().iter_errors(plain_settings(node))):
        if kind == "additionalProperties":
            found.extend(_unknown_key(node, path, key) for key in error.kind.unexpected)
            continue
        refused.add(dotted(path))
        found.append(_bad_value(node, path, kind, error))
    found.sort(key=lambda d: (d.where.line, d.where.column) if d.where else (0, 0))
    return Checked(tuple(dict.fromkeys(found)), frozenset(refused))


def dotted(path: Iterable[str | int]) -> str:
    """Return a path into the settings as the author would name it, items counted from 1.

    >>> dotted(("editions", 1, "page"))
    'editions[2].page'
    """
    name = ""
    for part in path:
        name += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if name else part
    return name


def bad_value(name: str, node: Node, expected: str, hints: Iterable[str] = ()) -> Diagnostic:
    """Say that a setting has a value of the wrong form or out of range."""
    return diagnose(
        "config/bad-value", f"`{name}` is {quoted(node)}; expected {expected}", node.at, hints=hints
    )


def quoted(node: Node) -> str:
    """Return a value as a message shows it."""
    if node.kind != "scalar":
        return "empty" if not (node.items or node.pairs) else f"a {node.kind}"
    words = " ".join(node.text.split())
    if node.value is None and words in ("", "~", "null"):
        return "empty"
    return f"`{words}`" if len(words) <= _LONGEST_QUOTE else f"`{words[:_LONGEST_QUOTE]}…`"


_SPELT_BOOLEANS = {"yes": True, "on": True, "y": True, "no": False, "off": False, "n": False}


def plain_settings(node: Node) -> dict[str, Any]:
    """Return settings as plain values, with `yes` and `no` where the schema wants a truth value.

    Pandoc reads YAML 1.1, in which they are truth values everywhere. A key without a value is left out.
    """
    settings = _plain(node, json_schema())
    return {key: value for key, value in settings.items() if value is not None}


def _plain(node: Node, schema: dict[str, Any]) -> Any:
    """Return a value plainly; `schema` is its own, or empty where there is none."""
    if node.kind == "map":
        properties = _properties(schema)
        return {key.text: _plain(value, properties.get(key.text, {})) for key, value in node.pairs}
    if isinstance(node.value, str) and schema.get("type") == "boolean":
        return _SPELT_BOOLEANS.get(node.value.lower(), node.value)
    return node.plain()


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the keys a map may have, which may be one of several forms of a value."""
    if "properties" in schema:
        return dict(schema["properties"])
    return next((found for form in schema.get("anyOf", ()) if (found := _properties(form))), {})


@cache
def _validator() -> Any:
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(json_schema())


def _faults(errors: Iterable[Any]) -> Iterator[tuple[list[str | int], str, Any]]:
    """Yield each fault at its deepest place: of alternatives, the one the author evidently meant."""
    for error in errors:
        path = list(error.instance_path)
        kind: str = error.kind.name
        meant = None
        if kind == "anyOf":
            branches: Sequence[Sequence[Any]] = error.kind.context
            for branch in branches:
                if branch and all(
                    len(e.instance_path) > len(path) or e.kind.name in ("additionalProperties", "required")
                    for e in branch
                ):
                    meant = branch
        if meant is not None:
            yield from _faults(meant)
        elif kind == "anyOf" and len(error.kind.context) == 2 and _is_list(error.kind.context[1], path):
            yield from _faults(error.kind.context[1])
        else:
            yield path, kind, error


def _is_list(branch: Sequence[Any], path: list[str | int]) -> bool:
    return bool(branch) and any(len(e.instance_path) > len(path) for e in branch)


def _at(node: Node, path: Iterable[str | int]) -> Node:
    for part in path:
        below = node.items[part] if isinstance(part, int) else node.get(part)
        if below is None:
            return node
        node = below
    return node


def _schema_at(error: Any) -> dict[str, Any]:
    schema: Any = json_schema()
    for step in list(error.schema_path)[:-1]:
        schema = schema[step]
    return dict(schema)


def _unknown_key(node: Node, path: list[str | int], key: str) -> Diagnostic:
    holder = _at(node, path)
    where = next((name.at for name, _ in holder.pairs if name.text == key), holder.at)
    known = _known_keys(path)
    hints = did_you_mean(key, known)
    if path == ["lint"] and key in RULES:
        hints = (f"write `lint: {{off: {{{key}: a reason}}}}`",)
    elif not path and key in _properties(json_schema()["properties"]["theme"]):
        hints = (f"write `theme: {{{key}: …}}`",)
    elif not hints and path and len(known) <= _MOST_KEYS:
        hints = ("one of " + ", ".join(f"`{name}`" for name in known),)
    elif not hints:
        hints = ("`publish schema` lists all keys",)
    name = dotted((*path, key))
    return diagnose("config/unknown-key", f"`{name}` is not a setting that publish knows", where, hints=hints)


def _known_keys(path: list[str | int]) -> list[str]:
    """Return the keys a map may have at a path: those of the schema there, or of its first alternative."""
    schemas: list[Any] = [json_schema()]
    for part in path:
        name = "items" if isinstance(part, int) else "properties"
        below = [schema[name] for schema in _alternatives(schemas) if name in schema]
        schemas = below if isinstance(part, int) else [one[part] for one in below if part in one]
    return list(next((one["properties"] for one in _alternatives(schemas) if "properties" in one), ()))


def _alternatives(schemas: Iterable[Any]) -> Iterator[Any]:
    for schema in schemas:
        yield schema
        yield from _alternatives(schema.get("anyOf", ()))


def _bad_value(node: Node, path: list[str | int], kind: str, error: Any) -> Diagnostic:
    schema = _schema_at(error)
    place = _at(node, path)
    if kind == "required":
        missing = error.kind.property
        message = f"`{dotted(path)}` has no `{missing}`" if path else f"`{missing}` is missing"
        expected = schema["properties"][missing]["title"]
        return diagnose("config/bad-value", f"{message}; expected {expected}", place.at)
    choices = [str(choice) for choice in _choices(schema)]
    hints = did_you_mean(place.text, choices) if place.kind == "scalar" else ()
    if isinstance(place.value, str) and not isinstance(resolve_scalar(place.text), str):
        hints = (f"write {place.text} without quotation marks",)
    return bad_value(dotted(path) or "publish.yaml", place, schema.get("title", "another value"), hints)


def _choices(schema: dict[str, Any]) -> list[Any]:
    found = list(schema.get("enum", ()))
    for branch in schema.get("anyOf", ()):
        found.extend(_choices(branch))
    return found
