"""The rules pagination cannot do without, laid over every theme.

These bind the note vocabulary to the engine: how a note becomes a footnote, that it stays on the page of its
call, what a bookmark says. How notes look is the business of `styles/`.
"""

from __future__ import annotations

from publish.model.resource import StyleSheet

GROUNDWORK = StyleSheet(
    "paginating/groundwork.css",
    """
@layer publish-groundwork {
/* A note inherits from where it is called: a heading, a table, a poem. Under every theme it begins afresh. */
span.note {
  font-size: 1rem; font-style: normal; font-weight: normal; font-variant: normal; letter-spacing: normal;
  text-transform: none; text-indent: 0; white-space: normal; list-style: initial; quotes: auto;
}
span.note p { margin: 0; }
/* What stands on the lines of the page, where they are kept (lines/grid.py): running text, not what has white
   about it. Headings keep the white below them; figures, tables and formulas share theirs, and so do lists,
   quotations, verse and code that stand on one page. */
h1, h2, h3, h4, h5, h6 { --line-snap: none; --block-step-align: end; }
figure, table, hr, .equation, .math.display { --line-snap: none; --block-step-align: center; }
caption, figcaption, .caption, header.title-block, nav { --line-snap: none; }
ul, ol, dl, blockquote, pre, .line-block, div.sourceCode { --block-step-align: center; }
pre { --box-snap: first-baseline; }
}
""",
)
MECHANICS = StyleSheet(
    "paginating/mechanics.css",
    """
span.note {
  float: footnote !important;
  footnote-display: block !important;
  footnote-policy: line !important;
}
/* Calls and numbers are written by us; the engine's own would restart, and could not be links. */
/* An empty box stays where the engine wants its call; it must not raise the line. */
span.note::footnote-call {
  content: none !important;
  font-size: 0 !important;
  line-height: 0 !important;
  vertical-align: baseline !important;
}
span.note::footnote-marker { content: none !important; }
h1[data-label], h2[data-label], h3[data-label], h4[data-label], h5[data-label], h6[data-label] {
  bookmark-label: attr(data-label) !important;
}
.title-block h1, nav.toc h1, nav.toc h2 { bookmark-level: none !important; }
/* What no contents list, and no e-book's: notes that close a chapter, titles above those of a whole book. */
.notes-heading.of-chapter, .note-group-title { bookmark-level: none !important; }
""",
)
