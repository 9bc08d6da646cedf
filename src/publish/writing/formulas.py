"""TeX formulas in the two forms editions need: MathML for reflowable ones, SVG for pages.

In: TeX as the manuscript writes it, with its kind (display or inline). Out: `Formula` values. Pandoc (texmath)
makes MathML 3, ziamath draws it with STIX Two. WeasyPrint prints MathML as garbage, so pages get pictures whose
alternative text is the TeX. A formula that cannot be converted keeps its TeX and says why in `problem`.
"""

from __future__ import annotations

import hashlib
import json
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lxml import etree

from publish.model.diagnostic import Outcome
from publish.model.document import Document, walk
from publish.model.resource import Formula, Resource
from publish.world.limit import TimeLimitExceeded, time_limit
from publish.world.pandoc import run_pandoc
from publish.writing.tree import MATHML, local_name, take, text_of, unwrap

_DRAWN_SIZE_PX = 16.0
"""The size formulas are drawn at; all measures are divided by it, so that 1 em is the text's own size."""

_NESTING = re.compile(r"\\\\|\\[a-zA-Z]+|\\.|[{}]")
_WALLS = {r"\left": 1, r"\right": -1, r"\begin": 2, r"\end": -2}
_DEEPEST_GROUP = 12
_DEEPEST_WALL = 8
_SECONDS_PER_DRAWING = 30.0

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_INTEGRALS = frozenset("∫∬∭∮∯∰∱∲∳")
_VIEW_BOX = re.compile(r'width="[^"]*" height="[^"]*" viewBox="(\S+) (\S+) (\S+) (\S+)"')


def formulas_of(document: Document) -> tuple[tuple[str, bool], ...]:
    """Return a chapter's formulas, each once, as (TeX, is a display)."""
    found = (
        (element.content[1], element.content[0].tag == "DisplayMath")
        for element in walk(document)
        if element.tag == "Math"
    )
    return tuple(dict.fromkeys(found))


def render_formulas(texts: Sequence[tuple[str, bool]]) -> Outcome[Mapping[tuple[str, bool], Formula]]:
    """Convert a batch of formulas with one call of Pandoc.

    Failures are no diagnostics here: they stand in `Formula.problem`, and the chapter that prints the formula
    reports them with their place.
    """
    found: dict[tuple[str, bool], Formula] = {}
    wanted: list[tuple[str, bool]] = []
    for tex, display in dict.fromkeys(texts):
        if is_too_deep(tex):
            found[tex, display] = Formula(tex, display, "", "", problem="it is nested too deep")
        else:
            wanted.append((tex, display))
    if not wanted:
        return Outcome(found)
    for (tex, display), (mathml, problem) in zip(wanted, _to_mathml(wanted), strict=True):
        found[tex, display] = (
            _draw(tex, display, mathml) if mathml else Formula(tex, display, "", "", problem=problem)
        )
    return Outcome(found)


def is_too_deep(tex: str) -> bool:
    r"""Tell whether a formula is nested deeper than anybody writes; each level doubles the time, or worse.

    >>> is_too_deep("x_{a_{b}}"), is_too_deep("x_{" * 20 + "}" * 20), is_too_deep(r"\left(" * 20)
    (False, True, True)
    """
    groups = walls = 0
    for part in _NESTING.finditer(tex):
        match part.group():
            case "{":
                groups += 1
            case "}":
                groups -= 1
            case word if word in _WALLS:
                walls += _WALLS[word]
        if groups > _DEEPEST_GROUP or walls > _DEEPEST_WALL:
            return True
    return False


def formula_resources(formulas: Iterable[Formula]) -> tuple[Resource, ...]:
    """Return the drawn formulas as files for paged editions, each once, by name."""
    made: dict[str, Resource] = {}
    for formula in formulas:
        if formula.svg:
            size = (formula.width_em * _DRAWN_SIZE_PX, formula.height_em * _DRAWN_SIZE_PX)
            name = formula_name(formula)
            made[name] = Resource(name, "image/svg+xml", formula.svg.encode(), *size)
    return tuple(made[name] for name in sorted(made))


def formula_name(formula: Formula) -> str:
    """Return the address of a drawn formula inside the publication: by content, so that equal ones are one."""
    return f"formulas/{hashlib.sha256(formula.svg.encode()).hexdigest()[:16]}.svg"


