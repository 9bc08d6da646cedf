"""Words of two editions → HTML: a sentence, a passage with what was struck out and put in, rows of an e-book.

Everything an edition says passes through `text_of`: markup is escaped, what cannot stand in HTML is shown as a
replacement character, and each quotation is isolated, so that Arabic or Hebrew words (or marks of direction)
cannot turn the sentence around them (Unicode Standard Annex 9, section 2.5; HTML, `bdi`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from publish.model.changes import Change
from publish.model.pages import Block
from publish.structure.diff.comparing import Comparison
from publish.structure.diff.words import split_words, word_changes
from publish.structure.report.pairs import block_of

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_QUOTED = re.compile(r"‘.+?’(?!\w)")
_PLACE = re.compile(r"((?:pp?\.|sides?) [^:‘’“”]{1,40}|[a-z]+(?: [a-z]+)?|‘[^’]{1,48}’): (?=\S)")
_NUMBERED = re.compile(r"\b(?:pp?\.|sides?|notes?) \d[\d–]*|\b\d[\d.,]* (?:pt|mm|em)\b")
"""What no line should divide: a page and its number, a figure and its unit."""
_AROUND = 9
"""Words shown before and behind a change."""
_MOST_WORDS = 90
_MOST_BLOCKS = 3
_PASSAGES = ("text/edited", "block/added", "block/removed")


def text_of(text: str) -> str:
    r"""Return a text as HTML.

    >>> text_of("a < b\x00")
    'a &lt; b�'
    """
    return escape(_FORBIDDEN.sub("\ufffd", text))


def sentence_of(sentence: str) -> str:
    """Return a sentence as HTML: its place first, quotations set off. No letter is added or lost.

    >>> sentence_of("p. 2: the heading ‘The night’ moved")
    '<span class="where">p. 2: </span>the heading <q>‘<bdi>The night</bdi>’</q> moved'
    """
    place = _PLACE.match(sentence)
    at = place.end() if place else 0
    where = f'<span class="where">{text_of(sentence[:at])}</span>' if at else ""
    parts: list[str] = []
    for quoted in _QUOTED.finditer(sentence, at):
        parts += [
            _kept_together(sentence[at : quoted.start()]),
            f"<q>‘<bdi>{text_of(quoted[0][1:-1])}</bdi>’</q>",
        ]
        at = quoted.end()
    return f"{where}{''.join(parts)}{_kept_together(sentence[at:])}"


def _kept_together(text: str) -> str:
    return _NUMBERED.sub(r'<span class="nb">\g<0></span>', text_of(text))


def passage_of(comparison: Comparison, change: Change) -> str:
    """Return what the words of a change were and are, as paragraphs; empty where nothing more is known."""
    if change.kind not in _PASSAGES:
        return ""
    old, new = (list(_blocks(comparison, change, is_new=is_new)) for is_new in (False, True))
    if any(block.abridged or not block.text for block in (*old, *new)):
        return ""
    if old and new and len(old) == len(new):
        told = [edited_words(a.text, b.text) for a, b in zip(old, new, strict=True)]
    elif not old or not new:
        tag = "ins" if new else "del"
        told = [f'<{tag} class="whole">{text_of(_shortened(block.text))}</{tag}>' for block in (*old, *new)]
    else:
        return ""
    more = len(told) - _MOST_BLOCKS
    paragraphs = "".join(f'<p dir="auto">{words}</p>' for words in told[:_MOST_BLOCKS])
    return paragraphs + (f'<p class="further">and {more:,} more</p>' if more > 0 else "")


def _blocks(comparison: Comparison, change: Change, *, is_new: bool) -> Iterator[Block]:
    for name in dict.fromkeys(spot.block for spot in (change.new if is_new else change.old) if spot.block):
        stream, index = block_of(comparison, name)
        blocks = stream.new if is_new else stream.old
        if index < len(blocks):
            yield blocks[index]


def _shortened(text: str) -> str:
    words = text.split()
    return text if len(words) <= _MOST_WORDS else f"{' '.join(words[:_MOST_WORDS])} …"


def edited_words(old: str, new: str) -> str:
    """Return two wordings as one text: what went is struck out, what came underlined, the rest only near them.

    >>> edited_words("It took thirteen days.", "It took thirty days.")
    'It took <del>thirteen</del> <ins>thirty</ins> days.'
    """
    before, after = split_words(old), split_words(new)
    changes = word_changes(before, after)
    parts: list[str] = []
    at = 0
    for position, change in enumerate(changes):
        parts.append(_between(after[at : change.at_new], is_first=position == 0))
        parts += [
            f"<{tag}>{text_of(_shortened(' '.join(words)))}</{tag}>"
            for tag, words in (("del", change.old), ("ins", change.new))
            if words
        ]
        at = change.at_new + len(change.new)
    parts.append(_between(after[at:], is_first=not changes, is_last=True))
    return " ".join(part for part in parts if part)


def _between(words: Sequence[str], *, is_first: bool = False, is_last: bool = False) -> str:
    room = _AROUND if is_first or is_last else 2 * _AROUND
    if len(words) <= room + 2:
        return text_of(" ".join(words))
    head = [] if is_first and not is_last else list(words[:_AROUND])
    tail = [] if is_last else list(words[-_AROUND:])
    return text_of(" ".join([*head, "…", *tail]))


def one_side(old: str, new: str, *, is_new: bool) -> str:
    """Return one of two wordings, whole, with what only it says marked.

    >>> one_side("It took thirteen days.", "It took thirty days.", is_new=False)
    'It took <del>thirteen</del> days.'
    """
    before, after = split_words(old), split_words(new)
    words, tag = (after, "ins") if is_new else (before, "del")
    parts: list[str] = []
    at = 0
    for change in word_changes(before, after):
        start, mine = (change.at_new, change.new) if is_new else (change.at_old, change.old)
        parts.append(text_of(" ".join(words[at:start])))
        parts.append(f"<{tag}>{text_of(' '.join(mine))}</{tag}>" if mine else "")
        at = start + len(mine)
    parts.append(text_of(" ".join(words[at:])))
    return " ".join(part for part in parts if part)
