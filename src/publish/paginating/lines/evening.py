"""Pages filled by setting paragraphs one line longer or shorter, before white space is opened.

In: a way to make one page again and again. Out: the page that ends where it should: with the type area, or, on
the second page of an opening, where the first ends. White comes where a widow, an orphan or a stranded heading
would come otherwise; paragraphs that can be set in a line more or less at a bounded cost (TeX's looseness, The
TeXbook, p. 103) fill it. What a change would come to is reckoned first, so that few pages are made in vain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

from publish.paginating.lines.setter import LineSetter, SetParagraph
from publish.paginating.lines.setting import current_setter

_MOST_LINES = 3
"""White of more lines has another cause, such as a figure that goes to the next page."""
_MOST_TRIES = 3
_MOST_CHANGES = 2
_MOST_PASSED = 2
"""More lines of white than this are not mended from the page before."""
_FEWEST_AT_END = 3
"""Lines on the last page of a text: fewer look forgotten (lint tells them as a page nearly empty)."""
_NEAR = 0.01
_LENGTHENED = 0.13
_SHORTENED = 0.11
"""Shares of a line that one line can be made longer or shorter by, generously: more is not tried."""


@dataclass(slots=True)
class MadePage:
    """A page, where the next begins, and how many lines of white are below its text."""

    page: Any
    resume_at: Any
    white: int
    line_px: float


@dataclass(frozen=True, slots=True)
class _Standing:
    """A paragraph on a page: how many of its lines stand there, how much of its last is filled."""

    paragraph: SetParagraph
    lines: int
    filled: float
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class _Last:
    """What a page breaks in, or before: lines on the page, lines in all, and how few may stand alone."""

    paragraph: SetParagraph | None
    here: int
    whole: int
    orphans: int
    widows: int

    def white(self, room: int, change: int) -> int:
        """Return how many lines stay white if there is room for so many, and it is so much longer."""
        whole = self.whole + change
        if self.paragraph is None or whole <= room:
            return room - (whole if self.paragraph else 0)
        placed = min(room, whole - self.widows)
        return room - (placed if placed >= self.orphans else 0)


def make_even(making: Any, goal: int = 0) -> MadePage:
    """Return a page that ends so many lines above the end of the type area, if paragraphs on it can be set so.

    `making` makes the page anew, and tells what break ended it. On a right-hand page no word is divided by the
    page's end where its paragraph can be broken otherwise.
    """
    made = _make(making)
    setter = current_setter()
    if setter is None or not setter.costs.is_level or not is_filled(making, made):
        return made
    if made.white < goal:
        made = _end_earlier(making, made, goal)
    elif 0 < made.white - goal <= _MOST_LINES:
        made = _fill(making, made, setter, goal)
    if making.is_recto:
        made = _keep_word_whole(making, made, setter)
    return made


def level_with(before: Any, earlier: MadePage, making: Any, made: MadePage, goal: int) -> MadePage | None:
    """Let the page before this one give it a line, or take one, so that this one ends where it should.

    If there is no way and they face each other, both end a line early, where they can. Returns this page as it
    is then; None if nothing was tried. Both are made again, from where they began.
    """
    setter = current_setter()
    if setter is None or not setter.costs.is_level or not 0 < made.white - goal <= _MOST_PASSED:
        return None
    is_tried = False
    for one, change in _passing(before, earlier, making, made, goal):
        if not setter.can_change(one, change):
            continue
        one.line_change, is_tried = change, True
        tried = _make_both(before, earlier, making, earlier.white, goal)
        if tried is not None:
            return tried
        one.line_change = 0
        break
    if making.is_recto and not goal and not earlier.white:
        before.shortened_px, is_tried = earlier.line_px, True
        tried = _make_both(before, earlier, making, 1, 1)
        if tried is not None:
            return tried
        before.shortened_px = 0.0
    if not is_tried:
        return None
    again = _make(before)
    earlier.page, earlier.resume_at = again.page, again.resume_at
    return _make(making)


def fill_last(before: Any, earlier: MadePage, making: Any, made: MadePage) -> MadePage | None:
    """Let the last page of a text have three lines at least, at the cost of the page before.

    Returns the page as it is then; None if nothing was tried. Both are made again, from where they began.
    """
    setter = current_setter()
    lacking = _FEWEST_AT_END - _line_count(made.page)
    if setter is None or not setter.costs.is_level or not 0 < lacking < _FEWEST_AT_END:
        return None
    former_px = before.shortened_px
    before.shortened_px += lacking * earlier.line_px
    given = _make(before)
    tried = _make(making)
    if (
        is_filled(before, given)
        and tried.resume_at == made.resume_at
        and _line_count(tried.page) >= _FEWEST_AT_END
    ):
        earlier.page, earlier.resume_at, earlier.white = given.page, given.resume_at, given.white
        return tried
    before.shortened_px = former_px
    again = _make(before)
    earlier.page, earlier.resume_at = again.page, again.resume_at
    return _make(making)


def _passing(
    before: Any, earlier: MadePage, making: Any, made: MadePage, goal: int
) -> Iterator[tuple[SetParagraph, int]]:
    """Yield paragraphs that begin on the page before, and the change that should level this page."""
    standing = list(_standing(earlier.page))
    end = _last(before.root_box, earlier.resume_at, standing)
    own_end = _last(making.root_box, made.resume_at, list(_standing(made.page)))
    if end.paragraph is None:
        return
    room = end.here + earlier.white
    # One that goes on here is longer or shorter by what stands here.
    goes_on = end.here and end.paragraph is not own_end.paragraph and not end.paragraph.line_change
    for change in (1, -1):
        if own_end.white(own_end.here + made.white - change, 0) != goal:
            continue
        if end.white(room - change, 0) == earlier.white:
            for one in standing:
                if one.begins and one.ends and _may_change(one, change):
                    yield one.paragraph, change
        if goes_on and end.white(room, change) == earlier.white:
            yield end.paragraph, change


def _make_both(before: Any, earlier: MadePage, making: Any, white: int, goal: int) -> MadePage | None:
    """Make two pages in a row anew; return the second if they end so many lines early, else None."""
    given = _make(before)
    if given.white != white or not is_filled(before, given):
        return None
    if before.is_recto and _divides_word(before, given) and not _divides_word(before, earlier):
        return None
    tried = make_even(making, goal)
    if tried.white != goal or not is_filled(making, tried):
        return None
    earlier.page, earlier.resume_at, earlier.white = given.page, given.resume_at, given.white
    return tried


def is_filled(making: Any, made: MadePage) -> bool:
    """Tell whether a page ends because it is full, not because a break was asked for or the text ends."""
    return made.resume_at is not None and making.next_page()["break"] == "any"


def _make(making: Any) -> MadePage:
    page, resume_at = making.make()
    return MadePage(page, resume_at, *_white_lines(page))


def _fill(making: Any, made: MadePage, setter: LineSetter, goal: int) -> MadePage:
    """Try changes, those of one paragraph first, until the page ends where it should."""
    tries = 0
    for changes in _promising(making, made, setter, goal):
        before = [paragraph.line_change for paragraph, _ in changes]
        for paragraph, change in changes:
            paragraph.line_change = change
        tried = _make(making)
        if tried.white == goal and is_filled(making, tried):
            return tried
        for (paragraph, _), former in zip(changes, before, strict=True):
            paragraph.line_change = former
        tries += 1
        if tries == _MOST_TRIES:
            break
    return _make(making) if tries else made


def _end_earlier(making: Any, made: MadePage, goal: int) -> MadePage:
    """End a page higher that is longer than the one beside it, if it comes out as high as that."""
    making.shortened_px = (goal - made.white) * made.line_px
    tried = _make(making)
    if tried.white == goal and is_filled(making, tried):
        return tried
    making.shortened_px = 0.0
    return _make(making)


def _promising(
    making: Any, made: MadePage, setter: LineSetter, goal: int
) -> Iterator[tuple[tuple[SetParagraph, int], ...]]:
    """Yield sets of changes after which the page should end where it is to, the smallest first."""
    standing = list(_standing(made.page))
    last = _last(making.root_box, made.resume_at, standing)
    white = made.white
    for count in range(1, _MOST_CHANGES + 1):
        for change in (1, -1):
            # So many of the paragraphs before the last, all in the same direction; then the last one, too.
            for with_last in (0, 1, -1):
                before = count - (with_last != 0)
                if with_last and (last.paragraph is None or (before == 0 and change < 0)):
                    continue
                room = last.here + white - before * change
                if last.white(room, with_last) != goal:
                    continue
                if with_last and not (
                    last.paragraph is not None
                    and last.paragraph.line_change == 0
                    and setter.can_change(last.paragraph, with_last)
                ):
                    continue
                chosen = _changeable(standing, setter, change, before)
                if len(chosen) == before:
                    end = ((last.paragraph, with_last),) if with_last and last.paragraph else ()
                    yield (*((paragraph, change) for paragraph in chosen), *end)


def _changeable(standing: list[_Standing], setter: LineSetter, change: int, most: int) -> list[SetParagraph]:
    """Return the paragraphs to change first, so many at most: those in which no more words are divided, then
    the longest. Whether one can be changed costs as much as setting it, and is asked as late as can be.
    """
    if not most:
        return []
    found = [one for one in standing if one.begins and one.ends and _may_change(one, change)]
    found.sort(key=lambda one: -one.lines)
    without, with_hyphens = list[SetParagraph](), list[SetParagraph]()
    for one in found:
        if setter.can_change(one.paragraph, change):
            (with_hyphens if setter.adds_hyphen(one.paragraph, change) else without).append(one.paragraph)
            if len(without) == most:
                break
    return [*without, *with_hyphens][:most]


def _may_change(one: _Standing, change: int) -> bool:
    """Tell whether a paragraph has the look of one that can be set in a line more or less."""
    if one.paragraph.line_change:
        return False
    if change > 0:
        return one.lines > 1 and one.filled + _LENGTHENED * one.lines >= 1
    return one.lines > 1 and one.filled <= _SHORTENED * (one.lines - 1)


def _keep_word_whole(making: Any, made: MadePage, setter: LineSetter) -> MadePage:
    """Make a page again that divides a word by its end, with the paragraph broken elsewhere."""
    standing = list(_standing(made.page))
    last = _last(making.root_box, made.resume_at, standing)
    if last.paragraph is None or not last.here or not standing[-1].begins:
        return made
    former = setter.break_elsewhere(last.paragraph, last.here)
    if former is None:
        return made
    tried = _make(making)
    if tried.resume_at is not None and tried.white == made.white:
        return tried
    setter.put_back(last.paragraph, former)
    return _make(making)


def _divides_word(making: Any, made: MadePage) -> bool:
    """Tell whether a page ends amid a word."""
    last = _last(making.root_box, made.resume_at, list(_standing(made.page)))
    plan = last.paragraph.plan if last.paragraph is not None else None
    return plan is not None and 0 < last.here <= len(plan.lines) and bool(plan.lines[last.here - 1].adds)


def _standing(page: Any) -> Iterator[_Standing]:
    """Yield the paragraphs of a page's text that we set justified, in order."""
    lines: list[Any] = []
    for box in page.children[0].descendants():
        if isinstance(box, boxes.LineBox):
            if lines and box.__dict__.get("_publish_set") is not lines[0].__dict__.get("_publish_set"):
                yield from _as_standing(lines)
                lines = []
            lines.append(box)
    yield from _as_standing(lines)


