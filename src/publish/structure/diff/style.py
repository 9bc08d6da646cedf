"""Aligned streams → how blocks look otherwise, told once for all that changed alike.

Typeface, size, leading, colour, alignment and indent. Looks belong to the words they are on: only blocks that
stand in both editions count. One act is one sentence: another type size scales headings and notes along,
another family brings its italics.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from publish.model.changes import Change, Level, Spot
from publish.model.looks import Alignment
from publish.model.pages import HEADINGS, Block
from publish.structure.diff.align import Fate, Pair
from publish.structure.diff.comparing import Comparison, Stream
from publish.structure.diff.faces import Looked, running_looks
from publish.structure.faces import called, family_of, style_of
from publish.structure.pdf.alignments import Columns
from publish.structure.sentences import count, count_roles, describe, join_and, length

_SEEN_PT = 0.045
"""Sizes and leadings are seen from 0.05 pt on; the rest is arithmetic of floating point."""
_NEAR_PT = 0.06
_DRIFT_PT = 0.31
"""Lines that all moved by up to 0.15 pt, up or down, drift so far at most over a block."""
_INDENT_PT = 0.6
_LINES_FOR_ALIGNMENT = 3
_ALIKE = 0.015
"""Sizes scale alike if their ratios differ by so little; sizes are rounded to a hundredth."""
_AGREE = 0.5
"""Share of comparable blocks from which another alignment is meant, and no accident of line ends."""
Difference = tuple[str, str, str]
"""What, before, after."""


@dataclass(frozen=True, slots=True)
class _Look:
    """A block that looks otherwise."""

    stream: Stream
    pair: Pair

    @property
    def block(self) -> Block:
        return self.stream.new[self.pair.new]


def style_changes(comparison: Comparison) -> list[Change]:
    """Return the changes of how blocks and running heads look."""
    groups: dict[Difference, list[_Look]] = defaultdict(list)
    columns = Columns(comparison.old), Columns(comparison.new)
    for stream in comparison.streams:
        for pair in stream.alignment.pairs:
            for difference in _differences(comparison, stream, pair, columns):
                groups[difference].append(_Look(stream, pair))
    groups = _merged(groups)
    _drop_accidents(comparison, groups)
    running = running_looks(comparison)
    found = [
        *_faces(comparison, groups, running),
        *_sizes(comparison, groups, running),
        *_leadings(comparison, groups),
        *_others(comparison, groups, running),
    ]
    found.extend(each.tell(comparison) for each in running)
    return found


def _merged(groups: dict[Difference, list[_Look]]) -> dict[Difference, list[_Look]]:
    """Join groups whose lengths differ by no more than a reader sees; the most frequent one names them."""
    found: dict[Difference, list[_Look]] = defaultdict(list)
    for difference, looks in sorted(groups.items(), key=lambda entry: -len(entry[1])):
        what, before, after = difference
        near = difference
        if what in {"leading", "size", "indent"}:
            near = next(
                (
                    other
                    for other in found
                    if other[0] == what
                    and abs(float(other[1]) - float(before)) <= _NEAR_PT
                    and abs(float(other[2]) - float(after)) <= _NEAR_PT
                ),
                difference,
            )
        found[near].extend(looks)
    return found


def _differences(
    comparison: Comparison, stream: Stream, pair: Pair, columns: tuple[Columns, Columns]
) -> list[Difference]:
    """Return (what, before, after) for each way a block looks otherwise."""
    old, new = stream.blocks(pair)
    one, two = old.look, new.look
    if comparison.old.kind != comparison.new.kind or (one == two and one.alignment):
        return []
    if not (one.font and two.font) and old.role not in {"Figure", "Formula"}:
        return []
    if old.role != new.role and comparison.old.is_tagged == comparison.new.is_tagged:
        return []
    found: list[Difference] = []
    if one.font != two.font:
        found.append(("typeface", one.font, two.font))
    if abs(one.size_pt - two.size_pt) > _SEEN_PT:
        found.append(("size", length(one.size_pt), length(two.size_pt)))
    if one.leading_pt and two.leading_pt and abs(one.leading_pt - two.leading_pt) > _SEEN_PT and _is_even(new):
        found.append(("leading", length(one.leading_pt), length(two.leading_pt)))
    if one.colour != two.colour and one.colour and two.colour:
        found.append(("colour", one.colour, two.colour))
    if stream.same_words(pair):
        ways = columns[0].alignment_of(old), columns[1].alignment_of(new)
        short = min(old.line_count, new.line_count) < _LINES_FOR_ALIGNMENT
        if ways[0] != ways[1] and all(ways) and not (short and "justify" in ways):
            found.append(("alignment", _called(ways[0], short), _called(ways[1], short)))
        elif _shows_indent(old) and _shows_indent(new) and abs(one.indent_pt - two.indent_pt) > _INDENT_PT:
            found.append(("indent", length(one.indent_pt), length(two.indent_pt)))
    return found


def _is_even(block: Block) -> bool:
    """Tell whether lines follow each other at one distance; a line that moved alone is told as such."""
    steps = [b.baseline_pt - a.baseline_pt for f in block.fragments for a, b in pairwise(f.lines)]
    return not steps or max(steps) - min(steps) < 0.2 * block.look.size_pt


def _shows_indent(block: Block) -> bool:
    """Tell whether all lines stand on one page, so that the first one's indent is certain."""
    return len(block.fragments) == 1 and block.line_count > 1


