"""Importing this module loads the engine and the rest of this room: what a fork server does before it forks.

In: nothing. Out: modules in memory, which workers then share instead of loading them one by one.
"""

from __future__ import annotations

from publish.paginating.loading import quick_import

with quick_import():
    from publish.paginating import (
        addresses,
        continuing,
        inspecting,
        judging,
        layout,
        mending,
        preparing,
        remarks,
        repairing,
        sheets,
        tagging,
    )

__all__ = [
    "addresses",
    "continuing",
    "inspecting",
    "judging",
    "layout",
    "mending",
    "preparing",
    "remarks",
    "repairing",
    "sheets",
    "tagging",
]
