"""Profiles: settings that hold when a build names them, laid over the others.

In: the tree of settings and a profile's name. Out: one tree, in which a map goes on below the profile's and any
other value of the profile's takes the place of the one before. Every value keeps its place in the file.
"""

from __future__ import annotations

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.text.nearest import did_you_mean
from publish.text.yaml import Node

KEY = "profiles"


def profiles_in(settings: Node | None) -> dict[str, Node]:
    """Return the profiles a file names, in order; one without settings of its own is an empty map."""
    named = settings.get(KEY) if settings is not None else None
    if named is None or named.kind != "map":
        return {}
    return {
        key.text: value if value.kind == "map" else Node("map", value.at)
        for key, value in named.pairs
        if value.kind == "map" or value.value is None
    }


def with_profile(settings: Node | None, profile: str) -> Outcome[Node | None]:
    """Lay a profile over the settings; one that the file does not name is an error. Empty: nothing is laid."""
    if not profile:
        return Outcome(settings, ())
    known = profiles_in(settings)
    if settings is None or profile not in known:
        return Outcome(settings, (_unknown(settings, profile, known),))
    return Outcome(_laid_over(settings, known[profile]), ())


def _unknown(settings: Node | None, profile: str, known: dict[str, Node]) -> Diagnostic:
    named = f"expected {', '.join(f'`{name}`' for name in known)}" if known else "no profile is named"
    return diagnose(
        "config/unknown-profile",
        f"there is no profile `{profile}`; {named}",
        settings.at if settings is not None else None,
        hints=did_you_mean(profile, known) or (f"add it: `{KEY}: {{{profile}: {{}}}}`",),
    )


def _laid_over(below: Node, above: Node) -> Node:
    pairs = {key.text: (key, value) for key, value in below.pairs}
    for key, value in above.pairs:
        known = pairs.get(key.text)
        if key.text == KEY:
            continue
        both_maps = known is not None and known[1].kind == value.kind == "map"
        pairs[key.text] = (key, _laid_over(known[1], value) if known is not None and both_maps else value)
    return Node("map", below.at, pairs=tuple(pairs.values()), size=below.size + above.size)
