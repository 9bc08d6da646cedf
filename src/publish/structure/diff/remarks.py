"""Pages paired across editions → annotations that came, went or changed, and type that something covers now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Cover, Page, Remark
from publish.structure.sentences import Paging, quote

_KINDS = {
    "Text": "comment",
    "FreeText": "text",
    "Line": "line",
    "Square": "frame",
    "Circle": "ellipse",
    "Polygon": "polygon",
    "PolyLine": "line",
    "Highlight": "highlighting",
    "Underline": "underlining",
    "Squiggly": "underlining",
    "StrikeOut": "striking out",
    "Stamp": "stamp",
    "Caret": "caret",
    "Ink": "drawing",
    "FileAttachment": "attached file",
    "Widget": "field of a form",
    "Redact": "redaction",
}
_SAME_PT = 0.5


def remark_changes(pairs: Sequence[tuple[Page, Page]], paging: Paging) -> Iterator[Change]:
    """Tell annotations and covered type; `paging` names the new pages."""
    for old, new in pairs:
        if old.remarks != new.remarks:
            yield from _remarks(old, new, paging)
        if old.covers != new.covers:
            yield from _covers(old, new, paging)


def _remarks(old: Page, new: Page, paging: Paging) -> Iterator[Change]:
    before, after = list(old.remarks), list(new.remarks)
    for remark in list(before):
        same = next((other for other in after if _is_same(remark, other)), None)
        if same is not None:
            before.remove(remark)
            after.remove(same)
    where = paging.at(new.number)
    for remark in list(before):
        near = next((other for other in after if other.kind == remark.kind and _is_near(remark, other)), None)
        alike = next((other for other in after if (other.kind, other.text) == (remark.kind, remark.text)), None)
        other = near or alike
        if other is None:
            continue
        before.remove(remark)
        after.remove(other)
        told = f"{_name(remark)} became {quote(other.text) if other.text else 'empty'}"
        if other.text == remark.text:
            told = f"{_name(remark)} stands elsewhere"
        yield _change("remark/changed", f"{where}: {told}", (old, remark), (new, other))
    for remark in before:
        yield _change("remark/removed", f"{where}: {_name(remark)} is gone", (old, remark), None)
    for remark in after:
        yield _change("remark/added", f"{where}: {_name(remark)} is new", None, (new, remark))


def _is_same(one: Remark, two: Remark) -> bool:
    return (one.kind, one.text) == (two.kind, two.text) and _is_near(one, two)


def _is_near(one: Remark, two: Remark) -> bool:
    return (
        abs(one.box.left_pt - two.box.left_pt) <= _SAME_PT
        and abs(one.box.top_pt - two.box.top_pt) <= _SAME_PT
        and abs(one.box.width_pt - two.box.width_pt) <= _SAME_PT
        and abs(one.box.height_pt - two.box.height_pt) <= _SAME_PT
    )


def _name(remark: Remark) -> str:
    kind = _KINDS.get(remark.kind, remark.kind)
    return f"the annotation {quote(remark.text)} ({kind})" if remark.text else f"an annotation ({kind})"


def _covers(old: Page, new: Page, paging: Paging) -> Iterator[Change]:
    where = paging.at(new.number)
    before = {cover.words for cover in old.covers}
    after = {cover.words for cover in new.covers}
    for cover in new.covers:
        if cover.words not in before:
            told = f"{where}: {_shape(cover)} covers {quote(cover.words)}"
            yield _change("page/covered", told, None, (new, cover))
    for cover in old.covers:
        if cover.words not in after:
            told = f"{where}: {quote(cover.words)} is no longer covered by {_shape(cover)}"
            yield _change("page/uncovered", told, (old, cover), None)


def _shape(cover: Cover) -> str:
    return f"a filled shape of {cover.colour}" if cover.colour else "a picture"


def _change(
    kind: str, told: str, old: tuple[Page, Remark | Cover] | None, new: tuple[Page, Remark | Cover] | None
) -> Change:
    one, two = ((Spot(side[0].number, side[1].box),) if side else () for side in (old, new))
    return Change(Level.CONTENT, kind, told, one, two)
