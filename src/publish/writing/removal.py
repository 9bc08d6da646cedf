"""What no edition may carry, found before Pandoc writes the chapter: what goes, and where it stood.

In: a Document. Out: the Document with raw HTML, attributes and addresses reduced to the safe subset (see
`safety`), and `html/removed` for each thing taken. The gate proper stands behind Pandoc; this pass exists so
that the author learns what was taken and where, and so that an unclosed `<script>` or `<title>` cannot swallow
the rest of a chapter.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import Any

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Attr, Document, Element
from publish.model.source import Span
from publish.writing import safety

_HTML_FORMATS = {"html", "html4", "html5", "xhtml"}
_WITH_ATTRIBUTES = {
    "Code": 0,
    "CodeBlock": 0,
    "Div": 0,
    "Span": 0,
    "Link": 0,
    "Image": 0,
    "Figure": 0,
    "Table": 0,
}
_GONE = object()
"""Stands for a passage that was left out; None is a value of Pandoc's own."""


def reduce_raw(document: Document) -> Outcome[Document]:
    """Take from a document what no edition may carry, and tell each thing taken."""
    walk = _Pass()
    blocks = walk.items(document.blocks, Span(document.path))
    return Outcome(Document(document.path, blocks, document.meta, document.api_version), tuple(walk.found))


