"""Two blocks → how their words differ, as the end of a sentence; also where one side is abridged to marks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from publish.model.pages import Block
from publish.structure.diff.hyphens import bare_of_hyphens, divided_words, is_hyphenation
from publish.structure.diff.words import WordChange, bare, lost_spaces, split_words, trim_alike, word_changes
from publish.structure.sentences import count, name_of, opening, ordinal, quote

UNKNOWN = ""
"""Stands for a word of which only the mark is known."""
_TOLD = 3
_LONG = 14
"""Words quoted on one side at most."""


@dataclass(frozen=True, slots=True)
class Edit:
    """How one block became another."""

    changes: tuple[WordChange, ...]
    is_guess: bool = False
    """The words differ, but their marks do not, so the place is not known."""


def edit_between(old: Block, new: Block) -> Edit:
    """Return the words that differ between two blocks."""
    if not old.abridged and not new.abridged:
        changes = word_changes(split_words(old.text), split_words(new.text))
        if any(is_hyphenation(c.old, c.new) for c in changes):
            divided = divided_words(old) | divided_words(new)
            changes = tuple(
                c
                for c in changes
                if not (is_hyphenation(c.old, c.new) and bare_of_hyphens("".join(c.new)) in divided)
            )
        return Edit(changes)
    changes = word_changes(old.marks, new.marks)
    old_words, new_words = _known_words(old), _known_words(new)
    told = tuple(
        WordChange(
            old_words[c.at_old : c.at_old + len(c.old)],
            new_words[c.at_new : c.at_new + len(c.new)],
            new_words[c.at_new - 1] if c.at_new else "",
            new_words[c.at_new + len(c.new)] if c.at_new + len(c.new) < len(new_words) else "",
            c.at_old,
            c.at_new,
        )
        for c in changes
    )
    return Edit(told, is_guess=not told and old.digest != new.digest)


def _known_words(block: Block) -> tuple[str, ...]:
    words = tuple(block.text.split())
    if not block.abridged:
        return words
    total = len(block.marks)
    words = words[:total]
    return words + (UNKNOWN,) * (total - len(words))


def tell_edit(edit: Edit, block: Block, old: Block, label: str = "") -> str:
    """Return what happened to the words of a block, with its kind and first words.

    >>> one, two = Block("P", "It took thirteen days."), Block("P", "It took thirty days.")
    >>> tell_edit(edit_between(one, two), two, one)
    '‘thirteen’ became ‘thirty’ in the paragraph ‘It took thirty days.’'
    """
    place = (
        f"{'' if label else 'the '}{name_of(block.role)} {label + ' ' if label else ''}{_naming(block, old)}"
    )
    if edit.is_guess or not edit.changes:
        spaces = lost_spaces(old.text, block.text)
        if spaces:
            return f"{' and '.join(f'{quote(a)} became {quote(b)}' for a, b in spaces[:_TOLD])} in {place}"
        return f"a word changed in {place}"
    if is_whole(edit, block, old):
        name = f"{name_of(block.role)} {label}" if label else f"the {name_of(block.role)}"
        return f"{name} {quote(old.text, 80)} became {quote(block.text, 80)}"
    if len({tell_words(change) for change in edit.changes}) > _TOLD:
        total = sum(change.size for change in edit.changes)
        first = tell_words(edit.changes[0])
        return (
            f"{count(total, 'word')} changed in {count(len(edit.changes), 'place')} of {place}; first, {first}"
        )
    return f"{'; '.join(_counted(edit))} in {place}"


def _counted(edit: Edit) -> list[str]:
    """Return each change once, with how often it was made."""
    times = Counter(tell_words(change) for change in edit.changes)
    often = {1: "", 2: " twice"}
    return [f"{told}{often.get(number, f' {number} times')}" for told, number in times.items()]


def is_whole(edit: Edit, block: Block, old: Block) -> bool:
    """Tell whether a short block changed so far that its old and new text say it best."""
    if block.abridged or old.abridged or max(len(block.text), len(old.text)) > 90:
        return False
    touched = sum(change.size for change in edit.changes)
    return touched * 2 > max(len(split_words(block.text)), len(split_words(old.text)))


def _naming(block: Block, old: Block) -> str:
    return opening(block) if block.text.strip() else opening(old)


def tell_words(change: WordChange) -> str:
    """Return one run of changed words: what became what, what was added, what was removed."""
    old, new = change.old, change.new
    if old and new:
        if UNKNOWN in new:
            where = f"the {ordinal(change.at_new + 1)} word" if len(new) == 1 else f"{count(len(new), 'word')}"
            return f"{_unknown(old, where)} changed" if UNKNOWN in old else f"{_quoted(old)} changed"
        if UNKNOWN in old:
            what = f"the {ordinal(change.at_old + 1)} word" if len(old) == 1 else count(len(old), "word")
            return f"{what} became {_quoted(new)}"
        before, after = trim_alike(_shorten(old), _shorten(new))
        return f"‘{before}’ became ‘{after}’"
    words, verb = (new, "added") if new else (old, "removed")
    were = "was" if len(words) == 1 else "were"
    known = UNKNOWN not in words
    what = _quoted(words) if known else ("a word" if len(words) == 1 else count(len(words), "word"))
    beside = (
        f" after ‘{bare(change.before)}’"
        if change.before
        else f" before ‘{bare(change.after)}’"
        if change.after
        else ""
    )
    return f"{what} {were if not known else 'was'} {verb}{beside}"


def _unknown(words: tuple[str, ...], where: str) -> str:
    return (
        where
        if len(words) == 1
        else f"{count(len(words), 'word')} from {where}"
        if where.startswith("the")
        else where
    )


def _quoted(words: tuple[str, ...]) -> str:
    text = _shorten(words)
    return f"‘{bare(text) if len(words) == 1 else text}’"


def _shorten(words: tuple[str, ...]) -> str:
    if len(words) > _LONG:
        return f"{' '.join(words[: _LONG - 4])} … {' '.join(words[-3:])}"
    return " ".join(words)
