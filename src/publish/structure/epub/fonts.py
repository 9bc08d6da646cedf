"""The font faces of an e-book → which files they show, and which are missing.

In: `@font-face` rules (CSS Fonts 4, section 4) and an opened package. Out: each face by its family and cut,
with the name its file has inside, so that another file shows and a renamed one does not.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import tinycss2

from publish.model.pages import LostFile
from publish.structure.epub.package import Package, is_outside, resolve
from publish.structure.epub.values import longhands

_MAX_FACES = 200
_SIGNATURES = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")


def read_faces(
    package: Package, rules: list[tuple[str, list[Any]]]
) -> tuple[tuple[str, ...], tuple[LostFile, ...]]:
    """Return the faces as `family-cut = name in the file`, sorted, and files that are missing or damaged."""
    faces: set[str] = set()
    lost: dict[str, LostFile] = {}
    hidden = _encrypted(package)
    for base, content in rules[:_MAX_FACES]:
        values, sources = _read_rule(content)
        family = values.get("font-family", "").strip("\"'")
        if not family:
            continue
        weight, style = values.get("font-weight", "400"), values.get("font-style", "normal")
        cut = (
            ""
            if weight in ("400", "normal") or " " in weight
            else "Bold"
            if weight in ("700", "bold")
            else weight
        )
        cut += "Italic" if style in ("italic", "oblique") else ""
        face = f"{family}-{cut}" if cut else family
        shown = ""
        for href in sources:
            if is_outside(href):
                continue
            address = resolve(base, href)[0]
            if address not in package.names:
                lost[address] = LostFile("font", face)
                package.faults.append(f"the font {address} is missing")
                continue
            name = "" if address in hidden else _name(package.read(address) or b"")
            if name is None:
                lost[address] = LostFile("font", face, is_damaged=True)
                package.faults.append(f"the font {address} is damaged")
                continue
            shown = shown or name
        faces.add(f"{face} = {shown}" if shown else face)
    return tuple(sorted(faces)), tuple(lost.values())


def families_of(rules: list[tuple[str, list[Any]]]) -> frozenset[str]:
    """Return the families that a book brings along, in lower case."""
    names = (_read_rule(content)[0].get("font-family", "") for _, content in rules[:_MAX_FACES])
    return frozenset(name.strip("\"'").lower() for name in names)


def _read_rule(content: list[Any]) -> tuple[dict[str, str], list[str]]:
    values: dict[str, str] = {}
    sources: list[str] = []
    for each in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
        if each.type != "declaration":
            continue
        if each.lower_name != "src":
            values.update(longhands(each.name, each.value))
            continue
        for token in each.value:
            if token.type == "url":
                sources.append(token.value)
            elif token.type == "function" and token.lower_name == "url":
                sources += [inner.value for inner in token.arguments if inner.type == "string"]
    return values, sources


def _name(content: bytes) -> str | None:
    """Return the full name that a font gives itself; None if it is no font."""
    if not content.startswith(_SIGNATURES):
        return None
    from fontTools.ttLib import TTFont

    try:
        with TTFont(BytesIO(content), lazy=True, fontNumber=0) as font:
            return str(font["name"].getDebugName(4) or font["name"].getDebugName(6) or "")
    except ImportError:  # WOFF2 needs a decoder that may not be there
        return ""
    except Exception:  # damaged tables raise whatever they meet
        return None


def _encrypted(package: Package) -> frozenset[str]:
    """Return the files that are obfuscated (EPUB 3.3, 4.2.6.3.2): nothing can be said of their names."""
    if "META-INF/encryption.xml" not in package.names:
        return frozenset()
    tree = package.parse("META-INF/encryption.xml")
    references = tree.iter("{*}CipherReference") if tree is not None else ()
    return frozenset(resolve("", reference.get("URI", ""))[0] for reference in references)
