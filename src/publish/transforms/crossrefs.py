"""Cross-references as words: `@fig:map` becomes a link that reads `Figure 3`.

In: a Document in which every Cite is a cross-reference or a citation (`cites.py`), and the book's labels.
Out: Links of class `xref`; several of one kind as `Figures 3 and 4`; sections without number by their title
in quotation marks; a number alone for `[-@fig:map]`; labels that nothing has as Span `unresolved` with
xref/unknown. Links inside the book get the pages and words they are to have (`pagerefs.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any, cast

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Citation, Document, Element, Inlines
from publish.model.elements import SPACE, link, make_attr, span, text
from publish.model.facts import Label
from publish.model.pieces import Role
from publish.transforms.bookwords import piece_word
from publish.transforms.cites import is_cross_reference
from publish.transforms.context import Context
from publish.transforms.pagerefs import write_page_references
from publish.transforms.suggest import did_you_mean
from publish.transforms.traversal import rewrite_document
from publish.transforms.words import NO_BREAK_SPACE, Numbered, Words, capital, words_in

NEEDS = frozenset({"Cite", "Link"})

_XREF = make_attr("", ("xref",))


def write_cross_references(document: Document, context: Context) -> Outcome[Document]:
    """Replace every cross-reference by its words in the document's language."""
    labels: dict[str, Label] = {}
    for label in context.book.labels:
        if ":" in label.written:
            labels.setdefault(label.written, label)
    found: list[Diagnostic] = []
    words = words_in(context.lang)
    pieces = {chapter.path: chapter.role for chapter in context.book.chapters}
    serial_comma = context.lang.lower().startswith("en")

    def refer(cite: Element) -> Element | Inlines:
        if not is_cross_reference(cite):
            return cite
        out: list[Element] = []
        targets = [(citation, labels.get(_written(citation.key))) for citation in cite.content[0]]
        runs = [list(members) for _, members in groupby(targets, lambda target: _kind_of(target, pieces))]
        for run in runs:
            if out:
                out.extend((Element("Str", ";"), SPACE))
            label = run[0][1]
            if label is None:
                for citation, _ in run:
                    out.extend(_unknown(citation, cite, labels, found))
            else:
                pairs = [(citation, one) for citation, one in run if one is not None]
                out.extend(_run_of(pairs, kind_words(label), words, serial_comma, cite))
        return tuple(out)

    def kind_words(label: Label) -> tuple[str, str]:
        kind = _kind_word(label, context)
        if _is_piece(label, pieces):
            word = piece_word(pieces[label.chapter], context.lang)
            return word, word
        return words.one(kind), words.several(kind)

    def words_of(label: Label) -> Inlines:
        if not label.number:
            return _title(label)
        return (Element("Str", f"{kind_words(label)[0]}{NO_BREAK_SPACE}{label.number}"),)

    referred = rewrite_document(document, {"Cite": refer})
    return Outcome(write_page_references(referred, context, words_of), tuple(found))


def _written(key: str) -> str:
    return key[:1].lower() + key[1:]


def _is_piece(label: Label, pieces: Mapping[str, Role]) -> bool:
    """Tell the heading of a part or an appendix, which have words and numbers of their own."""
    return label.kind == "sec" and "." not in label.number and pieces.get(label.chapter) in ("part", "appendix")


def _kind_of(target: tuple[Citation, Label | None], pieces: Mapping[str, Role]) -> tuple[object, ...]:
    """Group neighbours that share one word; affixes, missing numbers and missing labels stand alone."""
    citation, label = target
    if label is None:
        return ("unknown", id(citation))
    if not label.number or citation.prefix or citation.suffix or _is_piece(label, pieces):
        return ("alone", citation.key, citation.hash, id(citation))
    return (label.kind, citation.mode == "SuppressAuthor", "." in label.number if label.kind == "sec" else None)


def _kind_word(label: Label, context: Context) -> Numbered:
    if label.kind == "sec" and context.kind == "book" and "." not in label.number:
        return "chapter"
    return cast(Numbered, label.kind)


def _run_of(
    pairs: list[tuple[Citation, Label]], kind: tuple[str, str], words: Words, serial_comma: bool, cite: Element
) -> list[Element]:
    first, label = pairs[0]
    out: list[Element] = list(first.prefix)
    if out:
        out.append(SPACE)
    if not label.number:
        out.append(_link(label, _title(label), cite))
    elif len(pairs) == 1:
        number = label.number
        if first.mode != "SuppressAuthor":
            number = f"{_sized(kind[0], first)}{NO_BREAK_SPACE}{number}"
        out.append(_link(label, (Element("Str", number),), cite))
    else:
        if first.mode != "SuppressAuthor":
            out.append(Element("Str", f"{_sized(kind[1], first)}{NO_BREAK_SPACE}"))
        for index, (_, one) in enumerate(pairs):
            if index:
                out.extend(_joint(index == len(pairs) - 1, len(pairs), words, serial_comma))
            out.append(_link(one, (Element("Str", one.number),), cite))
    out.extend(pairs[-1][0].suffix)
    return out


def _joint(last: bool, count: int, words: Words, serial_comma: bool) -> tuple[Element, ...]:
    if not last:
        return (Element("Str", ","), SPACE)
    comma: tuple[Element, ...] = (Element("Str", ","),) if serial_comma and count > 2 else ()
    if words.conjunction.endswith("־"):
        return (SPACE, Element("Str", words.conjunction))
    return (*comma, SPACE, Element("Str", words.conjunction), SPACE)


def _sized(word: str, citation: Citation) -> str:
    return capital(word) if citation.key[:1].isupper() else word


def _link(label: Label, words: Inlines, cite: Element) -> Element:
    return link(f"#{label.identifier}", words, _XREF, cite.at)


def _title(label: Label) -> Inlines:
    title = label.title or text(label.written)
    mark: Any = Element("DoubleQuote")
    return (Element("Quoted", (mark, title)),)


def _unknown(
    citation: Citation, cite: Element, labels: dict[str, Label], found: list[Diagnostic]
) -> tuple[Element, ...]:
    written = _written(citation.key)
    found.append(
        diagnose(
            "xref/unknown",
            f"nothing has the label `{written}`",
            citation.at or cite.at,
            hints=_hints(written, labels),
        )
    )
    mark = span(make_attr("", ("unresolved",)), (Element("Str", f"@{citation.key}"),), citation.at or cite.at)
    prefix = (*citation.prefix, SPACE) if citation.prefix else ()
    return (*prefix, mark, *citation.suffix)


def _hints(written: str, labels: dict[str, Label]) -> tuple[str, ...]:
    """Offer the nearest label of the same kind, else of another kind by the same name."""
    kind, _, name = written.partition(":")
    names = {label.partition(":")[2]: label for label in labels if label.partition(":")[0] == kind}
    near = did_you_mean(name, names, prefix=f"@{kind}:")
    others = [f"did you mean `@{label}`?" for label in labels if label.partition(":")[2] == name]
    return near or tuple(others[:1]) or (f"give the place its label: `{{#{written}}}`",)
