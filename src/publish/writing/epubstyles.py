"""Style sheets and fonts as e-books take them.

In: the edition's sheets, its font faces, and the words to be set. Out: sheets without what EPUB forbids (CSS of
EPUB 3.3 section 6.3.2: `direction`, `unicode-bidi`; addresses outside the package) and one sheet that names the
fonts which are really used; `style/css` for what was taken from the author's sheets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.resource import FontFace, StyleSheet
from publish.model.source import Span

_FORBIDDEN = {"direction", "unicode-bidi"}
_SLANTED = re.compile(r"<(em|i|cite|dfn|var|address)[ >]")
_HEAVY = re.compile(r"<(strong|b|th|dt|h[1-6])[ >]")
_CODE = re.compile(r"<(code|pre|kbd|samp)[ >]")
_ORDINARY = re.compile("[\x00-\u052f\u1e00-\u27bf\u2c60-\u2c7f\ua640-\ua69f\ua720-\ua7ff]")
"""Latin, Greek, Cyrillic, punctuation and symbols: what the text font is expected to have."""


def faces_used(faces: Sequence[FontFace], bodies: Sequence[str]) -> tuple[FontFace, ...]:
    """Return the faces the text needs: the roman always, others where an element asks for them.

    The first family is the text's. Families after it are the code font, known by its name, and fallbacks for
    other scripts, taken only where the text has letters beyond Latin, Greek and Cyrillic that they draw.
    """
    if not faces:
        return ()
    slanted = any(_SLANTED.search(body) for body in bodies)
    heavy = any(_HEAVY.search(body) for body in bodies)
    has_code = any(_CODE.search(body) for body in bodies)
    strangers = {c for body in bodies for c in _ORDINARY.sub("", body)}
    text = faces[0].family
    used: list[FontFace] = []
    for face in faces:
        if is_code_family(face.family):
            if has_code and face.style == "normal":
                used.append(face)
        elif face.family != text:
            if strangers and face.style == "normal" and _draws(face, strangers):
                used.append(face)
        elif (face.style == "normal" or slanted) and (not _is_heavy(face) or heavy):
            used.append(face)
    return tuple(used)


def is_code_family(family: str) -> bool:
    """Tell whether a family is meant for code, by its name."""
    return re.search(r"\b(code|mono)\b", family, re.IGNORECASE) is not None


def _is_heavy(face: FontFace) -> bool:
    return face.weight.isdecimal() and int(face.weight) >= 600


def _draws(face: FontFace, characters: set[str]) -> bool:
    from io import BytesIO

    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(BytesIO(face.resource.content), lazy=True, fontNumber=0) as font:
            known = font.getBestCmap() or {}
    except (TTLibError, OSError):
        return False
    return any(ord(character) in known for character in characters)


def font_sheet(faces: Sequence[FontFace], folder: str) -> StyleSheet:
    """Write the `@font-face` rules of embedded faces and give them to text and code."""
    rules = [
        f'@font-face {{ font-family: "{_plain(face.family)}"; font-weight: {face.weight}; '
        f'font-style: {face.style}; src: url("{folder}/{face.resource.name.rpartition("/")[2]}") }}'
        for face in faces
    ]
    families = list(dict.fromkeys(face.family for face in faces))
    text = [f'"{_plain(family)}"' for family in families if not is_code_family(family)]
    code = [f'"{_plain(family)}"' for family in families if is_code_family(family)]
    if text:
        rules.append(f"body {{ font-family: {', '.join([*text, 'serif'])} }}")
    if code:
        rules.append(f"code, pre, kbd, samp {{ font-family: {', '.join([*code, 'monospace'])} }}")
    return StyleSheet("fonts.css", "\n".join(rules) + "\n")


def _plain(family: str) -> str:
    return re.sub(r'["\\\n\r{};<>]', "", family)


def tame_sheet(sheet: StyleSheet) -> Outcome[StyleSheet]:
    """Take from a sheet what an e-book may not hold, and say so; cascade layers are opened."""
    import tinycss2

    found: list[Diagnostic] = []
    rules = tinycss2.parse_stylesheet(sheet.text, skip_comments=True, skip_whitespace=True)
    text = "\n".join(part for rule in rules if (part := _rule(rule, sheet.name, found)))
    return Outcome(StyleSheet(sheet.name, text + "\n"), tuple(found))


def _rule(rule: object, name: str, found: list[Diagnostic]) -> str:
    import tinycss2
    from tinycss2 import ast

    if isinstance(rule, ast.QualifiedRule):
        inside = _declarations(rule.content, name, found)
        return f"{tinycss2.serialize(rule.prelude).strip()} {{ {inside} }}" if inside else ""
    if isinstance(rule, ast.ParseError):
        found.append(_refused(name, rule, f"a rule that cannot be read ({rule.message})"))
        return ""
    if not isinstance(rule, ast.AtRule):
        return ""
    keyword = rule.lower_at_keyword
    if keyword in ("media", "supports", "layer") and rule.content is not None:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        text = "\n".join(part for child in inner if (part := _rule(child, name, found)))
        return text if keyword == "layer" else f"@{keyword}{tinycss2.serialize(rule.prelude)}{{ {text} }}"
    if keyword in ("page", "layer"):
        return ""  # pages are not an e-book's matter, and a list of layers says nothing once they are opened
    found.append(_refused(name, rule, f"`@{keyword}`"))
    return ""


def _declarations(content: object, name: str, found: list[Diagnostic]) -> str:
    import tinycss2
    from tinycss2 import ast

    kept: list[str] = []
    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if not isinstance(item, ast.Declaration):
            found.append(_refused(name, item, "a declaration that cannot be read"))
            continue
        value = tinycss2.serialize(item.value).strip()
        if item.lower_name in _FORBIDDEN or re.search(r"url\(|image-set\(", value, re.IGNORECASE):
            found.append(_refused(name, item, f"`{item.lower_name}: {value}`"))
            continue
        kept.append(f"{item.name}: {value}{' !important' if item.important else ''}")
    return "; ".join(kept)


def _refused(name: str, node: object, what: str) -> Diagnostic:
    line, column = getattr(node, "source_line", 1), getattr(node, "source_column", 1)
    message = f"{what} cannot be used in an e-book and was left out; expected CSS that names no files"
    return diagnose("style/css", message, Span(name, line, column))