def _called(way: Alignment, short: bool) -> str:
    left = "flush left" if short else "ragged right"
    return {"left": left, "right": "flush right", "center": "centred", "justify": "justified"}.get(way, "")


# --- what only looks like a change -----------------------------------------------------------------------


def _drop_accidents(comparison: Comparison, groups: dict[Difference, list[_Look]]) -> None:
    """Take out what line ends, neighbours or a jitter of lines explain."""
    drifts = _drifts(comparison)
    for difference in list(groups):
        what, before, after = difference
        looks = groups[difference]
        if what == "leading":
            step = abs(float(after) - float(before))
            lines = max(f.line_count for look in looks for f in look.block.fragments)
            keep = step * (lines - 1) > _DRIFT_PT or (drifts and len(looks) > 1)
            if len(looks) == 1 and lines == 2 and looks[0].block.fragments[0].lines:
                keep = False  # One of two lines moved, which is told as such.
        elif what == "alignment":
            sideways = bool({before, after} & {"centred", "flush right"})
            keep = (
                _is_meant(looks) if not sideways or (looks[0].block.role == "P" and len(looks) == 1) else True
            )
        elif what == "indent":
            looks[:] = [look for look in looks if len(looks) > 1 or _has_old_neighbour(look)]
            keep = bool(looks) and ("0" not in (before, after) or _is_meant(looks))
        else:
            keep = True
        if not keep:
            del groups[difference]


def _drifts(comparison: Comparison) -> bool:
    """Tell whether type stands further elsewhere on its page than a jitter explains."""
    return any(
        abs(before.box.top_pt - after.box.top_pt) > _DRIFT_PT
        for old, new in map(comparison.main.blocks, comparison.main.alignment.pairs)
        for before, after in zip(old.fragments[:1], new.fragments[:1], strict=True)
        if before.page == after.page
    )


def _is_meant(looks: Sequence[_Look]) -> bool:
    """Tell whether blocks are aligned otherwise, as far as other line ends do not explain it."""
    if any(look.block.role in HEADINGS for look in looks):
        return True
    same_lines = [look for look in looks if _same_lines(*look.stream.blocks(look.pair))]
    if same_lines:
        return True
    roles = {look.block.role for look in looks}
    comparable = sum(
        block.role in roles and block.line_count > _LINES_FOR_ALIGNMENT and bool(block.look.alignment)
        for block in looks[0].stream.new
    )
    return len(looks) > _AGREE * comparable


def _same_lines(old: Block, new: Block) -> bool:
    lines = [[line.text for f in block.fragments for line in f.lines] for block in (old, new)]
    if lines[0] and lines[1]:
        return lines[0] == lines[1]
    return [(f.line_count, f.hyphen_count) for f in old.fragments] == [
        (f.line_count, f.hyphen_count) for f in new.fragments
    ]


def _has_old_neighbour(look: _Look) -> bool:
    """Tell whether a block follows the block it followed; the first one after a heading has no indent."""
    pairs = look.stream.alignment.pairs
    before = next((p for p in pairs if p.new == look.pair.new - 1), None)
    if before is None or before.old != look.pair.old - 1:
        return look.pair.old == look.pair.new == 0
    old, new = look.stream.blocks(before)
    return old.role == new.role and before.fate in (Fate.SAME, Fate.EDITED)


# --- sentences -------------------------------------------------------------------------------------------


def _tell(
    comparison: Comparison, what: str, told: str, looks: Sequence[_Look], running: Sequence[Looked] = ()
) -> Change:
    pages = [f.page for look in looks for f in look.block.fragments] + [n for r in running for n in r.pages]
    return Change(
        Level.STYLE,
        f"style/{what}",
        f"{comparison.new_paging.several(pages)}: {told}",
        tuple(spot for look in looks for spot in look.stream.old_spots(look.pair.old)),
        (
            *(spot for look in looks for spot in look.stream.new_spots(look.pair.new)),
            *(Spot(page) for each in running for page in each.pages),
        ),
        looks[0].block.source if looks else "",
    )


def _who(comparison: Comparison, looks: Sequence[_Look], running: Sequence[Looked] = ()) -> str:
    """Return which blocks: `the heading ‘Methods’`, `all 40 paragraphs and 2 notes`, running heads last."""
    parts = []
    if len(looks) == 1:
        parts.append(f"the {describe(looks[0].block)}")
    elif looks:
        roles = Counter(look.block.role for look in looks)
        total = Counter(block.role for stream in comparison.streams for block in stream.new)
        everything = all(total[role] == number for role, number in roles.items())
        parts.append(f"{'all ' if everything else ''}{count_roles(look.block.role for look in looks)}")
    if running:
        parts.append("running heads")
    return ", and in ".join(parts)


