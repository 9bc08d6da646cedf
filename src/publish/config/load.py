"""publish.yaml or a lone file's front matter, and flags, become a Plan.

In: texts and the names of the project's files; nothing is opened here. Out: a Plan with every default
decided, or None where there is nothing to plan with; trouble beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, cast

from publish.config.binding import NamedPieces
from publish.config.keys import CITATIONS, METADATA, accepted_schemas
from publish.config.pieces import PieceReader, files_of
from publish.config.plan import DEFAULT_EDITION, PlanMaker
from publish.config.profiles import profiles_in, with_profile
from publish.config.schema import NOTE_PLACINGS, our_keys
from publish.config.validate import check_settings
from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.pieces import Piece
from publish.model.plan import Plan, To
from publish.model.source import Source, Span
from publish.text.front_matter import metadata_blocks
from publish.text.nearest import nearest
from publish.text.yaml import Node, read_yaml

_MARKDOWN = (".md", ".markdown")

# Names of Pandoc's whose loss would change what is printed, guarded like our own.
_GUARDED = ("title", "subtitle", "author", "bibliography", "nocite", "link-citations", "suppress-bibliography",
            "reference-section-title", "abstract")  # fmt: skip


def load_folder(yaml: Source, present: Collection[str], name: str, profile: str = "") -> Outcome[Plan | None]:
    """Plan the publication of a folder from its publish.yaml; `present` are its files, relative to it."""
    read = _read_settings(yaml, profile)
    found = list(read.diagnostics)
    if read.value is None:
        return Outcome(None, tuple(found))
    settings, refused = read.value
    files = frozenset(present)
    maker = PlanMaker(settings, refused, files, yaml.path, found)
    named = _named_pieces(maker, files)
    if not files_of(named.main) and not any(d.code == "config/missing-file" for d in found):
        message = "there is nothing to publish: no chapter is named and the folder has no Markdown file"
        hints = ("add a file such as `01-one.md`", "name the files under `chapters:`")
        found.append(diagnose("config/no-chapters", message, Span(yaml.path), hints=hints))
    plan = replace(maker.make(name, named, own_metadata=True), **_profiles(settings, profile))
    return Outcome(plan if files_of(named.main) else None, _in_text_order(found))


def load_switches(yaml: Source) -> Outcome[Plan | None]:
    """Plan nothing, but tell which rules of lint a publish.yaml switches off, whatever else it names."""
    read = _read_settings(yaml)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    settings, refused = read.value
    plan = PlanMaker(settings, refused, frozenset(), yaml.path, []).make(
        yaml.path, NamedPieces(), own_metadata=False
    )
    return Outcome(plan, read.diagnostics)


def _profiles(settings: Node | None, profile: str) -> dict[str, Any]:
    return {"profile": profile, "profiles": tuple(profiles_in(settings))}


def _read_settings(yaml: Source, profile: str = "") -> Outcome[tuple[Node | None, Collection[str]] | None]:
    """Return the map of settings, None for an empty file, and the names of those that were refused."""
    read = read_yaml(yaml, "config/bad-yaml")
    settings = read.value
    if settings is None:
        found = (*read.diagnostics, *with_profile(None, profile).diagnostics)
        return Outcome(None if read.diagnostics else (None, ()), found)
    if settings.kind != "map":
        message = (
            f"publish.yaml holds a {'list' if settings.kind == 'list' else 'text'}; expected a map of settings"
        )
        advice = ("write `key: value` lines, such as `title: My book`",)
        wrong = diagnose("config/bad-yaml", message, settings.at, hints=advice)
        return Outcome(None, (*read.diagnostics, wrong))
    chosen, found, refused = _checked(settings, profile)
    return Outcome((chosen, refused), (*read.diagnostics, *found))


def _checked(settings: Node, profile: str) -> tuple[Node, tuple[Diagnostic, ...], Collection[str]]:
    """Return the settings with a profile laid over them, what is wrong with them, and what is refused.

    The other profiles are checked, too: they will be built another day.
    """
    laid = with_profile(settings, profile)
    chosen = laid.value or settings
    checked = check_settings(chosen)
    found = [*laid.diagnostics, *checked.diagnostics]
    for other in profiles_in(settings):
        if other != profile:
            found.extend(check_settings(with_profile(settings, other).value or settings).diagnostics)
    return chosen, _in_text_order(found), checked.refused


def load_file(chapter: Source, present: Collection[str], name: str, profile: str = "") -> Outcome[Plan | None]:
    """Plan the publication of a lone Markdown file from its front matter.

    Keys that publish does not know are ignored; one that looks like a misspelt key of ours is a warning.
    Several metadata blocks count together, the later one where both set a key, as in Pandoc.
    """
    found: list[Diagnostic] = []
    pairs: dict[str, tuple[Node, Node]] = {}
    for number, block in enumerate(metadata_blocks(chapter)):
        read = read_yaml(chapter, "config/bad-yaml", block.yaml_start, block.yaml_end)
        if number == 0:
            found.extend(read.diagnostics)
        if read.value is not None and read.value.kind == "map":
            pairs.update({key.text: (key, value) for key, value in read.value.pairs})
    settings = Node("map", Span(chapter.path), pairs=tuple(pairs.values())) if pairs else None
    refused: Collection[str] = ()
    if settings is not None:
        ours = _settings_of_ours(settings)
        found.extend(_misspelt_keys(settings))
        settings, told, refused = _checked(ours, profile)
        found.extend(told)
    else:
        found.extend(with_profile(None, profile).diagnostics)
    maker = PlanMaker(settings, refused, frozenset(present), chapter.path, found)
    named = _named_pieces(maker, frozenset(present), chapter.path)
    plan = replace(maker.make(name, named, own_metadata=False), **_profiles(settings, profile))
    own = profiles_in(settings).get(profile)
    if own is not None:
        # Pandoc reads the rest of the metadata with the text.
        own_metadata = PlanMaker(own, refused, (), chapter.path, []).metadata()
        plan = replace(plan, metadata_yaml=own_metadata)
    return Outcome(plan, _in_text_order(found))


def _in_text_order(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    ordered = sorted(found, key=lambda d: (d.where.line, d.where.column) if d.where else (0, 0))
    return tuple(dict.fromkeys(ordered))


def with_flags(plan: Plan, to: Sequence[str]) -> Plan:
    """Return the plan with only the editions of the kinds named; a kind not planned gets its default."""
    if not to:
        return plan
    editions = [edition for edition in plan.editions if edition.to in to]
    planned = {edition.to for edition in editions}
    editions.extend(DEFAULT_EDITION[cast(To, kind)] for kind in dict.fromkeys(to) if kind not in planned)
    return replace(plan, editions=tuple(editions))


def _named_pieces(maker: PlanMaker, present: Collection[str], lone: str = "") -> NamedPieces:
    """Return what the settings name, in reading order; `lone` is the only chapter of a lone file."""
    reader = PieceReader(present, maker.found)
    front, back = maker.get("front-matter"), maker.get("back-matter")
    before = reader.matter(front, "front")
    chapters = maker.get("chapters")
    is_named = not lone and chapters is not None and (chapters.kind == "scalar" or bool(chapters.items))
    main = reader.chapters(chapters) if is_named else ()
    appendices = reader.appendices(maker.get("appendices"))
    behind = reader.matter(back, "back")
    if not is_named:
        taken = set(files_of((*before, *appendices, *behind)))
        own = (
            (lone,) if lone else sorted((p for p in present if _is_chapter(p) and p not in taken), key=_natural)
        )
        main = tuple(Piece("main", "chapter", path) for path in own)
    return NamedPieces(
        before if front is not None else None, main, appendices, behind if back is not None else None
    )


def _is_chapter(path: str) -> bool:
    folded = path.lower()
    return "/" not in path and folded.endswith(_MARKDOWN) and not folded.startswith(("readme.", "."))


def _natural(path: str) -> tuple[list[tuple[int, str]], str]:
    """Order `2-two.md` before `10-ten.md`."""
    parts = re.findall(r"\d{1,18}|\D+|\d+", path.casefold())
    return [(int(p), "") if p.isdecimal() and len(p) <= 18 else (10**18, p) for p in parts], path


def _settings_of_ours(settings: Node) -> Node:
    """Keep what steers the build; what other tools mean by the same names is not ours to judge."""
    ours = our_keys()
    kept = []
    for key, value in settings.pairs:
        if key.text == "chapters" or (key.text == "theme" and value.kind != "map"):
            continue
        if key.text == "notes" and value.text not in NOTE_PLACINGS:
            continue  # many who keep notes have some under this name
        if key.text in ours or key.text in CITATIONS or (key.text == "lang" and value.kind == "scalar"):
            kept.append((key, value))
    return Node("map", settings.at, pairs=tuple(kept))


def _misspelt_keys(settings: Node) -> list[Diagnostic]:
    known = {*METADATA, *CITATIONS, *our_keys(), *accepted_schemas()}
    guarded = (*our_keys(), *_GUARDED)
    found: list[Diagnostic] = []
    for key, _ in settings.pairs:
        word = key.text
        if word in known or len(word) <= 3:
            continue
        meant = nearest(word, guarded, edits=2 if len(word) > 5 else 1)
        if meant is not None and meant not in {name.text for name, _ in settings.pairs}:
            message = f"`{word}` is not a key that publish knows; it is ignored"
            hints = (f"did you mean `{meant}`?",)
            found.append(diagnose("config/misspelt-key", message, key.at, hints=hints))
    return found
