"""Write the lists of the handbook that the code itself knows: settings, findings and commands.

In: the schema of publish.yaml, the list of codes with the tiny project that proves each, the command line. Out:
chapters of `manuscript/handbook/`. `python -m tools.reference` writes them; the tests tell when they are stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import yaml

from publish.cli.main import commands as command_line
from publish.config.keys import ACCEPTED, CITATIONS, METADATA
from publish.config.schema import our_keys
from publish.model.codes import CODES

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "manuscript" / "handbook"
CASES = ROOT / "tests" / "codes"
_LONGEST_EXAMPLE = 90
_TOLD_ELSEWHERE = frozenset({"lint.off", "front-matter", "back-matter"})
"""Settings whose names within stand in other chapters: the rules among the findings, the pieces under books."""
_NOT_SHOWN = frozenset({"index/order"})
"""Codes whose example has letters that the handbook's fonts have not."""

_GROUPS = {
    "config": "Settings",
    "read": "Reading the manuscript",
    "cite": "Sources and citations",
    "xref": "References and links",
    "note": "Notes",
    "index": "Index and glossary",
    "glossary": "Index and glossary",
    "book": "Parts of a book",
    "only": "Conditional content",
    "heading": "Headings",
    "image": "Pictures",
    "math": "Formulas",
    "font": "Fonts",
    "html": "HTML",
    "style": "Style sheets",
    "layout": "Setting the pages",
    "page": "Judging the pages",
    "epub": "E-books",
    "booklet": "Booklets",
    "pdf": "Files that are read",
    "snapshot": "Files that are read",
    "safety": "What stays outside",
    "world": "The machine",
    "internal": "Faults of publish",
}


def settings_chapter() -> str:
    """Return the appendix that lists every setting, as Markdown."""
    parts = [
        "# Settings {#sec:settings}",
        "These are the names that `publish.yaml` knows; the front matter of a single file knows the same. "
        "Nested ones are written with a full stop here: `theme.font` is the `font` in `theme: {font: …}`.",
        "## What is made, and how {#settings-made}",
        _entries(our_keys()),
        "## Citations {#settings-citations}",
        _entries(CITATIONS),
        "## Metadata {#settings-metadata}",
        _entries(METADATA),
        "## Other spellings {#settings-spellings}",
        f"Some settings have a second name: {_spellings()}.",
        f"Pandoc has {len(ACCEPTED)} more names, which steer other writers of its own: "
        "`documentclass`, `geometry`, `header-includes` and the like. They are accepted and have no effect, so "
        "that files written for it work as they are; `publish schema` has them all.",
    ]
    return "\n\n".join(parts) + "\n"


def findings_chapter() -> str:
    """Return the appendix that lists every finding, as Markdown, each with an example from its own proof."""
    parts = [
        "# Findings {#sec:findings}",
        "Everything `publish` can find fault with. An *error* keeps the former editions, a *warning* marks one "
        "place and goes on, a *note* only informs; with `--strict`, warnings count as errors. The sentences "
        "after “for instance” are what the program says of a small example.",
    ]
    groups: dict[str, list[str]] = {}
    for code in CODES:
        groups.setdefault(_GROUPS[code.partition("/")[0]], []).append(code)
    for name, codes in groups.items():
        parts.append(f"## {name}")
        parts.extend(_finding(code) for code in codes)
    return "\n\n".join(parts) + "\n"


def commands_chapter() -> str:
    """Return the appendix that lists every command with its options, as Markdown."""
    parts = [
        "# Commands {#sec:commands}",
        "What can be typed after `publish`. Each command also takes `--help`.",
    ]
    for words, command in _commands(command_line, ()):
        arguments = [
            f" {one.make_metavar(click.Context(command))}"
            for one in command.params
            if one.param_type_name == "argument"
        ]
        name = " ".join(words)
        parts.append(f"## `publish {name}{''.join(arguments)}` {{#command-{'-'.join(words)}}}")
        about = (command.help or "").split("\f")[0].strip()
        parts.append(_sentence(" ".join(about.split("\n\n")[0].split())))
        parts.extend(_option(one) for one in command.params if isinstance(one, click.Option))
    return "\n\n".join(parts) + "\n"


