"""Fonts: the supplied families are whole, and the author's own are known by what they say of themselves."""

from __future__ import annotations

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from publish.model.resource import FontFace
from publish.world.fonts import (
    SUPPLIED,
    UnreadableFont,
    code_faces,
    faces_from_project,
    fallback_faces,
    font_catalogue,
    font_faces,
    theme_faces,
)


@pytest.mark.parametrize("name", SUPPLIED)
def test_supplied_families_have_roman_and_italic_and_bold(name: str) -> None:
    faces = font_faces(name)
    assert faces
    assert faces[0].style == "normal"
    for style in ("normal", "italic"):
        weights = [weight for face in faces if face.style == style for weight in face.weight.split()]
        assert min(map(int, weights)) <= 400
        assert max(map(int, weights)) >= 700
    assert len({face.family for face in faces}) == 1
    assert faces[0].family.startswith("publish ")
    for face in faces:
        assert set(face.resource.name) <= set(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./"
        )
        assert face.resource.media_type == "font/ttf"
        TTFont(BytesIO(face.resource.content), lazy=True).getBestCmap()


def test_the_catalogue_is_sorted_and_complete() -> None:
    assert set(SUPPLIED) <= set(font_catalogue())
    assert list(font_catalogue()) == sorted(font_catalogue())


def test_names_are_forgiving_but_never_paths() -> None:
    assert font_faces("EB Garamond") == font_faces("eb-garamond") == font_faces(" eb_garamond ")
    for name in ("", "no-such-font", "../eb-garamond", "eb-garamond/..", "eb.garamond", "os", "x" * 500):
        assert font_faces(name) is None


def test_every_face_has_a_name_of_its_own() -> None:
    faces = [face for name in font_catalogue() for face in font_faces(name) or ()]
    assert len({face.resource.name.lower() for face in faces}) == len(faces)


def test_code_and_other_scripts_are_served() -> None:
    assert {face.style for face in code_faces()} == {"normal", "italic"}
    letters = {letter for face in fallback_faces() for letter in cmap(face)}
    assert {ord("ə"), ord("Ж"), ord("ψ"), ord("ế"), ord("ب")} <= letters


def cmap(face: FontFace) -> set[int]:
    return set(TTFont(BytesIO(face.resource.content), lazy=True).getBestCmap())


def own(style: str = "normal") -> bytes:
    (face,) = (face for face in font_faces("source-code-pro") or () if face.style == style)
    return face.resource.content


def static(family: str, weight: int) -> bytes:
    font = TTFont(BytesIO((font_faces("amiri") or ())[0].resource.content))
    for number in (1, 16):
        font["name"].setName(family, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def test_the_authors_fonts_say_what_they_are() -> None:
    roman, italic = faces_from_project({"fonts/My Code.ttf": own(), "x/it.otf": own("italic")})
    assert (roman.family, roman.weight, roman.style) == ("Source Code Pro", "200 900", "normal")
    assert (italic.family, italic.weight, italic.style) == ("Source Code Pro", "200 900", "italic")
    assert roman.resource.name == "fonts/My-Code.ttf"
    assert italic.resource.name == "fonts/it.ttf"
    (heavy,) = faces_from_project({"a.ttf": static("House <Serif>; Ünï", 650)})
    assert (heavy.family, heavy.weight) == ("House Serif Ünï", "650")


def test_fonts_of_one_name_do_not_meet() -> None:
    names = [
        face.resource.name
        for face in faces_from_project({"a/f.ttf": own(), "b/F.ttf": own(), "c/f.ttf": own()})
    ]
    assert len({name.lower() for name in names}) == 3


def test_web_fonts_are_read() -> None:
    for flavor, extension in (("woff", ".woff"), ("woff2", ".woff2")):
        font = TTFont(BytesIO(own()))
        font.flavor = flavor
        file = BytesIO()
        font.save(file)
        (face,) = faces_from_project({"f.ttf": file.getvalue()})
        assert face.family == "Source Code Pro"
        assert face.resource.name == f"fonts/f{extension}"
        assert face.resource.media_type == f"font/{flavor}"


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"ttcf\0\1\0\0", b"\0\1\0\0", own()[:300], own()[:3000], b"wOF2" + b"\0" * 99]
)
def test_what_is_no_font_is_told(content: bytes) -> None:
    with pytest.raises(UnreadableFont) as trouble:
        faces_from_project({"bad.ttf": content})
    assert trouble.value.name == "bad.ttf"
    assert trouble.value.reason


def test_a_theme_prefers_the_authors_font() -> None:
    faces = faces_from_project({"a.ttf": static("House Serif", 400)})
    for name in ("House Serif", "house serif", "house-serif"):
        assert [face.family for face in theme_faces(name, faces) or ()] == ["publish House Serif"]
    assert theme_faces("eb-garamond", faces) == font_faces("eb-garamond")
    assert theme_faces("nothing", faces) is None
