"""Marks of the language: quotation marks that Pandoc read from straight ones, and French spaces.

In: a Document and its language. Out: Quoted elements as the language's own marks (CLDR, "delimiters"),
English ones left to the writer; in French a blank before `; : ! ? »` and after `«` that does not break. Marks
an author typed are never changed.
"""

from __future__ import annotations

from typing import Any

from publish.model.document import Document, Element, Inlines
from publish.transforms.traversal import rewrite_document

_THIN = "\u202f"
_WIDE = "\u00a0"

QUOTES: dict[str, tuple[str, str, str, str]] = {
    "de": ("„", "“", "‚", "‘"),
    "de-ch": ("«", "»", "‹", "›"),
    "fr": (f"«{_WIDE}", f"{_WIDE}»", "“", "”"),
    "fr-ch": (f"«{_THIN}", f"{_THIN}»", f"‹{_THIN}", f"{_THIN}›"),
    "es": ("«", "»", "“", "”"),
    "it": ("«", "»", "“", "”"),
    "pt-pt": ("«", "»", "“", "”"),
    "ca": ("«", "»", "“", "”"),
    "ru": ("«", "»", "„", "“"),
    "uk": ("«", "»", "„", "“"),
    "be": ("«", "»", "„", "“"),
    "pl": ("„", "”", "«", "»"),
    "cs": ("„", "“", "‚", "‘"),
    "sk": ("„", "“", "‚", "‘"),
    "sl": ("„", "“", "‚", "‘"),
    "hr": ("„", "“", "‚", "‘"),
    "bg": ("„", "“", "‚", "‘"),
    "ro": ("„", "”", "«", "»"),
    "hu": ("„", "”", "»", "«"),
    "sv": ("”", "”", "’", "’"),
    "fi": ("”", "”", "’", "’"),
    "da": ("»", "«", "›", "‹"),
    "nb": ("«", "»", "‘", "’"),
    "no": ("«", "»", "‘", "’"),
    "el": ("«", "»", "“", "”"),
    "az": ("«", "»", "“", "”"),
    "fa": ("«", "»", "‹", "›"),
    "he": ("”", "”", "’", "’"),
    "ja": ("「", "」", "『", "』"),
}

_BLANK = ("Space", "SoftBreak")
_HIGH = frozenset({";", ":", "!", "?", "»"})


def set_marks(document: Document, lang: str) -> Document:
    """Set the marks of a language (a BCP 47 tag) in a chapter."""
    tag = lang.replace("_", "-").lower()
    language = tag.split("-")[0]
    quotes = QUOTES.get(tag) or QUOTES.get("-".join(tag.split("-")[:2])) or QUOTES.get(language)
    changes: dict[str, Any] = {}
    if quotes is not None:
        changes["Quoted"] = lambda element: _with_marks(element, quotes)
    if language == "fr":
        changes.update(dict.fromkeys(("Para", "Plain", "Emph", "Strong", "Header", "Span", "Link"), _unbroken))
    return rewrite_document(document, changes) if changes else document


def _with_marks(element: Element, quotes: tuple[str, str, str, str]) -> Inlines:
    kind, inlines = element.content
    opening, closing = quotes[:2] if kind.tag == "DoubleQuote" else quotes[2:]
    return (Element("Str", opening), *inlines, Element("Str", closing))


def _unbroken(element: Element) -> Element:
    content = element.content
    if element.tag in ("Header", "Span", "Link"):
        place = 2 if element.tag == "Header" else 1
        inlines = _bound(content[place])
        if inlines is content[place]:
            return element
        return Element(element.tag, (*content[:place], inlines, *content[place + 1 :]), element.at)
    inlines = _bound(content)
    return element if inlines is content else Element(element.tag, inlines, element.at)


def _bound(inlines: Inlines) -> Inlines:
    out: list[Element] = []
    changed = False
    for index, inline in enumerate(inlines):
        if inline.tag in _BLANK:
            after = inlines[index + 1] if index + 1 < len(inlines) else None
            before = inlines[index - 1] if index else None
            high = after is not None and after.tag == "Str" and after.content[:1] in _HIGH
            opened = before is not None and before.tag == "Str" and before.content.endswith("«")
            if high or opened:
                colon = opened or (after is not None and after.content[:1] in ":»")
                out.append(Element("Str", _WIDE if colon else _THIN))
                changed = True
                continue
        out.append(inline)
    return tuple(out) if changed else inlines
