"""Pictures of pixels: bytes in, bytes that every edition can place out.

PNG, JPEG, GIF and WebP stay as they are (EPUB 3.3, core media types); BMP, TIFF, AVIF, ICO, JPEG 2000 and the
portable pixmaps become PNG. Photographs that a camera has only marked as turned (EXIF orientation) are turned.
Everything is decoded once, within limits, so that a damaged image or a decompression bomb is told of here and
never reaches a layout engine.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 120_000_000
"""A3 at 600 dots an inch is 70 million."""

_KEPT = {
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "GIF": ("image/gif", ".gif"),
    "WEBP": ("image/webp", ".webp"),
}
_CONVERTED = ("BMP", "TIFF", "AVIF", "ICO", "JPEG2000", "PPM")
_TURNED = range(2, 9)


class UnreadableImage(Exception):
    """An image that cannot be placed; `reason` completes "the image …"."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"it {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture that can be placed, with the ending its content deserves; sizes are its pixels."""

    media_type: str
    extension: str
    content: bytes
    width_px: float
    height_px: float


def check_raster(content: bytes) -> Raster:
    """Decode a picture once and return it in a form every edition takes; raises `UnreadableImage`."""
    from PIL import Image, UnidentifiedImageError  # 40 ms, and only a manuscript with images needs it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own bomb warning: our limit is lower than its error
        try:
            with _open(content) as image:
                return _checked(image, content)
        except UnreadableImage:
            raise
        except UnidentifiedImageError:
            raise UnreadableImage("is damaged, or of a kind that publish does not know") from None
        except Image.DecompressionBombError:
            raise UnreadableImage(f"has more than {MOST_PIXELS // 1_000_000} million pixels") from None
        except Exception as trouble:  # decoders raise OSError, ValueError, SyntaxError, struct.error, …
            raise UnreadableImage("is damaged") from trouble


def _open(content: bytes) -> Image.Image:
    from PIL import Image, UnidentifiedImageError

    try:
        return Image.open(BytesIO(content), formats=tuple(_KEPT))
    except UnidentifiedImageError:
        Image.init()  # loads every decoder; some builds of Pillow lack some
        return Image.open(BytesIO(content), formats=[kind for kind in _CONVERTED if kind in Image.OPEN])


def _checked(image: Image.Image, content: bytes) -> Raster:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise UnreadableImage(f"has {width} × {height} pixels, more than {MOST_PIXELS // 1_000_000} million")
    if width < 1 or height < 1:
        raise UnreadableImage("has no pixels")
    image.load()
    kind = image.format or ""
    orientation = image.getexif().get(0x0112)
    if orientation in _TURNED:
        return _turned(image)
    if kind == "MPO":  # a JPEG with further pictures behind it
        kind = "JPEG"
    if kind in _KEPT:
        media_type, extension = _KEPT[kind]
        return Raster(media_type, extension, content, float(width), float(height))
    return Raster("image/png", ".png", _as_png(image), float(width), float(height))


def _turned(image: Image.Image) -> Raster:
    """Turn a photograph as its mark says and drop the mark: not every reader heeds it."""
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(image)
    width, height = upright.size
    if image.format not in ("JPEG", "MPO"):
        return Raster("image/png", ".png", _as_png(upright), float(width), float(height))
    file = BytesIO()
    profile = image.info.get("icc_profile")
    upright.save(file, "JPEG", quality=93, subsampling=0, icc_profile=profile, exif=b"")
    return Raster("image/jpeg", ".jpg", file.getvalue(), float(width), float(height))


_PNG_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")


def _as_png(image: Image.Image) -> bytes:
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
    if image.mode not in _PNG_MODES:
        image = image.convert("RGBA" if image.mode in ("PA", "RGBa", "La") else "RGB")
    file = BytesIO()
    image.save(file, "PNG", icc_profile=profile, exif=b"")
    return file.getvalue()
