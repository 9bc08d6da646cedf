"""Importing this module loads the engine and the rest of this room: what a fork server does before it forks.

In: nothing. Out: modules in memory, which workers then share instead of loading them one by one. Where a system
library is missing nothing is loaded and nothing said: the worker that needs it tells.
"""

from __future__ import annotations

import contextlib
import importlib
import io

from publish.paginating.loading import quick_import

_ROOM = ("addresses", "continuing", "inspecting", "judging", "layout", "mending", "preparing", "remarks",
         "repairing", "sheets", "tagging")  # fmt: skip

with contextlib.suppress(OSError), contextlib.redirect_stdout(io.StringIO()), quick_import():
    for _name in _ROOM:
        importlib.import_module(f"publish.paginating.{_name}")
