"""What each piece of a book is in the vocabularies that reading systems know.

Data. EPUB 3 Structural Semantics Vocabulary 1.1 (`epub:type`), DPUB-ARIA 1.1 (`role`). A role is only named for
what that vocabulary has: there is none for a half-title or a copyright page.
"""

from __future__ import annotations

from collections.abc import Mapping

from publish.model.pieces import Role, Zone

EPUB_TYPES: Mapping[Role, str] = {
    "half-title": "halftitlepage",
    "title-page": "titlepage",
    "copyright": "copyright-page",
    "contents": "toc",
    "figures": "loi",
    "tables": "lot",
    "notes": "endnotes",
    **{
        role: role
        for role in (
            "dedication", "epigraph", "foreword", "preface", "acknowledgments", "introduction", "prologue",
            "part", "chapter", "epilogue", "afterword", "appendix", "glossary", "bibliography", "index",
            "colophon",
        )
    },
}  # fmt: skip

ARIA_ROLES: Mapping[Role, str] = {
    role: f"doc-{name}"
    for role, name in EPUB_TYPES.items()
    if role not in ("half-title", "title-page", "copyright", "figures", "tables")
}

MATTER: Mapping[Zone, str] = {"front": "frontmatter", "main": "bodymatter", "back": "backmatter"}
"""The `epub:type` of a document's body."""


def semantics(role: Role) -> str:
    """Return the attributes of a piece's section, with a space before each.

    >>> semantics("preface"), semantics("text")
    (' epub:type="preface" role="doc-preface"', '')
    """
    kind, aria = EPUB_TYPES.get(role), ARIA_ROLES.get(role)
    return (f' epub:type="{kind}"' if kind else "") + (f' role="{aria}"' if aria else "")
