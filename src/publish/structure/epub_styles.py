"""The style sheets of an e-book → their rules in an order and a form that can be compared.

In: an opened package. Out: rules as (selector, declarations) with single spaces, comments left out, and the
families of its fonts. How a reading system sets a text is its own affair; what the book asks of it is told
here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.model.pages import StyleRule
from publish.structure.epub_package import Package

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_FAMILY = re.compile(r"font-family:\s*[\"']?([^\"';]+)")
_MAX_DEPTH = 8


def read_styles(package: Package) -> tuple[tuple[StyleRule, ...], tuple[str, ...]]:
    """Return the rules of all style sheets in the manifest's order, and the names of the fonts they embed."""
    rules: list[StyleRule] = []
    for address, media_type, _ in package.manifest.values():
        if media_type != "text/css":
            continue
        content = package.read(address)
        if content is not None:
            rules.extend(split_rules(content.decode("utf-8", "replace")))
    families = {
        match[1].strip()
        for rule in rules
        if rule.selector.endswith("@font-face") and (match := _FAMILY.search(rule.declarations))
    }
    return tuple(rules), tuple(sorted(families))


def split_rules(sheet: str) -> tuple[StyleRule, ...]:
    """Return the rules of a style sheet; those in blocks carry the block's own words in front.

    >>> split_rules("/* x */ p , a{color : red;} @media print{b{margin:0 1em}}")[1]
    StyleRule(selector='@media print b', declarations='margin: 0 1em')
    """
    return tuple(_rules(_COMMENT.sub(" ", sheet), "", 0))


def _rules(text: str, context: str, depth: int) -> Iterator[StyleRule]:
    at = 0
    while at < len(text):
        end = _next(text, at, "{;}")
        if end >= len(text):
            return
        head = " ".join(text[at:end].split())
        if text[end] in ";}":
            if head.startswith("@"):
                yield StyleRule(f"{context} {head}".strip(), "")
            at = end + 1
            continue
        close = _closing(text, end)
        inner = text[end + 1 : close]
        if head.startswith("@") and "{" in inner and depth < _MAX_DEPTH:
            yield from _rules(inner, f"{context} {head}".strip(), depth + 1)
        else:
            selector = re.sub(r"\s*,\s*", ", ", re.sub(r"\s*([>+~])\s*(?![^([]*[)\]])", r" \1 ", head))
            yield StyleRule(f"{context} {selector}".strip(), _declarations(inner))
        at = close + 1


def _declarations(text: str) -> str:
    parts = []
    for declaration in text.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            parts.append(f"{name.strip()}: {' '.join(value.split())}")
    return "; ".join(parts)


def _next(text: str, at: int, wanted: str) -> int:
    """Return where one of the wanted characters is next, outside of strings."""
    while at < len(text):
        if text[at] in "\"'":
            string = _STRING.match(text, at)
            at = string.end() if string else at + 1
        elif text[at] in wanted:
            return at
        else:
            at += 1
    return len(text)


def _closing(text: str, opening: int) -> int:
    depth, at = 0, opening
    while at < len(text):
        at = _next(text, at, "{}")
        if at >= len(text):
            break
        depth += 1 if text[at] == "{" else -1
        if depth == 0:
            return at
        at += 1
    return len(text)
