"""What an e-book says of its accessibility, computed from what is in it.

In: written chapters, resources. Out: pairs of schema.org property and value, as EPUB Accessibility 1.1 section
2 asks. Nothing is claimed that was not found: alternative text only if every image has one, no hazards only if
nothing moves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from publish.model.chapter import HtmlChapter
from publish.model.resource import Resource

_IMAGE = re.compile(r"<img [^<>]*>")
_ALT = re.compile(r' alt="\s*[^"\s]')
_FRAME_LIMIT = 1


def accessibility(
    chapters: Sequence[HtmlChapter], images: Mapping[str, Resource], *, has_cover: bool
) -> tuple[tuple[str, str], ...]:
    """Return `schema:` properties with their values in the order the package document lists them.

    `images` are those the e-book contains; a cover carries the title as its alternative text.
    """
    tags = [tag for chapter in chapters for tag in _IMAGE.findall(chapter.body)]
    described = all(_ALT.search(tag) for tag in tags)
    has_images = bool(tags) or has_cover
    has_math = any(chapter.has_mathml for chapter in chapters)
    has_headings = any(chapter.headings for chapter in chapters)
    moves = any(_moves(image) for image in images.values())
    pairs = [("accessMode", "textual")]
    pairs += [("accessMode", "visual")] if has_images else []
    pairs += [("accessModeSufficient", "textual")] if described else []
    pairs += [("accessModeSufficient", "textual,visual")] if has_images else []
    features = ["tableOfContents", "readingOrder", "displayTransformability"]
    features += ["structuralNavigation"] if has_headings else []
    features += ["alternativeText"] if has_images and described else []
    features += ["MathML"] if has_math else []
    pairs += [("accessibilityFeature", feature) for feature in features]
    pairs.append(("accessibilityHazard", "unknown" if moves else "none"))
    pairs.append(("accessibilitySummary", _summary(len(tags), described, has_math, has_headings)))
    return tuple(pairs)


def _summary(images: int, described: bool, has_math: bool, has_headings: bool) -> str:
    sentences = ["The text reflows and can be read in any size and by a screen reader."]
    if has_headings:
        sentences.append("All headings are in the table of contents and marked as headings.")
    if images and described:
        sentences.append("Every image has a text alternative.")
    elif images:
        sentences.append("Some images have no text alternative.")
    if has_math:
        sentences.append("Mathematics is written in MathML.")
    return " ".join(sentences)


def _moves(image: Resource) -> bool:
    """Tell whether an image may be animated: GIF, PNG, WebP or SVG with more than one state."""
    content = image.content
    if image.media_type == "image/gif":
        return content.count(b"\x00\x21\xf9\x04") > _FRAME_LIMIT
    if image.media_type == "image/png":
        return b"acTL" in content[:4096]
    if image.media_type == "image/webp":
        return b"ANIM" in content[:64]
    return image.media_type == "image/svg+xml" and re.search(rb"<(?:\w+:)?(animate|set)\b", content) is not None
