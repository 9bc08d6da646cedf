"""Aligned streams → how looks changed, told once for all blocks that changed alike.

Typeface, size, leading, colour, alignment and indent of blocks; words set off inside them; the measure; running
heads; the list of faces. Looks belong to the words they are on: only blocks that stand in both editions count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from publish.model.changes import Change, Level, Spot
from publish.model.pages import HEADINGS, Block, Emphasis, Look
from publish.structure.comparing import Comparison, Stream
from publish.structure.pairing import pair_running
from publish.structure.sentences import count, count_roles, describe, join_and, length, quote

_SEEN_PT = 0.045
"""Sizes and leadings are seen from 0.05 pt on; the rest is arithmetic of floating point."""
_INDENT_PT = 0.6
_LINES_FOR_ALIGNMENT = 3
_MEASURE_PT = 1.0
_TOLD_ALONE = 3
NOT_EMBEDDED = " (not embedded)"


@dataclass(slots=True)
class _Group:
    """Blocks whose looks changed in the same way."""

    blocks: list[Block] = field(default_factory=list)
    old: list[Spot] = field(default_factory=list)
    new: list[Spot] = field(default_factory=list)


def style_changes(comparison: Comparison) -> list[Change]:
    """Return the changes of looks."""
    found: list[Change] = []
    groups: dict[tuple[str, str, str], _Group] = defaultdict(_Group)
    emphases: list[Change] = []
    for stream in comparison.streams:
        for pair in stream.alignment.pairs:
            old, new = stream.blocks(pair)
            same = stream.same_words(pair)
            if old.role != new.role and comparison.old.is_tagged == comparison.new.is_tagged:
                continue
            differences = _look_differences(old, new, same) if _comparable(comparison, old, new) else []
            for difference in differences:
                group = groups[difference]
                group.blocks.append(new)
                group.old.extend(stream.old_spots(pair.old))
                group.new.extend(stream.new_spots(pair.new))
            if same:
                emphases.extend(_emphasis_changes(comparison, stream, (pair.old, pair.new)))
    total = Counter(block.role for stream in comparison.streams for block in stream.new)
    for (what, before, after), group in sorted(groups.items(), key=lambda entry: -len(entry[1].blocks)):
        found.append(_tell_look(comparison, what, (before, after), group, total))
    found.extend(_fold_emphases(emphases, _face_changes(groups)))
    found.extend(_measure(comparison))
    found.extend(_running(comparison))
    found.extend(_faces(comparison, " ".join(change.sentence for change in found)))
    return found


def _comparable(comparison: Comparison, old: Block, new: Block) -> bool:
    return (
        comparison.old.kind == comparison.new.kind
        and bool(old.look.font or old.look.size_pt)
        and bool(new.look.font or new.look.size_pt)
    )


def _look_differences(old: Block, new: Block, same: bool) -> list[tuple[str, str, str]]:
    """Return (what, before, after) for each way a block looks otherwise."""
    one, two = old.look, new.look
    found: list[tuple[str, str, str]] = []
    if one.font != two.font:
        found.append(("typeface", one.font, two.font))
    if abs(one.size_pt - two.size_pt) > _SEEN_PT:
        found.append(("size", length(one.size_pt), length(two.size_pt)))
    if one.leading_pt and two.leading_pt and abs(one.leading_pt - two.leading_pt) > _SEEN_PT:
        found.append(("leading", length(one.leading_pt), length(two.leading_pt)))
    if one.colour != two.colour and one.colour and two.colour:
        found.append(("colour", one.colour, two.colour))
    if same and min(old.line_count, new.line_count) >= _needed_lines(old, one, two):
        if one.alignment != two.alignment and one.alignment and two.alignment:
            found.append(("alignment", _alignment(one), _alignment(two)))
        elif _shows_indent(old) and _shows_indent(new) and abs(one.indent_pt - two.indent_pt) > _INDENT_PT:
            found.append(("indent", length(one.indent_pt), length(two.indent_pt)))
    return found


def _shows_indent(block: Block) -> bool:
    """Tell whether all lines stand on one page, so that the first one's indent is certain."""
    return len(block.fragments) == 1 and block.line_count > 1


def _needed_lines(block: Block, one: Look, two: Look) -> int:
    """Return from how many lines on an alignment is certain: headings show it at once, paragraphs do not."""
    if block.role in HEADINGS or {one.alignment, two.alignment} & {"center", "right"}:
        return 1
    return _LINES_FOR_ALIGNMENT


def _alignment(look: Look) -> str:
    return {"left": "ragged right", "right": "flush right", "center": "centred", "justify": "justified"}.get(
        look.alignment, ""
    )


