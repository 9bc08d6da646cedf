"""The cascade of an edition: which sheets it wears, in which order, with the theme's knobs turned.

In: the edition, the kind of publication, the theme, the language, the fonts. Out: style sheets in order: static
files of `styles/` (cascade layers, CSS Cascade 5 section 6.4), one generated sheet, the author's own last and
outside all layers, so that they win. Pages (CSS Paged Media 3) get plain lengths: an engine computes margins
of pages before it knows custom properties.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from publish.model.digits import abjad_numerals, digits_of
from publish.model.lines import LineSettings
from publish.model.plan import EditionPlan, Kind, PageSize, Theme
from publish.model.resource import FontFace, StyleSheet
from publish.world.assets import style_sheet
from publish.writing.geometry import PageGeometry, page_geometry
from publish.writing.typeface import UNKNOWN, Typeface, measure_typeface

Script: TypeAlias = Literal["alphabetic", "tall", "ideographic"]

LAYERS = "@layer tokens, elements, page, kind, edition;"
"""The order of the cascade, said at the head of every sheet: each may be the first an engine reads."""

_A4 = PageSize("A4", 210.0, 297.0)

_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku-arab", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_TALL = frozenset(
    ("ar", "ckb", "fa", "ks", "ps", "sd", "ug", "ur", "bn", "gu", "hi", "kn", "ml", "mr", "ne", "or",
     "pa", "sa", "si", "ta", "te", "th", "lo", "km", "my", "bo")
)  # fmt: skip
_IDEOGRAPHIC = frozenset({"zh", "ja", "ko", "yue"})
_LONG_WORDS = frozenset({"de", "fi", "et", "hu", "nl", "sv", "da", "nb", "nn", "no", "is"})
"""Languages of compounds: two letters may stand before a hyphen, or lines would gape."""
_LETTERS = (6, 3, 3)
"""The shortest word divided, and what stays before and behind its hyphen, where nothing else is said."""
_TOTAL_FIT_LETTERS = (5, 2, 3)
"""The same for total-fit lines, which need few hyphens and weigh each: two letters before it, three
behind (The Chicago Manual of Style, 17th ed., "Word Division"; TeX's `\\lefthyphenmin` and
`\\righthyphenmin`)."""


def stylesheets_for(  # noqa: PLR0917 - the pipeline hands all of an edition in
    edition: EditionPlan,
    kind: Kind,
    theme: Theme,
    lang: str,
    faces: Sequence[FontFace],
    author: Sequence[StyleSheet],
) -> tuple[StyleSheet, ...]:
    """Return an edition's sheets in the order of the cascade, the author's last.

    The first of `faces` is the text's; the code font and those of other scripts follow it.
    """
    openers = ["openers-screen.css"] if theme.openers != "plain" else []
    digits = theme.digits or digits_of(lang)
    numbers = _list_sheet(digits, has_layers=edition.to != "epub")
    if edition.to == "epub":
        return (*map(style_sheet, ["epub.css", *openers]), *numbers, *author)
    if edition.to == "html":
        root = _root_sheet(theme, faces, UNKNOWN, leading_pt=0.0)
        return (root, *map(style_sheet, ["screen.css", *openers]), *numbers, *author)
    face = measure_typeface(faces[0].resource.content) if faces else UNKNOWN
    bound = kind == "book" or edition.to == "booklet"
    rtl = is_right_to_left(lang)
    geometry = page_geometry(edition.page or _A4, theme, face, mirrored=bound, script=script_of(lang))
    names = ["tokens.css", "elements.css", "code.css", "furniture.css", "index.css", "page.css"]
    if rtl:
        names.append("page-rtl.css")
    if openers:
        names.append("openers.css")
    names += [f"kind-{kind}.css", f"edition-{edition.to}.css"]
    return (
        _root_sheet(theme, faces, face, leading_pt=geometry.leading),
        *(style_sheet(name) for name in names),
        _page_sheet(geometry, theme, lang, face),
        *numbers,
        *author,
    )


def is_right_to_left(lang: str) -> bool:
    """Tell whether a language (BCP 47) is written from right to left.

    >>> is_right_to_left("fa-IR"), is_right_to_left("az-Arab"), is_right_to_left("en")
    (True, True, False)
    """
    parts = lang.lower().replace("_", "-").split("-")
    if "latn" in parts or "cyrl" in parts:
        return False
    return parts[0] in _RIGHT_TO_LEFT or bool({"arab", "hebr", "syrc", "thaa"} & set(parts))


def script_of(lang: str) -> Script:
    """Return how much room a language's letters need between lines.

    >>> script_of("hi"), script_of("ja"), script_of("az")
    ('tall', 'ideographic', 'alphabetic')
    """
    parts = lang.lower().replace("_", "-").split("-")
    if parts[0] in _IDEOGRAPHIC:
        return "ideographic"
    if "latn" not in parts and (parts[0] in _TALL or "arab" in parts):
        return "tall"
    return "alphabetic"


def hyphen_limits(lines: LineSettings, lang: str) -> tuple[int, int, int]:
    """Return the least letters of a word that is divided, before its hyphen and behind it (CSS Text 4, 6.3.3,
    `hyphenate-limit-chars`): the theme's, else those usual in the language (our own choice).

    >>> hyphen_limits(LineSettings(), "de-AT"), hyphen_limits(LineSettings(letters_after=4), "en")
    ((5, 2, 3), (5, 2, 4))
    """
    word, before, after = _TOTAL_FIT_LETTERS if lines.breaker == "total-fit" else _LETTERS
    if lang.lower().split("-")[0] in _LONG_WORDS:
        before = 2
    return (
        word if lines.word_letters is None else lines.word_letters,
        before if lines.letters_before is None else lines.letters_before,
        after if lines.letters_after is None else lines.letters_after,
    )


def _list_sheet(digits: str, *, has_layers: bool) -> tuple[StyleSheet, ...]:
    """Number lists in the digits of the publication; nothing is said of decimal ones, which are usual."""
    if digits == "decimal":
        return ()
    rule = f"ol {{ list-style-type: {digits} }}\n"
    return (StyleSheet("theme lists", f"{LAYERS}\n@layer elements {{\n{rule}}}\n" if has_layers else rule),)


def _root_sheet(theme: Theme, faces: Sequence[FontFace], face: Typeface, leading_pt: float) -> StyleSheet:
    """Turn the knobs into custom properties and the root's own font."""
    families = list(dict.fromkeys(entry.family for entry in faces))
    others = families[1:] or families
    code = [name for name in others if re.search("code|mono", name, re.IGNORECASE)][:1]
    text = [name for name in families if name not in code or name == families[0]]
    # A lower-case x of code as tall as that of the text, for a code font whose x is 0.48 em.
    scale = min(1.0, max(0.7, face.x_height_em / 0.48))
    declarations = [
        f"--accent: {_colour(theme.accent)}",
        f"--text-font: {_family_list(text, 'serif')}",
        f"--code-font: {_family_list(code, 'monospace', [name for name in text if name not in code])}",
        f"--code-scale: {scale:.3f}em",
        f"--math-scale: {min(1.0, max(0.85, face.x_height_em / 0.45)):.3f}em",
        "font-family: var(--text-font)",
    ]
    if leading_pt:
        declarations += [
            f"--note-leading: {_points(round(leading_pt * 0.79 * 4) / 4)}",
            f"--small-leading: {_points(round(leading_pt * 0.86 * 4) / 4)}",
            f"font-size: {_points(theme.size_pt)}",
            f"line-height: {_points(leading_pt)}",
        ]
    lines = ";\n    ".join(declarations)
    return StyleSheet("theme", f"{LAYERS}\n@layer tokens {{\n  :root {{\n    {lines};\n  }}\n}}\n")


