"""From Pandoc's HTML to the house's: numbers, headers of tables, listings, task lists, images, links.

In: a conforming tree of Pandoc's HTML. Out: the same tree in the vocabulary the style sheets know
(`styles/`), without what only Pandoc's own style needs: line anchors, `data-` attributes.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import quote, unquote, urlsplit

from lxml import etree

from publish.writing.safety import SCHEMES, scheme_of
from publish.writing.tree import (
    Tree,
    add_class,
    drop_class,
    has_class,
    is_blank,
    remove,
    replace,
    take,
    text_of,
    unwrap,
    words_of,
)

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_KEPT = frozenset(
    ("data-number", "data-note", "data-formula", "data-short", "data-target", "data-targets", "data-joint")
)
"""What later stages read."""
_LETTER = re.compile(r"[^\W\d_]")
# The strong right-to-left scripts of Unicode 16: Hebrew to Arabic Extended-A and their presentation forms.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001eeff]"
)


def dress(tree: Tree, images: Collection[str]) -> None:
    """Dress the tree in place; `images` are the addresses that exist in the publication."""
    _dress_headings(tree)
    _dress_tables(tree)
    _dress_listings(tree)
    _dress_lists(tree)
    _dress_images(tree, images)
    _dress_subfigures(tree)
    _dress_links(tree)
    _dress_references(tree)
    _drop_leftovers(tree)


def _dress_headings(tree: Tree) -> None:
    for heading in tree.iter(*HEADINGS):
        number = heading.get("data-number")
        if number:
            label = etree.Element("span", {"class": "heading-number"})
            label.text = heading.get("data-called") or number
            label.tail = " " + (heading.text or "")
            heading.text = None
            heading.insert(0, label)


def _dress_tables(tree: Tree) -> None:
    for table in tree.iter("table"):
        _drop_style(table, "width")
        _dress_columns(table)
        # HTML wants the foot last (section 4.9.1), as Pandoc writes it; raw tables may have it first.
        for foot in table.findall("tfoot"):
            table.append(foot)
        for cell in table.iter("td", "th"):
            _trim(cell)
        for cell in table.iter("th"):
            if words_of(cell) == "" and cell.find(".//img") is None:
                cell.tag = "td"
                take(cell, "scope")
                take(cell, "abbr")
            elif cell.get("scope") is None:
                in_head = any(up.tag == "thead" for up in cell.iterancestors("thead", "table"))
                cell.set("scope", "col" if in_head or _is_header_row(cell) else "row")


def _trim(cell: Tree) -> None:
    """Drop the space around a cell's words: the engine turns the last word over to make room for it."""
    cell.text = (cell.text or "").lstrip() or None
    if len(cell):
        cell[-1].tail = (cell[-1].tail or "").rstrip() or None
    elif cell.text:
        cell.text = cell.text.rstrip()


def _dress_columns(table: Tree) -> None:
    """Keep the widths an author gave to columns, as shares of the whole.

    Columns all of one width are what Pandoc makes of a pipe table whose rule says nothing (manual, extension
    `pipe_tables`): there the content decides. Widths with another unit than `%` come from raw HTML only.
    """
    columns = [column for group in table.findall("colgroup") for column in group.iter("col")]
    for group in list(table.findall("colgroup")):
        table.remove(group)
    found = [re.search(r"(?:^|;)\s*width:\s*(\d+(?:\.\d+)?)%", column.get("style", "")) for column in columns]
    widths = [float(width[1]) for width in found if width]
    if len(widths) != len(columns) or len(set(widths)) < 2 or any(column.get("span") for column in columns):
        return
    group = etree.Element("colgroup")
    for width in widths:
        share = max(1.0, 100 * width / sum(widths))
        etree.SubElement(group, "col", {"style": f"width: {share:.4g}%"})
    position = next((at + 1 for at, child in enumerate(table) if child.tag == "caption"), 0)
    table.insert(position, group)


def _is_header_row(cell: Tree) -> bool:
    row = cell.getparent()
    return row is not None and len(row) > 1 and all(other.tag == "th" for other in row)


def _dress_listings(tree: Tree) -> None:
    is_mixed = _RIGHT_TO_LEFT.search(text_of(tree)) is not None
    for pre in tree.iter("pre"):
        pre.set("dir", "ltr")
        keep_lines = has_class(pre, "numberLines")
        for line in [span for code in pre.findall("code") for span in code.findall("span")]:
            anchor = line[0] if len(line) else None
            if anchor is None or anchor.tag != "a" or anchor.get("href") != f"#{line.get('id')}":
                continue
            remove(anchor)
            if keep_lines:
                line.attrib.clear()
                line.set("class", "line")
            else:
                unwrap(line)
    for box in tree.iter("div"):
        if has_class(box, "sourceCode") and re.fullmatch(r"cb\d+", box.get("id", "")):
            del box.attrib["id"]
    if is_mixed:
        for code in tree.iter("code", "kbd", "samp", "var"):
            code.set("dir", "ltr")
        # A paragraph in another script has its full stop at its own end (Unicode bidi, rule P3, as dir=auto).
        for block in tree.iter("p", "figcaption", "caption", *HEADINGS):
            words = text_of(block)
            if "dir" not in block.attrib and _LETTER.search(words) and not _RIGHT_TO_LEFT.search(words):
                block.set("dir", "ltr")


