"""Images are known by content, checked once, and harmless when they leave."""

from __future__ import annotations

import base64
import contextlib
import gzip
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from publish.world import raster
from publish.world.images import UnreadableImage, identify_image, resource_name


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (4, 3), **options: object) -> bytes:
    file = BytesIO()
    Image.new(mode, size, 0).save(file, kind, **options)
    return file.getvalue()


def svg(inside: str = "", attributes: str = 'width="10" height="20"') -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f"{attributes}>{inside}</svg>"
    ).encode()


@pytest.mark.parametrize(
    ("kind", "media_type"), [("PNG", "png"), ("JPEG", "jpeg"), ("GIF", "gif"), ("WEBP", "webp")]
)
def test_core_media_types_stay_as_they_are(kind: str, media_type: str) -> None:
    content = picture(kind)
    resource = identify_image("a.xyz", content)
    assert resource.content == content
    assert (resource.media_type, resource.width_px, resource.height_px) == (f"image/{media_type}", 4, 3)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("BMP", "RGB"),
        ("TIFF", "RGB"),
        ("TIFF", "CMYK"),
        ("TIFF", "F"),
        ("TIFF", "LAB"),
        ("PPM", "RGB"),
        ("ICO", "RGBA"),
        ("TIFF", "I;16"),
    ],
)
def test_other_kinds_become_png(kind: str, mode: str) -> None:
    resource = identify_image("a.tif", picture(kind, mode, (16, 16)))
    assert resource.media_type == "image/png"
    assert resource.name.endswith(".png")
    with Image.open(BytesIO(resource.content)) as image:
        assert image.format == "PNG"
        assert image.size == (16, 16) == (resource.width_px, resource.height_px)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photographs_stand_upright_without_a_mark(orientation: int, kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    resource = identify_image("a.jpg", picture(kind, size=(40, 30), exif=exif))
    with Image.open(BytesIO(resource.content)) as image:
        assert (
            image.size == (resource.width_px, resource.height_px) == ((40, 30) if orientation < 5 else (30, 40))
        )
        assert image.getexif().get(0x0112, 1) == 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"])
def test_damage_is_told_and_never_raised_otherwise(kind: str) -> None:
    content = picture(kind, size=(64, 64))
    for end in range(0, len(content) - 1, max(1, len(content) // 60)):
        for damaged in (content[:end], content[:end] + b"\xff\x00\xa5" + content[end + 3 :]):
            try:
                identify_image("a.png", damaged)
            except UnreadableImage as trouble:
                assert str(trouble) == f"it {trouble.reason}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"hello", "of a kind"),
        (b"%PDF-1.7", "PDF"),
        (b"%!PS-Adobe", "PostScript"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1", "Git LFS"),
        (picture("PNG")[:40], "damaged"),
        (b"<svg", "well-formed"),
        (b"<?xml version='1.0'?><math/>", "not SVG"),
        (b"\x1f\x8b broken", "damaged"),
    ],
)
def test_what_is_no_image_is_named(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableImage, match=reason):
        identify_image("a.png", content)


def test_a_decompression_bomb_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "MOST_PIXELS", 1_000_000)
    with pytest.raises(UnreadableImage, match="pixels"):
        identify_image("a.png", picture("PNG", "1", (2000, 2000)))


def test_names_are_safe_distinct_and_kept_where_plain() -> None:
    assert resource_name("images/map.png", ".png") == "images/images/map.png"
    assert resource_name("photo.jpeg", ".jpg") == "images/photo.jpeg"
    paths = [
        "a.png",
        "A.png",
        "./a.png",
        "x/a.png",
        "x-a.png",
        "ä.png",
        "a b.png",
        "a.jpg",
        "https://e.org/a.png?x=1",
        "\udcff.png",
    ]
    names = [resource_name(path, ".png") for path in paths]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert name.isascii()
        assert not set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789-_./")
        assert ".." not in name


def cleaned(inside: str, attributes: str = 'width="10" height="20"') -> str:
    return identify_image("a.svg", svg(inside, attributes)).content.decode()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert('bad')</script>",
        "<g><script xlink:href='http://bad/'/></g>",
        "<rect onclick='bad()'/>",
        "<rect ONLOAD='bad()'/>",
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='bad'/></foreignObject>",
        "<image href='http://bad/x.png'/>",
        "<image xlink:href='file:///bad'/>",
        "<image href='//bad/x.png'/>",
        "<image href='bad.png'/>",
        "<image href='data:image/svg+xml;base64,bad'/>",
        "<image href='data:image/png;base64,bad'/>",
        "<use href='file:///bad#x'/>",
        "<use xlink:href='bad.svg#x'/>",
        "<use href='#bad'/>",
        "<a href='javascript:bad()'><rect/></a>",
        "<style>@import url(bad.css); @font-face { src: url(bad.ttf) }</style>",
        "<style>rect { fill: url('http://bad/') }</style>",
        "<style>@media print { rect { fill: url(bad) } @import 'bad'; }</style>",
        "<style>rect { fill: \\75rl(bad) }</style>",
        "<style><![CDATA[ rect { background: u\\72 l(bad) } ]]></style>",
        "<rect style='fill: url(bad.svg#x)'/>",
        "<rect style='fill: \\75 rl(bad)'/>",
        "<rect fill='url(http://bad/#x)'/>",
        "<rect fill='url(&quot;bad#x&quot;)'/>",
        "<rect cursor='\\75 rl(bad)'/>",
        "<set attributeName='href' to='bad'/>",
        "<animate attributeName='href' values='bad'/>",
        "<handler>bad</handler>",
        "<metadata>bad</metadata>",
        "<g xml:base='http://bad/'/>",
        "<!-- bad --><?bad bad?>",
        "<x:y xmlns:x='urn:bad' x:bad='bad'/>",
        "<rect xmlns:x='urn:bad' x:label='bad'/>",
        "<audio src='bad'/>",
        "<svg><script>bad</script></svg>",
    ],
)
def test_svg_does_nothing_but_draw(inside: str) -> None:
    text = cleaned(inside)
    assert "bad" not in text
    assert etree.fromstring(text.encode()).tag == "{http://www.w3.org/2000/svg}svg"


