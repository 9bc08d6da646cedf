"""cs:date: dates in the style's own form or in a localized one.

In: a date of the item. Out: marked text; in sort keys, digits that sort. CSL 1.0.2, "Date", "Date-part", "Date
Ranges", "AD and BC", "Seasons", "Approximate Dates"; year suffixes go behind the first year ("Disambiguation").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from citeproc.source import Date, LiteralDate

from publish.citing.context import Context
from publish.citing.dates import ends
from publish.citing.loader import CSL
from publish.citing.marked import Mark, Tree
from publish.citing.nodes import Dress, dress_of
from publish.citing.richtext import parse_rich_text
from publish.citing.texts import suffix_letters

_RANK = {"year": 0, "month": 1, "day": 2}


@dataclass(frozen=True, slots=True)
class DatePart:
    """One cs:date-part."""

    name: str
    form: str
    range_delimiter: str
    dress: Dress


class DateNode:
    """A cs:date."""

    __slots__ = ("delimiter", "dress", "form", "own_parts", "parts_shown", "variable")

    def __init__(
        self,
        variable: str,
        form: str,
        shown: str,
        *,
        own_parts: dict[str, dict[str, str]],
        delimiter: str,
        dress: Dress,
    ) -> None:
        self.variable = variable
        self.form = form
        self.parts_shown = shown
        self.own_parts = own_parts
        self.delimiter = delimiter
        self.dress = dress

    def render(self, context: Context) -> Tree | None:
        """Print the date, or nothing where the item has none or none of the parts."""
        if context.cite.comparing and self.variable == "accessed":
            return None  # the day of a visit tells no works apart
        date = None if self.variable in context.suppressed else context.item.dates.get(self.variable)
        if date is None:
            context.saw(False)
            return None
        if isinstance(date, LiteralDate):
            if not self.has_year(context):
                context.saw(False)
                return None  # words for a date stand once, where the year does
            context.saw(True, self.variable)
            tree = parse_rich_text(date.text)
            suffix = self.year_suffix(context)
            parts = self.layout(context)[0]
            if len(parts) == 1:  # the words stand for the year: what stands around it, stands around them
                tree = Mark((tree,), prefix=parts[0].dress.prefix, suffix=parts[0].dress.suffix)
            return self.dress.put_on(Mark((tree, suffix)) if suffix else tree, context, role="year")
        parts, delimiter, locale_dress = self.layout(context)
        begin, end = ends(date)
        if context.key_options is not None:
            names = [part.name for part in parts]
            digits = dict.fromkeys([sort_digits(one, names) for one in (begin, end) if one is not None])
            key = "-".join(digits)  # a range within what is printed is no range
            context.saw(True, self.variable)
            return key
        out = (
            _range(parts, begin, end, context, self, delimiter=delimiter)
            if end is not None
            else _point(parts, begin, context, self)
        )
        context.saw(bool(out), self.variable)
        if not out:
            return None
        tree = Mark(tuple(out), delimiter=delimiter, role="date")
        if locale_dress is not None:
            tree = Mark((locale_dress.put_on(tree, context),), role="date")
        return self.dress.put_on(tree, context)

    def has_year(self, context: Context) -> bool:
        """Tell whether the year is among the parts to print."""
        return any(part.name == "year" for part in self.layout(context)[0])

    def layout(self, context: Context) -> tuple[list[DatePart], str, Dress | None]:
        """Return the parts to print in order, their delimiter and the localized form's own dress."""
        localized = context.terms.dates.get(self.form) if self.form else None
        if localized is None:
            parts = [_part(attributes) for attributes in self.own_parts.values()]
            return parts, self.delimiter, None
        parts = []
        for element in localized:
            name = element.get("name", "")
            if element.tag != CSL + "date-part" or name not in self.parts_shown.split("-"):
                continue
            attributes = dict(element.attrib)
            override = self.own_parts.get(name)
            if override:
                attributes.update(
                    {key: value for key, value in override.items() if key not in ("prefix", "suffix")}
                )
            parts.append(_part(attributes))
        return parts, localized.get("delimiter", ""), dress_of(localized.attrib)

    def year_suffix(self, context: Context) -> Tree | None:
        """Return the year suffix if it belongs here: behind the first year, unless the style places it
        itself.
        """
        number = context.settled.year_suffix
        if not number or context.suffix_done or context.sheet.places_year_suffix(context.section):
            return None
        context.suffix_done = True
        return Mark((suffix_letters(number),), role="year-suffix")


def _part(attributes: dict[str, str]) -> DatePart:
    name = attributes.get("name", "")
    default = "long" if name in ("month", "year") else "numeric"
    return DatePart(
        name, attributes.get("form") or default, attributes.get("range-delimiter") or "–", dress_of(attributes)
    )


