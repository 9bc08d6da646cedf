"""cs:names: lists of names with their labels and substitutes.

In: the names of the item. Out: marked text in which the first list has the role "names" and each name
"person". CSL 1.0.2, "Names", "Name", "Et-al", "Substitute", "Label (in cs:names)"; `editor translator` held
by the same people print once under the term `editortranslator`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publish.citing.context import Context, NamesReport, Position
from publish.citing.marked import Mark, Tree, is_empty
from publish.citing.nameoptions import LIST_END, NameOptions
from publish.citing.nodes import NO_DRESS, Dress, Node, raised_label
from publish.citing.person import Person
from publish.citing.persons import levels_of, render_person
from publish.citing.sheet import Section

_IDEOGRAPHS = re.compile(r"[\u2e80-\u9fff]")
"""Chinese and Japanese set no space before et al."""


@dataclass(frozen=True, slots=True)
class NameLabel:
    """A cs:label in cs:names, before or behind the names."""

    form: str
    plural: str
    before: bool
    dress: Dress


@dataclass(frozen=True, slots=True)
class EtAl:
    """A cs:et-al."""

    term: str = "et-al"
    dress: Dress = NO_DRESS


class NameForm:
    """A cs:name with its parts; its options are resolved once a section."""

    __slots__ = ("attributes", "dress", "options", "parts")

    def __init__(self, attributes: Mapping[str, str], parts: dict[str, Dress], dress: Dress) -> None:
        self.attributes = attributes
        self.parts = parts
        self.dress = dress
        self.options: dict[str, NameOptions] = {}

    def options_in(self, section: Section) -> NameOptions:
        """Return the options that hold in a section."""
        found = self.options.get(section.kind)
        if found is None:
            found = self.options[section.kind] = section.name_options(self.attributes)
        return found


class Names:
    """A cs:names."""

    __slots__ = ("around_substitute", "delimiter", "dress", "et_al", "label", "name", "substitute", "variables")

    def __init__(
        self,
        variables: tuple[str, ...],
        name: NameForm,
        *,
        et_al: EtAl,
        label: NameLabel | None,
        substitute: tuple[Node, ...],
        delimiter: str | None,
        dress: Dress,
    ) -> None:
        self.variables = variables
        self.name = name
        self.et_al = et_al
        self.label = label
        self.around_substitute = Dress(dress.prefix, dress.suffix)
        """A substitute has the affixes of the names; their formatting only if it is names of the same form."""
        self.substitute = substitute
        self.delimiter = delimiter
        self.dress = dress

    def render(self, context: Context) -> Tree | None:
        """Print the names, or the first substitute that prints something."""
        is_first = not context.names_seen
        if is_first and context.cite.suppress_author:
            context.names_seen = True
            context.called = True
            return None
        reported, used = len(context.reports), set(context.used)
        tree = self.render_lists(context)
        if tree is None:
            tree = self.render_substitute(context)
            if tree is None:
                return None
            if is_first:
                context.names_seen = True
                context.people = context.people or _people(context.reports[reported:])
                # "Anon." is nobody's name: it is neither repeated by a dash nor a reason to collapse.
                named = bool(context.used - used)
                tree = Mark((tree,), role="names" if named else "nameless") if not _has_role(tree) else tree
            return self.around_substitute.put_on(tree, context)
        if is_first:
            context.names_seen = True
            context.people = _people(context.reports[reported:])
            tree = Mark((tree,), role="names")
        return self.dress.put_on(tree, context)

    def render_lists(self, context: Context) -> Tree | None:
        """Print the variables that have names, each with its label."""
        lists = self.lists_in(context)
        context.saw(bool(lists))
        if context.substituting:
            context.suppressed.update(
                [variable for variable in self.variables if variable in context.item.names]
            )
        context.used.update([variable for variable in self.variables if variable in context.item.names])
        if not lists:
            return None
        options = self.name.options_in(context.section)
        if context.key_options is not None:
            options = options.for_key(context.key_options)
        elif context.cite.position >= Position.SUBSEQUENT:
            options = options.for_subsequent()
        if options.form == "count":
            return self.count(options, [people for _, people in lists], context)
        out: list[Tree] = []
        for term, people in lists:
            tree = self.render_list(people, options, context)
            if not tree:
                continue
            listed = Mark((tree,), role="name-list", suffix=LIST_END if context.key_options is not None else "")
            out.append(self.with_label(listed, term, len(people), context))
        delimiter = self.delimiter if self.delimiter is not None else context.section.names_delimiter
        if not out:
            return None
        return Mark(tuple(out), delimiter=delimiter) if len(out) > 1 else out[0]

    def lists_in(self, context: Context) -> list[tuple[str, tuple[Person, ...]]]:
        """Return the term and the names of each variable that has some."""
        item = context.item
        lists = [
            (variable, item.names[variable])
            for variable in self.variables
            if variable in item.names and variable not in context.suppressed
        ]
        if (
            len(lists) == 2
            and {lists[0][0], lists[1][0]} == {"editor", "translator"}
            and lists[0][1] == lists[1][1]
        ):
            term = context.terms.term("editortranslator", self.label.form if self.label else "long")
            if term is not None and (term.single or term.multiple):
                return [("editortranslator", lists[0][1])]
        return lists

    def count(self, options: NameOptions, lists: list[tuple[Person, ...]], context: Context) -> Tree | None:
        """Return the number of names that would be printed."""
        total = sum([_shown(options, len(people)) for people in lists])
        return str(total).rjust(6, "0") if context.key_options is not None else str(total)

    def with_label(self, tree: Tree, term: str, number: int, context: Context) -> Tree:
        """Put the label before or behind a list."""
        label = self.label
        if label is None or context.key_options is not None:
            return tree
        plural = label.plural == "always" or (label.plural != "never" and number > 1)
        words = context.terms.find(term, label.form, plural)
        if not words:
            return tree
        dressed = label.dress.put_on(raised_label(words, label.dress, context), context)
        return Mark((dressed, tree) if label.before else (tree, dressed))

    def render_list(self, people: tuple[Person, ...], options: NameOptions, context: Context) -> Tree:
        """Print one list of names."""
        index = context.names_index
        context.names_index += 1
        # BibTeX's "and others" (btxdoc, section 4) comes as a last name of this word.
        open_ended = len(people) > 1 and people[-1].literal == "others"
        people = people[:-1] if open_ended else people
        total = len(people)
        shown = _shown(options, total)
        wanted = context.settled.names_shown(index)
        if wanted > shown:
            shown = min(wanted, total)
        if not shown:
            return ""
        use_last = options.et_al_use_last and shown < total and total - shown >= 2
        names: list[Tree] = []
        inverted: list[bool] = []
        for number, person in enumerate(people):
            if number >= shown and not (use_last and number == total - 1):
                continue
            base, highest = levels_of(person, options)
            level = min(max(base, context.settled.given_level(index, number)), highest)
            invert = options.name_as_sort_order == "all" or (
                options.name_as_sort_order == "first" and number == 0
            )
            name = render_person(person, options, self.name.parts, context, level=level, inverted=invert)
            names.append(Mark((self.name.dress.put_on(name, context),), role="person"))
            inverted.append(invert and not person.literal)
        context.reports.append(
            NamesReport(
                total,
                shown,
                tuple([levels_of(person, options) for person in people]),
                people,
                options.initialize_with is not None,
            )
        )
        if use_last:
            return _with_last(names, options)
        if shown < total or open_ended:
            return self.with_et_al(names, options, inverted, context)
        return _with_and(names, options, inverted, context)

    def with_et_al(
        self, names: list[Tree], options: NameOptions, inverted: list[bool], context: Context
    ) -> Tree:
        """Join names and end with et al."""
        joined = Mark(tuple(names), delimiter=options.delimiter)
        if context.key_options is not None:
            return joined
        term = context.terms.term(self.et_al.term) or context.terms.term("et-al")
        words = term.single if term is not None else ""
        if not words:
            return joined
        precedes = options.delimiter_precedes_et_al
        delimited = (
            precedes == "always"
            or (precedes == "contextual" and len(names) > 1)
            or (precedes == "after-inverted-name" and inverted[-1])
        )
        return Mark(
            (joined, self.et_al.dress.put_on(words, context)),
            delimiter=options.delimiter if delimited else (" " if not _IDEOGRAPHS.match(words) else ""),
        )

    def render_substitute(self, context: Context) -> Tree | None:
        """Print the first substitute that prints something; what it used is not printed again."""
        for node in self.substitute:
            used, before, nested = context.used, set(context.suppressed), context.substituting
            context.used, context.substituting = set(), True
            tree = node.render(context)
            found = context.used
            context.used, context.substituting, context.suppressed = used | found, nested, before
            if tree is not None and not is_empty(tree):
                context.suppressed |= found
                inherits = isinstance(node, Names) and node.name is self.name
                return Mark((tree,), format=self.dress.format) if inherits and self.dress.format else tree
        return None


def _people(reports: Sequence[NamesReport]) -> tuple[Person, ...]:
    return tuple([person for report in reports for person in report.people[: report.shown]])


def _has_role(tree: Tree) -> bool:
    return isinstance(tree, Mark) and (tree.role == "names" or any(_has_role(child) for child in tree.children))


def _shown(options: NameOptions, total: int) -> int:
    if options.et_al_min and total >= options.et_al_min and total > options.et_al_use_first:
        return options.et_al_use_first
    return total


def _with_last(names: list[Tree], options: NameOptions) -> Tree:
    head = Mark(tuple(names[:-1]), delimiter=options.delimiter)
    return Mark((head, Mark((names[-1],), prefix="… ")), delimiter=options.delimiter)


def _with_and(names: list[Tree], options: NameOptions, inverted: list[bool], context: Context) -> Tree:
    if len(names) == 1:
        return names[0]
    if not options.and_ or context.key_options is not None:
        return Mark(tuple(names), delimiter=options.delimiter)
    word = context.terms.find("and") if options.and_ == "text" else context.terms.find("and", "symbol")
    if options.and_ == "symbol" and word == context.terms.find("and"):
        word = "&"
    precedes = options.delimiter_precedes_last
    ideographic = _IDEOGRAPHS.match(word) is not None
    delimited = (
        precedes == "always"
        or (precedes == "contextual" and len(names) > 2 and not ideographic)
        or (precedes == "after-inverted-name" and inverted[len(names) - 2])
    )
    head = Mark(tuple(names[:-1]), delimiter=options.delimiter) if len(names) > 2 else names[0]
    space = "" if ideographic else " "
    joint = f"{options.delimiter}{word}{space}" if delimited else f"{space}{word}{space}"
    return Mark((head, names[-1]), delimiter=joint.replace("  ", " "))
