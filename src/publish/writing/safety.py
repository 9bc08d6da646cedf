"""The safe subset of HTML: which elements, attributes, addresses and style properties an edition may carry.

In: HTML of any origin. Out: HTML that holds nothing else. The gate is nh3 (html5ever): it parses as browsers do
(HTML Living Standard, section 13.2), so what comes out is a well-nested tree however broken the input was.
Everything active (scripts, handlers, forms, frames, plug-ins) and everything that fetches (links, styles with
addresses) stays outside.
"""

from __future__ import annotations

import re


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _names(
    """a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup
    data dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img
    ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup
    table tbody td tfoot th thead time tr tt u ul var wbr"""
)
"""Elements that stay. Obsolete ones (`center`, `font`, `tt` …) are kept here and modernised afterwards."""

SWALLOWED = _names(
    """applet audio canvas embed frame frameset iframe math noembed noframes noscript object script select
    style svg template textarea title video xmp"""
)
"""Elements removed with what they hold; of all others only the tags go and the content stays."""

KNOWN_OUTSIDE = SWALLOWED | _names(
    "base body button dialog fieldset form head html input label legend link meta option optgroup output"
)
"""Elements of HTML that are refused; a name neither here nor in ELEMENTS is no HTML at all."""

_EVERYWHERE = {
    "id",
    "class",
    "title",
    "lang",
    "dir",
    "style",
    "role",
    "data-number",
    "data-note",
    "data-called",
    "data-short",
}
ATTRIBUTES: dict[str, set[str]] = {
    "*": _EVERYWHERE
    | {"data-formula", "data-target", "data-targets", "data-joint", "data-cites", "data-align", "align"},
    "a": {"href", "aria-label"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "details": {"open"},
    "font": {"color"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan", "headers", "valign", "width"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr", "valign", "width"},
    "tr": {"valign"},
    "time": {"datetime"},
}

STYLE_PROPERTIES = _names(
    """background-color border border-bottom border-collapse border-left border-right border-top border-color
    border-style border-width break-after break-before break-inside clear color counter-reset float
    font-family font-size font-style font-variant font-variant-caps font-variant-numeric font-weight height
    hyphens letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right
    margin-top max-height max-width min-width padding padding-bottom padding-left padding-right padding-top
    page-break-after page-break-before page-break-inside text-align text-decoration text-indent
    text-transform vertical-align white-space width word-spacing writing-mode"""
)
"""Properties a `style` attribute may set: none of them fetches, covers other text or leaves its place."""

SCHEMES = frozenset(
    {"http", "https", "mailto", "tel", "ftp", "doi", "urn", "geo", "xmpp", "irc", "ircs", "news"}
)
"""Schemes a link may have; an address without scheme is looked at later, where targets are known."""

# XML 1.0, section 2.2 (Char): what no XHTML file can hold, also as a reference.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.-]*):")
_ADDRESS_IN_STYLE = re.compile(r"url\s*\(|image-set|expression|@import|\\|/\*|javascript:", re.IGNORECASE)


def without_control_characters(text: str) -> str:
    r"""Remove the characters that XML 1.0 cannot carry.

    >>> without_control_characters("a\x00b\x0cc")
    'abc'
    """
    return _NOT_XML.sub("", text)


def scheme_of(address: str) -> str:
    r"""Return the scheme of an address in lower case, or "" for a relative one, seen as browsers see it.

    >>> scheme_of("java\tscript:alert(1)"), scheme_of("#fig:map"), scheme_of("HTTPS://x")
    ('javascript', '', 'https')
    """
    found = _SCHEME.match(re.sub(r"[\t\n\r]", "", address))
    return found[1].lower() if found else ""


def safe_style(style: str) -> tuple[str, tuple[str, ...]]:
    """Return the declarations of a `style` attribute that may stay, and the properties that may not.

    >>> safe_style("color: red; background: url(x); position: fixed")
    ('color: red', ('background', 'position'))
    """
    kept: list[str] = []
    refused: list[str] = []
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if not declaration.strip():
            continue
        if colon and name in STYLE_PROPERTIES and value and not _ADDRESS_IN_STYLE.search(value):
            kept.append(f"{name}: {value}")
        else:
            refused.append(name)
    return "; ".join(kept), tuple(refused)


def clean_markup(html: str) -> str:
    """Return HTML reduced to the safe subset, balanced as a browser would balance it."""
    import nh3

    return nh3.clean(
        without_control_characters(html),
        tags=set(ELEMENTS),
        clean_content_tags=set(SWALLOWED),
        attributes=ATTRIBUTES,
        attribute_filter=_filter_attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _filter_attribute(_element: str, name: str, value: str) -> str | None:
    if name == "style":
        return safe_style(value)[0] or None
    return value