def _to_mathml(texts: Sequence[tuple[str, bool]]) -> list[tuple[str, str]]:
    """Return (MathML, "") or ("", why not) for each formula."""
    blocks = [
        {"t": "Para", "c": [{"t": "Math", "c": [{"t": "DisplayMath" if display else "InlineMath"}, tex]}]}
        for tex, display in texts
    ]
    source = json.dumps({"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks})
    result = run_pandoc(source, from_="json", to="html5", options=["--mathml", "--wrap=none"])
    paragraphs = _PARAGRAPH.findall(result.text)
    if result.failed or len(paragraphs) != len(texts):
        return [("", "Pandoc could not convert it")] * len(texts)
    reasons = _reasons(result.messages)
    converted: list[tuple[str, str]] = []
    for (tex, _), paragraph in zip(texts, paragraphs, strict=True):
        mathml = _tidy(paragraph, tex) if paragraph.startswith("<math") else ""
        converted.append((mathml, "" if mathml else reasons.get(tex.strip(), "it is not TeX mathematics")))
    return converted


def _reasons(messages: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    r"""Return the last words of texmath's complaint by formula: `unexpected control sequence \foo`."""
    reasons: dict[str, str] = {}
    for message in messages:
        if message.get("type") == "CouldNotConvertTeXMath":
            lines = [line.strip() for line in str(message.get("message", "")).splitlines()]
            reason = next((line for line in lines if line.startswith("unexpected")), "")
            reasons[str(message.get("contents", "")).strip()] = reason or "it is not TeX mathematics"
    return reasons


def _tidy(mathml: str, tex: str) -> str:
    """Drop the annotation and its wrapper, which some readers print, and name the TeX as alternative text."""
    try:
        root = etree.fromstring(mathml)
    except etree.XMLSyntaxError:
        return ""
    for element in list(root.iter(etree.Element)):
        if local_name(element) == "annotation":
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
        take(element, "style")
    for element in list(root.iter(f"{{{MATHML}}}semantics")):
        if len(element) == 1:
            unwrap(element)
        else:
            element.tag = f"{{{MATHML}}}mrow"
    root.set("alttext", " ".join(tex.split()))
    return etree.tostring(root, encoding="unicode")


def _draw(tex: str, display: bool, mathml: str) -> Formula:
    """Draw MathML; without a picture the formula still has its MathML."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the engine's own warnings are its developers' matter
            with time_limit(_SECONDS_PER_DRAWING):
                svg, strangers = _svg_of(mathml, display)
    except TimeLimitExceeded:
        return Formula(tex, display, mathml, "", problem="drawing it takes too long")
    except Exception as failure:  # an engine of pure Python fails in any way on input it does not know
        return Formula(tex, display, mathml, "", problem=f"it cannot be drawn ({type(failure).__name__})")
    if strangers:
        return Formula(tex, display, mathml, "", problem=f"the font of formulas has no `{strangers[0]}`")
    box = _VIEW_BOX.search(svg)
    if box is None:
        return Formula(tex, display, mathml, "", problem="it cannot be drawn")
    top, width, height = (float(value) / _DRAWN_SIZE_PX for value in (box[2], box[3], box[4]))
    return Formula(tex, display, mathml, svg, round(width, 4), round(height, 4), round(top + height, 4))


def _svg_of(mathml: str, display: bool) -> tuple[str, str]:
    """Draw MathML; also return the characters that its font does not have."""
    from ziamath.config import config
    from ziamath.zmath import Math

    # Plain paths instead of symbols and references: no identifiers, and every renderer draws them alike.
    config.svg2 = False
    config.precision = 3
    root = etree.fromstring(mathml)
    if not display:
        # An integral with limits would stretch to three lines in running text.
        for sign in root.iter(f"{{{MATHML}}}mo"):
            if sign.text in _INTEGRALS:
                sign.set("stretchy", "false")
    math = Math(etree.tostring(root, encoding="unicode"), size=_DRAWN_SIZE_PX)
    letters = dict.fromkeys(text_of(root))
    strangers = "".join(
        c for c in letters if c.isprintable() and not c.isspace() and math.font.glyphindex(c) == 0
    )
    return str(math.svg()), strangers
