"""A PDF and page numbers → pictures of these pages as data URIs, by pdfium; WebP, small and fast.

pdfium is not thread-safe, so pages are drawn one by one; compressing happens beside it.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

_QUALITY = 62


def render_pages(pdf: bytes, pages: Iterable[int], dpi: float = 80.0) -> dict[int, str]:
    """Return a picture for each page number that exists, from 1."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        with ThreadPoolExecutor(2) as pool:
            waiting = {}
            for number in sorted(set(pages)):
                if not 0 < number <= len(document):
                    continue
                page = document[number - 1]
                image = page.render(scale=dpi / 72, rev_byteorder=True).to_pil()
                page.close()
                waiting[number] = pool.submit(_compress, image)
            return {number: future.result() for number, future in waiting.items()}
    finally:
        document.close()


def _compress(image: Any) -> str:
    out = io.BytesIO()
    image.convert("RGB").save(out, "WEBP", quality=_QUALITY, method=0)
    return f"data:image/webp;base64,{base64.b64encode(out.getvalue()).decode('ascii')}"
