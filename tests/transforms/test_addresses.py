"""Addresses of images are seen from the chapter's own folder first, then from the project's."""

from __future__ import annotations

import pytest

from publish.model.document import Document, Element
from publish.transforms.images import image_targets, settle_addresses

FILES = {"text/near.svg", "pictures/x y.svg", "near.svg", "pictures/far.svg"}


@pytest.mark.parametrize(
    ("path", "written", "used"),
    [
        ("text/a.md", "near.svg", "text/near.svg"),
        ("text/a.md", "../pictures/x%20y.svg", "pictures/x y.svg"),
        ("text/a.md", "pictures/far.svg", "pictures/far.svg"),
        ("text/a.md", "../../outside.svg", "../../outside.svg"),
        ("text/a.md", "https://example.org/near.svg", "https://example.org/near.svg"),
        ("a.md", "near.svg", "near.svg"),
    ],
)
def test_an_image_is_looked_for_beside_its_chapter_first(path: str, written: str, used: str) -> None:
    image = Element("Image", (("", (), ()), (), (written, "")))
    document = Document(path, (Element("Para", (image,)),), {}, (1, 23, 1))
    settled = settle_addresses(document, FILES.__contains__)
    assert [address for address, _ in image_targets(settled)] == [used]
