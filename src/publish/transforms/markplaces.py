"""Words for marks that have none: the word a mark is put on, in a line or at the ends of blocks.

In: lists of inlines or blocks with marks that have found no word. Out: the same lists in which each mark wraps
a word (or, where there is none, stands empty). A mark at a point belongs to the word it touches, the one behind
it first; one that touches none to the next word of the paragraph, else to the one before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from publish.model.document import Attr, Blocks, Element, Inlines
from publish.model.elements import attr_of, div, span, with_attr
from publish.model.source import Span

Test = Callable[[Element], bool]

_SPACES = ("Space", "SoftBreak")
_BLANK = (*_SPACES, "LineBreak")
_HELD = ("Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline")
_WHOLE = ("Code", "Math", "Image", "Cite")


def adopt_inlines(items: Inlines, is_empty: Test) -> Inlines:
    """Put the empty marks of a line on words of it; where it has none they stay empty."""
    out: Inlines = ()
    while items:
        count = next((n for n, one in enumerate(items) if not is_empty(one)), len(items))
        if not count:
            out, items = (*out, items[0]), items[1:]
            continue
        marks, items = items[:count], items[count:]
        if (not out or out[-1].tag in _BLANK) and items and items[0].tag in _SPACES:
            # Between two blanks: the marks go on to the next word, and one blank is enough.
            items = (*marks, *items[1:])
            continue
        placed = _placed(out, items, marks)
        if placed is not None:
            out, items = placed
        else:
            out = (*out, *marks)
        while not items and len(out) > 1 and out[-1].tag in _BLANK:
            out = out[:-1]
    return out


def _without_blanks(items: Inlines) -> Inlines:
    return items[next((n for n, one in enumerate(items) if one.tag not in _BLANK), len(items)) :]


def _placed(before: Inlines, behind: Inlines, marks: Inlines) -> tuple[Inlines, Inlines] | None:
    """Return what stands before and behind marks with the marks on a word of the one or the other."""
    touches_last = bool(before) and before[-1].tag not in _BLANK
    touches_next = bool(behind) and behind[0].tag not in _BLANK
    following = _without_blanks(behind)
    has_next = bool(following) and _is_word(following[0])
    choices = (touches_next and has_next, touches_last, has_next, bool(before), bool(behind))
    for number, is_open in enumerate(choices):
        if is_open and number in (1, 3):
            new = _on_last(before, marks)
            if new is not None:
                return new, behind
        elif is_open:
            new = _on_first(behind, marks)
            if new is not None:
                return before, new
    return None


def _is_word(inline: Element) -> bool:
    """Tell whether a mark may stand on what follows: not on a full stop, nor on a cite if it can."""
    if inline.tag == "Str":
        return any(char.isalnum() for char in inline.content)
    return inline.tag != "Cite"


def _on_first(items: Inlines, marks: Inlines) -> Inlines | None:
    new: Any = items
    for mark in reversed(marks):
        new = _first_of(new, _attr(mark), mark.at)
        if new is None:
            return None
    return tuple(new)


def _on_last(items: Inlines, marks: Inlines) -> Inlines | None:
    new: Any = items
    for mark in marks:
        new = _last_of(new, _attr(mark), mark.at)
        if new is None:
            return None
    return tuple(new)


def _attr(mark: Element) -> Attr:
    identifier, classes, pairs = attr_of(mark)
    return identifier, tuple(name for name in classes if name != "index-empty"), pairs


def _settled(mark: Element, words: Inlines) -> Element:
    return span(_attr(mark), words, mark.at)


def adopt_marks_between(blocks: Blocks, is_only_marks: Test) -> Blocks:
    """Put the marks of paragraphs that hold nothing else on words of the block behind, else of that before."""
    out: Blocks = ()
    waiting: list[Element] = []
    for block in blocks:
        if is_only_marks(block):
            waiting.extend(one for one in block.content if one.tag == "Span")
            continue
        new: Blocks | None = (block,)
        left: list[Element] = []
        for mark in reversed(waiting):
            marked = None if new is None else first_in_blocks(new, _attr(mark), mark.at)
            if marked is None:
                left.insert(0, mark)
            else:
                new = marked
        waiting = left
        out = (*out, *(new or (block,)))
    for mark in waiting:
        marked = last_in_blocks(out, _attr(mark), mark.at)
        out = marked if marked is not None else (*out, Element("Plain", (_settled(mark, ()),)))
    return out


def with_first_word(blocks: Blocks, attr: Attr, at: Span | None) -> Blocks:
    """Mark the first word of blocks, or put a place before them."""
    found = first_in_blocks(blocks, attr, at)
    return found if found is not None else (div(attr, (), at), *blocks)


def with_last_word(blocks: Blocks, attr: Attr, at: Span | None) -> Blocks:
    """Mark the last word of blocks, or put a place behind them."""
    found = last_in_blocks(blocks, attr, at)
    return found if found is not None else (*blocks, div(attr, (), at))


# --- the first and the last word ------------------------------------------------------------------------


def first_in_blocks(blocks: Blocks, attr: Attr, at: Span | None) -> Blocks | None:
    """Mark the first word of the first block; None where that block has none."""
    if not blocks:
        return None
    new = _block(blocks[0], attr, at, is_last=False)
    return None if new is None else (new, *blocks[1:])


def last_in_blocks(blocks: Blocks, attr: Attr, at: Span | None) -> Blocks | None:
    """Mark the last word of the last block; None where that block has none."""
    if not blocks:
        return None
    new = _block(blocks[-1], attr, at, is_last=True)
    return None if new is None else (*blocks[:-1], new)


def _block(block: Element, attr: Attr, at: Span | None, *, is_last: bool) -> Element | None:
    tag, content = block.tag, block.content
    new: Any = None
    if tag in ("Para", "Plain"):
        new = _inlines(content, attr, at, is_last)
    elif tag == "Header":
        inlines = _inlines(content[2], attr, at, is_last)
        new = None if inlines is None else (*content[:2], inlines)
    elif tag == "BlockQuote":
        new = _blocks(content, attr, at, is_last)
    elif tag == "Div":
        blocks = _blocks(content[1], attr, at, is_last)
        new = None if blocks is None else (content[0], blocks)
    elif tag == "CodeBlock" and not is_last and not content[0][0]:
        return with_attr(block, (attr[0], (*content[0][1], *attr[1]), (*content[0][2], *attr[2])))
    elif tag == "BulletList":
        new = _member(content, attr, at, is_last)
    elif tag == "OrderedList":
        items = _member(content[1], attr, at, is_last)
        new = None if items is None else (content[0], items)
    elif tag == "LineBlock":
        new = _line(content, attr, at, is_last)
    elif tag == "DefinitionList":
        new = _definition(content, attr, at, is_last)
    return None if new is None else Element(tag, new, block.at)


def _inlines(inlines: Inlines, attr: Attr, at: Span | None, is_last: bool) -> Inlines | None:
    return _last_of(inlines, attr, at) if is_last else _first_of(inlines, attr, at)


def _blocks(blocks: Blocks, attr: Attr, at: Span | None, is_last: bool) -> Blocks | None:
    return last_in_blocks(blocks, attr, at) if is_last else first_in_blocks(blocks, attr, at)


def _replaced(items: tuple[Any, ...], is_last: bool, new: Any) -> Any:
    if new is None:
        return None
    return (*items[:-1], new) if is_last else (new, *items[1:])


def _member(items: tuple[Any, ...], attr: Attr, at: Span | None, is_last: bool) -> Any:
    if not items:
        return None
    return _replaced(items, is_last, _blocks(items[-1 if is_last else 0], attr, at, is_last))


def _line(lines: tuple[Any, ...], attr: Attr, at: Span | None, is_last: bool) -> Any:
    if not lines:
        return None
    return _replaced(lines, is_last, _inlines(lines[-1 if is_last else 0], attr, at, is_last))


def _definition(pairs: tuple[Any, ...], attr: Attr, at: Span | None, is_last: bool) -> Any:
    if not pairs:
        return None
    term, meanings = pairs[-1 if is_last else 0]
    if is_last:
        found = _member(meanings, attr, at, is_last)
        return None if found is None else (*pairs[:-1], (term, found))
    words = _inlines(term, attr, at, is_last)
    return None if words is None else ((words, meanings), *pairs[1:])


def _first_of(inlines: Inlines, attr: Attr, at: Span | None) -> Inlines | None:
    for place, inline in enumerate(inlines):
        if inline.tag in _BLANK:
            continue
        new = _marked(inline, attr, at, is_last=False)
        if new is not None:
            return (*inlines[:place], new, *inlines[place + 1 :])
    return None


def _last_of(inlines: Inlines, attr: Attr, at: Span | None) -> Inlines | None:
    for place in range(len(inlines) - 1, -1, -1):
        if inlines[place].tag in _BLANK:
            continue
        new = _marked(inlines[place], attr, at, is_last=True)
        if new is not None:
            return (*inlines[:place], new, *inlines[place + 1 :])
    return None


def _marked(inline: Element, attr: Attr, at: Span | None, *, is_last: bool) -> Element | None:
    """Put a mark on one inline, or on the first or last word in it."""
    tag, content = inline.tag, inline.content
    if tag == "Str" or tag in _WHOLE:
        return span(attr, (inline,), at)
    if tag in _HELD:
        words = _inlines(content, attr, at, is_last)
        return None if words is None else Element(tag, words, inline.at)
    if tag in ("Span", "Quoted", "Link"):
        words = _inlines(content[1], attr, at, is_last)
        return None if words is None else Element(tag, (content[0], words, *content[2:]), inline.at)
    return None