def _take(running: list[Looked], what: str, values: Iterable[tuple[str, str]]) -> list[Looked]:
    """Take the running heads that changed in one of these ways out of the list."""
    wanted = set(values)
    taken = [each for each in running if each.what == what and (each.old, each.new) in wanted]
    for each in taken:
        running.remove(each)
    return taken


def _faces(
    comparison: Comparison, groups: dict[Difference, list[_Look]], running: list[Looked]
) -> Iterator[Change]:
    """Tell another family once, with the cuts that came along; another cut by itself."""
    families: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    pairs = [(before, after) for what, before, after in groups if what == "typeface"]
    pairs += [(each.old, each.new) for each in running if each.what == "typeface"]
    for before, after in dict.fromkeys(pairs):
        same_cut = style_of(before) == style_of(after)
        key = (family_of(before), family_of(after)) if same_cut else (before, after)
        families[key].append((before, after))
    for (old, new), faces in families.items():
        looks = [look for before, after in faces for look in groups.get(("typeface", before, after), [])]
        heads = _take(running, "typeface", faces)
        if not looks:
            running.extend(heads)
            continue
        names = (called(faces[0][0]), called(faces[0][1])) if len(faces) == 1 else (old, new)
        cuts = sorted({style_of(before) for before, _ in faces} - {""})
        along = f" ({join_and(cuts)} along with it)" if cuts and len(faces) > 1 else ""
        told = f"typeface {names[0]} → {names[1]} in {_who(comparison, looks, heads)}{along}"
        yield _tell(comparison, "typeface", told, looks, heads)


def _sizes(
    comparison: Comparison, groups: dict[Difference, list[_Look]], running: list[Looked]
) -> Iterator[Change]:
    """Tell all sizes that grew or shrank alike as one act."""
    # A size of 0 is not known, and no change.
    steps = [(a, b) for what, a, b in groups if what == "size" and float(a) and float(b)]
    steps.sort(key=lambda step: -sum(_letters(look.block) for look in groups["size", *step]))
    while steps:
        first = steps[0]
        alike = [step for step in steps if _scale_alike(first, step)]
        steps = [step for step in steps if step not in alike]
        heads = _take(running, "size", ((e.old, e.new) for e in list(running) if e.what == "size"
                                        and _scale_alike(first, (e.old, e.new))))  # fmt: skip
        mains, rest = groups["size", *first], [x for step in alike[1:] for x in groups["size", *step]]
        told = f"size {first[0]} → {first[1]} pt in {_who(comparison, mains)}"
        if rest or heads:
            way = "larger" if float(first[1]) > float(first[0]) else "smaller"
            percent = abs(float(first[1]) / float(first[0]) - 1) * 100
            others = _who(comparison, rest, heads) if rest else "running heads"
            told += f"; {percent:.1f}".removesuffix(".0") + f" % {way} in {others}"
        yield _tell(comparison, "size", told, [*mains, *rest], heads)


def _letters(block: Block) -> int:
    return 1 + len(block.marks)


def _scale_alike(one: tuple[str, str], two: tuple[str, str]) -> bool:
    if not float(two[0]):
        return False
    return abs(float(one[1]) / float(one[0]) - float(two[1]) / float(two[0])) <= _ALIKE


def _leadings(comparison: Comparison, groups: dict[Difference, list[_Look]]) -> Iterator[Change]:
    """Tell another leading; several of them in one sentence if most of the edition is set otherwise."""
    steps = [(before, after) for what, before, after in groups if what == "leading"]
    steps.sort(key=lambda step: -len(groups["leading", *step]))
    if len(steps) < 3:
        for before, after in steps:
            looks = groups["leading", before, after]
            told = f"leading {before} → {after} pt in {_who(comparison, looks)}"
            yield _tell(comparison, "leading", told, looks)
        return
    parts = [f"{a} → {b} pt in {_who(comparison, groups['leading', a, b])}" for a, b in steps[:3]]
    more = [look for step in steps[3:] for look in groups["leading", *step]]
    if more:
        parts.append(f"otherwise in {count(len(more), 'further block')}")
    looks = [look for step in steps for look in groups["leading", *step]]
    yield _tell(comparison, "leading", f"leading {join_and(parts)}", looks)


def _others(
    comparison: Comparison, groups: dict[Difference, list[_Look]], running: list[Looked]
) -> Iterator[Change]:
    for (what, before, after), looks in groups.items():
        if what == "colour":
            heads = _take(running, what, [(before, after)])
            told = f"colour {before} → {after} in {_who(comparison, looks, heads)}"
            yield _tell(comparison, what, told, looks, heads)
        elif what == "indent":
            told = f"first-line indent {before} → {after} pt in {_who(comparison, looks)}"
            yield _tell(comparison, what, told, looks)
        elif what == "alignment":
            who = _who(comparison, looks)
            is_one = len(looks) == 1
            levels = sorted({look.block.role for look in looks if look.block.role in HEADINGS})
            if levels and not is_one:
                who += f" ({join_and(levels)})"
            told = f"{who} {'is' if is_one else 'are'} {after} instead of {before}"
            yield _tell(comparison, what, told, looks)
