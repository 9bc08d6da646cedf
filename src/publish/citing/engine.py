"""The engine: items, clusters and a compiled style → marked text of every citation and entry.

In: a `Sheet`, items by key, clusters in document order. Out: a tree a cluster and an entry, unsettled. The
order of work: number the items, find positions, disambiguate, sort and collapse each cluster, make the
bibliography.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.citing.collapse import CiteTree, join_cites
from publish.citing.context import NOTHING_SETTLED, CiteFacts, Context, Position, Rendered, Settled
from publish.citing.disambiguate import disambiguate
from publish.citing.item import Item
from publish.citing.locators import split_label
from publish.citing.marked import Mark, Tree, find_role, is_empty, words_of
from publish.citing.nodes import render_all, render_layout
from publish.citing.person import Person
from publish.citing.positions import PlacedCite, Standing, find_standings
from publish.citing.sheet import Section, Sheet
from publish.citing.sorting import sort_entries
from publish.citing.substitution import substitute_authors
from publish.citing.textcase import change_case


@dataclass(frozen=True, slots=True)
class JobCite:
    """One cite to format; `prefix` and `suffix` are marked text."""

    key: str
    locator: str = ""
    label: str = ""
    prefix: Tree = ""
    suffix: Tree = ""
    suppress_author: bool = False
    author_only: bool = False
    position: Position | None = None
    near_note: bool | None = None


@dataclass(frozen=True, slots=True)
class JobCluster:
    """One citation to format and the note it stands in, 0 for running text."""

    cites: tuple[JobCite, ...]
    note: int = 0
    chapter: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the bibliography; with `second-field-align` the first field stands apart in `label`."""

    key: str
    tree: Tree
    label: Tree | None = None
    people: tuple[Person, ...] = ()