def _point(
    parts: Sequence[DatePart], date: Date, context: Context, node: DateNode, *, bare_end: bool = False
) -> list[Tree]:
    out: list[Tree] = []
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        tree = _render_part(part, date, context, node, bare_end=bare_end and last)
        if tree is not None:
            out.append(tree)
    return out


def _range(
    parts: Sequence[DatePart], begin: Date, end: Date, context: Context, node: DateNode, *, delimiter: str
) -> list[Tree]:
    if end.is_nil():
        shown = _point(parts, begin, context, node, bare_end=True)
        return [Mark((Mark(tuple(shown), delimiter=delimiter),), suffix="–")] if shown else []
    differing = _differing(begin, end)
    if differing is None:
        return _point(parts, begin, context, node)
    varied = [
        index
        for index, part in enumerate(parts)
        if _RANK.get(part.name, 9) >= differing and (_has(part, begin) or _has(part, end))
    ]
    if not varied:
        return _point(parts, begin, context, node)
    first, last = varied[0], varied[-1]
    head, middle, tail = parts[:first], parts[first : last + 1], parts[last + 1 :]
    largest = min(middle, key=lambda part: _RANK.get(part.name, 9))
    left = _point(middle, begin, context, node, bare_end=True)
    right = _point([_without_prefix(middle[0]), *middle[1:]], end, context, node)
    sides = (Mark(tuple(left), delimiter=delimiter), Mark(tuple(right), delimiter=delimiter))
    joined = Mark(sides, delimiter=largest.range_delimiter)
    return [*_point(head, begin, context, node), joined, *_point(tail, end, context, node)]


def _without_prefix(part: DatePart) -> DatePart:
    return replace(part, dress=replace(part.dress, prefix=""))


def _differing(begin: Date, end: Date) -> int | None:
    if begin.year != end.year:
        return 0
    if begin.get("month") != end.get("month") or begin.get("season") != end.get("season"):
        return 1
    return 2 if begin.get("day") != end.get("day") else None


def _has(part: DatePart, date: Date) -> bool:
    if part.name == "month":
        return bool(date.get("month") or date.get("season"))
    return bool(date.get(part.name))


def _render_part(
    part: DatePart, date: Date, context: Context, node: DateNode, *, bare_end: bool
) -> Tree | None:
    text = _part_text(part, date, context)
    if not text:
        return None
    dress = part.dress
    if bare_end and dress.suffix:
        dress = Dress(dress.prefix, "", dress.format, dress.quotes, dress.strip_periods, dress.text_case)
    if part.name != "year":
        return dress.put_on(text, context, role=part.name)
    suffix = node.year_suffix(context)
    if suffix is None:
        return dress.put_on(text, context, role="year")
    inner = Dress("", "", dress.format, dress.quotes, dress.strip_periods, dress.text_case)
    year = Mark((inner.put_on(text, context),), role="year")
    return Mark((year, suffix), prefix=dress.prefix, suffix=dress.suffix)


def _part_text(part: DatePart, date: Date, context: Context) -> str:
    terms = context.terms
    if part.name == "year":
        return _year(date.year, part.form, context)
    month, season = date.get("month", 0), date.get("season", 0)
    if part.name == "month":
        if isinstance(season, str):
            return season
        if not month:
            return terms.find(f"season-{season:02}") if season else ""
        if part.form == "numeric":
            return str(month)
        if part.form == "numeric-leading-zeros":
            return f"{month:02}"
        return terms.find(f"month-{month:02}", "short" if part.form == "short" else "long")
    day = date.get("day", 0)
    if part.name != "day" or not day:
        return ""
    if part.form == "numeric-leading-zeros":
        return f"{day:02}"
    if part.form == "ordinal" and not (terms.limit_day_ordinals and day > 1):
        return terms.ordinal(day, terms.gender(f"month-{month:02}"))
    return str(day)


def _year(year: int, form: str, context: Context) -> str:
    if year < 0:
        return f"{-year}{context.terms.find('bc')}"
    if year == 0:
        return ""
    if form == "short":
        return f"{year % 100:02}"
    return f"{year}{context.terms.find('ad')}" if year < 1000 else str(year)


def sort_digits(date: Date, names: Sequence[str] = ("year", "month", "day")) -> str:
    """Return digits that sort as the date does: years before Christ first, missing parts before those there."""
    year = date.year + 100000 if "year" in names else 0
    season = date.get("season", 0)
    month = date.get("month", 0) or (season * 3 + 12 if isinstance(season, int) and season else 0)
    return f"{year:06}{month if 'month' in names else 0:02}{date.get('day', 0) if 'day' in names else 0:02}"


def own_parts_of(element: Any) -> dict[str, dict[str, str]]:
    """Read the date-part children of an element, by name in order."""
    return {child.get("name", ""): dict(child.attrib) for child in element if child.tag == CSL + "date-part"}
