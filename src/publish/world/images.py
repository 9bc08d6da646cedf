"""Images by content: bytes in, a `Resource` that every edition can place out.

What an image is, its bytes say, not its name: pictures of pixels are checked in `raster.py`, drawings
cleaned in `vector.py`. The name given inside the publication is made here.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

from publish.model.resource import Resource
from publish.world.raster import UnreadableImage, check_raster

__all__ = ["UnreadableImage", "identify_image", "resource_name"]

_NOT_IMAGES = (
    (b"%PDF-", "is a PDF"),
    (b"%!PS", "is PostScript"),
    (b"\xc5\xd0\xd3\xc6", "is PostScript"),
    (b"<!doctype html", "is a web page"),
    (b"<html", "is a web page"),
    (b"version https://git-lfs", "is a pointer of Git LFS, not the image itself"),
)


def identify_image(name: str, content: bytes) -> Resource:
    """Make a resource of an image; `name` is its path in the project. Raises `UnreadableImage`.

    The resource's name is made from the path: `images/…`, safe in any address, distinct for distinct paths,
    with the ending its content deserves. Sizes are CSS pixels: one for each pixel of a raster image.
    """
    if not content:
        raise UnreadableImage("is empty")
    if _looks_like_svg(content):
        from publish.world.vector import clean_svg

        svg, width, height = clean_svg(content)
        return Resource(resource_name(name, ".svg"), "image/svg+xml", svg, width, height)
    start = content[:64].lstrip().lower()
    for magic, reason in _NOT_IMAGES:
        if start.startswith(magic.lower()):
            raise UnreadableImage(reason)
    image = check_raster(content)
    return Resource(
        resource_name(name, image.extension), image.media_type, image.content, image.width_px, image.height_px
    )


_PLAIN_PATH = re.compile(r"(?:[a-z0-9_][a-z0-9_.-]*/)*[a-z0-9_][a-z0-9_.-]{0,99}")
_ENDINGS = {".jpg": (".jpg", ".jpeg")}


def resource_name(path: str, extension: str) -> str:
    """Return an image's address inside a publication, with the ending its content deserves.

    A plain path keeps its form. Any other is reduced to its last part and a few letters of its digest, so that
    no two paths meet, not even where case is ignored.

    >>> resource_name("maps/baku.png", ".png")
    'images/maps/baku.png'
    """
    if _PLAIN_PATH.fullmatch(path) and path.endswith(_ENDINGS.get(extension, (extension,))) and len(path) < 200:
        return f"images/{path}"
    stem = PurePosixPath(path.split("?", maxsplit=1)[0]).stem.lower()
    plain = re.sub(r"[^a-z0-9]+", "-", stem)[:60].strip("-") or "image"
    digest = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"images/{plain}-{digest}{extension}"


def _looks_like_svg(content: bytes) -> bool:
    """Tell SVG by its first element; plain, in UTF-16, or compressed (`.svgz`)."""
    if content.startswith(b"\x1f\x8b"):
        return True
    start = content[:4096].replace(b"\0", b"")
    start = re.sub(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)", b"", start).lstrip()
    if not start.startswith(b"<"):
        return False
    return re.search(rb"<(?:[\w-]+:)?svg(?:[\s>/]|$)", start) is not None or start.startswith(b"<?xml")
