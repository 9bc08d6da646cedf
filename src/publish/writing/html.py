"""A chapter as HTML: the resolved Document through Pandoc, the safety gate and our own hand.

In: a Document after all transforms, the rendered formulas, the images that exist. Out: an `HtmlChapter` of
well-formed XHTML for one of two media: `paged` (each note beside its call, formulas as pictures) or
`reflowable` (notes at the end, formulas as MathML). Pandoc is called once a chapter for both media.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lxml import etree

from publish.model.chapter import HtmlChapter, NoteGroup
from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Blocks, Document, Element
from publish.model.facts import Heading
from publish.model.resource import Formula, Resource
from publish.model.source import Span
from publish.world.pandoc import run_pandoc
from publish.world.process import TooLong
from publish.writing.breaking import open_lines
from publish.writing.conform import conform
from publish.writing.dress import HEADINGS, dress, drop_repeated_ids
from publish.writing.endnotes import NotesWay, close_with_notes, take_notes
from publish.writing.formulas import formula_name, render_formulas
from publish.writing.hanging import hang_lines
from publish.writing.indexes import keep_links_of_locators, leave_locators_to_settling
from publish.writing.notes import place_notes_at_end, place_notes_on_pages
from publish.writing.openers import Opening, open_chapter
from publish.writing.pagerefs import ON_PAGE, ON_SCREEN, settle_page_references
from publish.writing.pandocjson import write_blocks
from publish.writing.removal import reduce_raw
from publish.writing.safety import clean_markup
from publish.writing.tasks import draw_task_boxes
from publish.writing.tree import (
    MATHML,
    Tree,
    escape_text,
    has_class,
    parse_markup,
    remove,
    replace,
    take,
    unwrap,
    words_of,
    write_children,
)

Medium: TypeAlias = Literal["paged", "reflowable"]


def write_chapter(  # noqa: PLR0917
    document: Document,
    medium: Medium,
    formulas: Mapping[tuple[str, bool], Formula],
    resources: Mapping[str, Resource],
    identifier: str,
    title: str,
    opening: Opening | None = None,
    *,
    notes: NotesWay = "usual",
    notes_heading: str = "",
    lang: str = "en",
) -> Outcome[HtmlChapter]:
    """Write one chapter for one medium; what raw HTML lost and formulas that failed are diagnostics.

    `opening` is how its first paragraph is to begin, if not like any other; `notes_heading` what notes that
    close a chapter are called; `lang` is the language of the words an edition says by itself.
    """
    prepared = _prepare(document)
    found = list(prepared.diagnostics)
    tree = parse_markup(prepared.html)
    conform(tree)
    dress(tree, resources.keys())
    drop_repeated_ids(tree)
    has_boxes = draw_task_boxes(tree, lang, is_paged=medium == "paged")
    found.extend(_fill_slots(tree, prepared.maths, formulas, medium, document.path))
    headings, contents = _headings_of(document, tree)
    captions = _captions_of(tree)
    settle_page_references(tree, is_paged=medium == "paged")
    if opening is not None:
        open_chapter(tree, opening)
    if medium == "paged":
        # On paper nobody goes back from an entry: a list stands without the ways back to its cites.
        for ways in [span for span in tree.iter("span") if has_class(span, "backlinks")]:
            remove(ways)
        leave_locators_to_settling(tree)
    else:
        keep_links_of_locators(tree)
    apart: tuple[NoteGroup, ...] = ()
    if notes == "closing":
        close_with_notes(tree, notes_heading)
    elif notes == "apart":
        apart = take_notes(tree, title, is_paged=medium == "paged")
    elif medium == "paged":
        place_notes_on_pages(tree)
    else:
        place_notes_at_end(tree)
    if medium == "paged":
        hang_lines(tree)
        open_lines(tree)
    body = write_children(tree)
    chapter = HtmlChapter(
        path=document.path,
        identifier=identifier,
        title=title,
        body=body,
        headings=headings,
        contents=contents,
        captions=captions,
        notes=apart,
        resources=tuple(dict.fromkeys(image.get("src", "") for image in tree.iter("img"))),
        has_mathml=next(tree.iter(f"{{{MATHML}}}math"), None) is not None,
        has_svg=has_boxes and medium == "reflowable",
    )
    return Outcome(chapter, tuple(found))


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What both media of a chapter start from: safe HTML with slots, the formulas, what was removed."""

    document: Document
    html: str
    maths: tuple[Element, ...]
    diagnostics: tuple[Diagnostic, ...]


_recent: OrderedDict[int, _Prepared] = OrderedDict()
_MOST_RECENT = 256


def _prepare(document: Document) -> _Prepared:
    """Return the chapter through Pandoc and the gate; the second medium finds it ready.

    Chapters are known again by being the same object, which holding it here makes certain: comparing or hashing
    whole documents would cost more than writing them.
    """
    known = _recent.get(id(document))
    if known is not None:
        return known
    source = write_blocks(document.blocks)
    found: tuple[Diagnostic, ...] = ()
    if source.is_suspect:
        reduced = reduce_raw(document)
        found = reduced.diagnostics
        source = write_blocks(reduced.value.blocks)
    html, trouble = _pandoc_html(source.text, document)
    prepared = _Prepared(document, clean_markup(html), tuple(source.maths), (*found, *trouble))
    _recent[id(document)] = prepared
    if len(_recent) > _MOST_RECENT:
        _recent.popitem(last=False)
    return prepared


