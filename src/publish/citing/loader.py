"""CSL style and locale texts → citeproc-py's element tree.

In: XML text. Out: a tree of citeproc-py's classes (`citeproc.model`), two of them ours by subclassing:
`CslStyle` finds its locales without touching the disk twice or tripping over doubled ones, `CslLocale` is
what it finds. Order of locales: CSL 1.0.2, "Locale Fallback". citeproc-py's own loader takes only direct
subclasses, so the class map is here.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import citeproc
from citeproc import model
from lxml import etree

CSL = "{http://purl.org/net/xbiblio/csl}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class BadStyle(Exception):
    """The text is not a CSL style; the message says what was found."""


class CslLocale(model.Locale):  # type: ignore[misc]
    """A cs:locale, of a style or of the locale files."""


class CslStyle(model.Style):  # type: ignore[misc]
    """A cs:style that knows its locales in the order in which they are asked."""

    def set_locale_list(self, output_locale: str, validate: bool = False) -> None:
        """Set `locales` for an output language, from the style's own to en-US."""
        del validate
        own = self.findall(CSL + "locale")
        language = output_locale.split("-", maxsplit=1)[0]
        found: list[CslLocale] = []
        for wanted in dict.fromkeys((output_locale, language, None)):
            found += [locale for locale in own if locale.get(XML_LANG) == wanted]
        names = (canonical_locale(output_locale), citeproc.PRIMARY_DIALECTS.get(language), "en-US")
        for name in dict.fromkeys(names):
            if name in citeproc.LANGUAGE_NAMES:
                found.append(load_locale(name))
        self.locales = found


def canonical_locale(language: str) -> str:
    """Return the name of the locale file for a BCP 47 tag: itself, the primary dialect, or en-US.

    >>> canonical_locale("de"), canonical_locale("en-NZ"), canonical_locale("tlh")
    ('de-DE', 'en-US', 'en-US')
    """
    parts = language.replace("_", "-").split("-")
    known = {name.lower(): name for name in citeproc.LANGUAGE_NAMES}
    for length in range(len(parts), 0, -1):
        name = "-".join(parts[:length]).lower()
        if name in known:
            return str(known[name])
        if length == 1 and name in citeproc.PRIMARY_DIALECTS:
            return str(citeproc.PRIMARY_DIALECTS[name])
    return "en-US"


def load_style(xml: str) -> CslStyle:
    """Return the tree of a style; raises BadStyle where the text is not one."""
    root = _parse(xml.encode("utf-8"))
    if not isinstance(root, CslStyle):
        raise BadStyle(f"the root element is <{etree.QName(root).localname}>, not <style> of CSL 1.0")
    return root


@lru_cache(maxsize=16)
def load_locale(name: str) -> CslLocale:
    """Return the tree of one of citeproc-py's locale files, by its exact name (`en-US`)."""
    path = Path(citeproc.LOCALES_PATH) / f"locales-{name}.xml"
    return cast(CslLocale, _parse(path.read_bytes()))


def _parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        resolve_entities=False,
        load_dtd=False,
        encoding="utf-8",
    )
    parser.set_element_class_lookup(_class_lookup())
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise BadStyle(f"it is not well-formed XML: {error.msg}") from None
    if root.tag.endswith("style") and not root.tag.startswith(CSL):
        raise BadStyle("its root element is not in the namespace http://purl.org/net/xbiblio/csl")
    return root


@lru_cache(maxsize=1)
def _class_lookup() -> etree.ElementNamespaceClassLookup:
    lookup = etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace("http://purl.org/net/xbiblio/csl")
    namespace[None] = model.CitationStylesElement
    for cls in _subclasses(model.CitationStylesElement):
        if cls.__module__ == model.__name__:
            namespace[cls.__name__.replace("_", "-").lower()] = cls
    namespace["style"] = CslStyle
    namespace["locale"] = CslLocale
    return lookup


def _subclasses(cls: Any) -> list[Any]:
    found: list[Any] = []
    for one in cls.__subclasses__():
        found += [one, *_subclasses(one)]
    return found
