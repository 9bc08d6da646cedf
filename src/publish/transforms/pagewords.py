"""How each language says on which page something stands.

Data, and phrases made of it: `Figure 3 on page 12` within a sentence; `page 12` alone (*see page 12*);
`(page 12)` behind words. Where the case of a word or the ending of a number would have to follow the sentence
or the way the number is spoken, the language has an abbreviation or parentheses, which need neither. `{}` is
the number; a space before or behind it does not break.
"""

from __future__ import annotations

from typing import NamedTuple

from publish.model.document import Element, Inlines
from publish.model.elements import make_attr, span, text
from publish.transforms.words import NO_BREAK_SPACE, known_language


class PageWords(NamedTuple):
    """One language: within a sentence, alone, and behind words."""

    within: str
    alone: str
    behind: str = ""

    def behind_words(self) -> str:
        """Return the form behind words, in parentheses."""
        return self.behind or f" ({self.alone})"


PAGE_WORDS: dict[str, PageWords] = {
    "en": PageWords(" on page {}", "page {}"),
    "de": PageWords(" auf Seite {}", "Seite {}"),
    "fr": PageWords(" à la page {}", "page {}"),
    "es": PageWords(" en la página {}", "página {}"),
    "it": PageWords(" a pagina {}", "pagina {}"),
    "pt": PageWords(" na página {}", "página {}"),
    "ca": PageWords(" a la pàgina {}", "pàgina {}"),
    "ro": PageWords(" la pagina {}", "pagina {}"),
    "nl": PageWords(" op pagina {}", "pagina {}"),
    "sv": PageWords(" på sidan {}", "sidan {}"),
    "da": PageWords(" på side {}", "side {}"),
    "nb": PageWords(" på side {}", "side {}"),
    "fi": PageWords(" sivulla {}", "sivu {}"),
    "ru": PageWords(" на с. {}", "с. {}"),
    "uk": PageWords(" на с. {}", "с. {}"),
    "pl": PageWords(" na s. {}", "s. {}"),
    "cs": PageWords(" na s. {}", "s. {}"),
    "hu": PageWords(" ({}. oldal)", "{}. oldal"),
    "tr": PageWords(" (s. {})", "s. {}"),
    "az": PageWords(" (səh. {})", "səh. {}"),
    "el": PageWords(" στη σελίδα {}", "σελίδα {}"),
    "fa": PageWords(" در صفحهٔ {}", "صفحهٔ {}"),
    "ar": PageWords(" في الصفحة {}", "الصفحة {}"),
    "he": PageWords(" בעמוד {}", "עמוד {}"),
    "zh": PageWords("（第{}页）", "第{}页", "（第{}页）"),
    "ja": PageWords("（{}ページ）", "{}ページ", "（{}ページ）"),
    "ko": PageWords("({}쪽)", "{}쪽", "({}쪽)"),
}


def page_words(lang: str) -> PageWords:
    """Return a language's words, English where it is not listed.

    >>> page_words("de-AT").within
    ' auf Seite {}'
    """
    return PAGE_WORDS[known_language(lang)]


def page_phrase(pattern: str, target: str, *classes: str) -> Element:
    """Return a pattern as a Span `on-page`, the place of the number a Span `folio-of` that pagination fills."""
    before, _, after = pattern.partition("{}")
    lead = before[: len(before) - len(before.lstrip())]
    before = before[len(lead) :]
    if before.endswith(" "):
        before = before[:-1] + NO_BREAK_SPACE
    # Pandoc would write a key `target` as the attribute of that name that HTML has for links.
    folio = span(("", ("folio-of",), (("data-target", target),)), ())
    words: Inlines = (*text(lead + before), folio, *text(_unbroken(after)))
    return span(make_attr("", ("on-page", *classes)), words)


def _unbroken(after: str) -> str:
    """Keep what follows the number on its line (`12. oldal`)."""
    return after.replace(" ", NO_BREAK_SPACE)
