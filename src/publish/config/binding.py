"""The pieces an author names, and those a book has without being asked, put into reading order.

In: what the settings name in each zone. Out: every piece from the first page to the last. What is asked for and
cannot be, is told. Defaults follow The Chicago Manual of Style, 17th ed., 1.4.
"""

from __future__ import annotations

from dataclasses import dataclass

from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.pieces import Piece, Role, name_of
from publish.model.plan import Kind
from publish.model.source import Span

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
class FrontMatter:
    """What the settings give front matter to print; where `toc` was said."""

    has_rights: bool = False
    has_dedication: bool = False
    has_epigraph: bool = False
    has_contents: bool = False
    contents_said_at: Span | None = None


def bind_pieces(
    named: NamedPieces, kind: Kind, told: FrontMatter, found: list[Diagnostic]
) -> tuple[Piece, ...]:
    """Return all pieces in reading order."""
    if named.front is None:
        front = _usual_front(kind, told)
    else:
        front = tuple(piece for piece in named.front if _can_be(piece, kind, found))
        if told.contents_said_at is not None:
            _check_contents(told, any(p.role == "contents" for p in (*front, *(named.back or ()))), found)
    back = named.back
    if back is None:
        back = (Piece("back", "bibliography", is_asked_for=False),) if kind == "book" else ()
    return (*front, *named.main, *named.appendices, *back)


def _usual_front(kind: Kind, told: FrontMatter) -> tuple[Piece, ...]:
    is_book = kind == "book"
    roles: tuple[tuple[Role, bool], ...] = (
        ("title-page", is_book),
        ("copyright", is_book and told.has_rights),
        ("dedication", is_book and told.has_dedication),
        ("epigraph", is_book and told.has_epigraph),
        ("contents", told.has_contents),
    )
    return tuple(Piece("front", role, is_asked_for=False) for role, stands in roles if stands)


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


def _check_contents(told: FrontMatter, has_contents: bool, found: list[Diagnostic]) -> None:
    if told.has_contents and not has_contents:
        message = "`toc` asks for contents, but `front-matter` names none"
        hints = ("add `contents` where they are to stand",)
    elif has_contents and not told.has_contents:
        message = "`toc` says there are no contents, but `contents` are named"
        hints = ("remove one of the two",)
    else:
        return
    found.append(diagnose("config/bad-value", message, told.contents_said_at, hints=hints))