def _dress_lists(tree: Tree) -> None:
    for item in tree.iter("li"):
        holder = item if not is_blank(item.text) or len(item) == 0 else item[0]
        text = (holder.text or "").lstrip()
        if holder.tag not in ("li", "p") or text[:2] not in ("☐ ", "☒ "):
            continue
        box = etree.Element("span", {"class": "task-box"})
        box.text, box.tail = text[0], text[1:]
        holder.text = None
        holder.insert(0, box)
        add_class(item, "task")
    for ordered in tree.iter("ol"):
        if ordered.get("type") == "1":
            del ordered.attrib["type"]


def _dress_images(tree: Tree, images: Collection[str]) -> None:
    for image in list(tree.iter("img")):
        source = image.get("src", "")
        name = source if source in images else unquote(source)
        if name in images:
            image.set("src", name)
            if image.get("alt") is None:
                image.set("alt", "")
            continue
        mark = etree.Element("span", {"class": "missing-image"})
        mark.text = image.get("alt") or source or "?"
        replace(image, mark)


def _dress_subfigures(tree: Tree) -> None:
    """Give a figure within a figure the share of the width its only picture asks for: two stand abreast."""
    for figure in tree.iter("figure"):
        above = figure.getparent()
        pictures = list(figure.iter("img"))
        if above is None or above.tag != "figure" or len(pictures) != 1:
            continue
        share = re.search(r"(?:^|;)\s*width:\s*(\d+(?:\.\d+)?%)", pictures[0].get("style", ""))
        if share:
            _drop_style(pictures[0], "width")
            figure.set("style", f"width: {share[1]}")
            add_class(figure, "abreast")


def _dress_links(tree: Tree) -> None:
    for link in list(tree.iter("a")):
        address = link.get("href")
        if address is None:
            link.tag = "span"
            continue
        clean = clean_address(address)
        if clean:
            link.set("href", clean)
        else:
            del link.attrib["href"]
            link.tag = "span"
        drop_class(link, "uri")
        drop_class(link, "email")


def clean_address(address: str) -> str:
    """Return an address as every reader takes it, or "" for one that leads nowhere once published.

    Fragments become plain characters; a relative address names a file that does not travel with the edition.

    >>> clean_address("#%C5%9F%C9%99kil"), clean_address("https://a.org/b c|d"), clean_address("notes/x.pdf")
    ('#şəkil', 'https://a.org/b%20c%7Cd', '')
    """
    address = address.strip()
    if address.startswith("#"):
        return "#" + unquote(address[1:]) if len(address) > 1 else ""
    if address.startswith("//"):
        address = "https:" + address
    scheme = scheme_of(address)
    if scheme == "doi":
        address, scheme = "https://doi.org/" + address[4:].strip(), "https"
    if scheme not in SCHEMES:
        return ""
    if scheme in ("http", "https", "ftp"):
        try:
            parts = urlsplit(address)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            return ""
        if not host or re.search(r"[\s<>\"{}|\\^`%\[\]]|\.\.|^\.", host.strip("[]")):
            return ""
    # RFC 3986, section 2: what may stand unescaped; letters of other scripts stay, as in RFC 3987.
    escaped = re.sub(
        r"[\x00-\x20\"<>\\^`{|}\x7f-\xa0]",
        lambda found: quote(found[0]),
        re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", address),
    )
    head, hash_, fragment = escaped.partition("#")
    head = re.sub(r"[\[\]]", lambda found: quote(found[0]), head) if "[" in urlsplit_path(head) else head
    return head + hash_ + re.sub(r"[#\[\]]", lambda found: quote(found[0]), fragment)


def urlsplit_path(address: str) -> str:
    """Return what follows the host of an address."""
    return address.partition("://")[2].partition("/")[2]


def _dress_references(tree: Tree) -> None:
    """Name the section a bibliography stands in as one (DPUB-ARIA 1.1, doc-bibliography)."""
    for box in tree.iter("div"):
        if has_class(box, "references"):
            section = next((up for up in box.iterancestors("section")), None)
            if section is not None and "role" not in section.attrib:
                section.set("role", "doc-bibliography")
            for name in list(box.attrib):
                if name not in ("id", "class", "role", "lang", "dir", "style"):
                    del box.attrib[name]


def _drop_leftovers(tree: Tree) -> None:
    for element in list(tree.iter(etree.Element)):
        for name in [name for name in element.attrib if str(name).startswith("data-")]:
            if name not in _KEPT:
                del element.attrib[name]
        if element.tag not in ("span", "div") and not has_class(element, "note"):
            take(element, "data-number")
        if element.tag == "p" and len(element) == 0 and is_blank(element.text) and not element.attrib:
            remove(element)
    for section in tree.iter("section"):
        take(section, "data-number")


def drop_repeated_ids(tree: Tree) -> None:
    """Keep the first of equal identifiers, as every link in the text means the first."""
    seen: set[str] = set()
    for element in tree.iter(etree.Element):
        identifier = element.get("id")
        if identifier is None:
            continue
        if identifier in seen:
            del element.attrib["id"]
        seen.add(identifier)


def _drop_style(element: Tree, name: str) -> None:
    kept = [
        part
        for part in element.get("style", "").split(";")
        if part.strip() and part.split(":")[0].strip() != name
    ]
    if kept:
        element.set("style", ";".join(kept))
    else:
        take(element, "style")
