"""HTML becomes pages: the road through this room.

In: one XHTML document, style sheets, images and fonts, all as values. Out: a tagged PDF (PDF/UA-1) with
outline, page labels and metadata; where every note and anchor went; diagnostics for whatever is not as it
should be. Nothing is read from disk or network. Notes are checked on every build (house rule: a book with a
lost note is never good).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from publish.model.artifact import Pagination
from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.lines import TOTAL_FIT, LineSettings
from publish.model.metadata import Metadata
from publish.model.resource import FontFace, Resource, StyleSheet
from publish.model.source import Source
from publish.paginating.lines.record import Record

_ENGINE_PACKAGES = ("weasyprint", "tinycss2", "cssselect2", "pydyf", "pyphen", "fontTools", "cffi", "PIL")


def paginate(
    html: str,
    sheets: Sequence[StyleSheet],
    resources: Mapping[str, Resource],
    faces: Sequence[FontFace],
    metadata: Metadata,
    *,
    sources: Sequence[Source] = (),
    lines: LineSettings = TOTAL_FIT,
    grid: bool = False,
    record: Record | None = None,
) -> Outcome[Pagination | None]:
    """Lay a document out and paint it; the value is None only if the engine could not make pages at all.

    `sources` are the manuscript's texts, used only to tell where a word or character met on a page was written;
    `grid` puts every line of text on the lines of the page; `record` is told who set how many lines.
    """
    # The engine takes a third of a second to load: only builds that print pages pay for it.
    from publish.paginating.engine_log import engine_remarks
    from publish.paginating.loading import quick_import

    diagnostics: list[Diagnostic] = []
    with engine_remarks(), quick_import():
        # Loading the engine may say something of the machine it is on; that is no finding about a manuscript.
        from publish.paginating.addresses import MemoryFetcher
        from publish.paginating.lines.setting import set_lines
        from publish.paginating.pagemaking import LayoutStuck
        from publish.paginating.preparing import prepare_tree
        from publish.paginating.sheets import parse_sheets
        from publish.paginating.tagging import write_pdf

    fetcher = MemoryFetcher(resources, tuple(faces))
    styling = parse_sheets(sheets, faces, fetcher)
    try:
        root = prepare_tree(html)
    except RecursionError:
        return Outcome(None, (_failure("elements are nested too deep"),))
    if metadata.lang and not root.get("lang"):
        root.set("lang", metadata.lang)
    pagination: Pagination | None = None
    with engine_remarks() as remarks:
        try:
            with set_lines(lines, grid=grid, record=record) as setter:
                laid_out, found, judged = _settle(root, styling, fetcher)
                title = metadata.title_text or (root.findtext(".//title") or "").strip() or "Untitled"
                pdf = write_pdf(laid_out, found, metadata, title)
                if record is not None:
                    record.count(page._page_box for page in laid_out.document.pages)
            pagination = Pagination(
                pdf,
                found.page_count,
                tuple(note.place for note in judged),
                tuple(found.anchors.items()),
            )
        except LayoutStuck as stuck:
            diagnostics.append(_failure(str(stuck)))
        except RecursionError:
            diagnostics.append(_failure("elements are nested too deep"))
        except Exception as error:
            if not _is_the_engines(error):
                raise
            diagnostics.append(_failure(f"it stopped with {type(error).__name__}: {error}".rstrip(": ")))
    from publish.paginating.judging import note_diagnostics, overflow_diagnostics
    from publish.paginating.proving import reference_diagnostics
    from publish.paginating.remarks import translate_remarks

    diagnostics = [
        *styling.diagnostics,
        *translate_remarks(remarks, fetcher, sheets, root, sources),
        *diagnostics,
    ]
    if pagination is not None:
        if not laid_out.is_mended:
            diagnostics.append(_unmended())
        if setter is None and lines.breaker != "greedy":
            diagnostics.append(_unset_lines())
        diagnostics += note_diagnostics(judged, sources)
        diagnostics += overflow_diagnostics(root, found, sources)
        diagnostics += reference_diagnostics(laid_out, found, sources)
    return Outcome(pagination, tuple(dict.fromkeys(diagnostics)))


def _settle(root: Any, styling: Any, fetcher: Any) -> tuple[Any, Any, Any]:
    """Lay out until every note is where it belongs, or the bounded rounds are used up; return the best
    layout.
    """
    from publish.paginating.inspecting import inspect_pages
    from publish.paginating.judging import judge_notes
    from publish.paginating.layout import lay_out
    from publish.paginating.repairing import MOST_ROUNDS, force_break
    from publish.paginating.settling import References

    cache: dict[str, Any] = {}
    references = References(root)
    laid_out = lay_out(root, styling, fetcher, cache, references)
    found = inspect_pages(laid_out)
    best = laid_out, found, judge_notes(laid_out, found)
    broken: set[Any] = set()
    for _ in range(MOST_ROUNDS):
        judged = judge_notes(laid_out, found)
        if _weight(judged) < _weight(best[2]):
            best = laid_out, found, judged
        if not force_break(root, judged, broken, all_faults=not laid_out.is_mended):
            break
        laid_out = lay_out(root, styling, fetcher, cache, references)
        found = inspect_pages(laid_out)
    return best


def _is_the_engines(error: Exception) -> bool:
    """Tell whether an exception was raised in the engine's own code, so that it is no bug of ours."""
    frame = error.__traceback__
    innermost = ""
    while frame is not None:
        innermost = frame.tb_frame.f_globals.get("__name__") or ""
        frame = frame.tb_next
    return innermost.split(".")[0] in _ENGINE_PACKAGES


def _weight(judged: Any) -> tuple[int, int]:
    """Count faults: those that make an edition unfit first."""
    faults = [note.fault for note in judged if note.fault]
    return sum(fault != "displaced" for fault in faults), len(faults)


def _failure(reason: str) -> Diagnostic:
    return diagnose(
        "layout/failed",
        f"the layout engine could not break the text into pages: {reason}",
        hints=("look at that place for something larger than the page, or nested unusually deep",),
    )


def _unmended() -> Diagnostic:
    from publish.paginating.mending import MENDED_VERSION
    from publish.paginating.versions import engine_versions

    return diagnose(
        "layout/unmended-engine",
        f"WeasyPrint {dict(engine_versions())['weasyprint']} is installed; publish mends the footnotes of "
        f"{MENDED_VERSION} only. Notes were set right by page breaks instead",
        hints=(f"install the pinned release: pip install weasyprint=={MENDED_VERSION}",),
    )


def _unset_lines() -> Diagnostic:
    from publish.paginating.lines.engine import SET_VERSION, changed_functions
    from publish.paginating.versions import engine_versions

    differing = ", ".join(changed_functions()[:3])
    return diagnose(
        "layout/greedy-lines",
        f"WeasyPrint {dict(engine_versions())['weasyprint']} is installed; publish sets whole paragraphs in "
        f"{SET_VERSION} only ({differing} differs). Lines were broken one by one instead",
        hints=(
            f"install the pinned release: pip install weasyprint=={SET_VERSION}",
            "or write `lines: greedy` to have lines broken one by one",
        ),
    )
