"""Images: descriptions made plain, addresses found, addresses replaced by the publication's own files.

In: a Document; for `place_images` also what became of each address. Out: images whose description is plain
words, whose explicit emptiness is `alt=""`, and whose address is a `Resource.name`; a missing one is a Span
`missing-image` with its description and address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from publish.model.document import Attr, Document, Element, Inlines, plain_text
from publish.model.elements import SPACE, make_attr, span, text
from publish.model.resource import Resource
from publish.model.source import Span
from publish.transforms.titles import title_of
from publish.transforms.traversal import WORDS, rewrite_document

NEEDS = frozenset({"Image"})

_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/")
"""Addresses that are not seen from a folder: with a scheme, or from a root."""
DECORATIVE_CLASSES = frozenset({"decorative", "presentation"})


def describe_images(document: Document) -> Document:
    """Make every image's description plain words, so that no note or citation is counted twice.

    Pandoc repeats a figure's caption, with its notes, as the image's description. An `alt` attribute takes the
    description's place; `alt=""`, `role=presentation` and the class `decorative` make it empty on purpose.
    """
    return rewrite_document(document, {"Image": _describe})


def image_targets(document: Document) -> tuple[tuple[str, Span | None], ...]:
    """Return each address of an image once, as written, in order, with the place of its first use."""
    found: dict[str, Span | None] = {}

    def note(element: Element) -> Element:
        found.setdefault(element.content[2][0], element.at)
        return element

    rewrite_document(document, {"Image": note})
    return tuple(found.items())


def settle_addresses(document: Document, is_there: Callable[[str], bool]) -> Document:
    """Give images their addresses in the project: those that are there as seen from the chapter's own folder.

    Links between chapters are read alike; an address that is not there keeps being one from the project's root.
    """
    folder = dirname(document.path)
    if not folder:
        return document
    known: dict[str, str] = {}

    def seen_from_here(address: str) -> str:
        if _ELSEWHERE.match(address):
            return address
        path = normpath(join(folder, unquote(address)))
        return path if is_there(path) else address

    def settle(element: Element) -> Element:
        attr, description, (source, title) = element.content
        if source not in known:
            known[source] = seen_from_here(source)
        new = known[source]
        return element if new == source else Element("Image", (attr, description, (new, title)), element.at)

    return rewrite_document(document, {"Image": settle})


def place_images(document: Document, images: Mapping[str, Resource | None]) -> Document:
    """Point every image at the publication's file; `images` maps an address as written to it, or to None."""
    known = {resource.name for resource in images.values() if resource is not None}

    def place(element: Element) -> Element:
        attr, description, (source, title) = element.content
        resource = images.get(source)
        if resource is not None:
            return Element("Image", (attr, description, (resource.name, title)), element.at)
        return element if source in known else _missing(element, attr, description, source)

    return rewrite_document(document, {"Image": place})


def _describe(element: Element) -> Element:
    attr, description, target = element.content
    identifier, classes, pairs = attr
    given = dict(pairs)
    decorative = (
        given.get("alt") == ""
        or given.get("role") in ("presentation", "none")
        or DECORATIVE_CLASSES & {*classes}
    )
    if decorative:
        wanted: Inlines = ()
        new_pairs = (
            *((k, v) for k, v in pairs if k not in ("alt", "role")),
            ("alt", ""),
            ("role", "presentation"),
        )
    elif "alt" in given:
        wanted = text(" ".join(given["alt"].split()))
        new_pairs = tuple((k, v) for k, v in pairs if k != "alt")
    else:
        plain = all(inline.tag in WORDS for inline in description)
        wanted = description if plain else text(plain_text(title_of(description)) or plain_text(description))
        new_pairs = pairs
    if wanted == description and new_pairs == pairs:
        return element
    return Element("Image", ((identifier, classes, new_pairs), wanted, target), element.at)


def _missing(element: Element, attr: Attr, description: Inlines, source: str) -> Element:
    shown = Element("Code", (make_attr(), source))
    words = (*description, SPACE, shown) if description else (shown,)
    return span((attr[0], ("missing-image",), ()), words, element.at)
