"""The one release of the layout engine in whose place lines are set.

In: the installed engine. Out: whether every function that is exchanged or relied on is the very one this room
was written for, and which are not. Where any differs, the engine breaks its lines itself.
"""

from __future__ import annotations

import hashlib
import linecache
import threading
from functools import lru_cache
from importlib import import_module
from typing import Any

import weasyprint
from weasyprint.text.ffi import ffi

SET_VERSION = "70.0"
_GLYPH_BYTES = 20
"""A PangoGlyphInfo: glyph, width, two offsets, attributes (pango-glyph.h); `typeface` reads it as integers."""
ENGINE_LOCK = threading.RLock()
"""Held while functions of the engine that are looked at here are exchanged, and while they are looked at."""
_DIGESTS = {
    "weasyprint.layout.inline:iter_line_boxes": "6133a0ef6e562fad",
    "weasyprint.layout.inline:get_next_linebox": "85f1eff36fce2a08",
    "weasyprint.layout.inline:skip_first_whitespace": "8b59fadfb638461c",
    "weasyprint.layout.inline:atomic_box": "7bdc202808f21ba4",
    "weasyprint.layout.inline:inline_block_box_layout": "120bb5858283a5c3",
    "weasyprint.layout.inline:inline_block_baseline": "213b5fe06e42c4f3",
    "weasyprint.layout.inline:split_inline_level": "8098bdbd3e2d7c03",
    "weasyprint.layout.inline:split_inline_box": "039bca5ab9589160",
    "weasyprint.layout.inline:split_text_box": "eb75c8b916afcf2c",
    "weasyprint.layout.inline:_out_of_flow_layout": "f1e0515f8bb834bd",
    "weasyprint.layout.inline:_adjust_line_height": "4a074e00c9d34358",
    "weasyprint.layout.inline:line_box_verticality": "ece07952f8c3b368",
    "weasyprint.layout.inline:translate_subtree": "4a8da8909bbe0910",
    "weasyprint.layout.inline:aligned_subtree_verticality": "22ee58846177e235",
    "weasyprint.layout.inline:inline_box_verticality": "3f852485b1fca372",
    "weasyprint.layout.inline:text_align": "79372fc12c3602fd",
    "weasyprint.layout.inline:justify_line": "cbba344b3c57ef10",
    "weasyprint.layout.inline:count_expandable_spaces": "b590abb9779e5080",
    "weasyprint.layout.inline:is_phantom_linebox": "69a1488e24796a65",
    "weasyprint.layout.leader:handle_leader": "a7f944a205e41cd0",
    "weasyprint.layout.float:float_layout": "be48193cfb2bcf9f",
    "weasyprint.layout.float:find_float_position": "c4e609ff8a37cb5e",
    "weasyprint.layout.float:avoid_collisions": "9414233392f728db",
    "weasyprint.layout.percent:percentage": "c75fddf0ecb77552",
    "weasyprint.layout.percent:resolve_one_percentage": "8abbba7df518308d",
    "weasyprint.layout.percent:resolve_percentages": "92016b948f740deb",
    "weasyprint.layout.replaced:inline_replaced_box_layout": "7a44f99b26cbb35c",
    "weasyprint.layout.block:_linebox_layout": "2edf8a7e471b161a",
    "weasyprint.layout.block:_break_line": "d1d7a55d46f4265d",
    "weasyprint.text.line_break:line_size": "186816fcede28485",
    "weasyprint.text.line_break:first_line_metrics": "d3ba485663a7b6c5",
    "weasyprint.text.line_break:split_first_line": "f5cfad56910a1b96",
    "weasyprint.text.line_break:strut": "e0631a4e87ce02c2",
    "weasyprint.text.line_break:get_log_attrs": "371b8bcb27fb157b",
    "weasyprint.text.line_break:Layout.__init__": "e1ec983345b81bb9",
    "weasyprint.text.line_break:Layout.setup": "97d605ad9767d73e",
    "weasyprint.text.line_break:Layout.set_text": "b1ff0c069c2bf994",
    "weasyprint.text.line_break:Layout.get_first_line": "370afb3c62a94d2f",
    "weasyprint.text.line_break:Layout.reactivate": "df15b7a6639dd1bf",
    "weasyprint.text.fonts:font_features": "ba56f96336c74893",
    "weasyprint.draw.text:draw_text": "d1cfa769e258eb9a",
    "weasyprint.draw.text:draw_emojis": "6a777888403b7a3f",
    "weasyprint.draw.text:draw_first_line": "df38b8753e86c3ba",
    "weasyprint.formatting_structure.boxes:Box.copy": "0e320995d52a653d",
    "weasyprint.formatting_structure.boxes:Box.translate": "fe1c1dc601691e1b",
    "weasyprint.formatting_structure.boxes:ParentBox.copy_with_children": "124f65542f4eb5ca",
    "weasyprint.formatting_structure.boxes:ParentBox.deepcopy": "6f7d47ca11a20fc2",
    "weasyprint.formatting_structure.boxes:ParentBox.remove_decoration": "ac9a9010edc56c65",
    "weasyprint.formatting_structure.boxes:TextBox.copy_with_text": "1ecaa42b04de558c",
    "weasyprint.pdf.stream:Stream.add_font": "be84a5edbf0cc45e",
    "weasyprint.pdf.stream:Stream.begin_text": "6bf19e06f92d938d",
    "weasyprint.pdf.stream:Stream.set_font_size": "087580d284b62c69",
    "pydyf:Stream.set_text_matrix": "e2bab4eea78eebbf",
    "pydyf:Stream.show_text": "ce485d8dd13e97c7",
}


def changed_functions() -> tuple[str, ...]:
    """Return the names of what is not as this room expects it, the version first; empty if all is."""
    return _differing(weasyprint.__version__, tuple((name, _find(name)) for name in _DIGESTS))


@lru_cache(maxsize=8)
def _differing(version: str, functions: tuple[tuple[str, Any], ...]) -> tuple[str, ...]:
    names = [] if version == SET_VERSION else [f"version {version}"]
    names += [name for name, function in functions if digest_of(function) != _DIGESTS[name]]
    if ffi.sizeof("PangoGlyphInfo") != _GLYPH_BYTES:
        names.append("PangoGlyphInfo")
    return tuple(names)


def _find(name: str) -> Any:
    """Return a function by `module:name` or `module:class.name`; None if there is none."""
    module, _, path = name.partition(":")
    found: Any = import_module(module)
    for part in path.split("."):
        found = getattr(found, part, None)
    return found


def digest_of(function: Any) -> str:
    """Return the digest of a function's source, its decorators included; words in place of it if there is none.

    The source is cut out by indentation, for `inspect.getsource` reads it token by token, which takes ten
    times as long (our own measurement).
    """
    if getattr(function, "__code__", None) is None:
        return "missing"
    source = source_of(function)
    return hashlib.sha256(source.encode()).hexdigest()[:16] if source else "no source"


def source_of(function: Any) -> str:
    """Return a function's source with its decorators, and no empty lines at its end; empty if there is none."""
    code = function.__code__
    lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1 :]
    if not lines:
        return ""
    margin = len(lines[0]) - len(lines[0].lstrip())
    end = start = next(number for number, line in enumerate(lines) if line.lstrip().startswith("def "))
    for line in lines[start + 1 :]:
        if line.strip() and len(line) - len(line.lstrip()) <= margin:
            break
        end += 1
    return "".join(lines[: end + 1]).rstrip()
