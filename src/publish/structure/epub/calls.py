"""Links and notes that no markup calls so → marked as what they are.

In: the trees of an e-book's documents. Out: nothing; the trees are marked. Hand-made and older e-books have
notes as plain paragraphs: a short link leads to a paragraph further on, and a link in that leads back to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from publish.structure.epub.blocks import BLOCK_TAGS, CALL_WORDS, NOTE_WORDS, UNMARKED
from publish.structure.epub.package import Tree, is_outside, name_of, resolve, text_of, words_of

_LABEL = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§¶]{1,3}|[a-z]|[ivxlc]{1,6})[\])]?\.?", re.IGNORECASE)
_NOTE_BLOCKS = frozenset(("p", "li", "aside", "dd", "td"))
_NO_NOTES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "nav", "caption", "figcaption"))
_MAX_LINKS = 20_000


def mark_notes(documents: Sequence[tuple[str, Tree]]) -> None:
    """Mark calls and notes that lead to each other."""
    places: dict[tuple[str, str], Tree] = {}
    order: dict[Tree, int] = {}
    links: list[tuple[Tree, tuple[str, str]]] = []
    for address, tree in documents:
        for element in tree.iter("{*}*"):
            order[element] = len(order)
            if identifier := element.get("id"):
                places.setdefault((address, identifier), element)
            href = element.get("href")
            if href and "#" in href and name_of(element) == "a" and not is_outside(href):
                links.append((element, resolve(address, href)))
    goal_of = {element: places.get(goal) for element, goal in links[:_MAX_LINKS]}
    for element, goal in goal_of.items():
        if goal is None or CALL_WORDS & set(words_of(element)) or not _LABEL.fullmatch(text_of(element)):
            continue
        block = _block(goal)
        if block is None or order[block] <= order[element] or _is_inside(element, block):
            continue
        if any(_leads_back(goal_of.get(link), element) for link in block.iter("{*}a")):
            element.set(UNMARKED, "1")
            if not NOTE_WORDS & {word for each in (block, *block.iterancestors()) for word in words_of(each)}:
                block.set("role", f"{block.get('role') or ''} doc-footnote".strip())


def _block(goal: Tree) -> Tree | None:
    """Return the paragraph or item that a link leads into, if it can be a note."""
    above: Iterable[Tree] = goal.iterancestors()
    block = next((each for each in (goal, *above) if name_of(each) in BLOCK_TAGS), None)
    if block is None or any(name_of(each) in _NO_NOTES for each in (block, *block.iterancestors())):
        return None
    if name_of(block) in ("div", "section"):
        is_small = sum(1 for kid in block.iter("{*}*") if name_of(kid) in _NOTE_BLOCKS) <= 8
        has_heading = any(name_of(kid) in _NO_NOTES for kid in block.iter("{*}*"))
        return block if is_small and not has_heading else None
    if name_of(block) == "p" and (outer := block.getparent()) is not None:
        # `<li id><p><a>1</a> …</p></li>`: the item is the note.
        return outer if name_of(outer) in ("li", "aside", "dd") and outer[0] is block else block
    return block if name_of(block) in _NOTE_BLOCKS else None


def _leads_back(goal: Tree | None, call: Tree) -> bool:
    if goal is None:
        return False
    near = (call, *call.iterancestors("{*}sup", "{*}span", "{*}small", "{*}p"), *call.iter("{*}*"))
    return any(goal is each for each in near)


def _is_inside(element: Tree, block: Tree) -> bool:
    return any(each is block for each in element.iterancestors())
