"""The pieces an author names, and those a book has without being asked, put into reading order.

In: what the settings name in each zone. Out: every piece from the first page to the last. What is asked for and
cannot be, is told. Defaults follow The Chicago Manual of Style, 17th ed., 1.4.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.pieces import Piece, Role, Zone, name_of
from publish.model.plan import Kind, NotePlacing
from publish.model.source import Span

_USUAL_FRONT: tuple[Role, ...] = (
    "title-page",
    "copyright",
    "dedication",
    "epigraph",
    "contents",
    "figures",
    "tables",
)
_USUAL_BACK: tuple[Role, ...] = ("bibliography", "colophon")
_IN_EVERY_BOOK: tuple[Role, ...] = ("title-page", "bibliography")
_BEHIND_NOTES: tuple[Role, ...] = ("bibliography", "index", "colophon", "copyright")
_BOOKS_ONLY: tuple[Role, ...] = ("half-title", "title-page")


@dataclass(frozen=True, slots=True)
class NamedPieces:
    """What the settings name; None where they do not speak of front or back matter."""

    front: tuple[Piece, ...] | None = None
    main: tuple[Piece, ...] = ()
    appendices: tuple[Piece, ...] = ()
    back: tuple[Piece, ...] | None = None

    @property
    def make_a_book(self) -> bool:
        """Tell whether a publication of these is a book unless it says what it is."""
        chapters = sum(piece.role == "chapter" for piece in self.main)
        has_parts = any(piece.role == "part" for piece in self.main)
        has_titles = any(piece.role in _BOOKS_ONLY for piece in self.front or ())
        return chapters > 1 or has_parts or has_titles or bool(self.appendices)


@dataclass(frozen=True, slots=True)
class Told:
    """What the settings give single pieces to print, by role, with the place; and where `toc` was said."""

    words: tuple[tuple[Role, Span], ...] = ()
    """Dedication, epigraph, colophon, and `copyright` for what stands on the copyright page."""
    lists: tuple[Role, ...] = ()
    """Contents, figures, tables: those asked for by `toc`, `lof`, `lot`."""
    contents_said_at: Span | None = None

    def has(self, role: Role) -> bool:
        """Tell whether there is something for a piece."""
        return role in self.lists or any(told == role for told, _ in self.words)


def bind_pieces(
    named: NamedPieces, kind: Kind, told: Told, found: list[Diagnostic], notes: NotePlacing = "foot"
) -> tuple[Piece, ...]:
    """Return all pieces in reading order; `notes` of a whole book have a piece, named or not."""
    if named.front is None:
        front = tuple(_usual(_USUAL_FRONT, "front", kind, told))
    else:
        front = tuple(piece for piece in named.front if _can_be(piece, kind, found))
        if told.contents_said_at is not None:
            _check_contents(told, any(p.role == "contents" for p in (*front, *(named.back or ()))), found)
    back = named.back
    if back is None:
        back = tuple(_usual(_USUAL_BACK, "back", kind, told))
    if kind == "book" and notes == "book" and not any(piece.role == "notes" for piece in back):
        # Notes stand before the bibliography (Chicago 1.4).
        place = next((n for n, piece in enumerate(back) if piece.role in _BEHIND_NOTES), len(back))
        back = (*back[:place], Piece("back", "notes", is_asked_for=False), *back[place:])
    pieces = (*front, *named.main, *named.appendices, *back)
    if named.front is not None or named.back is not None:
        found.extend(_unplaced(pieces, told))
    return pieces


def _usual(roles: tuple[Role, ...], zone: Zone, kind: Kind, told: Told) -> Iterator[Piece]:
    """Yield what stands where the author names nothing: what books always have, and what has words."""
    for role in roles:
        if (kind == "book" and role in _IN_EVERY_BOOK) or (
            told.has(role) and (kind == "book" or role != "copyright")
        ):
            yield Piece(zone, role, is_asked_for=False)


def _unplaced(pieces: Collection[Piece], told: Told) -> Iterator[Diagnostic]:
    """Tell of words for a piece that the author's own list of pieces leaves out."""
    for role, at in told.words:
        if role != "copyright" and not any(piece.role == role for piece in pieces):
            name = name_of(role)
            where = "back-matter" if role == "colophon" else "front-matter"
            message = f"`{name}` is printed nowhere: `{where}` does not name it"
            yield diagnose("book/unplaced", message, at, hints=(f"add `{name}` to `{where}`",))


def _can_be(piece: Piece, kind: Kind, found: list[Diagnostic]) -> bool:
    if kind == "book" or piece.role not in _BOOKS_ONLY:
        return True
    name = name_of(piece.role)
    found.append(
        diagnose(
            "config/bad-value",
            f"a handout has no {name.replace('-', ' ')}: its title stands on the first page of the text",
            piece.at,
            hints=(f"remove `{name}`, or write `kind: book`",),
        )
    )
    return False


def _check_contents(told: Told, has_contents: bool, found: list[Diagnostic]) -> None:
    is_wanted = told.has("contents")
    if is_wanted and not has_contents:
        message = "`toc` asks for contents, but `front-matter` names none"
        hints = ("add `contents` where they are to stand",)
    elif has_contents and not is_wanted:
        message = "`toc` says there are no contents, but `contents` are named"
        hints = ("remove one of the two",)
    else:
        return
    found.append(diagnose("config/bad-value", message, told.contents_said_at, hints=hints))
