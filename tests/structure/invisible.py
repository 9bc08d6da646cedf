"""The changes of the mutation study that no reader can see, as data."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf

from tests.structure import pdf_edits as pe
from tests.structure import pdf_resaving as resaving
from tests.structure.epub_edits import entries, everywhere, packed, replace
from tests.structure.mutations import Mutation, css
from tests.structure.valley import Edition, valley


def _saved(name: str, edit: pe.PdfEdit = pe.nothing, edition: Edition = "pdf", **saving: object) -> Mutation:
    return Mutation(name, lambda: (valley(edition), pe.edited(valley(edition), edit, **saving)))


def _zipped(name: str, make: Callable[[dict[str, bytes]], bytes]) -> Mutation:
    return Mutation(name, lambda: (valley("epub"), make(entries(valley("epub")))))


_MODES = pikepdf.ObjectStreamMode
_LEVELS = pikepdf.StreamDecodeLevel

INVISIBLE = (
    Mutation("nothing at all", lambda: (valley("pdf"), valley("pdf"))),
    Mutation("built again", lambda: (valley("pdf"), valley("pdf", (css("/* else */"),)))),
    Mutation("booklet built again", lambda: (valley("booklet"), valley("booklet", (css("/* else */"),)))),
    Mutation(
        "epub built again",
        lambda: (valley("epub"), valley("epub", (("extra.css", "/* nothing */\n", "/* else */\n"),))),
    ),
    _saved("saved by another tool"),
    _saved("linearised", linearize=True),
    _saved("object streams", object_stream_mode=_MODES.generate),
    _saved("no object streams", object_stream_mode=_MODES.disable),
    _saved("uncompressed", compress_streams=False, stream_decode_level=_LEVELS.generalized),
    _saved("compressed anew", recompress_flate=True),
    _saved("normalised content", normalize_content=True),
    _saved("another version", min_version="2.0"),
    _saved("dates", resaving.set_dates),
    _saved("producer", resaving.set_info("/Producer", "Another Maker 9")),
    _saved("creator tool", resaving.set_info("/Creator", "Another Tool 9")),
    _saved("identifier", resaving.set_id),
    _saved("no XMP", resaving.drop_xmp),
    _saved("marked as PDF/A", resaving.mark_pdfa),
    _saved("subsets renamed", resaving.rename_subsets),
    _saved("objects shuffled", resaving.shuffle_objects),
    _saved("content in two streams", resaving.split_contents),
    _saved("fonts called otherwise", resaving.rename_resources),
    _saved("private data", resaving.add_private_data),
    _saved("boxes spelt out", resaving.add_default_boxes),
    _saved("another origin", resaving.move_origin),
    _saved("links in another order", resaving.reverse_annotations),
    _saved("links without names", resaving.inline_destinations),
    _saved("places called otherwise", resaving.rename_destinations),
    _saved("pictures packed otherwise", resaving.recompress_pictures),
    _saved("shown glyph by glyph", resaving.show_glyph_by_glyph),
    _saved("shifted by 0.1 pt", pe.shift_all(0.1)),
    _saved("booklet saved by another tool", edition="booklet", linearize=True),
    _saved("booklet shifted by 0.1 pt", pe.shift_all(0.1), edition="booklet"),
    _zipped("epub: packed less", lambda f: packed(f, level=1)),
    _zipped("epub: stored", lambda f: packed(f, stored=True)),
    _zipped("epub: other times", lambda f: packed(f, year=2020)),
    _zipped("epub: other order", lambda f: packed(dict(reversed(f.items())))),
    _zipped("epub: identifier", lambda f: packed(everywhere("38041043-", "58041043-")(f))),
    _zipped("epub: date of change", lambda f: packed(everywhere("2000-01-01T", "2021-05-05T")(f))),
    _zipped("epub: ids in the manifest", lambda f: packed(replace(".opf", "chapter-", "c-", count=99)(f))),
    _zipped("epub: ids of notes", lambda f: packed(everywhere(r'(["#])note-', r"\1n-")(f))),
    _zipped("epub: white space between tags", lambda f: packed(everywhere(r"</p>\s*<p>", "</p>\n\n  <p>")(f))),
    _zipped(
        "epub: manifest in another order",
        lambda f: packed(
            replace(".opf", r'(<item id="font-4"[^>]*>)(\s*)(<item id="font-5"[^>]*>)', r"\3\2\1")(f)
        ),
    ),
    _zipped("epub: a comment", lambda f: packed(everywhere("</body>", "<!-- made by a tool --></body>")(f))),
)
