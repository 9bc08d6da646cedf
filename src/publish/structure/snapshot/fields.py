"""Values of the page structure → words of a snapshot and back, field by field.

In: a frozen value, and which of its fields stand in the line one after the other. Out: words for those, and for
every other field that is not what it usually is a word `.name=JSON`. So a field that is added to the page
structure is kept by snapshots without another line of code; nothing of what a reader sees can be forgotten.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Sequence
from functools import cache
from typing import Any

from publish.model.looks import Box
from publish.structure.snapshot.words import Words, box_words, escape, number, quote


def field_words(value: Any, inline: Sequence[str], known: Sequence[str] = ()) -> list[str]:
    """Return words for the inline fields of a value, and for its others that are not known and not usual."""
    words = [_word(getattr(value, name)) for name in inline]
    for field in dataclasses.fields(value):
        if field.name in inline or field.name in known:
            continue
        own = getattr(value, field.name)
        if field.default is dataclasses.MISSING or own != field.default:
            words.append(
                f".{field.name}={escape(json.dumps(_plain(own), ensure_ascii=False, separators=_TIGHT))}"
            )
    return words


_TIGHT = (",", ":")


def take_fields(kind: type, inline: Sequence[str], words: Words) -> Any:
    """Return a value of a kind from the words of a line."""
    hints = _hints(kind)
    given = {name: _take(hints[name], words) for name in inline}
    return kind(**given, **take_others(words, kind)[0])


def take_others(words: Words, *kinds: type) -> list[dict[str, Any]]:
    """Return the fields that stand at the end of a line as `.name=JSON`, for each kind its own."""
    found: list[dict[str, Any]] = [{} for _ in kinds]
    for word in words.rest():
        name, equals, text = word[1:].partition("=")
        at = next((index for index, kind in enumerate(kinds) if name in _hints(kind)), None)
        if not word.startswith(".") or not equals or at is None:
            raise words.odd()
        try:
            found[at][name] = _made(_hints(kinds[at])[name], json.loads(text))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise words.odd() from None
    return found


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _word(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, Box):
        return box_words(value)
    return quote(value) if isinstance(value, str) else number(value)


def _take(hint: Any, words: Words) -> Any:
    if words.peek() == "-" and type(None) in typing.get_args(hint):
        words.next()
        return None
    if hint is Box:
        return words.box()
    if hint is float:
        return words.number()
    return words.integer() if int in (hint, *typing.get_args(hint)) else words.text()


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: frozen values are lists of their fields."""
    if dataclasses.is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return round(value, 2) if isinstance(value, float) else value


def _made(hint: Any, plain: Any) -> Any:
    """Return what JSON tells as a value of the kind a field asks for; raise TypeError if it is none."""
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return hint(*(_made(one, item) for one, item in zip(hints.values(), plain, strict=True)))  # type: ignore[operator]
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        kinds = [inner[0]] * len(plain) if inner[-1:] == (Ellipsis,) else inner
        return tuple(_made(one, item) for one, item in zip(kinds, plain, strict=True))
    if origin in (typing.Union, types.UnionType):
        return None if plain is None else _made(inner[0], plain)
    if origin is typing.Literal:
        if plain not in inner:
            raise TypeError(plain)
        return plain
    if hint is float:
        return float(plain)
    if not isinstance(plain, hint):
        raise TypeError(plain)
    return plain
