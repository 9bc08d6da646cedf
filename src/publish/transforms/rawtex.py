r"""Raw TeX: the few commands that have a counterpart in every edition.

In: the text of one raw passage of TeX. Out: inlines, or None where there is no counterpart. Page breaks become
a Span `page-break`, font commands formatting, amsmath's environments display mathematics with their `\label`,
`\ref` and its kin cross-references. A word that only looks like a command (`C:\Users`) is kept as it stands.
"""

from __future__ import annotations

import re

from publish.model.document import Citation, Element, Inlines
from publish.model.elements import make_attr, span, text

PAGE_BREAK = span(make_attr("", ("page-break",)), ())

_PAGE_BREAK = re.compile(
    r"\s*\\(?:newpage|pagebreak|clearpage|cleardoublepage|eject)\s*(?:\[\d\])?(?:\{\})?\s*"
)
_COMMENT = re.compile(r"\s*(?:%[^\n]*\s*)*")
_STYLED = re.compile(r"\\(textbf|textit|textsl|emph|textsc|underline|texttt)\{([^{}\\$]*)\}\s*")
_STYLES = {
    "textbf": "Strong",
    "textit": "Emph",
    "textsl": "Emph",
    "emph": "Emph",
    "textsc": "SmallCaps",
    "underline": "Underline",
}
_LOGOS = {r"\TeX": "TeX", r"\LaTeX": "LaTeX", r"\LaTeXe": "LaTeX2ε", r"\XeTeX": "XeTeX"}
_DISPLAY = re.compile(
    r"\s*\\begin\{(align|alignat|equation|gather|multline|flalign|eqnarray)(\*?)\}.*\\end\{\1\2\}\s*", re.DOTALL
)
_LABEL = re.compile(r"\\label\{([^{}\s]+)\}")
_REFERENCE = re.compile(r"\\(ref|eqref|autoref|cref|Cref)\{((?:fig|tbl|tab|eq|lst|sec):[^{}\s,]+)\}\s*")
_WORD = re.compile(r"\\[A-Za-z]{2,}")
_LAYOUT = re.compile(
    r"\\(?:"
    r"noindent|indent|par|smallskip|medskip|bigskip|vfill|hfill|centering|raggedright|"
    r"raggedleft|newline|linebreak|onecolumn|twocolumn|maketitle|tableofcontents|listoffigures|"
    r"listoftables|appendix|frontmatter|mainmatter|backmatter|small|footnotesize|normalsize|large|"
    r"Large|tiny|huge|Huge|singlespacing|doublespacing|onehalfspacing|sloppy|allowbreak|"
    r"nopagebreak|nolinebreak|bfseries|itshape|item|hline"
    r")"
)
"""Commands that only arrange a page of paper; there is nothing of theirs to print."""


def usable_tex(raw: str) -> Inlines | None:
    r"""Return what a raw passage of TeX means as inlines, or None if no edition can use it.

    >>> usable_tex(r"\textbf{so}")[0].tag, usable_tex(r"\vspace{2em}"), usable_tex(r"\Users")[0].content
    ('Strong', None, '\\Users')
    """
    if _PAGE_BREAK.fullmatch(raw):
        return (PAGE_BREAK,)
    if _COMMENT.fullmatch(raw):
        return ()
    logo = _LOGOS.get(raw.strip().removesuffix("{}").rstrip())
    if logo is not None:
        return (Element("Str", logo),)
    return _styled(raw) or _display(raw) or _reference(raw) or _plain_word(raw)


def _styled(raw: str) -> Inlines | None:
    found = _STYLED.fullmatch(raw)
    if found is None:
        return None
    command, words = found.groups()
    if command == "texttt":
        return (Element("Code", (make_attr(), words)),)
    return (Element(_STYLES[command], text(words)),)


def _display(raw: str) -> Inlines | None:
    if not _DISPLAY.fullmatch(raw):
        return None
    labels = _LABEL.findall(raw)
    formula = Element("Math", (Element("DisplayMath"), _LABEL.sub("", raw).strip()))
    if not labels:
        return (formula,)
    name = labels[0] if labels[0].startswith("eq:") else f"eq:{labels[0]}"
    return (span(make_attr(name, ("equation",)), (formula,)),)


def _reference(raw: str) -> Inlines | None:
    found = _REFERENCE.fullmatch(raw)
    if found is None:
        return None
    command, label = found[1], found[2].replace("tab:", "tbl:", 1) if found[2].startswith("tab:") else found[2]
    key = label[:1].upper() + label[1:] if command == "Cref" else label
    mode = "SuppressAuthor" if command in ("ref", "eqref") else "AuthorInText"
    cite = Element("Cite", ((Citation(key, mode=mode),), (Element("Str", raw.strip()),)))
    return (Element("Str", "("), cite, Element("Str", ")")) if command == "eqref" else (cite,)


def _plain_word(raw: str) -> Inlines | None:
    if _WORD.fullmatch(raw) and not _LAYOUT.fullmatch(raw):
        return (Element("Str", raw),)
    return None