def _tell_look(
    comparison: Comparison, what: str, values: tuple[str, str], group: _Group, total: Counter[str]
) -> Change:
    roles = Counter(block.role for block in group.blocks)
    everything = all(total[role] == number for role, number in roles.items()) and len(group.blocks) > 1
    unit = " pt" if what in {"size", "leading", "indent"} else ""
    who = f"{'all ' if everything else ''}{count_roles(block.role for block in group.blocks)}"
    where = comparison.new_paging.several(block.page for block in group.blocks)
    if len(group.blocks) == 1:
        who = f"the {describe(group.blocks[0])}"
    sentence = f"{where}: {what} {values[0]} → {values[1]}{unit} in {who}"
    return Change(
        Level.STYLE, f"style/{what}", sentence, tuple(group.old), tuple(group.new), group.blocks[0].source
    )


# --- words set off ---------------------------------------------------------------------------------------


def _emphasis_changes(comparison: Comparison, stream: Stream, indexes: tuple[int, int]) -> Iterator[Change]:
    """Tell which words of a block with equal wording lost or got a look of their own."""
    old, new = stream.old[indexes[0]], stream.new[indexes[1]]
    if comparison.old.kind != comparison.new.kind or (not old.emphases and not new.emphases):
        return
    before = {_face(e, old.look): e for e in old.emphases}
    after = {_face(e, new.look): e for e in new.emphases}
    spots = stream.old_spots(indexes[0]), stream.new_spots(indexes[1])
    where, place = comparison.new_paging.at(new.page), f"in the {describe(new)}"

    def tell(text: str) -> Change:
        return Change(Level.STYLE, "style/emphasis", f"{where}: {text}", *spots, new.source)

    lost = [before[face] for face in before if face not in after]
    got = [after[face] for face in after if face not in before]
    for first in list(lost):
        second = next((e for e in got if e.letters == first.letters), None)
        if second:
            lost.remove(first)
            got.remove(second)
            for what, one, two in _emphasis_differences(first, second):
                yield tell(
                    f"{what} {one} → {two} of {quote(second.opening or new.text, 30)} in the {describe(new)}"
                )
    for emphasis in lost:
        yield tell(f"{quote(emphasis.opening, 30)} is no longer set in {_name(emphasis, old.look)} {place}")
    for emphasis in got:
        yield tell(
            f"{quote(emphasis.opening, 30)} is now set in {_name(emphasis, new.look)} in the {describe(new)}"
        )
    for face, emphasis in after.items():
        other = before.get(face)
        if other and (other.letters != emphasis.letters or other.opening != emphasis.opening):
            yield tell(
                f"{count(emphasis.letters, 'letter')} instead of {other.letters:,} set in "
                f"{_name(emphasis, new.look)} {place}"
                if other.letters != emphasis.letters
                else f"{quote(emphasis.opening, 30)} instead of {quote(other.opening, 30)} set in "
                f"{_name(emphasis, new.look)} in the {describe(new)}"
            )


def _face(emphasis: Emphasis, look: Look) -> tuple[str, float, str]:
    """Return a look as it differs from its block's, so that a change of the whole block is told once."""
    return (
        "" if emphasis.font == look.font else emphasis.font,
        round((emphasis.size_pt - look.size_pt) / max(look.size_pt, 1.0), 2),
        "" if emphasis.colour == look.colour else emphasis.colour,
    )


def _emphasis_differences(one: Emphasis, two: Emphasis) -> Iterator[tuple[str, str, str]]:
    if one.font != two.font:
        yield "typeface", one.font, two.font
    if abs(one.size_pt - two.size_pt) > _SEEN_PT:
        yield "size", length(one.size_pt), f"{length(two.size_pt)} pt"
    if one.colour != two.colour:
        yield "colour", one.colour, two.colour


def _name(emphasis: Emphasis, look: Look) -> str:
    parts = []
    if emphasis.font != look.font:
        parts.append(emphasis.font)
    if abs(emphasis.size_pt - look.size_pt) > _SEEN_PT:
        parts.append(f"{length(emphasis.size_pt)} pt")
    if emphasis.colour != look.colour:
        parts.append(emphasis.colour)
    return " ".join(parts) or emphasis.font


def _face_changes(groups: dict[tuple[str, str, str], _Group]) -> bool:
    return any(what == "typeface" for what, _, _ in groups)


def _fold_emphases(changes: list[Change], faces_changed: bool) -> Iterator[Change]:
    """Tell the same change of set-off words once; a new typeface brings its italics along."""
    groups: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        words = change.sentence.split(": ", 1)[1]
        what = words.split(" of ‘", 1)[0] if " → " in words else words
        groups[what].append(change)
    for what, group in groups.items():
        aside = " (words set off)" if faces_changed and what.startswith("typeface ") else ""
        if len(group) <= _TOLD_ALONE and not faces_changed:
            yield from group
            continue
        tail = f" in {count(len(group), 'block')}" if " → " in what else ""
        yield Change(
            Level.STYLE,
            "style/emphasis",
            f"{_pages(group)}{what}{aside}{tail}",
            tuple(spot for change in group for spot in change.old),
            tuple(spot for change in group for spot in change.new),
        )


