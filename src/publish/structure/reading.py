"""Any file that holds an edition → its page structure: a PDF, an EPUB, or a snapshot of either.

In: bytes; what they are is told by the bytes, never by the name. Out: a `PageStructure` or a diagnostic.
"""

from __future__ import annotations

from publish.model.diagnostic import Outcome, diagnose
from publish.model.pages import PageStructure


def read_edition(content: bytes) -> Outcome[PageStructure | None]:
    """Return the structure of an edition; None with a diagnostic if the bytes are none or damaged."""
    if b"%PDF-" in content[:1024]:
        from publish.structure.pdf.from_pdf import read_pdf

        return read_pdf(content)
    if content.startswith(b"PK"):
        from publish.structure.epub.from_epub import read_epub

        return read_epub(content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if not text.strip():
        message = "the file cannot be read: it is neither a PDF nor an EPUB nor a snapshot of one"
        return Outcome(None, (diagnose("pdf/unreadable", message, hints=("check that it is the right file",)),))
    from publish.structure.snapshot.reading import read_snapshot

    return read_snapshot(text)