def _commands(group: click.Group, before: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _commands(command, (*before, name))
        else:
            yield (*before, name), command


def _option(option: click.Option) -> str:
    context = click.Context(click.Command("publish"))
    value = "" if option.is_flag else f" {option.make_metavar(context)}"
    words = " ".join((option.help or "").split())
    return f"`{', '.join(option.opts)}{value}`\n:   {_sentence(words)}"


def _spellings() -> str:
    """Return the settings that mean the same as others: `authors` for `author`."""
    same = re.compile(r"The same as `([a-z-]+)`")
    known = {**our_keys(), **CITATIONS, **METADATA}.items()
    pairs = [(name, found[1]) for name, schema in known if (found := same.match(schema.get("description", "")))]
    return ", ".join(f"`{name}` for `{usual}`" for name, usual in sorted(pairs))


def _entries(properties: dict[str, dict[str, Any]]) -> str:
    entries = [
        _setting(name, schema)
        for name, schema in sorted(_flattened(properties))
        if schema.get("description") and not schema["description"].startswith("The same as")
    ]
    return "\n\n".join(entries)


def _flattened(properties: dict[str, dict[str, Any]], before: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, schema in properties.items():
        yield before + name, schema
        if before + name in _TOLD_ELSEWHERE:
            continue
        inner: dict[str, dict[str, Any]] = {}
        for form in _forms(schema):
            inner.update(form.get("properties", {}) if form.get("type") == "object" else {})
        yield from _flattened(inner, f"{before}{name}.")


def _forms(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return what a value may be, also as one of a list."""
    yield schema
    for form in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        yield from _forms(form)


def _setting(name: str, schema: dict[str, Any]) -> str:
    words = [schema["description"].strip()]
    expected = schema.get("title", "")
    if expected and expected != "anything":
        words.append(f"*Expected:* {expected}.")
    if "default" in schema:
        words.append(f"*Default:* `{_written(schema['default'])}`.")
    examples = [text for value in schema.get("examples", ()) if len(text := _written(value)) < _LONGEST_EXAMPLE]
    if examples:
        words.append("*For instance:* " + ", ".join(f"`{text}`" for text in examples) + ".")
    return f"`{name}`\n:   " + " ".join(words)


def _written(value: Any) -> str:
    """Return a value as one writes it in YAML, in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text: str = yaml.safe_dump(value, default_flow_style=True, width=1_000, allow_unicode=True, sort_keys=False)
    return text.removesuffix("\n").removesuffix("...").strip()


def _finding(code: str) -> str:
    known = CODES[code]
    words = [f"*{known.severity.capitalize()}.* {known.meaning}"]
    message, hint = _example(code)
    if message:
        words.append(f"For instance: {_sentence(message)}")
    if hint:
        words.append(f"What to do: {_sentence(hint)}")
    return f"`{code}`\n:   " + " ".join(words)


def _example(code: str) -> tuple[str, str]:
    """Return what the program says in the code's own case, and the act it offers; empty where there is none."""
    if code in _NOT_SHOWN:
        return "", ""
    file = CASES / code.replace("/", "-") / "expected.txt"
    if not file.exists():
        return "", ""
    message = hint = ""
    for line in file.read_text("utf-8").splitlines():
        words = line.split(" ", 3)
        if not line.startswith(" "):
            if message:
                break
            if len(words) > 2 and words[1] == code:
                rest = line.split(" ", 2)[2]
                place, _, said = rest.partition(" ")
                message = said if ":" in place else rest
        elif message and line.strip().startswith("hint:") and not hint:
            hint = line.strip().removeprefix("hint:").strip()
    return message, hint


def _sentence(text: str) -> str:
    """Return a message as Markdown: its backticks make code already; other signs stand for themselves."""
    text = text.strip()
    pieces = (text if text.endswith(("?", "!", ".")) else f"{text}.").split("`")
    for number in range(0, len(pieces), 2):
        for sign in "\\*_[]<>@#$^~|{}":
            pieces[number] = pieces[number].replace(sign, "\\" + sign)
        pieces[number] = pieces[number].replace("--", "\\-\\-")
    return "`".join(pieces)


CHAPTERS = {
    "a-settings.md": settings_chapter,
    "b-findings.md": findings_chapter,
    "c-commands.md": commands_chapter,
}


def main() -> None:
    """Write the chapters."""
    for name, write in CHAPTERS.items():
        (HANDBOOK / name).write_text(write(), "utf-8")


if __name__ == "__main__":
    main()
