"""Why a paragraph is left to the layout engine."""

from __future__ import annotations


class NotOurs(Exception):
    """A paragraph is left to the engine; the message says why, in a few words to be counted by."""