def _as_standing(lines: list[Any]) -> Iterator[_Standing]:
    known = lines[0].__dict__.get("_publish_set") if lines else None
    if not all("publish_start" in line.__dict__ for line in lines):
        return  # planned in vain: the engine set at least one of its lines
    if isinstance(known, SetParagraph) and lines[0].style["text_align_all"] == "justify":
        begins = lines[0].publish_start == 0
        ends = lines[-1].resume_at is None
        yield _Standing(known, len(lines), lines[-1].width / (known.containing_width or 1), begins, ends)


def _last(root_box: Any, resume_at: Any, standing: list[_Standing]) -> _Last:
    """Return what the page breaks in, or the paragraph it breaks before."""
    box, stack = root_box, resume_at
    while stack and not isinstance(box, boxes.LineBox):
        if len(stack) != 1:
            return _Last(None, 0, 0, 0, 0)  # several cells of a row break, each in a place of its own
        ((index, stack),) = stack.items()
        box = box.children[index]
    while not isinstance(box, boxes.LineBox) and isinstance(box, boxes.BlockBox) and len(box.children) == 1:
        box = box.children[0]
    known = box.__dict__.get("_publish_set") if isinstance(box, boxes.LineBox) else None
    plan = known.plan if isinstance(known, SetParagraph) else None
    if plan is None or box.style["text_align_all"] != "justify":
        return _Last(None, 0, 0, 0, 0)
    here = 0
    whole = len(plan.lines)
    if standing and standing[-1].paragraph is known and not standing[-1].ends:
        here = standing[-1].lines
        if not standing[-1].begins:
            # It began on an earlier page: how it is set there stays.
            return _Last(None, 0, 0, 0, 0)
    return _Last(known, here, whole, box.style["orphans"], box.style["widows"])


