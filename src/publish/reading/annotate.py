"""Pandoc's JSON becomes a Document in which elements know their place in the source.

In: the decoded JSON and the places found in the text. Out: immutable elements; `at` is None where nothing was
found. Elements and places are paired by kind and key in document order, so one that is missed costs only
itself. Equal words share one object, since a novel has 900,000 of them.
"""

from __future__ import annotations

from typing import Any

from publish.model.document import Attr, Citation, Element
from publish.model.source import Span
from publish.reading.tokens import SIGNATURE, NoteMark, Place, Tokens, link_key, raw_key, signature

MAX_DEPTH = 60
"""How deep blocks and inlines may nest: each level costs every later stage some frames of its stack."""

_BARE = {tag: Element(tag) for tag in ("Space", "SoftBreak", "LineBreak", "HorizontalRule", "Null")}


class TooDeep(Exception):
    """The document nests deeper than any edition could show."""


class Annotator:
    """Makes elements of one document; used once."""

    def __init__(self, tokens: Tokens, suspects: frozenset[str]) -> None:
        self.tokens = tokens
        self.suspects = suspects
        self.unresolved: list[tuple[str, Span | None]] = []
        """Footnote calls that stayed text: label and place."""
        self.region = 0
        self.cursors: dict[tuple[str, str], int] = {}
        self.next_call = 0
        self.guessed: set[int] = set()
        self.in_figure = False
        self.words: dict[str, Element] = {}
        self.depth = 0
        last: dict[str, int] = {}
        for number, (label, _, _) in enumerate(tokens.definitions, 1):
            last[label] = number  # of two definitions Pandoc keeps the later one
        self.region_of = last

    def take(self, kind: str, key: str) -> Place | None:
        """Return the next place of this kind and key in the present region."""
        places = self.tokens.places.get((self.region, kind, key))
        if places is None:
            return None
        number = self.cursors.get((kind, key), 0)
        if number >= len(places):
            return None
        self.cursors[kind, key] = number + 1
        return places[number]

    def find(self, kind: str, key: str) -> Span | None:
        """Return the next place as a span."""
        place = self.take(kind, key)
        return None if place is None else self.tokens.span(place)

    def convert(self, value: Any) -> Any:
        """Turn decoded JSON into immutable values, with places."""
        if type(value) is list:
            return self.convert_list(value)
        if type(value) is not dict:
            return value
        tag = value.get("t")
        if tag == "Str":
            return self.word(value["c"])
        if tag in _BARE:
            return _BARE[tag]
        if tag is None:
            return tuple([(key, self.convert(item)) for key, item in value.items()])
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeep
        element = self.element(tag, value.get("c"))
        self.depth -= 1
        return element

    def convert_list(self, value: list[Any]) -> tuple[Any, ...]:
        """Turn a list into immutable values; words and spaces, nearly all there is, take no further call."""
        words, converted = self.words, []
        for item in value:
            tag = item.get("t") if type(item) is dict else None
            if tag == "Str":
                converted.append(words.get(item["c"]) or self.word(item["c"]))
            elif tag in _BARE:
                converted.append(_BARE[tag])
            else:
                converted.append(self.convert(item))
        return tuple(converted)

    def word(self, text: str) -> Element:
        """Return the element of one word; a footnote call that stayed text is marked as unresolved."""
        known = self.words.get(text)
        if known is not None:
            return known
        if self.suspects and "[^" in text:
            for label in self.suspects:
                if f"[^{label}]" in text:
                    return self.unresolved_call(text, label)
        self.words[text] = element = Element("Str", text)
        return element

    def unresolved_call(self, text: str, label: str) -> Element:
        """Mark a call without a note; the words around it stay outside the mark."""
        at = self.find("undefined", label)
        self.unresolved.append((label, at))
        call = f"[^{label}]"
        before, _, after = text.partition(call)
        mark = Element("Span", (("", ("unresolved",), ()), (Element("Str", call),)), at)
        if not before and not after:
            return mark
        inside = (*((Element("Str", before),) if before else ()), mark)
        inside += (self.word(after),) if after else ()
        return Element("Span", (("", (), ()), inside))

    def element(self, tag: str, content: Any) -> Element:
        """Make one element that has content, and find its place."""
        if tag == "Cite":
            return self.cite(content)
        if tag == "Note":
            return self.note(content)
        if tag in ("Para", "Plain"):
            at = self.find("words", signature(first_words(content)))
            return Element(tag, self.convert(content), at)
        if tag == "Header":
            at = self.find(f"h{content[0]}", signature(first_words(content[2])))
            return Element(tag, (content[0], _attr(content[1]), self.convert(content[2])), at)
        if tag in ("Link", "Image"):
            at = self.find(tag.lower(), link_key(content[2][0]))
            if self.in_figure and tag == "Image":
                content = [content[0], _without_notes(content[1]), content[2]]
            if at is None and tag == "Link":  # `[A heading]` links to that heading
                at = self.find("implicit", signature(first_words(content[1])))
            return Element(tag, (_attr(content[0]), self.convert(content[1]), tuple(content[2])), at)
        if tag == "Math":
            return Element(tag, self.convert(content), self.find("math", "".join(content[1].split())))
        if tag == "CodeBlock":
            at = self.find("codeblock", _first_line(content[1]))
            return Element(tag, (_attr(content[0]), content[1]), at)
        if tag == "Code":
            return Element(
                tag, (_attr(content[0]), content[1]), self.find("code", " ".join(content[1].split()))
            )
        if tag in ("RawBlock", "RawInline"):
            return Element(tag, tuple(content), self.raw(*content))
        if tag in ("Span", "Div", "Table", "Figure"):
            attr = _attr(content[0])
            at = self.labelled(tag, attr, content)
            kept, self.in_figure = self.in_figure, tag == "Figure"
            rest = self.convert(content[1:])
            self.in_figure = kept
            return Element(tag, (attr, *rest), at or (first_place(rest) if tag != "Span" else None))
        converted = self.convert(content)
        if tag in ("BulletList", "OrderedList", "DefinitionList", "BlockQuote", "LineBlock"):
            return Element(tag, converted, first_place(converted))
        return Element(tag, converted)

    def raw(self, format_: str, text: str) -> Span | None:
        """Find a raw passage: a tag, a TeX command, or code with a format."""
        if format_ in ("html", "tex", "latex"):
            found = self.find("html", raw_key(text))
            if found is not None:
                return found
        return self.find("code", " ".join(text.split())) or self.find("codeblock", _first_line(text))

    def labelled(self, tag: str, attr: Attr, content: Any) -> Span | None:
        """Find an element by its identifier, a div by its class, a span by its words."""
        found = self.find("span", signature(first_words(content[1]))) if tag == "Span" else None
        if found is None and attr[0]:
            found = self.find("id", attr[0])
        if found is None and tag == "Div" and (attr[0] or attr[1]):
            found = self.find("div", attr[0] or attr[1][0])
        return found

    def cite(self, content: Any) -> Element:
        """Make a citation: each cite at its key, the whole at its brackets."""
        citations: list[Citation] = []
        places: list[Place] = []
        for item in content[0]:
            prefix = self.convert(item["citationPrefix"])
            place = self.take("cite", item["citationId"])
            suffix = self.convert(item["citationSuffix"])
            if place is not None:
                places.append(place)
            citations.append(
                Citation(
                    item["citationId"],
                    prefix,
                    suffix,
                    item["citationMode"]["t"],
                    item["citationNoteNum"],
                    item["citationHash"],
                    None if place is None else self.tokens.span(place),
                )
            )
        at = None
        if places:
            at = self.tokens.span((places[0][0], places[-1][1]))
            if citations[0].mode != "AuthorInText":
                at = self.tokens.span(self.tokens.groups.get(places[0][0], (places[0][0], places[-1][1])))
        # The words are the source once more; to look for places in them would find the next cite's.
        region, self.region = self.region, -1
        words = self.convert(content[1])
        self.region = region
        return Element("Cite", (tuple(citations), words), at)

    def note(self, content: Any) -> Element:
        """Make a note; the content of a labelled one is looked for where it is defined."""
        mark = self.call(signature(first_words(content)))
        if mark is None or not mark.label:
            at = None if mark is None else self.tokens.span((mark.start, mark.end))
            return Element("Note", self.convert(content), at)
        at = self.tokens.span((mark.start, mark.end))
        kept = self.region, self.cursors, self.next_call, self.guessed
        self.region, self.cursors, self.next_call, self.guessed = self.region_of[mark.label], {}, 0, set()
        blocks = self.convert(content)
        self.region, self.cursors, self.next_call, self.guessed = kept
        return Element("Note", blocks, at)

    def call(self, words: str) -> NoteMark | None:
        """Return the next call whose note begins with these words, else simply the next."""
        marks = self.tokens.calls.get(self.region, [])
        fallback = None
        for number in range(self.next_call, min(self.next_call + 8, len(marks))):
            mark = marks[number]
            if mark.label and mark.label not in self.region_of:
                continue
            if fallback is None and number not in self.guessed:
                fallback = number
            if self.opening_words(mark) == words:
                self.next_call = number + 1
                return mark
        if fallback is None:
            return None
        self.guessed.add(fallback)  # but the next note may still claim it by its words
        return marks[fallback]

    def opening_words(self, mark: NoteMark) -> str:
        """Return the first words of the note a mark calls, as the text has them."""
        text = self.tokens.source.text
        if not mark.label:
            return signature(text[mark.end : mark.end + 160])
        _, start, end = self.tokens.definitions[self.region_of[mark.label] - 1]
        body = text.index("]:", start) + 2
        return signature(text[body : min(end, body + 160)])


