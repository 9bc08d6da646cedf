"""Disambiguation (CSL 1.0.2, "Disambiguation")."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.citing.engine import Engine


def disambiguate(engine: Engine) -> None:
    """Settle what tells the cites of a document apart."""
    del engine
