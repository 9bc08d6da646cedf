"""Images as e-books take them: the core media types of EPUB 3.3, section 3.2.

In: images of the publication. Out: the same, or a PNG of it; a body without those that cannot travel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

from publish.model.resource import Resource
from publish.writing.tree import escape_text, escape_value

CORE_IMAGES = frozenset({"image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp"})

_IMAGE = re.compile(r"<img [^<>]*/>")
_SOURCE = re.compile(r' src="([^"]*)"')
_WORDS = re.compile(r' alt="([^"]*)"')


def core_image(image: Resource) -> Resource | None:
    """Return the image in a core media type, as a PNG if it is of another; None if it cannot be converted."""
    if image.media_type in CORE_IMAGES:
        return image
    from PIL import Image

    try:
        with Image.open(BytesIO(image.content)) as picture:
            target = BytesIO()
            picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(target, "PNG", optimize=False)
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    return replace(image, name=f"{image.name}.png", media_type="image/png", content=target.getvalue())


def without_lost_images(body: str, names: Mapping[str, str]) -> str:
    """Give images the names they travel under; those that do not travel leave their words."""

    def change(tag: re.Match[str]) -> str:
        source = _SOURCE.search(tag[0])
        name = names.get(_plain(source[1])) if source else None
        if source is None or name is None:
            words = _WORDS.search(tag[0])
            return f'<span class="missing-image">{escape_text(_plain(words[1])) if words else ""}</span>'
        return tag[0].replace(source[0], f' src="{escape_value(name)}"')

    return _IMAGE.sub(change, body)


def _plain(value: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        value = value.replace(entity, character)
    return value