def test_svg_keeps_what_draws() -> None:
    png = base64.b64encode(picture("PNG")).decode()
    text = cleaned(
        f"<defs><linearGradient id='g'><stop offset='0' stop-color='rgb(1,2,3)'/></linearGradient></defs>"
        f"<rect id='r' fill='url(#g)' style='stroke: url(#g); fill: red' transform='rotate(3)'/>"
        f"<style>.x {{ fill: url(#g); font-family: 'A (b)' }}</style><use xlink:href='#r'/>"
        f"<image href='data:image/png;base64,{png}'/><text>a <tspan>b</tspan> c</text><title>T</title>"
    )
    for kept in (
        "linearGradient",
        "url(#g)",
        "rotate(3)",
        'xlink:href="#r"',
        png,
        "<tspan>b</tspan> c",
        "<title>T</title>",
        "rgb(1,2,3)",
        "stroke",
    ):
        assert kept in text


def test_svg_cleaning_is_idempotent() -> None:
    once = identify_image(
        "a.svg", svg("<g><rect style='fill: url(#r)' id='r2'/></g><style>a{fill:red}</style>")
    ).content
    assert identify_image("a.svg", once).content == once


def test_svg_text_between_removed_elements_stays() -> None:
    assert "before  after" in cleaned("<text>before <script/> after</text>").replace("<text>", "")


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE svg [<!ENTITY e0 "ha">{ENTITIES}]>',
        '<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]>',
        f'<!DOCTYPE svg [<!ENTITY big "{"x" * 100_000}">]>',
    ],
)
def test_entities_cannot_attack(doctype: str) -> None:
    with pytest.raises(UnreadableImage):
        identify_image("a.svg", (doctype + svg("<text>&e11;&e;</text>").decode()).encode())


def test_a_small_entity_repeated_without_end_is_refused() -> None:
    doctype = f'<!DOCTYPE svg [<!ENTITY e "{"x" * 900}">]>'
    with pytest.raises(UnreadableImage):
        identify_image("a.svg", (doctype + svg(f"<text>{'&e;' * 200_000}</text>").decode()).encode())


