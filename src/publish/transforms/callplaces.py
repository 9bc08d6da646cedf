"""Where the call of a citation's note stands: after the phrase's punctuation, without the blank before it.

In: a Document in which citations are notes (a Div `citation-note` in each), or raised numbers. Out: the same
with `word [@key].` set as `word.¹`, as Pandoc sets it (User's Guide, "notes-after-punctuation"; that metadata
value is obeyed), and in English after closing quotation marks, with the full stop within them (Chicago Manual
of Style, 18th ed., 6.9 and 13.29). Where usage puts the call before the mark (French, Spanish, Russian …),
only the blank goes. Authors' own notes stay where they were put.
"""

from __future__ import annotations

import re
from typing import Any

from publish.model.document import Blocks, Document, Element, Inlines
from publish.model.elements import attr_of
from publish.transforms.traversal import rewrite_document

_CALL_FIRST = frozenset({"fr", "es", "ca", "gl", "ru", "uk", "be", "bg", "pl", "sr", "mk"})
"""Languages whose usage puts the call before the punctuation mark."""

_BLANK = ("Space", "SoftBreak")
_MARKS = ".,;:!?…。，、；：！？،؛؟।"
_RUN = re.compile(rf"[{_MARKS}]+(?![\w])")
_RUN_AND_QUOTES = re.compile(rf"[{_MARKS}]*[”’\"']*(?![\w])")
_ENDS_WITH_MARK = re.compile(r"[.,;:!?…]$")


def is_citation_note(element: Element) -> bool:
    """Tell whether a note was made of a citation; its one block is a Div of class `citation-note`."""
    blocks: Blocks = element.content if element.tag == "Note" else ()
    return len(blocks) == 1 and "citation-note" in attr_of(blocks[0])[1]


def place_calls(document: Document, lang: str) -> Document:
    """Move the calls of citations to their places by the usage of the language (a BCP 47 tag)."""
    subtags = lang.replace("_", "-").lower().split("-")
    after = _wished(document)
    if after is None:
        after = subtags[0] not in _CALL_FIRST
    english = subtags[0] == "en" and after
    american = english and not {"gb", "au", "nz", "ie", "za", "in"} & set(subtags[1:])

    def arrange(items: tuple[Any, ...]) -> tuple[Any, ...]:
        if not any(_is_call(item) or (english and item.tag == "Quoted") for item in items):
            return items
        return _arranged(items, after, english, american)

    return rewrite_document(document, {}, arrange=arrange, triggers=("Note", "Span", "Quoted"))


def _wished(document: Document) -> bool | None:
    value = document.meta_value("notes-after-punctuation")
    return value.content if value is not None and value.tag == "MetaBool" else None


def _is_call(element: Element) -> bool:
    if element.tag == "Note":
        return is_citation_note(element)
    if element.tag != "Span" or "citation" not in element.content[0][1]:
        return False
    return is_raised(element.content[1])


def is_raised(inlines: Inlines) -> bool:
    """Tell whether a citation's text is a raised number, or several."""
    if len(inlines) == 1 and inlines[0].tag in ("Span", "Link"):
        return is_raised(inlines[0].content[1])
    return bool(inlines) and all(
        inline.tag == "Superscript" or (inline.tag == "Link" and is_raised(inline.content[1]))
        for inline in inlines
    )


def _arranged(items: tuple[Element, ...], after: bool, english: bool, american: bool) -> tuple[Element, ...]:
    waiting = list(reversed(items))
    out: list[Element] = []
    while waiting:
        item = waiting.pop()
        if english and item.tag == "Quoted":
            item, pulled = _calls_out(item)
            waiting.extend(reversed(pulled))
        if not _is_call(item):
            out.append(item)
            continue
        calls = [item, *_calls_next(waiting)]
        while out and out[-1].tag in _BLANK:
            out.pop()
        if after and waiting and waiting[-1].tag == "Str":
            run = _run_before(waiting[-1].content, english, bool(out))
            if run:
                rest = waiting.pop()
                if len(run) < len(rest.content):
                    waiting.append(Element("Str", rest.content[len(run) :], rest.at))
                _append_run(out, run, american)
        out.extend(calls)
    return tuple(out)


def _calls_next(waiting: list[Element]) -> list[Element]:
    """Take further calls that follow at once or after a blank, so that they stay together."""
    calls: list[Element] = []
    while waiting:
        ahead = 1
        while ahead < len(waiting) and waiting[-ahead].tag in _BLANK:
            ahead += 1
        if not _is_call(waiting[-ahead]):
            break
        calls.append(waiting[-ahead])
        del waiting[-ahead:]
    return calls


def _run_before(words: str, english: bool, something_before: bool) -> str:
    if not something_before:
        return ""
    found = (_RUN_AND_QUOTES if english else _RUN).match(words)
    return found[0] if found else ""


def _append_run(out: list[Element], run: str, american: bool) -> None:
    """Put the marks before the call; American usage has a full stop or comma within closing quotation marks."""
    last = out[-1]
    if american and last.tag == "Quoted" and run[0] in ".,":
        kind, inlines = last.content
        end = inlines[-1] if inlines else None
        if end is not None and end.tag == "Quoted":
            inner = list(inlines)
            _append_run(inner, run[0], american)
            out[-1] = Element("Quoted", (kind, tuple(inner)), last.at)
            run = run[1:]
        elif end is None or end.tag != "Str" or not _ENDS_WITH_MARK.search(end.content):
            out[-1] = Element("Quoted", (kind, (*inlines, Element("Str", run[0]))), last.at)
            run = run[1:]
    if run:
        out.append(Element("Str", run))


def _calls_out(quoted: Element) -> tuple[Element, list[Element]]:
    """Take the calls at the very end of a quotation out of it."""
    kind, inlines = quoted.content
    end = len(inlines)
    while end and _is_call(inlines[end - 1]):
        end -= 1
    if end == len(inlines) or not end:
        return quoted, []
    return Element("Quoted", (kind, inlines[:end]), quoted.at), list(inlines[end:])