def _pandoc_html(blocks_json: str, document: Document) -> tuple[str, tuple[Diagnostic, ...]]:
    version = ",".join(str(part) for part in document.api_version)
    source = f'{{"pandoc-api-version":[{version}],"meta":{{}},"blocks":{blocks_json}}}'
    try:
        result = run_pandoc(source, from_="json", to="html5", options=["--wrap=none", "--section-divs"])
    except TooLong:
        return "", (
            _failed("read/too-long", "Pandoc did not finish writing the chapter; expected HTML", document),
        )
    if result.failed:
        said = str(result.messages[-1].get("pretty", "")) if result.messages else ""
        said = " ".join(said.split()) or "it gave no reason"
        return "", (_failed("read/pandoc-failed", f"Pandoc could not write the chapter: {said}", document),)
    return result.text, ()


def _failed(code: str, message: str, document: Document) -> Diagnostic:
    return diagnose(code, message, Span(document.path), hints=["try the chapter in halves to find the place"])


# --- formulas -------------------------------------------------------------------------------------------


def _fill_slots(
    tree: Tree,
    maths: Sequence[Element],
    formulas: Mapping[tuple[str, bool], Formula],
    medium: Medium,
    path: str,
) -> list[Diagnostic]:
    keys = [(math.content[1], math.content[0].tag == "DisplayMath") for math in maths]
    missing = [key for key in dict.fromkeys(keys) if key not in formulas]
    known = {**formulas, **render_formulas(missing).value} if missing else formulas
    found: list[Diagnostic] = []
    for slot in list(tree.iter("span")):
        index = take(slot, "data-formula")
        if not has_class(slot, "formula-slot") or not index.isdecimal() or int(index) >= len(maths):
            continue
        formula = known[keys[int(index)]]
        if formula.problem and (medium == "paged" or not formula.mathml):
            tex = _in_short(formula.tex)
            found.append(
                diagnose(
                    "math/unsupported",
                    f"the formula `{tex}` cannot be converted: {formula.problem}; its source is printed",
                    maths[int(index)].at or Span(path),
                    hints=["use commands of LaTeX and amsmath, or place the formula as an image"],
                )
            )
        _place_formula(slot, formula, medium)
    for equation in tree.iter("span"):
        if has_class(equation, "equation"):
            number = take(equation, "data-number")
            if number:
                label = etree.SubElement(equation, "span", {"class": "equation-number"})
                label.text = f"({number})"
    return found


def _in_short(tex: str) -> str:
    words = " ".join(tex.split())
    return words if len(words) <= 80 else f"{words[:79]}…"


def _place_formula(slot: Tree, formula: Formula, medium: Medium) -> None:
    if medium == "paged" and formula.svg:
        style = f"width: {formula.width_em:g}em; height: {formula.height_em:g}em"
        if not formula.display:
            style += f"; vertical-align: {-formula.descent_em:g}em"
        attributes = {
            "class": "formula",
            "src": formula_name(formula),
            "alt": formula.tex.strip(),
            "style": style,
        }
        new = etree.Element("img", attributes)
    elif medium == "reflowable" and formula.mathml:
        new = etree.fromstring(formula.mathml)
    else:
        new = etree.Element("code", {"class": "formula-source", "dir": "ltr"})
        new.text = formula.tex.strip()
    above = slot.getparent()
    replace(slot, new)
    if formula.display and above is not None and not has_class(above, "equation"):
        equation = etree.Element("span", {"class": "equation"})
        replace(new, equation)
        equation.append(new)


# --- headings -------------------------------------------------------------------------------------------


def _headings_of(document: Document, tree: Tree) -> tuple[tuple[Heading, ...], tuple[str, ...]]:
    """Return the chapter's headings that have an identifier, and the words of each as XHTML."""
    places: dict[str, Tree] = {}
    for element in tree.iter(*HEADINGS):
        above = element.getparent()
        identifier = element.get("id") or (
            above.get("id") if above is not None and above.tag == "section" else ""
        )
        if identifier:
            places.setdefault(identifier, element)
    headings: list[Heading] = []
    contents: list[str] = []
    for header in _headers(document.blocks):
        level, (identifier, _, pairs), inlines = header.content
        place = places.pop(identifier, None)
        if place is not None:
            headings.append(
                Heading(identifier, level, dict(pairs).get("number", ""), inlines, document.path, header.at)
            )
            contents.append(_contents_line(place))
    return tuple(headings), tuple(contents)


def _captions_of(tree: Tree) -> tuple[tuple[str, str], ...]:
    """Return the identifier and the words as XHTML of each numbered caption."""
    captions: dict[str, str] = {}
    for label in tree.iter("span"):
        line = label.getparent()
        if line is None or not has_class(label, "caption-label"):
            continue
        place = next((up for up in line.iterancestors() if up.get("id")), None)
        if place is not None:
            captions.setdefault(place.get("id", ""), _contents_line(line))
    return tuple(captions.items())


def _headers(blocks: Blocks) -> list[Element]:
    found: list[Element] = []
    for block in blocks:
        if block.tag == "Header":
            found.append(block)
        elif block.tag == "Div":
            found.extend(_headers(block.content[1]))
    return found


def _contents_line(heading: Tree) -> str:
    """Write a heading's words without its notes, links, images and identifiers."""
    copy = deepcopy(heading)
    for element in list(copy.iter(etree.Element)):
        if element is copy:
            continue
        take(element, "id")
        if has_class(element, "note-call") or has_class(element, ON_PAGE):
            remove(element)
        elif has_class(element, ON_SCREEN):
            unwrap(element)
        elif element.tag == "br":
            space = etree.Element("span")
            space.text = " "
            replace(element, space)
            unwrap(space)
        elif element.tag == "a":
            unwrap(element)
        elif element.tag == "img" and not has_class(element, "formula"):
            words = etree.Element("span")
            words.text = element.get("alt", "")
            replace(element, words)
            unwrap(words)
    return write_children(copy).strip() or escape_text(words_of(heading))
