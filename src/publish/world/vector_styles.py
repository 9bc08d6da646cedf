r"""CSS inside an SVG: text in, the same without anything that leaves the file out.

Read with tinycss2 (CSS Syntax 3), not with patterns: escapes such as `\75rl(` are addresses, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_SUSPICIOUS = re.compile(r"\\|url|src|image|expression|attr|element", re.IGNORECASE)
"""Without one of these nothing can reach out: a drawing has ten thousands of `translate(…)`."""

_INNER_URL = re.compile(r"url\((['\"]?)#[\w:.-]+\1\)")

_REACHING = frozenset({"src", "image", "image-set", "-webkit-image-set", "expression", "attr", "element"})


def safe_value(value: str) -> bool:
    """Tell whether a presentation attribute's value refers to nothing outside the file."""
    if _is_plain(value):
        return True
    import tinycss2

    return _stays_inside(tinycss2.parse_component_value_list(value))


def _is_plain(text: str) -> bool:
    return _SUSPICIOUS.search(_INNER_URL.sub("", text) if "(" in text else text) is None


def clean_declarations(text: str) -> str:
    """Return a `style` attribute's declarations, without those that reach outside."""
    if _is_plain(text):
        return text.strip()
    import tinycss2

    parsed = tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
    kept = [item for item in parsed if item.type == "declaration" and _stays_inside(item.value)]
    return "; ".join(item.serialize() for item in kept)


def clean_sheet(text: str) -> str:
    """Return a `style` element's qualified rules; of at-rules only `@media` stays, cleaned as well."""
    import tinycss2

    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return "\n".join(_kept_rules(rules, tinycss2))


def _kept_rules(rules: Iterable[Any], tinycss2: Any, depth: int = 0) -> list[str]:
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            body = clean_declarations(tinycss2.serialize(rule.content))
            kept.append(f"{tinycss2.serialize(rule.prelude).strip()} {{ {body} }}")
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content and depth < 8:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            body = "\n".join(_kept_rules(inner, tinycss2, depth + 1))
            kept.append(f"@media {tinycss2.serialize(rule.prelude).strip()} {{ {body} }}")
    return kept


def _stays_inside(values: Iterable[Any]) -> bool:
    return all(_is_harmless(value) for value in values)


def _is_harmless(value: Any) -> bool:
    if value.type == "url":
        return bool(value.value.startswith("#"))
    if value.type == "function":
        if value.lower_name == "url":
            texts = [item.value for item in value.arguments if item.type == "string"]
            return len(texts) == 1 and texts[0].startswith("#")
        return value.lower_name not in _REACHING and _stays_inside(value.arguments)
    if value.type in ("() block", "[] block", "{} block"):
        return _stays_inside(value.content)
    return bool(value.type != "error")
