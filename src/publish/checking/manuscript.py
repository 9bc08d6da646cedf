"""What a copy editor would mark in a manuscript before it is built: headings, images without description.

In: a Document, best after preparation (raw images are elements then). Out: diagnostics in the text's order.
Sources: WCAG 2.2, 1.1.1 (text alternatives) and technique G141 (headings in order).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.document import Citation, Document, Element, plain_text
from publish.model.elements import attr_of

_WORDS = frozenset({"Str", "Space", "SoftBreak", "LineBreak"})
_DECORATIVE = frozenset({"decorative", "presentation"})


def check_manuscript(document: Document, first_level: int = 1) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a chapter's headings and images.

    `first_level` is the level its headings begin with; a chapter whose headings are all deeper (its title
    stands in the metadata) begins with its own highest.
    """
    found: list[Diagnostic] = []
    headings = [element for element in _elements(document) if element.tag == "Header"]
    highest = min((heading.content[0] for heading in headings), default=first_level)
    previous = max(first_level, highest) - 1
    for element in _elements(document):
        if element.tag == "Header":
            found.extend(_check_heading(element, previous))
            previous = element.content[0]
        elif element.tag == "Image":
            found.extend(_check_image(element))
    return tuple(found)


def _check_heading(heading: Element, previous: int) -> Iterator[Diagnostic]:
    level = heading.content[0]
    words = plain_text(heading.content[2])
    if not words and not any(element.tag == "Image" for element in heading.content[2]):
        yield diagnose(
            "heading/empty",
            f"a heading of level {level} has no text",
            heading.at,
            hints=("give it words, or remove it",),
        )
    if level > previous + 1:
        after = f"follows one of level {previous}" if previous else "comes first"
        yield diagnose(
            "heading/skipped-level",
            f"the heading “{words}” of level {level} {after}",
            heading.at,
            hints=(f"make it level {previous + 1}: `{'#' * (previous + 1)} {words}`",),
        )


def _check_image(image: Element) -> Iterator[Diagnostic]:
    _, classes, pairs = attr_of(image)
    given = dict(pairs)
    if plain_text(image.content[1]) or given.get("alt", "").strip():
        return
    if "alt" in given or given.get("role") in ("presentation", "none") or _DECORATIVE & set(classes):
        return
    yield diagnose(
        "image/no-alt",
        f"the image `{image.content[2][0]}` has no description",
        image.at,
        hints=('describe it: `![what it shows](…)`, or say that it only decorates: `{alt=""}`',),
    )


def _elements(document: Document) -> Iterator[Element]:
    """Yield the chapter's elements in order, but words and spaces, without recursion."""
    waiting: list[Any] = [document.blocks]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Element):
            if value.tag not in _WORDS:
                yield value
                if value.tag == "Cite":
                    waiting.append(value.content[0])
                elif value.tag != "Image":
                    waiting.append(value.content)
        elif isinstance(value, tuple):
            waiting.extend(item for item in reversed(value) if not isinstance(item, str))
        elif isinstance(value, Citation):
            waiting.extend((value.suffix, value.prefix))
