"""Identifiers and links in written chapters, found and changed without parsing them again.

In: bodies our own serialiser wrote, in which `<` and `>` stand for tags only and values in double quotes. Out:
their identifiers, and the same bodies with other links. Identifiers of e-books must be NCNames (Namespaces in
XML 1.0, section 3), as XHTML's schema has it: `fig:map` becomes `fig.map`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from publish.writing.tree import escape_value

_TAG = re.compile(r"<[a-z][^<>]*>")
_ID = re.compile(r' id="([^"]*)"')
_HREF = re.compile(r' href="#([^"]*)"')
_NOT_NAME = re.compile(r"[^\w.\-·]")


def identifiers(body: str) -> list[str]:
    """Return all identifiers of a body in order."""
    return [_plain(found[1]) for tag in _TAG.findall(body) if (found := _ID.search(tag))]


def without_dead_links(body: str, known: Collection[str]) -> str:
    """Take the target from links inside the publication that lead nowhere; their words stay."""
    return rewrite_links(body, lambda target: f"#{target}" if target in known else None)


def rewrite_links(
    body: str, address: Callable[[str], str | None], name: Callable[[str], str] | None = None
) -> str:
    """Give inner links the address of their target (None takes the link away), and identifiers new names."""

    def change(tag: re.Match[str]) -> str:
        text = tag[0]
        found = _HREF.search(text)
        if found:
            new = address(_plain(found[1]))
            text = text.replace(found[0], "" if new is None else f' href="{escape_value(new)}"')
        if name is not None:
            text = _ID.sub(lambda i: f' id="{escape_value(name(_plain(i[1])))}"', text)
        return text

    return _TAG.sub(change, body)


def without_repeated_ids(body: str, taken: set[str]) -> str:
    """Drop identifiers that are taken, and note those that stay as taken."""

    def change(tag: re.Match[str]) -> str:
        found = _ID.search(tag[0])
        if not found:
            return tag[0]
        identifier = _plain(found[1])
        if identifier in taken:
            return tag[0].replace(found[0], "")
        taken.add(identifier)
        return tag[0]

    return _TAG.sub(change, body)


def ncname(identifier: str) -> str:
    """Return an identifier as an NCName: colons become full stops, other strangers hyphens.

    >>> ncname("fig:map"), ncname("1-one"), ncname("şəkil")
    ('fig.map', '_1-one', 'şəkil')
    """
    name = _NOT_NAME.sub("-", identifier.replace(":", "."))
    # XML 1.0, section 2.3: a name begins with a letter or an underscore; digits of any script may not.
    return name if re.match(r"[^\W\d]", name) else f"_{name}"


def _plain(value: str) -> str:
    if "&" not in value:
        return value
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        value = value.replace(entity, character)
    return value