class Engine:
    """Formats one document in one style."""

    def __init__(
        self,
        sheet: Sheet,
        items: Mapping[str, Item],
        clusters: Sequence[JobCluster],
        *,
        listed: Sequence[str] = (),
        listed_first: bool = False,
        cited_earlier: Sequence[str] = (),
        mark_cites: bool = False,
    ) -> None:
        """Prepare a job: `listed` are keys in the bibliography beyond those cited, in order.

        With `mark_cites` each cite in a citation is a mark of the role "cite", whose `link` is the key.
        """
        self._mark_cites = mark_cites
        self.sheet = sheet
        assert sheet.citation is not None  # noqa: S101 - compile_style saw to it
        self.section: Section = sheet.citation
        self.items = items
        self.clusters = clusters
        cited = [cite.key for cluster in clusters for cite in cluster.cites]
        every = [*listed, *cited] if listed_first else [*cited, *listed]
        keys = [key for key in dict.fromkeys(every) if key in items]
        self.settled: dict[str, Settled] = {}
        self.empty: list[tuple[int, str]] = []
        """Cites for which the style printed nothing: the cluster's place and the key."""
        self._cache: dict[tuple[object, ...], Rendered] = {}
        self._keys = keys
        self.order = self._number(keys)
        near = self.section.options.get("near-note-distance", "5")
        self.standings = find_standings(
            [(cluster.note, [_placed(cite) for cite in cluster.cites]) for cluster in clusters],
            int(near) if near.isdigit() else 5,
            cited_earlier,
            [cluster.chapter for cluster in clusters],
        )
        self.first_notes = self._find_first_notes()
        disambiguate(self)

    def _number(self, keys: Sequence[str]) -> list[str]:
        """Put the items into the order of the bibliography and number them."""
        for number, key in enumerate(keys, start=1):
            self.items[key].number = number
        section = self.sheet.bibliography
        if section is None or not section.keys:
            return list(keys)
        rows = [(self.items[key], CiteFacts()) for key in keys]
        order = [item.key for item, _ in sort_entries(rows, section, self.sheet, self._names_shown())]
        for number, key in enumerate(order, start=1):
            self.items[key].number = number
        return order

    def _names_shown(self) -> dict[str, Settled]:
        """Return the given names that count in sorting: those that a rule for the whole document shows.

        Where given names are added cite by cite, the same person may stand with and without one.
        """
        rule = self.section.options.get("givenname-disambiguation-rule", "by-cite")
        return {} if rule == "by-cite" else self.settled

    def _find_first_notes(self) -> dict[str, int]:
        """Return the note of the first cite of every item, if any item is cited again; else nothing."""
        found: dict[str, int] = {}
        repeated = False
        for cluster, row in zip(self.clusters, self.standings, strict=True):
            for cite, standing in zip(cluster.cites, row, strict=True):
                found.setdefault(cite.key, standing.first_note or cluster.note)
                repeated = repeated or standing.position >= Position.SUBSEQUENT
        return found if repeated else {}

    def renumber(self) -> None:
        """Order and number the items again, now that given names are settled."""
        if self.sheet.bibliography is not None and self.sheet.bibliography.keys:
            self.order = self._number(self._keys)
            self._cache.clear()

    # --- rendering -------------------------------------------------------------------------------------------

    def render_cite(self, key: str, cite: CiteFacts, settled: Settled) -> Rendered:
        """Render one cite without its affixes; the same cite is rendered once."""
        signature = (key, cite, settled)
        found = self._cache.get(signature)
        if found is None:
            context = Context(self.sheet, self.section, self.items[key], cite, settled)
            tree = render_layout(self.section.nodes, context)
            found = self._cache[signature] = Rendered(tree, tuple(context.reports), context.conditions_met)
        return found

    def comparable(self, key: str, settled: Settled, later: bool) -> Rendered:
        """Render a cite as disambiguation compares it: without locator, as a first or as a later one."""
        cite = CiteFacts(comparing=True)
        if later:
            cite = CiteFacts(
                position=Position.SUBSEQUENT, first_note=self.first_notes.get(key, 0), comparing=True
            )
        return self.render_cite(key, cite, settled)

    def citations(self) -> list[Tree]:
        """Return the marked text of every cluster."""
        self.empty = []
        rows = zip(self.clusters, self.standings, strict=True)
        return [self._citation(number, cluster, row) for number, (cluster, row) in enumerate(rows)]

    def _citation(self, number: int, cluster: JobCluster, row: Sequence[Standing]) -> Tree:
        cites: list[CiteTree] = []
        for cite, standing in zip(cluster.cites, row, strict=True):
            if cite.key in self.items:
                facts = _facts(cite, standing)
                tree = self.body(cite, facts)
                if is_empty(tree) and not cite.suppress_author:
                    self.empty.append((number, cite.key))
                cites.append(CiteTree(self.items[cite.key], cite, facts, tree))
            else:
                cites.append(CiteTree(None, cite, CiteFacts(), unresolved(cite.key)))
        cites = self._sorted(cites)
        if self.sheet.is_note:
            cites = self._begun(cites)
        if len(cites) == 1 and cites[0].cite.author_only:
            only = cites[0]
            if only.tree is None:
                return NOTHING_PRINTED
            return with_affixes(only.cite, self.marked(only.cite.key, only.tree))
        joined = join_cites(cites, self)
        if joined is None and all(cite.suppress_author for cite in cluster.cites):
            return ""  # a style that prints authors alone has nothing else to say
        if joined is None:
            joined = NOTHING_PRINTED
        dress = self.section.dress
        return Mark(
            (joined,), prefix=dress.prefix, suffix=dress.suffix, format=dress.format, affixes_inside=True
        )

    def marked(self, key: str, tree: Tree) -> Tree:
        """Return a cite, or what a collapsed one still shows, marked with its key if that was asked for."""
        return Mark((tree,), role="cite", link=key) if self._mark_cites and key in self.items else tree

    def settled_for(self, key: str) -> Settled:
        """Return what disambiguation settled for an item."""
        return self.settled.get(key, NOTHING_SETTLED)

    def body(self, cite: JobCite, facts: CiteFacts) -> Tree | None:
        """Return what a cite prints without its affixes."""
        settled = self.settled_for(cite.key)
        tree = self.render_cite(cite.key, facts, settled).tree
        if cite.author_only:
            return self._author(cite.key, facts, settled, tree)
        return tree

    def _begun(self, cites: list[CiteTree]) -> list[CiteTree]:
        """Capitalize a term that begins the note, or a cite behind a sentence of the author's."""
        out: list[CiteTree] = []
        for number, one in enumerate(cites):
            starts = number == 0 or words_of(one.cite.prefix) or "." in self.section.delimiter
            if starts and one.tree is not None and not one.cite.author_only:
                one = replace(one, tree=_begin_note(one.tree, one.cite.prefix))  # noqa: PLW2901
            out.append(one)
        return out

    def _author(self, key: str, facts: CiteFacts, settled: Settled, tree: Tree | None) -> Tree | None:
        names = find_role(tree, "names")
        if names is None:
            first = self.render_cite(key, replace(facts, position=Position.FIRST), settled).tree
            names = find_role(first, "names")
        if names is not None:
            return names
        people = next((self.items[key].names[one] for one in _AUTHORS if one in self.items[key].names), ())
        words = [one.literal or f"{one.non_dropping} {one.family}".strip() or one.given for one in people]
        if not words:
            return tree
        if len(words) > 3:
            return f"{words[0]} {self.sheet.terms.find('et-al')}"
        head = ", ".join(words[:-1])
        return f"{head} {self.sheet.terms.find('and')} {words[-1]}" if head else words[0]

    def _sorted(self, cites: list[CiteTree]) -> list[CiteTree]:
        if not self.section.keys or any(not is_empty(one.cite.prefix) for one in cites[1:]):
            return cites
        known = [one for one in cites if one.item is not None]
        rows = [(one.item, one.facts) for one in known if one.item]
        ordered = sort_entries(rows, self.section, self.sheet, self._names_shown())
        places = {id(facts): place for place, (_, facts) in enumerate(ordered)}
        known.sort(key=lambda one: places[id(one.facts)])
        return [*known, *[one for one in cites if one.item is None]]

    def bibliography(self, keys: Collection[str] | None = None) -> list[Entry]:
        """Return the entries of the bibliography in order, all of them or those of some keys."""
        section = self.sheet.bibliography
        if section is None:
            return []
        entries: list[Entry] = []
        for key in self.order:
            if keys is not None and key not in keys:
                continue
            context = Context(self.sheet, section, self.items[key], CiteFacts(), self._for_list(key))
            aligned = section.options.get("second-field-align")
            if aligned:
                entry = self._aligned(key, section, context)
            else:
                entry = Entry(key, _begin_note(render_layout(section.nodes, context) or "", ""))
            entry = replace(entry, people=context.people)
            if not (is_empty(entry.tree) and is_empty(entry.label)):
                entries.append(entry)
            elif "citation-number" in section.variables:
                # Its number may be cited, and the numbers must not have a gap.
                number = str(self.items[key].number)
                entries.append(Entry(key, Mark((number, NOTHING_PRINTED), delimiter=". ")))
        entries = substitute_authors(entries, section)
        return [_dressed(entry, section) for entry in entries]

    def _for_list(self, key: str) -> Settled:
        """Return what the list shares with the cites so that a reader finds them: suffixes, given names."""
        settled = self.settled.get(key, NOTHING_SETTLED)
        return Settled(givens=settled.givens, year_suffix=settled.year_suffix)

    def _aligned(self, key: str, section: Section, context: Context) -> Entry:
        parts = [tree for tree in render_all(section.nodes, context) if not is_empty(tree)]
        if not parts:
            return Entry(key, "")
        return Entry(key, _begin_note(Mark(tuple(parts[1:])), ""), parts[0])


