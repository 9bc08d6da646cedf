"""citeproc-py's element tree → compiled nodes.

In: a `CslStyle` and the output language. Out: a `Sheet`. One maker an element class of `citeproc.model`;
elements the class tree does not know print nothing. The tree is walked once, so that rendering never searches
it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from citeproc import model

from publish.citing.choose import Branch, Choose, tests_of
from publish.citing.datenodes import DateNode, own_parts_of
from publish.citing.loader import CSL, BadStyle, CslStyle
from publish.citing.names import EtAl, NameForm, NameLabel, Names
from publish.citing.nodes import Dress, Group, Node, dress_of
from publish.citing.numbers import Label, Number
from publish.citing.sheet import Section, Sheet, SortKey
from publish.citing.terms import Terms
from publish.citing.texts import TextMacro, TextTerm, TextValue, TextVariable


def compile_style(
    style: CslStyle, language: str, abbreviations: Mapping[str, Mapping[str, str]] | None = None
) -> Sheet:
    """Return the compiled style; raises BadStyle where it has no citation layout."""
    macros = {element.get("name", ""): element for element in reversed(style.findall(CSL + "macro"))}
    sheet = Sheet(
        terms=Terms(style, language),
        options=dict(style.attrib),
        is_note=style.get("class") == "note",
        abbreviations=abbreviations or {},
    )
    sheet.compile_macro = lambda name: _children(macros[name]) if name in macros else ()
    sheet.citation = _section(style.find(CSL + "citation"), "citation", sheet, macros)
    sheet.bibliography = _section(style.find(CSL + "bibliography"), "bibliography", sheet, macros)
    if sheet.citation is None:
        raise BadStyle("it has no <citation> with a <layout>")
    return sheet


def _section(element: Any, kind: str, sheet: Sheet, macros: Mapping[str, Any]) -> Section | None:
    layout = None if element is None else element.find(CSL + "layout")
    if layout is None:
        return None
    sort = element.find(CSL + "sort")
    keys = [] if sort is None else [_sort_key(key) for key in sort if isinstance(key, model.Key)]
    variables, tests = _reach(layout, macros, set())
    return Section(
        kind=kind,
        options=dict(element.attrib),
        style_options=sheet.options,
        nodes=_children(layout),
        dress=dress_of(layout.attrib),
        delimiter=layout.get("delimiter", ""),
        keys=tuple(keys),
        variables=frozenset(variables),
        has_conditions=tests,
    )


def _sort_key(element: Any) -> SortKey:
    def number(name: str) -> int:
        value = element.get(name, "")
        return int(value) if value.isdigit() else 0

    last = element.get("names-use-last")
    return SortKey(
        element.get("variable", ""),
        element.get("macro", ""),
        element.get("sort") == "descending",
        number("names-min"),
        number("names-use-first"),
        None if last is None else last == "true",
    )


def _reach(element: Any, macros: Mapping[str, Any], seen: set[str]) -> tuple[set[str], bool]:
    """Return the variables cs:text may print below an element, macros followed, and whether `disambiguate` is
    tested.
    """
    found: set[str] = set()
    tests = False
    for child in element.iter():
        if isinstance(child, model.If) and child.get("disambiguate"):
            tests = True
        if not isinstance(child, model.Text):
            continue
        if child.get("variable"):
            found.add(child.get("variable"))
        name = child.get("macro")
        if name and name in macros and name not in seen:
            seen.add(name)
            more, tested = _reach(macros[name], macros, seen)
            found |= more
            tests = tests or tested
    return found, tests


def _children(element: Any, parent: Names | None = None) -> tuple[Node, ...]:
    nodes = [compile_node(child, parent) for child in element]
    return tuple([node for node in nodes if node is not None])


def compile_node(element: Any, parent: Names | None = None) -> Node | None:
    """Compile one rendering element; `parent` is the cs:names around a cs:substitute."""
    if isinstance(element, model.Names):
        return _names(element, parent)
    if isinstance(element, model.Choose):
        return _choose(element, parent)
    if isinstance(element, model.Group):
        children = _children(element, parent)
        return Group(children, element.get("delimiter", ""), dress_of(element.attrib))
    maker = _MAKERS.get(type(element))
    return maker(element) if maker is not None else None


def _text(element: Any) -> Node | None:
    dress = dress_of(element.attrib)
    if element.get("variable"):
        return TextVariable(element.get("variable"), element.get("form") == "short", dress)
    if element.get("macro"):
        return TextMacro(element.get("macro"), dress)
    if element.get("term"):
        return TextTerm(
            element.get("term"), element.get("form", "long"), element.get("plural") == "true", dress
        )
    return TextValue(element.get("value", ""), dress)


def _number(element: Any) -> Node:
    return Number(element.get("variable", ""), element.get("form", "numeric"), dress_of(element.attrib))


def _label(element: Any) -> Node:
    plural = element.get("plural", "contextual")
    return Label(element.get("variable", ""), element.get("form", "long"), plural, dress_of(element.attrib))


def _date(element: Any) -> Node:
    return DateNode(
        element.get("variable", ""),
        element.get("form", ""),
        element.get("date-parts", "year-month-day"),
        own_parts=own_parts_of(element),
        delimiter=element.get("delimiter", ""),
        dress=dress_of(element.attrib),
    )


def _choose(element: Any, parent: Names | None) -> Node:
    branches = []
    for child in element:
        if isinstance(child, model.If):
            branches.append(
                Branch(tests_of(dict(child.attrib)), child.get("match", "all"), _children(child, parent))
            )
        elif isinstance(child, model.Else):
            branches.append(Branch((), "all", _children(child, parent)))
    return Choose(tuple(branches))


_MAKERS: dict[type, Callable[[Any], Node | None]] = {
    model.Text: _text,
    model.Number: _number,
    model.Label: _label,
    model.Date: _date,
}


def _names(element: Any, parent: Names | None) -> Names:
    name: NameForm | None = None
    label: NameLabel | None = None
    et_al: EtAl | None = None
    substitute: Any = None
    for child in element:
        if isinstance(child, model.Name):
            name = _name_form(child)
        elif isinstance(child, model.Label):
            label = NameLabel(
                child.get("form", "long"),
                child.get("plural", "contextual"),
                name is None,
                dress_of(child.attrib),
            )
        elif isinstance(child, model.Et_Al):
            et_al = EtAl(child.get("term", "et-al"), dress_of(child.attrib))
        elif isinstance(child, model.Substitute):
            substitute = child
    if label is not None and name is None and not any(isinstance(child, model.Name) for child in element):
        label = NameLabel(label.form, label.plural, False, label.dress)
    bare = name is None and label is None and et_al is None
    if parent is not None and bare:
        name, label, et_al = parent.name, parent.label, parent.et_al
    names = Names(
        tuple(element.get("variable", "").split()),
        name or NameForm({}, {}, Dress()),
        et_al=et_al or EtAl(),
        label=label,
        substitute=(),
        delimiter=element.get("delimiter"),
        dress=dress_of(element.attrib),
    )
    if substitute is not None:
        compiled = [compile_node(child, names) for child in substitute]
        names.substitute = tuple([node for node in compiled if node is not None])
    return names


def _name_form(element: Any) -> NameForm:
    parts = {
        child.get("name", ""): dress_of(child.attrib) for child in element if isinstance(child, model.Name_Part)
    }
    return NameForm(dict(element.attrib), parts, dress_of(element.attrib))