class _Pass:
    """One walk through a document, gathering diagnostics on the way."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def items(self, value: tuple[Any, ...], where: Span) -> tuple[Any, ...]:
        kept: list[Any] = []
        swallowing = ""
        for position, item in enumerate(value):
            if _is_raw_html(item):
                if swallowing:
                    if re.match(rf"\s*</{swallowing}\b", item.content[1], re.IGNORECASE):
                        swallowing = ""
                    continue
                swallowing = self._opens_swallowed(item, value[position + 1 :])
            elif swallowing:
                continue
            new = self.value(item, where)
            if new is not _GONE:
                kept.append(new)
        return tuple(kept)

    def value(self, value: Any, where: Span) -> Any:
        if isinstance(value, tuple):
            return self.items(value, where)
        if not isinstance(value, Element):
            return value
        at = value.at or where
        if value.tag in ("RawBlock", "RawInline"):
            return self._raw(value, at)
        content = value.content
        if value.tag in _WITH_ATTRIBUTES:
            content = (self._attr(content[0], at), *content[1:])
        elif value.tag == "Header":
            content = (content[0], self._attr(content[1], at), *content[2:])
        if value.tag in ("Link", "Image"):
            content = (*content[:2], self._target(content[2], at))
        if value.tag in ("Code", "CodeBlock", "Math", "Str"):
            return Element(value.tag, content, value.at) if content is not value.content else value
        return Element(value.tag, self.value(content, at), value.at)

    def _opens_swallowed(self, raw: Element, following: tuple[Any, ...]) -> str:
        """Return the name of an element removed with its content, if it is opened here and closed later."""
        opened = re.match(r"\s*<([a-z][a-z0-9]*)\b(?![^>]*/>\s*$)", raw.content[1], re.IGNORECASE)
        name = opened[1].lower() if opened else ""
        if name not in safety.SWALLOWED or re.search(rf"</{name}\b", raw.content[1], re.IGNORECASE):
            return ""
        closing = re.compile(rf"\s*</{name}\b", re.IGNORECASE)
        for item in following:
            if _is_raw_html(item) and closing.match(item.content[1]):
                return name
        return ""

    def _raw(self, raw: Element, at: Span) -> object:
        kind, text = raw.content
        if kind in _HTML_FORMATS:
            parser = _RawParser()
            parser.feed(text)
            parser.close()
            for what, hint in parser.removed:
                self.found.append(diagnose("html/removed", f"{what} was removed; {_EXPECTED}", at, hints=hint))
            kept = "".join(parser.kept)
            return Element(raw.tag, ("html", kept), raw.at) if kept.strip() else _blank(raw, kept)
        return _GONE

    def _attr(self, attr: Attr, at: Span) -> Attr:
        identifier, classes, pairs = attr
        kept: list[tuple[str, str]] = []
        for key, value in pairs:
            lower = key.lower()
            if re.fullmatch(r"on[a-z]+", lower):
                self._removed(f"the event handler `{lower}`", at)
            elif lower == "style":
                style, refused = safety.safe_style(value)
                for name in refused:
                    self._removed(f"the style property `{name}`", at)
                if style:
                    kept.append((key, style))
            else:
                kept.append((key, value))
        return (identifier, classes, tuple(kept))

    def _target(self, target: tuple[str, str], at: Span) -> tuple[str, str]:
        scheme = safety.scheme_of(target[0])
        if scheme.endswith("script") or scheme == "data":
            self._removed(f"the address `{scheme}:…`", at)
            return ("", target[1])
        return target

    def _removed(self, what: str, at: Span) -> None:
        self.found.append(diagnose("html/removed", f"{what} was removed; {_EXPECTED}", at))


_EXPECTED = "expected HTML of the safe subset"


def _is_raw_html(item: object) -> bool:
    return (
        isinstance(item, Element) and item.tag in ("RawInline", "RawBlock") and item.content[0] in _HTML_FORMATS
    )


def _blank(raw: Element, kept: str) -> object:
    return Element("RawInline", ("html", kept), raw.at) if kept and raw.tag == "RawInline" else _GONE


class _RawParser(HTMLParser):
    """Rewrites one raw passage tag by tag; it need not be balanced, an inline passage is often a single tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.kept: list[str] = []
        self.removed: list[tuple[str, tuple[str, ...]]] = []
        self._inside = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._inside:
            self._depth += tag == self._inside
            return
        if tag not in safety.ELEMENTS:
            self.removed.append((f"`<{tag}>`", _hints(tag)))
            if tag in safety.SWALLOWED and self._is_closed(tag):
                self._inside, self._depth = tag, 1
            return
        self.kept.append(f"<{tag}{''.join(self._attributes(tag, attrs))}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # In HTML a slash means nothing: `<div/>` opens a div. Authors mean an empty one.
        if self._inside:
            return
        if tag not in safety.ELEMENTS:
            self.removed.append((f"`<{tag}>`", _hints(tag)))
            return
        void = tag in ("br", "col", "hr", "img", "wbr")
        self.kept.append(f"<{tag}{''.join(self._attributes(tag, attrs))}>" + ("" if void else f"</{tag}>"))

    def handle_endtag(self, tag: str) -> None:
        if self._inside:
            self._depth -= tag == self._inside
            if self._depth == 0:
                self._inside = ""
        elif tag in safety.ELEMENTS:
            self.kept.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.kept.append(escape(data, quote=False) if self.cdata_elem else data.replace("<", "&lt;"))

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _is_closed(self, tag: str) -> bool:
        return re.search(rf"</{tag}\b", self.rawdata, re.IGNORECASE) is not None

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> list[str]:
        written: list[str] = []
        for name, given in attrs:
            value = given or ""
            if re.fullmatch(r"on[a-z]+", name):
                self.removed.append((f"the event handler `{name}` of `<{tag}>`", ()))
                continue
            if name == "style":
                value, refused = safety.safe_style(value)
                self.removed.extend((f"the style property `{p}` of `<{tag}>`", ()) for p in refused)
            elif name in ("href", "src"):
                scheme = safety.scheme_of(value)
                if scheme and scheme not in safety.SCHEMES:
                    self.removed.append((f"the address `{scheme}:…` of `<{tag}>`", ()))
                    continue
            elif name in ("srcset", "background", "action", "formaction", "ping", "srcdoc"):
                self.removed.append((f"the attribute `{name}` of `<{tag}>`", ()))
                continue
            written.append(f' {name}="{escape(value)}"')
        return written


def _hints(tag: str) -> tuple[str, ...]:
    if tag in safety.KNOWN_OUTSIDE:
        return ()
    return (f"write `\\<{tag}>` if the words were meant to be read, or put them in backquotes",)