def _front_numerals(digits: str) -> str:
    """Return the counter style of pages before the text."""
    letters = abjad_numerals(digits)
    if not letters:
        return "system: extends lower-roman"
    symbols = ", ".join(f"{value} '{letter}'" for value, letter in letters)
    return f"system: additive; additive-symbols: {symbols}"


def _page_sheet(geometry: PageGeometry, theme: Theme, lang: str, face: Typeface) -> StyleSheet:
    """Write the page's lengths, and what depends on the page's size or the font's features."""
    digits = theme.digits or digits_of(lang)
    top, foot = _points(geometry.top), _points(geometry.foot)
    inner, outer = _points(geometry.inner), _points(geometry.outer)
    rules = [
        f"@counter-style folio {{ system: extends {digits} }}",
        f"@counter-style front-folio {{ {_front_numerals(digits)} }}",
        f"@page {{ size: {_points(geometry.width)} {_points(geometry.height)}; "
        f"margin: {top} {outer} {foot} {inner} }}",
        f"@page :left {{ margin: {top} {inner} {foot} {outer} }}",
        f"@page :right {{ margin: {top} {outer} {foot} {inner} }}",
    ]
    # A picture leaves room for its caption, so that neither moves to a page of its own.
    plate = max(geometry.leading, geometry.text_height - 5 * geometry.leading)
    elements = [
        f":root {{ --measure: {_points(geometry.text_width)}; "
        f"--text-height: {_points(geometry.text_height)} }}",
        f"img, svg {{ max-height: {_points(plate)} }}",
    ]
    letters = hyphen_limits(theme.lines, lang)
    if letters != _LETTERS:
        elements.append(f"html {{ hyphenate-limit-chars: {letters[0]} {letters[1]} {letters[2]} }}")
    if face.has("sups") and digits == "decimal":
        # Superior figures that were drawn as such, in place of shrunken ones.
        elements.append(
            ".note-call { font-size: 1em; vertical-align: baseline; font-variant-position: super; margin: 0 }"
        )
    if script_of(lang) != "alphabetic":
        elements.append(".note { line-height: 0.86rlh }")
    body = "\n  ".join(elements)
    return StyleSheet("theme pages", f"{LAYERS}\n@layer page {{\n  {body}\n}}\n" + "\n".join(rules) + "\n")


def _points(length: float) -> str:
    return f"{length:.3f}".rstrip("0").rstrip(".") + "pt"


def _family_list(families: Sequence[str], generic: str, more: Sequence[str] = ()) -> str:
    return ", ".join([*(f'"{_plain(family)}"' for family in (*families, *more)), generic])


def _plain(family: str) -> str:
    """Keep a name from ending its string: it may come from a font file of the author's."""
    return re.sub(r'["\\\n\r{};<>]', "", family)


def _colour(text: str) -> str:
    """Return a colour that cannot end its declaration; black for anything that is none by its form."""
    safe = re.fullmatch(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,24}|[a-z]{3,9}\([0-9a-z.,%/ +-]{1,60}\)", text.strip())
    return text.strip() if safe else "#000"
