"""A citation style by name → its XML, in which a dependent style has given way to its parent.

Names are looked up in `csl/`, then in the catalogue; what a path means is the caller's to say, for a manuscript
may read less than the person at the command line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from publish.citing import check_style, parent_of
from publish.model.citation import Style
from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.source import Span
from publish.world.assets import catalogue_names, csl_text
from publish.world.paths import NotThere
from publish.world.text import decode_text
from publish.world.userfiles import UnreadableFile, read_user_file

_LARGEST_STYLE = 10_000_000
"""Bytes; the largest style of the catalogue has 180,000."""

PathReader = Callable[[str], Outcome[str | None]]
"""Gives the text of a path; without text and diagnostics there is no such file."""


def find_style(name: str, where: Span | None, read_path: PathReader) -> Outcome[Style | None]:
    """Find a style and check it: a path, a name of `csl/` or of the catalogue."""
    text = style_text(name, where, read_path)
    if text.value is None:
        return Outcome(None, text.diagnostics)
    independent = follow_parents(text.value, where)
    found = (*text.diagnostics, *independent.diagnostics)
    if independent.value is None:
        return Outcome(None, found)
    checked = check_style(name, independent.value)
    style = checked.value
    if style is not None:
        style = replace(style, default_locale=_default_locale(text.value, independent.value))
    placed = (d if d.where is not None else replace(d, where=where) for d in checked.diagnostics)
    return Outcome(style, (*found, *placed))


def _default_locale(dependent: str, independent: str) -> str:
    from publish.citing.answers import default_locale

    return default_locale(dependent) or default_locale(independent)


def style_text(name: str, where: Span | None, read_path: PathReader) -> Outcome[str | None]:
    """Return the XML of a style as it stands, dependent or not."""
    if is_path(name):
        outcome = read_path(name)
        if outcome.value is not None or outcome.diagnostics:
            return outcome
        text = csl_text(name.rsplit("/", 1)[-1].removesuffix(".csl"))
    else:
        text = csl_text(name)
    return Outcome(text, () if text is not None else (unknown_style(name, where),))


def follow_parents(xml: str, where: Span | None) -> Outcome[str | None]:
    """Return the XML of the style that a dependent style stands for, or of the style itself."""
    for _ in range(4):  # a dependent style names its parent; chains are not legal, loops are broken here
        parent = parent_of(xml)
        if parent is None:
            break
        text = csl_text(parent)
        if text is None:
            return Outcome(None, (unknown_style(parent, where),))
        xml = text
    return Outcome(xml)


def is_path(name: str) -> bool:
    """Tell whether a style's name means a file."""
    return name.endswith(".csl") or "/" in name


def unknown_style(name: str, where: Span | None) -> Diagnostic:
    """Return the diagnostic of a style that is nowhere, with the name most like it."""
    from rapidfuzz import process

    best = process.extractOne(name.removesuffix(".csl"), catalogue_names(), score_cutoff=60)
    hints = [f"did you mean `{best[0]}`?"] if best else []
    hints.append("give the name of a style of the CSL catalogue, or the path of a .csl file in the project")
    return diagnose(
        "cite/unknown-style",
        f"no citation style is called `{name}`; expected a catalogue name, a style of csl/, or a file",
        where,
        hints=hints,
    )


def read_as_user(path: str) -> Outcome[str | None]:
    """Read a style that the person at the command line names: any regular `.csl` file they may read."""
    if not path.endswith(".csl"):
        return Outcome(None)
    try:
        content = read_user_file(path, _LARGEST_STYLE)
    except NotThere:
        return Outcome(None)
    except UnreadableFile as reason:
        hint = "check the name, and that you may read it"
        message = f"the style {path} cannot be read: {reason}"
        return Outcome(None, (diagnose("config/missing-file", message, hints=[hint]),))
    decoded = decode_text(path, content)
    if any(found.code == "read/not-utf8" for found in decoded.diagnostics):
        return Outcome(None, decoded.diagnostics)
    return Outcome(decoded.value.text)