def test_an_external_doctype_is_not_fetched_and_plain_entities_serve() -> None:
    doctype = (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://127.0.0.1:9/svg11.dtd" '
        '[<!ENTITY ns_svg "http://www.w3.org/2000/svg">]>'
    )
    content = f'<?xml version="1.0"?>{doctype}<svg xmlns="&ns_svg;" width="1in" height="2.54cm"><rect/></svg>'
    resource = identify_image("a.svg", content.encode())
    assert b"DOCTYPE" not in resource.content
    assert (resource.width_px, resource.height_px) == (96, 96)


@pytest.mark.timeout(10)
def test_use_cannot_multiply_or_turn_in_circles() -> None:
    levels = ""
    for n in range(1, 12):
        levels += f"<g id='l{n}'>" + f"<use href='#l{n - 1}'/>" * 10 + "</g>"
    with pytest.raises(UnreadableImage, match="too many"):
        identify_image("a.svg", svg(f"<rect id='l0'/>{levels}"))
    for inside in (
        "<g id='a'><use href='#a'/></g>",
        "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>",
        "<pattern id='p'><rect fill='url(#p)'/></pattern>",
    ):
        with pytest.raises(UnreadableImage, match="itself"):
            identify_image("a.svg", svg(inside))


@pytest.mark.timeout(10)
def test_deep_svg_is_refused_or_cleaned_in_time() -> None:
    with contextlib.suppress(UnreadableImage):
        identify_image("a.svg", svg("<g>" * 50_000 + "</g>" * 50_000))


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="10" height="20"', (10, 20)),
        ('width="1in" height="1pc"', (96, 16)),
        ('viewBox="0 0 30 40"', (30, 40)),
        ('width="60" viewBox="0 0 30 40"', (60, 80)),
        ('height="80" viewBox="0,0,30,40"', (60, 80)),
        ('width="100%" height="100%" viewBox="0 0 3 4"', (3, 4)),
        ('width="-1" height="x"', (300, 150)),
        ('viewBox="0 0 0 0"', (300, 150)),
        ("", (300, 150)),
    ],
)
def test_svg_sizes(attributes: str, size: tuple[float, float]) -> None:
    resource = identify_image("a.svg", svg("", attributes))
    assert (resource.width_px, resource.height_px) == size


@pytest.mark.parametrize("number", ["nan", "inf", "-Infinity", "1e999", "1e+40", "9999999999"])
def test_numbers_that_are_none_are_left_out(number: str) -> None:
    content = identify_image(
        "a.svg", svg(f'<rect x="1.25" width="{number}" height="5"/><path d="M0 0L 3,{number}"/>')
    ).content
    assert number.encode() not in content
    assert b'x="1.25"' in content


def test_numbers_that_are_some_stay() -> None:
    inside = '<rect width="0.12345678901234" height="1e-12" fill="#12e456" id="inf"/><use href="#inf"/>'
    content = identify_image("a.svg", svg(inside)).content
    for kept in (b"0.12345678901234", b"1e-12", b"#12e456", b'id="inf"', b'href="#inf"'):
        assert kept in content


def test_svg_in_other_wrappings() -> None:
    plain = identify_image("a.svg", svg()).content
    assert identify_image("a.svgz", gzip.compress(svg())).content == plain
    assert identify_image("a.png", svg()).name.endswith(".svg")
    utf16 = ('<?xml version="1.0" encoding="UTF-16"?>' + svg().decode()).encode("utf-16")
    assert identify_image("a.svg", utf16).content == plain
    assert identify_image("a.svg", b"\xef\xbb\xbf" + svg()).content == plain
    bare = b'<svg width="10" height="20"><rect/></svg>'
    assert b'xmlns="http://www.w3.org/2000/svg"' in identify_image("a.svg", bare).content


def test_a_gzip_bomb_is_refused() -> None:
    with pytest.raises(UnreadableImage, match="larger"):
        identify_image("a.svg", gzip.compress(b"<svg>" + b" " * 40_000_000))
