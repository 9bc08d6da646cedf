"""The bytes of a picture in an e-book → what it shows, so that no other packing of it is a change.

In: bytes of any kind. Out: its size in pixels and a digest of its pixels (Pillow) or of its drawing (canonical
XML); `broken` where nothing can be made of it. Decoding is bounded; a picture beyond the bounds is known by its
bytes.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from lxml import etree

BROKEN = "broken"
MISSING = "missing"
_MOST_PIXELS = 60_000_000
_MOST_PIXELS_OF_A_BOOK = 600_000_000
_DIGEST_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """What a picture shows."""

    digest: str
    width_px: int = 0
    height_px: int = 0


class Gallery:
    """Looks at the pictures of one e-book, each once."""

    def __init__(self) -> None:
        self._known: dict[str, Shown] = {}
        self._pixels = 0

    def look(self, address: str, read: Callable[[str], bytes | None]) -> Shown:
        """Return what the picture at an address shows; `read` gives None where there is no file."""
        if address not in self._known:
            content = read(address)
            self._known[address] = Shown(MISSING) if content is None else self._look(content)
        return self._known[address]

    def _look(self, content: bytes) -> Shown:
        start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith(b"<"):
            return _drawing(content)
        from PIL import Image, UnidentifiedImageError

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                with Image.open(BytesIO(content)) as image:
                    width, height = image.size
                    pixels = width * height
                    if pixels > _MOST_PIXELS or self._pixels + pixels > _MOST_PIXELS_OF_A_BOOK:
                        return Shown(_digest(content), width, height)
                    self._pixels += pixels
                    frames = getattr(image, "n_frames", 1)
                    shown = image.convert("RGBA")
            except (UnidentifiedImageError, Image.DecompressionBombError):
                return Shown(BROKEN)
            except Exception:  # decoders raise OSError, ValueError, SyntaxError, struct.error, …
                return Shown(BROKEN)
        return Shown(_digest(f"{width}×{height}×{frames}".encode() + shown.tobytes()), width, height)


def _drawing(content: bytes) -> Shown:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return Shown(BROKEN)
    return Shown(digest_of_drawing(root))


def digest_of_drawing(root: etree._Element) -> str:
    """Return the digest of a drawing, whatever its white space, prefixes and order of attributes."""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            parts.append(")")
            continue
        attributes = sorted(
            (str(name), " ".join(str(value).split())) for name, value in element.attrib.items() if name != "id"
        )
        parts.append(f"({element.tag}{attributes}{' '.join((element.text or '').split())}")
    return _digest("".join(parts).encode("utf-8", "surrogatepass"))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:_DIGEST_LETTERS]
