"""The style sheets of an e-book → what they declare for each element of a document.

In: an opened package, the trees of its documents. Out: for each element its declarations after the cascade
(CSS Cascading 4, section 6: origin, importance, specificity, order), and the rules that hold under conditions
only (another medium, a part of an element) as far as they match anything. What is hostile is bounded: size of
sheets, imports, rules, and the work a selector can make.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import comb
from typing import Any

import cssselect2
import tinycss2

from publish.model.books import StyleRule
from publish.model.pages import LostFile
from publish.structure.epub.package import Package, Tree, is_outside, name_of, resolve
from publish.structure.epub.standard import (
    Declaration,
    hints_of,
    inline_style,
    read_declarations,
    standard_rules,
)
from publish.structure.epub.values import Longhands

_MAX_SHEET_BYTES = 4_000_000
_MAX_RULES = 20_000
_MAX_IMPORTS = 8
_MAX_DEPTH = 8
_MAX_STEPS = 20_000
"""So many ways of matching one element a selector may try."""
_MAX_WORK = 20_000_000
"""So many elements times rules that no class, id or name narrows down."""
_PLAIN_MEDIA = frozenset(("", "all", "screen", "all, screen", "screen, all"))


@dataclass(slots=True)
class _Sheet:
    """The rules of a style sheet in order."""

    rules: list[tuple[str, Any, list[Declaration]]] = field(default_factory=list)
    """Selector as written, compiled selector, declarations."""
    conditional: list[tuple[str, str, Any, list[Declaration]]] = field(default_factory=list)
    """Condition, selector as written, compiled selector, declarations."""
    faces: list[tuple[str, list[Any]]] = field(default_factory=list)
    """Where a font face is declared: address of the sheet, its declarations."""


@dataclass(frozen=True, slots=True)
class _Within:
    """Where rules stand: in which sheet, under which condition, how deep; and the prefixes declared there."""

    address: str
    condition: str
    depth: int
    prefixes: dict[str | None, str]


class Styles:
    """The style sheets of one e-book, parsed once."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.lost: dict[str, LostFile] = {}
        self.count: dict[str, int] = {}
        """How many style sheets each document asks for."""
        self.faces: list[tuple[str, list[Any]]] = []
        self._sheets: dict[str, _Sheet] = {}
        self._matchers: dict[tuple[str, ...], cssselect2.Matcher] = {}
        self._rules: dict[StyleRule, None] = {}
        self._rule_count = 0

    @property
    def rules(self) -> tuple[StyleRule, ...]:
        """Return the conditional rules that match something, in the order of their first match."""
        return tuple(self._rules)

    def declare(self, address: str, tree: Tree) -> dict[Tree, Longhands]:
        """Return what is declared for each element of a document, the weakest first."""
        sheets = self._of(address, tree)
        self.count[address] = len(sheets)
        elements = [*tree.iter("{*}*")]
        deepest = max((_depth(element) for element in elements[:: max(1, len(elements) // 500)]), default=1)
        matcher = self._matcher(sheets, deepest)
        if len(elements) * len(matcher.other_selectors) > _MAX_WORK:
            matcher.other_selectors = []
            self.package.faults.append(f"{address}: the style sheets ask for too much work; not all are read")
        found: dict[Tree, Longhands] = {}
        standard = standard_rules()
        for wrapped in _wrap(tree):
            element = wrapped.etree_element
            basic = [declaration for match in standard.match(wrapped) for declaration in match[3]]
            author = [*hints_of(element)]
            for match in matcher.match(wrapped):
                author += match[3]
            author += inline_style(element.get("style"))
            ordered = [*basic, *(d for d in author if not d[2]), *(d for d in author if d[2])]
            found[element] = [declaration[:2] for declaration in ordered]
        self._keep_conditional(sheets, tree)
        return found

    def _of(self, address: str, tree: Tree) -> tuple[str, ...]:
        """Parse the style sheets of a document; return their keys in order."""
        keys: list[str] = []
        for element in tree.iter("{*}link", "{*}style"):
            media = " ".join((element.get("media") or "").lower().split())
            if media not in _PLAIN_MEDIA:
                continue
            if name_of(element) == "style":
                text = "".join(map(str, element.itertext()))
                key = f"\0{text}"
                if key not in self._sheets:
                    self._parse(key, address, text.encode("utf-8", "surrogatepass"), 0)
                keys.append(key)
                continue
            words = (element.get("rel") or "").lower().split()
            href = element.get("href") or ""
            if "stylesheet" in words and "alternate" not in words and href and not is_outside(href):
                keys.append(self._load(resolve(address, href)[0], 0))
        return tuple(keys)

    def _load(self, address: str, depth: int) -> str:
        if address not in self._sheets:
            self._sheets[address] = _Sheet()
            content = self.package.read(address)
            if content is None:
                self.lost[address] = LostFile("style sheet", address.rpartition("/")[2])
                self.package.faults.append(f"the style sheet {address} is missing")
            else:
                self._parse(address, address, content, depth)
        return address

    def _parse(self, key: str, address: str, content: bytes, depth: int) -> None:
        sheet = self._sheets[key] = _Sheet()
        if len(content) > _MAX_SHEET_BYTES:
            self.package.faults.append(f"the style sheet {address} is larger than any book needs")
            return
        try:
            rules, _ = tinycss2.parse_stylesheet_bytes(content, skip_comments=True, skip_whitespace=True)
        except (RecursionError, LookupError, ValueError):
            self.package.faults.append(f"the style sheet {address} cannot be read")
            return
        prefixes: dict[str | None, str] = {"epub": "http://www.idpf.org/2007/ops"}
        self._take(sheet, rules, _Within(address, "", depth, prefixes))
        self.faces += sheet.faces

    def _take(self, sheet: _Sheet, rules: Iterable[Any], within: _Within) -> None:
        address, condition, depth, prefixes = within.address, within.condition, within.depth, within.prefixes
        for rule in rules:
            self._rule_count += 1
            if self._rule_count > _MAX_RULES or depth > _MAX_DEPTH:
                return
            if rule.type == "qualified-rule":
                self._take_rule(sheet, rule, condition, prefixes)
            elif rule.type != "at-rule":
                continue
            elif rule.lower_at_keyword == "import" and depth < _MAX_IMPORTS:
                target = next((t for t in rule.prelude if t.type in ("url", "string", "function")), None)
                href = _address(target)
                if href and not is_outside(href):
                    other = self._sheets[self._load(resolve(address, href)[0], depth + 1)]
                    sheet.rules += other.rules
                    sheet.conditional += other.conditional
            elif rule.lower_at_keyword == "namespace":
                words = [t for t in rule.prelude if t.type in ("ident", "string", "url")]
                if words and words[-1].type != "ident":
                    prefixes[words[0].value if len(words) > 1 else None] = words[-1].value
            elif rule.lower_at_keyword == "font-face" and rule.content:
                sheet.faces.append((address, rule.content))
            elif rule.lower_at_keyword in ("media", "supports", "layer", "document") and rule.content:
                words_of_condition = " ".join(tinycss2.serialize(rule.prelude).lower().split())
                is_plain = rule.lower_at_keyword in ("layer", "supports") or words_of_condition in _PLAIN_MEDIA
                inner = condition if is_plain else f"{condition} @media {words_of_condition}".strip()
                kids = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                self._take(sheet, kids, _Within(address, inner, depth + 1, prefixes))

    def _take_rule(self, sheet: _Sheet, rule: Any, condition: str, prefixes: dict[str | None, str]) -> None:
        declarations = read_declarations(rule.content)
        try:
            written = _selectors(rule.prelude)
            selectors = cssselect2.compile_selector_list(rule.prelude, namespaces=prefixes)
        except (cssselect2.SelectorError, RecursionError, SyntaxError, MemoryError):
            return
        for place, selector in enumerate(selectors):
            name = written[place] if place < len(written) else written[-1] if written else ""
            if condition:
                sheet.conditional.append((condition, name, selector, declarations))
            else:
                sheet.rules.append((name, selector, declarations))
                if selector.pseudo_element:
                    sheet.conditional.append(("", name, selector, declarations))

    def _matcher(self, sheets: tuple[str, ...], depth: int) -> cssselect2.Matcher:
        if sheets not in self._matchers:
            matcher = cssselect2.Matcher()
            for key in sheets:
                for name, selector, declarations in self._sheets[key].rules:
                    if not selector.pseudo_element and _steps(name, depth) <= _MAX_STEPS:
                        matcher.add_selector(selector, declarations)
            self._matchers[sheets] = matcher
        return self._matchers[sheets]

    def _keep_conditional(self, sheets: tuple[str, ...], tree: Tree) -> None:
        """Keep conditional rules that match something here and were not kept before."""
        open_rules = [
            (StyleRule(f"{condition} {name}".strip(), _spell(declarations)), selector)
            for key in sheets
            for condition, name, selector, declarations in self._sheets[key].conditional
            if declarations and _steps(name, _MAX_IMPORTS) <= _MAX_STEPS
        ]
        wanted = [(rule, selector) for rule, selector in open_rules if rule not in self._rules]
        if not wanted:
            return
        matcher = cssselect2.Matcher()
        for rule, selector in wanted:
            matcher.add_selector(selector, rule)
        matched = {match[3] for wrapped in _wrap(tree) for match in matcher.match(wrapped)}
        self._rules.update({rule: None for rule, _ in wanted if rule in matched})


def _wrap(tree: Tree) -> Iterator[Any]:
    root = cssselect2.ElementWrapper.from_html_root(tree)
    return iter(root.iter_subtree())


def _address(token: Any) -> str:
    if token is None:
        return ""
    if token.type == "function":
        token = next((t for t in token.arguments if t.type == "string"), None)
    return str(token.value) if token is not None and token.type in ("url", "string") else ""


def _selectors(prelude: list[Any]) -> list[str]:
    """Return the selectors of a rule, each in one spelling."""
    found: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            found.append([])
        else:
            found[-1].append(token)
    texts = [" ".join(tinycss2.serialize(tokens).split()) for tokens in found]
    return [text.replace(" > ", ">").replace(" + ", "+").replace(" ~ ", "~") for text in texts]


def _spell(declarations: list[Declaration]) -> str:
    last = {name: value for name, value, _ in declarations}
    return "; ".join(f"{name}: {value}" for name, value in sorted(last.items()))


def _steps(selector: str, depth: int) -> int:
    """Return in how many ways a selector can be tried on an element so deep in its document."""
    far = selector.count(" ") + selector.count("~") + 2 * selector.count(":has(")
    return comb(max(depth, far) + far, far) if far <= 40 else _MAX_STEPS + 1


def _depth(element: Tree) -> int:
    return sum(1 for _ in element.iterancestors())