NOTHING_PRINTED = Mark(("[CSL STYLE ERROR: reference with no printed form.]",), role="unresolved", nocase=True)
"""Stands where a style prints nothing at all for a reference; the words are those of citeproc-js."""

_AUTHORS = ("author", "editor", "translator", "director", "composer", "recipient", "interviewer")


def unresolved(key: str) -> Tree:
    """Return the visible mark of a key that no reference has."""
    return Mark((f"@{key}?",), role="unresolved", nocase=True)


def with_affixes(cite: JobCite, tree: Tree) -> Tree:
    """Put a cite's own prefix and suffix around it, spaced."""
    prefix, suffix = words_of(cite.prefix), words_of(cite.suffix)
    parts: list[Tree] = []
    if prefix:
        parts.append(cite.prefix)
        if not prefix[-1].isspace() and prefix[-1] not in "([{“‘«-–—/'’":
            parts.append(" ")
    parts.append(tree)
    if suffix:
        if suffix[0].isalnum() or suffix[0] in "([{“‘":
            parts.append(" ")
        parts.append(Mark((cite.suffix,), role="affix"))
    return Mark(tuple(parts)) if len(parts) > 1 else tree


def _placed(cite: JobCite) -> PlacedCite:
    return PlacedCite(
        cite.key, cite.locator, cite.label or "page", cite.position, cite.near_note, not cite.author_only
    )


def _facts(cite: JobCite, standing: Standing) -> CiteFacts:
    label, locator = split_label(cite.locator.strip())
    return CiteFacts(
        locator,
        label or (cite.label or "page").replace(" ", "-"),
        standing.position,
        standing.near_note,
        standing.first_note,
        cite.suppress_author,
        cite.author_only,
    )


def _begin_note(tree: Tree, prefix: Tree) -> Tree:
    """Capitalize a term that begins a cite in a note, unless words of the author stand before it."""
    before = words_of(prefix).strip()
    ends_sentence = (
        before[-1:] in (".", "!", "?") and " " in before
    )  # one word with a full stop is an abbreviation
    if (before and not ends_sentence) or not _begins_with_term(tree):
        return tree
    return change_case(tree, "capitalize-first", "")


def _begins_with_term(tree: Tree) -> bool:
    while isinstance(tree, Mark):
        if tree.role == "term":
            return True
        if tree.prefix.strip(" ([“‘"):
            return False
        tree = next((child for child in tree.children if not is_empty(child)), "")
    return False


def _dressed(entry: Entry, section: Section) -> Entry:
    dress = section.dress
    if not (dress.prefix or dress.suffix or dress.format):
        return entry
    if entry.label is None:
        tree = Mark(
            (entry.tree,), prefix=dress.prefix, suffix=dress.suffix, format=dress.format, affixes_inside=True
        )
        return Entry(entry.key, tree)
    label = Mark((entry.label,), prefix=dress.prefix, format=dress.format, affixes_inside=True)
    tree = Mark((entry.tree,), suffix=dress.suffix, format=dress.format, affixes_inside=True)
    return Entry(entry.key, tree, label)
