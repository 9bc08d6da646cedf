"""Front matter, chapters, appendices and back matter become the pieces a publication is bound from.

In: the settings `front-matter`, `chapters`, `appendices`, `back-matter` as YAML with places, and the names of
the project's files. Out: pieces in reading order. The usual order and what each piece is: The Chicago Manual of
Style, 17th ed., 1.4 to 1.66.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import basename, splitext
from typing import Literal

from publish.config.files import normal_path, paths_in
from publish.model.diagnostic import Diagnostic, Related, diagnose
from publish.model.pieces import PIECE_KINDS, Piece, Role, Zone
from publish.text.nearest import did_you_mean
from publish.text.yaml import Node

NO_INDEX: Mapping[str, str] = {}
_MARKDOWN = (".md", ".markdown")
_ZONE_KEYS: dict[Zone, str] = {"front": "front-matter", "main": "chapters", "back": "back-matter"}


@dataclass(slots=True)
class PieceReader:
    """Reads the four settings one after the other; a file or a piece named twice is told at the second."""

    present: Collection[str]
    found: list[Diagnostic]
    _files: dict[str, Node] = field(default_factory=dict)
    _made: dict[tuple[Role, str], Node] = field(default_factory=dict)

    def matter(self, node: Node | None, zone: Zone) -> tuple[Piece, ...]:
        """Return the pieces of front matter or back matter, in the author's order."""
        pieces = (self._item(item, zone) for item in _items(node))
        return tuple(piece for piece in pieces if piece is not None)

    def chapters(self, node: Node | None) -> tuple[Piece, ...]:
        """Return the chapters, and the parts they are put into."""
        pieces: list[Piece] = []
        for item in _items(node):
            if item.kind == "map":
                pieces.extend(self._part(item))
            else:
                pieces.extend(self._texts(item, "main", "chapter"))
        return tuple(pieces)

    def appendices(self, node: Node | None) -> tuple[Piece, ...]:
        """Return the appendices."""
        return tuple(piece for item in _items(node) for piece in self._texts(item, "back", "appendix"))

    # --- single items -----------------------------------------------------------------------------------

    def _part(self, item: Node) -> Iterator[Piece]:
        title, file = item.get("part"), item.get("file")
        path = self._path(file) if file is not None else ""
        if file is None or path:
            yield Piece("main", "part", path, _words(title), at=(title or item).at)
        for chapter in _items(item.get("chapters")):
            for piece in self._texts(chapter, "main", "chapter"):
                yield Piece("main", "chapter", piece.path, is_in_part=True, at=piece.at)

    def _texts(self, item: Node, zone: Zone, role: Role) -> Iterator[Piece]:
        path = self._path(item)
        if path:
            yield Piece(zone, role, path, at=item.at)

    def _item(self, item: Node, zone: Zone) -> Piece | None:
        """Return one piece: `half-title`, `preface.md`, `{preface: a.md}` or `{index: {title: Names}}`."""
        if item.kind == "map":
            if not item.pairs:
                return None
            name, value = item.pairs[0]
            title = file = None
            index: dict[str, str] = {}
            if value.kind == "map":
                title, file = value.get("title"), value.get("file")
                index = {key: _words(value.get(key)) for key in ("name", "order")}
            elif value.text.strip():
                file = value
            return self._named(name, zone, file, _words(title), index)
        name = item
        if name.text.strip() in PIECE_KINDS and name.text.strip() not in self.present:
            return self._named(name, zone, None, "")
        if not _is_path(name.text, self.present):
            files = sorted(path for path in self.present if path.lower().endswith(_MARKDOWN))
            hints = did_you_mean(name.text, [*PIECE_KINDS, *files]) or (
                f"one of {', '.join(f'`{known}`' for known in _known(zone))}, or a Markdown file",
            )
            message = f"`{_shown(name)}` is neither a piece of a book nor a file of the project"
            self.found.append(diagnose("config/bad-value", message, name.at, hints=hints))
            return None
        path = self._path(name)
        kind = PIECE_KINDS.get(_told_by(path))
        role: Role = kind.role if kind is not None and kind.content != "made" and zone in kind.zones else "text"
        return Piece(zone, role, path, at=name.at) if path else None

    def _named(
        self, name: Node, zone: Zone, file: Node | None, title: str, index: Mapping[str, str] = NO_INDEX
    ) -> Piece | None:
        kind = PIECE_KINDS.get(name.text.strip())
        if kind is None:  # the schema has told it
            return None
        if zone not in kind.zones:
            other = _ZONE_KEYS[kind.zones[0]]
            message = f"`{name.text}` cannot stand in `{_ZONE_KEYS[zone]}`"
            hints = (f"name it under `{other}`",)
            self.found.append(diagnose("config/bad-value", message, name.at, hints=hints))
            return None
        if file is None and kind.content == "file":
            message = f"`{name.text}` needs a Markdown file"
            hints = (f"write `{name.text}: {name.text}.md`",)
            self.found.append(diagnose("config/bad-value", message, name.at, hints=hints))
            return None
        if file is not None and kind.content == "made":
            message = f"`{name.text}` is made by publish and takes no file"
            self.found.append(
                diagnose(
                    "config/bad-value",
                    message,
                    file.at,
                    hints=(f"write `{name.text}` alone, and name the file as an item of its own",),
                )
            )
            return None
        if file is not None:
            path = self._path(file)
            return Piece(zone, kind.role, path, title, at=name.at) if path else None
        which = index.get("name", "")
        before = self._made.setdefault((kind.role, which), name)
        if before is not name:
            self._twice(f"`{name.text}` is named twice", name, before)
            return None
        order: Literal["word", "letter"] = "letter" if index.get("order") == "letter" else "word"
        return Piece(zone, kind.role, "", title, which, order, at=name.at)

    def _path(self, node: Node) -> str:
        """Return the file a setting names, or "" after telling why not."""
        path = normal_path(node.text)
        before = self._files.setdefault(path, node)
        if before is not node:
            self._twice(f"the chapter `{node.text}` is named twice", node, before)
            return ""
        return next(iter(paths_in(node, self.present, self.found)), "")

    def _twice(self, message: str, node: Node, before: Node) -> None:
        related = (Related("named before", before.at),)
        self.found.append(
            diagnose("config/bad-value", message, node.at, hints=("remove one",), related=related)
        )


def files_of(pieces: Collection[Piece]) -> tuple[str, ...]:
    """Return the files of pieces, in order."""
    return tuple(piece.path for piece in pieces if piece.path)


def _items(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    return tuple(
        item
        for item in (node.items if node.kind == "list" else (node,))
        if item.kind != "scalar" or (item.value is not None and item.text.strip())
    )


def _words(node: Node | None) -> str:
    return " ".join(node.text.split()) if node is not None and node.kind == "scalar" else ""


def _shown(node: Node) -> str:
    return " ".join(node.text.split())


def _known(zone: Zone) -> list[str]:
    return [name for name, kind in PIECE_KINDS.items() if zone in kind.zones]


def _is_path(text: str, present: Collection[str]) -> bool:
    path = normal_path(text)
    return "/" in path or path in present or path.lower().endswith(_MARKDOWN) or bool(splitext(path)[1])


def _told_by(path: str) -> str:
    """Return the piece a file's name tells of: `front/02-preface.md` is a preface."""
    return re.sub(r"^[\d_. -]+", "", splitext(basename(path))[0].lower()).replace("_", "-")