def _pages(group: list[Change]) -> str:
    first, last = group[0].sentence.split(": ", 1)[0], group[-1].sentence.split(": ", 1)[0]
    return f"{first}: " if first == last else f"{first} to {last}: "


# --- measure, running heads, faces -----------------------------------------------------------------------


def _measure(comparison: Comparison) -> Iterator[Change]:
    """Tell a change of the length of lines, from paragraphs of three lines and more."""
    if not comparison.has_pages:
        return
    widths: tuple[Counter[float], Counter[float]] = (Counter(), Counter())
    for pair in comparison.main.alignment.pairs:
        for width, block in zip(widths, comparison.main.blocks(pair), strict=True):
            if block.role == "P":
                width.update(round(f.box.width_pt) for f in block.fragments if f.line_count >= 3)
    if min(widths[0].total(), widths[1].total()) < 2:
        return
    (old, old_number), (new, new_number) = (width.most_common(1)[0] for width in widths)
    common = old_number > widths[0].total() * 0.3 and new_number > widths[1].total() * 0.3
    if common and abs(old - new) > _MEASURE_PT and widths[1][old] * 4 < old_number:
        pages = comparison.new_paging.several(page.number for page in comparison.new.pages)
        number = count(new_number, "paragraph")
        yield Change(Level.STYLE, "style/measure", f"{pages}: length of lines {old:g} → {new:g} pt in {number}")


def _running(comparison: Comparison) -> Iterator[Change]:
    """Tell how running heads and folios look otherwise."""
    groups: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for page in comparison.new.pages:
        number = comparison.old_page_of(page.number)
        if not number:
            continue
        if not comparison.has_pages or comparison.old.pages[number - 1].side != page.side:
            continue
        for other, text in pair_running(comparison.old.pages[number - 1], page):
            if other is None or text is None:
                continue
            if other.font and text.font and other.font != text.font:
                groups[text.place, "typeface", other.font, text.font].append(page.number)
            if other.size_pt and text.size_pt and abs(other.size_pt - text.size_pt) > _SEEN_PT:
                groups[text.place, "size", length(other.size_pt), f"{length(text.size_pt)} pt"].append(
                    page.number
                )
            if other.colour and text.colour and other.colour != text.colour:
                groups[text.place, "colour", other.colour, text.colour].append(page.number)
    merged: dict[tuple[str, str, str], list[tuple[str, list[int]]]] = defaultdict(list)
    for (place, what, old, new), pages in groups.items():
        merged[what, old, new].append((place, pages))
    for (what, old, new), places in merged.items():
        pages = sorted({page for _, found in places for page in found})
        where = join_and(sorted({place.replace("-", " ") for place, _ in places}))
        yield Change(
            Level.STYLE,
            f"style/{what}",
            f"{comparison.new_paging.several(pages)}: {what} {old} → {new} in running text ({where})",
            (),
            tuple(Spot(page) for page in pages),
        )


def _faces(comparison: Comparison, told: str) -> Iterator[Change]:
    """Tell faces that came or went, where no other sentence names them."""
    if not comparison.has_pages:
        return
    old, new = set(comparison.old.fonts), set(comparison.new.fonts)
    for face in sorted(new - old):
        if face.endswith(NOT_EMBEDDED) and face.removesuffix(NOT_EMBEDDED) in old:
            name = face.removesuffix(NOT_EMBEDDED)
            yield Change(Level.FAULT, "font/not-embedded", f"the typeface {name} is no longer embedded")
    plain_old = {face.removesuffix(NOT_EMBEDDED) for face in old}
    plain_new = {face.removesuffix(NOT_EMBEDDED) for face in new}
    embedded_again = sorted(
        face
        for face in old - new
        if face.endswith(NOT_EMBEDDED) and face.removesuffix(NOT_EMBEDDED) in plain_new
    )
    for face in embedded_again:
        yield Change(
            Level.STYLE, "font/embedded", f"the typeface {face.removesuffix(NOT_EMBEDDED)} is now embedded"
        )
    lost = sorted(face for face in plain_old - plain_new if face not in told)
    come = sorted(face for face in plain_new - plain_old if face not in told)
    parts = []
    if lost:
        parts.append(f"{join_and(lost)} {'is' if len(lost) == 1 else 'are'} no longer used")
    if come:
        parts.append(f"{join_and(come)} {'is' if len(come) == 1 else 'are'} new")
    if parts:
        yield Change(Level.STYLE, "font/list", f"typefaces: {'; '.join(parts)}")
