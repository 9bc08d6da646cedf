"""Raw HTML taken apart, so far as other transforms must see into it.

In: the text of one raw passage. Out: pieces in order: text to keep as raw HTML, and Pandoc elements for images
(HTML Living Standard 4.8.3), line breaks and identifiers (`id`, and `name` on `<a>`). Comments are dropped.
What is safe to keep of the rest is decided when HTML is written.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from publish.model.document import Attr, Element
from publish.model.elements import text

Piece = str | Element

_WORTH_PARSING = re.compile(r"<(?:img|br|a|!)\b|<!--|\s(?:id|name)\s*=", re.IGNORECASE)
_CSS_LENGTH = re.compile(
    r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+(?:px|pt|cm|mm|in|em|%))\s*(?:;|$)", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LENGTH = re.compile(r"\d+(?:\.\d+)?(?:px|pt|cm|mm|in|em|%)", re.IGNORECASE)


def take_apart(html: str) -> tuple[Piece, ...]:
    """Return the pieces of a raw passage; a passage with nothing of interest comes back as one piece.

    >>> [p if isinstance(p, str) else p.tag for p in take_apart('<td>a<br><img src="x.png"></td>')]
    ['<td>a', 'LineBreak', 'Image', '</td>']
    """
    if not _WORTH_PARSING.search(html):
        return (html,)
    parser = _Pieces()
    parser.feed(html)
    parser.close()
    return tuple(parser.pieces)


def link_start(html: str) -> tuple[str, Attr, str] | None:
    """Return target, attributes and title of a passage that is one `<a href=…>` start tag, else None."""
    if html[:2].lower() != "<a" or html[2:3].isalnum():
        return None
    parser = _Starts()
    parser.feed(html)
    parser.close()
    if len(parser.found) != 1 or parser.found[0][0] != "a" or parser.other:
        return None
    pairs = dict(reversed([(key, value or "") for key, value in parser.found[0][1]]))
    if "href" not in pairs:
        return None
    attr = (pairs.get("id") or pairs.get("name", ""), tuple(pairs.get("class", "").split()), ())
    return pairs["href"].strip(), attr, pairs.get("title", "")


class _Starts(HTMLParser):
    """Start tags of a passage, and whether there is anything else in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.other = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.other = True

    def handle_data(self, data: str) -> None:
        self.other = self.other or bool(data.strip())


class _Pieces(HTMLParser):
    """The passage as pieces; everything not of interest is written as it was."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[Piece] = []

    def _keep(self, raw: str) -> None:
        if self.pieces and isinstance(self.pieces[-1], str):
            self.pieces[-1] += raw
        elif raw:
            self.pieces.append(raw)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pairs = dict(reversed([(key, value or "") for key, value in attrs]))
        if tag == "img":
            image = _image(pairs)
            if image is not None:
                self.pieces.append(image)
            return
        if tag == "br":
            self.pieces.append(Element("LineBreak"))
            return
        identifier = pairs.get("id") or (pairs.get("name", "") if tag == "a" else "")
        if tag == "a" and "href" in pairs:
            self._keep(_start_tag(tag, attrs))
        elif identifier.strip():
            self.pieces.append(Element("Span", ((identifier.strip(), (), ()), ())))
            self._keep(_start_tag(tag, [(k, v) for k, v in attrs if k not in ("id", "name")]))
        else:
            self._keep(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("img", "br"):
            self._keep(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")


def _start_tag(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    written = "".join(f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in attrs)
    return f"<{tag}{written}>"


def _image(pairs: dict[str, str]) -> Element | None:
    source = pairs.get("src", "").strip()
    if not source:
        return None
    sizes: dict[str, str] = {key.lower(): value for key, value in _CSS_LENGTH.findall(pairs.get("style", ""))}
    for key in ("width", "height"):
        value = pairs.get(key, "").strip()
        if _NUMBER.fullmatch(value):
            sizes.setdefault(key, f"{value}px")
        elif _LENGTH.fullmatch(value):
            sizes.setdefault(key, value)
    extra: list[tuple[str, str]] = [(key, sizes[key]) for key in ("width", "height") if key in sizes]
    if "alt" in pairs and not pairs["alt"].strip():
        extra.append(("alt", ""))
    if pairs.get("role") in ("presentation", "none"):
        extra.append(("role", "presentation"))
    attr = (pairs.get("id", "").strip(), tuple(pairs.get("class", "").split()), tuple(extra))
    description = text(" ".join(pairs.get("alt", "").split()))
    return Element("Image", (attr, description, (source, pairs.get("title", ""))))