def first_place(value: Any) -> Span | None:
    """Return the first place among blocks, however deep."""
    if isinstance(value, Element):
        return value.at
    if isinstance(value, tuple):
        for item in value:
            found = first_place(item)
            if found is not None:
                return found
    return None


def first_words(content: Any) -> str:
    """Return enough of the words of decoded inlines or blocks to make a signature of."""
    parts: list[str] = []
    _gather(content, parts, [0])
    return "".join(parts)


def _gather(value: Any, parts: list[str], length: list[int]) -> None:
    if length[0] > 4 * SIGNATURE:
        return
    if type(value) is list:
        for item in value:
            _gather(item, parts, length)
            if length[0] > 4 * SIGNATURE:
                return
    elif type(value) is dict:
        tag: Any = value.get("t")
        content: Any = value.get("c")
        if tag == "Str":
            parts.append(content)
            length[0] += len(content)
        elif tag in ("Code", "Math", "RawInline"):
            parts.append(content[1])
            length[0] += len(content[1])
        elif tag in ("Link", "Image", "Span", "Cite", "Quoted", "Div", "Figure"):
            _gather(content[1], parts, length)
        elif tag != "Note" and content is not None:
            _gather(content, parts, length)


def _first_line(code: str) -> str:
    return next((line.strip(" \t>") for line in code.split("\n") if line.strip(" \t>")), "")


def _without_notes(value: Any) -> Any:
    """Drop notes from an image's words: Pandoc repeats the caption there, and a note is printed once."""
    if type(value) is list:
        return [_without_notes(item) for item in value if not (type(item) is dict and item.get("t") == "Note")]
    if type(value) is dict:
        return {key: _without_notes(item) for key, item in value.items()}
    return value


def _attr(value: Any) -> Attr:
    return value[0], tuple(value[1]), tuple([(key, words) for key, words in value[2]])
