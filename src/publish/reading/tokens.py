"""Where things stand in a Markdown text: cites, labels, links, images, notes, headings, formulas, first words.

In: a source and its masked twin. Out: places by kind and key, in order, kept apart by footnote definition,
because Pandoc's tree holds a note's content at its call and the text holds it elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from urllib.parse import unquote

from publish.model.source import Source, Span
from publish.reading.masking import MARKERS, Masked

Place = tuple[int, int]

_CITE = r"-?@(?:\{(?P<braced>[^{}\n]+)\}|(?P<key>[\w*](?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*))"
_MARKS = re.compile(
    r"(?P<gap>\n[ \t>]*+\n)"
    r"|\[\^(?P<note>[^\s\[\]^]+)\]"
    r"|(?P<open>!?\[|\^\[)"
    r"|(?P<close>\])"
    rf"|(?<![\w@/.]){_CITE}"
    r"|<(?P<auto>[A-Za-z][A-Za-z0-9+.\-]*:[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>"
    r"|(?P<tag></?[A-Za-z][\w:\-]*)"
    r"|\{(?P<attributes>[^{}\n]*[#.][^{}\n]*)\}"
    r"|(?P<tex>\\[A-Za-z]+(?:\{[\w*]+\})?)"
)
_TARGET = re.compile(r"\(\s*(?:<([^<>\n]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)*))")
_LABEL = re.compile(r"[ ]?\[([^\[\]\n]*)\]")
_LINK_DEFINITION = re.compile(
    r"^[ \t>]*+\[([^\]\n^][^\]\n]*)\]:[ \t]*\n?[ \t]*(?:<([^<>\n]*)>|(\S+))", re.MULTILINE
)
_ID = re.compile(r"#([^\s{}]+)|\bid\s*=\s*[\"']?([^\"'\s>]+)")
_TAG_ID = re.compile(r"[^<>]{0,400}?\bid\s*=\s*[\"']?([^\"'\s>]+)")
_DIV = re.compile(r"^[ \t>]*+:{3,}[ \t]*\{?[ \t]*[.#]?([^\s{}=:]+)", re.MULTILINE)
_ATX = re.compile(r"^[ \t>]*+(?:[-*+][ \t]+)?(#{1,6})(?!#)[ \t]*([^\n]*)$", re.MULTILINE)
_SETEXT = re.compile(r"^([ \t>]*+)(\S[^\n]*)\n[ \t>]*+(=+|-+)[ \t]*$", re.MULTILINE)
_LINE = re.compile(rf"^{MARKERS}(?=\S)", re.MULTILINE)
_UNSEEN = re.compile(r"\]\([^)\n]*\)|\{[^}\n]*\}|\[\^[^\]\s]*\]")
_NOT_WORDS = re.compile(r"[\W_]+")
_MOST_OPEN = 64
SIGNATURE = 12
"""How many letters and digits tell one paragraph from another."""


def signature(text: str) -> str:
    """Return the first letters and digits of a passage, by which text and tree are matched.

    >>> signature('*The* "[Black](x.html)" January of 1990')
    'theblackjanu'
    """
    return _NOT_WORDS.sub("", _UNSEEN.sub("", text[:240]))[:SIGNATURE].lower()


@dataclass(frozen=True, slots=True)
class NoteMark:
    """One call of a footnote, with its label, or an inline note (label empty)."""

    label: str
    start: int
    end: int
    region: int


@dataclass(slots=True)
class Tokens:
    """All places of one text. Region 0 is the running text, region n the n-th footnote definition."""

    source: Source
    places: dict[tuple[int, str, str], list[Place]] = field(default_factory=dict)
    calls: dict[int, list[NoteMark]] = field(default_factory=dict)
    definitions: list[tuple[str, int, int]] = field(default_factory=list)
    """Footnote definitions: label, start, end."""
    groups: dict[int, Place] = field(default_factory=dict)
    """Offset of a cite to the brackets it stands in."""
    _starts: list[int] = field(default_factory=list)

    def region(self, offset: int) -> int:
        """Return the region an offset lies in."""
        index = bisect_right(self._starts, offset)
        return index if index and offset < self.definitions[index - 1][2] else 0

    def add(self, kind: str, key: str, start: int, end: int) -> None:
        """Keep a place."""
        self.places.setdefault((self.region(start), kind, key), []).append((start, end))

    def span(self, place: Place) -> Span:
        """Return a place as a span of the source."""
        return self.source.span(*place)


def scan_source(source: Source, masked: Masked) -> Tokens:
    """Find all places in a source."""
    tokens = Tokens(source)
    _find_definitions(tokens, masked.text)
    _scan_marks(tokens, masked.text)
    _scan_lines(tokens, masked.text)
    for kind, passages in (("codeblock", masked.code_blocks), ("code", masked.code_spans)):
        for start, end, text in passages:
            tokens.add(kind, text, start, end)
    for start, end, text in masked.formulas:
        tokens.add("math", "".join(text.split()), start, end)
    for start, end, text in masked.verbatim:
        tokens.add("html", raw_key(text), start, end)
    return tokens


def raw_key(text: str) -> str:
    r"""Return what raw passages are matched by: the first tag's name, or the first TeX command.

    >>> raw_key('<br class="x">'), raw_key(r"\begin{center} x")
    ('<br', '\\begin{center}')
    """
    match = re.match(r"\s*(<!--|<[/?!]?[A-Za-z][\w:\-]*|\\[A-Za-z]+(?:\{[\w*]+\})?)", text)
    return match.group(1).lower() if match else text.strip()[:16]


_DEFINITION = re.compile(r"^[ \t>]*+\[\^([^\s\[\]^]+)\]:", re.MULTILINE)
_NEXT_PARAGRAPH = re.compile(r"\n(?:[ \t>]*\n)+(?![ \t]*\n)(?P<indent>(?:[ >]*\t|[ >]*    )?)(?=[^\n]|\Z)")


def _find_definitions(tokens: Tokens, text: str) -> None:
    """Find footnote definitions: to the next one, or to the first paragraph that is not indented."""
    matches = list(_DEFINITION.finditer(text))
    for number, match in enumerate(matches):
        limit = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        end = limit
        for gap in _NEXT_PARAGRAPH.finditer(text, match.end(), limit):
            if not gap.group("indent"):
                end = gap.start()
                break
        start = match.start() + match.group().index("[")
        tokens.definitions.append((match.group(1), start, end))
    tokens._starts.extend(start for _, start, _ in tokens.definitions)


def _scan_marks(tokens: Tokens, text: str) -> None:
    urls = {
        _fold(m.group(1)): m.group(2) if m.group(2) is not None else m.group(3)
        for m in reversed(list(_LINK_DEFINITION.finditer(text)))
    }
    definition_starts = {start for _, start, _ in tokens.definitions}
    opened: list[tuple[int, str, int]] = []
    cites: list[int] = []
    for match in _MARKS.finditer(text):
        start, end = match.span()
        kind = match.lastgroup
        if kind == "gap":
            opened.clear()
        elif kind == "note":
            if start not in definition_starts:
                region = tokens.region(start)
                tokens.calls.setdefault(region, []).append(NoteMark(match["note"], start, end, region))
        elif kind == "open":
            if len(opened) < _MOST_OPEN:
                opened.append((start, match["open"], len(cites)))
            if match["open"] == "^[":
                region = tokens.region(start)
                tokens.calls.setdefault(region, []).append(NoteMark("", start, end, region))
        elif kind == "close":
            if opened:
                _close(tokens, text, opened.pop(), end, urls=urls, cites=cites)
        elif kind in ("key", "braced"):
            cites.append(start)
            tokens.add("cite", match[kind], start, end)
        elif kind == "auto":
            address = match["auto"]
            tokens.add("link", link_key(address if ":" in address else "mailto:" + address), start, end)
        elif kind == "tag":
            tokens.add("html", match["tag"].lower(), start, end)
            identifier = _TAG_ID.match(text, end)
            if identifier:
                tokens.add("id", identifier.group(1), start, end)
        elif kind == "attributes":
            for found in _ID.finditer(match["attributes"]):
                tokens.add("id", found.group(1) or found.group(2), start, end)
        elif kind == "tex":
            tokens.add("html", match["tex"].lower(), start, end)


def _close(
    tokens: Tokens,
    text: str,
    opening: tuple[int, str, int],
    end: int,
    *,
    urls: dict[str, str],
    cites: list[int],
) -> None:
    start, mark, first_cite = opening
    kind = "image" if mark == "![" else "link"
    after = text[end : end + 1]
    if after == "(":
        target = _TARGET.match(text, end)
        if target is not None:
            address = target.group(1) if target.group(1) is not None else target.group(2)
            close = text.find(")", target.end())
            tokens.add(kind, link_key(address), start, close + 1 if 0 <= close - end < 2000 else target.end())
            return
    if mark == "^[":
        return
    if after == "{":
        close = text.find("}", end, end + 1000)
        if close != -1:
            tokens.add("span", signature(text[start + len(mark) : end - 1]), start, close + 1)
            if mark == "[":
                return
    label = _LABEL.match(text, end)
    words = label.group(1) if label and label.group(1) else text[start + len(mark) : end - 1]
    address = urls.get(_fold(words)) or urls.get(_fold(text[start + len(mark) : end - 1]), "")
    if address:
        tokens.add(kind, link_key(address), start, end)
        return
    if first_cite == len(cites):
        tokens.add("implicit", signature(text[start + len(mark) : end - 1]), start, end)
    for cite in cites[first_cite:]:
        tokens.groups.setdefault(cite, (start, end))


def _fold(label: str) -> str:
    return " ".join(label.casefold().split())


def link_key(address: str) -> str:
    """Return an address in the form in which Pandoc's and the author's spellings are equal."""
    return unquote(address)


def _scan_lines(tokens: Tokens, text: str) -> None:
    source = tokens.source.text
    for match in _ATX.finditer(text):
        level = len(match.group(1))
        tokens.add(f"h{level}", signature(source[match.start(2) : match.end()]), match.start(1), match.end())
    for match in _SETEXT.finditer(text):
        level = 1 if match.group(3)[0] == "=" else 2
        tokens.add(f"h{level}", signature(source[match.start(2) : match.end(2)]), match.start(2), match.end(2))
    for match in _DIV.finditer(text):
        tokens.add("div", match.group(1), match.start() + match.group().index(":"), match.end())
    for match in _LINE.finditer(text):
        end = match.end()
        passage = source[end : end + 160].split("\n\n", 1)[0]
        # A short line may be a whole item of a list; a marker such as `A.` may be the first word.
        line, whole = signature(passage.split("\n", 1)[0]), signature(passage)
        marked = signature(match.group() + passage) if end > match.start() else whole
        for words in dict.fromkeys((line, whole, marked)):
            if words:
                tokens.add("words", words, end, end)