def _white_lines(page: Any) -> tuple[int, float]:
    """Return how many lines of text would still fit below the last one, and how high one is."""
    bottom = page.content_box_y() + page.height
    last, step = 0.0, 0.0
    for child in page.children:
        if isinstance(child, boxes.FootnoteAreaBox):
            if child.children:
                bottom = min(bottom, child.position_y)
            continue
        if isinstance(child, boxes.MarginBox):
            continue
        for box in _in_flow(child):
            last = max(last, box.position_y + box.margin_height())
            if isinstance(box, boxes.LineBox) and box.height > step / 2:
                step = box.height
    return (int((bottom - last) / step + _NEAR), step) if step else (0, 0.0)


def _line_count(page: Any) -> int:
    """Return how many lines of text are on a page; many if there is a picture."""
    count = 0
    for child in page.children:
        if isinstance(child, (boxes.FootnoteAreaBox, boxes.MarginBox)):
            continue
        for box in _in_flow(child):
            is_text = isinstance(box, boxes.LineBox)
            count += int(box.height > 0) if is_text else _FEWEST_AT_END
    return count


def _in_flow(box: Any) -> Iterator[Any]:
    """Yield the lines and pictures of a box that stand in the flow."""
    if isinstance(box, (boxes.LineBox, boxes.ReplacedBox)):
        yield box
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _in_flow(child)
