"""Notes in HTML: beside their calls for pages, at the end of the chapter for screens.

In: a chapter's tree in which the transforms left each call as `span.note-call` and all note bodies in one
`div.notes` at the end. Out: the same tree with calls as superior links and each note where its medium wants it.
Roles follow DPUB-ARIA 1.1 (doc-noteref, doc-footnote, doc-endnotes, doc-backlink).
"""

from __future__ import annotations

from lxml import etree

from publish.writing.tree import Tree, add_class, has_class, insert_after, remove, words_of


def place_notes_on_pages(tree: Tree) -> None:
    """Move each note directly after its call as `span.note`; a note nobody calls stays at the end, visibly.

    A note called inside another note stands after the outer one: no engine lays out a float within a float.
    """
    bodies = _take_bodies(tree)
    last_after: dict[Tree, Tree] = {}
    queue = _dress_calls(tree)
    while queue:
        call = queue.pop(0)
        number = _number_of(call)
        body = bodies.pop(number, None)
        if body is None:
            continue
        note = _as_span(number, body)
        outer = [up for up in call.iterancestors() if has_class(up, "note")]
        anchor = outer[-1] if outer else call
        insert_after(last_after.get(anchor, anchor), note)
        last_after[anchor] = note
        queue[:0] = _dress_calls(note)
    for number, body in bodies.items():
        _dress_calls(body)
        paragraph = etree.SubElement(tree, "p")
        paragraph.append(_as_span(number, body))


def place_notes_at_end(tree: Tree) -> None:
    """Gather the notes in `section.notes` after the chapter's text, each an `aside` with a way back.

    Where a file has several lists of notes, since they begin again at 1 in its chapters, each closes its own.
    """
    lists = taken_lists(tree)
    for place, bodies in lists:
        chapter = chapter_of(place)
        if len(lists) == 1:
            tree.append(place)
        elif chapter is not None:
            chapter.append(place)
        for number, body in bodies.items():
            aside = etree.SubElement(
                place, "aside", {"class": "note", "id": f"note-{number}", "role": "doc-footnote"}
            )
            dress_note(number, body, aside)
        if not bodies:
            remove(place)


def taken_lists(tree: Tree) -> list[tuple[Tree, dict[str, Tree]]]:
    """Take the notes out of each list, by number; an empty `section.notes` stands where the list was.

    All calls become links.
    """
    containers = [box for box in tree.iter("div") if has_class(box, "notes")]
    places = [etree.Element("section", {"class": "notes", "role": "doc-endnotes"}) for _ in containers]
    for box, place in zip(containers, places, strict=True):
        insert_after(box, place)
    gathered = [_take_bodies(box) for box in containers]
    _dress_calls(tree)
    for call in tree.iter("sup"):
        if has_class(call, "note-call"):
            call[0].set("role", "doc-noteref")
    return list(zip(places, gathered, strict=True))


def chapter_of(place: Tree) -> Tree | None:
    """Return the section of the chapter that something stands in, if the chapter has a heading."""
    return next(reversed([*place.iterancestors("section")]), None)


def dress_note(number: str, body: Tree, holder: Tree) -> None:
    """Move a note's blocks into `holder`, its number before its first words as the way back to the call."""
    _dress_calls(body)
    back = _number_link(number, body)
    back.set("role", "doc-backlink")
    first = body[0] if len(body) else None
    if first is None or first.tag != "p":
        first = etree.Element("p")
        if not (body.text or "").strip():
            first.set("class", "number-alone")
        first.text = body.text
        body.text = None
        body.insert(0, first)
    back.tail = " " + (first.text or "").lstrip()
    first.text = None
    first.insert(0, back)
    holder.extend(list(body))


def _take_bodies(tree: Tree) -> dict[str, Tree]:
    """Take all note bodies out of the tree (or its own list of notes), by number, in order."""
    bodies: dict[str, Tree] = {}
    for container in list(tree.iter("div")):
        if not has_class(container, "notes"):
            continue
        for body in list(container):
            if has_class(body, "note") and body.get("id", "").startswith("note-"):
                number = body.get("id", "").removeprefix("note-")
                if number not in bodies:
                    body.tail = None
                    container.remove(body)
                    bodies[number] = body
        if len(container) == 0 and not words_of(container):
            remove(container)
        else:
            add_class(container, "orphan-notes")
    return bodies


def _dress_calls(tree: Tree) -> list[Tree]:
    """Make every `span.note-call` a superior link to its note and return them in order."""
    calls: list[Tree] = []
    for span in list(tree.iter("span")):
        if not has_class(span, "note-call") or not _number_of(span):
            continue
        number = _number_of(span)
        link = etree.Element("a", {"id": f"note-call-{number}", "href": f"#note-{number}"})
        link.text = words_of(span).strip() or number  # printed numbers may begin again in each chapter
        for child in list(span):
            span.remove(child)
        span.text = None
        span.tag = "sup"
        span.attrib.clear()
        span.set("class", "note-call")
        span.append(link)
        around = next((up for up in span.iterancestors() if up.tag == "a"), None)
        if around is not None:
            remove_and_follow(span, around)
        calls.append(span)
    return calls


def remove_and_follow(element: Tree, anchor: Tree) -> None:
    """Move an element out of another to stand directly after it: a link may hold no second link."""
    remove(element)
    insert_after(anchor, element)


def _number_of(call: Tree) -> str:
    if call.tag == "sup":
        return call[0].get("href", "").removeprefix("#note-")
    return call.get("data-note") or call.get("id", "").removeprefix("note-call-")


def _number_link(number: str, body: Tree) -> Tree:
    link = etree.Element("a", {"class": "note-number", "href": f"#note-call-{number}"})
    link.text = body.get("data-number") or number
    return link


def _as_span(number: str, body: Tree) -> Tree:
    """Make a note body a `span.note`: the words of a single paragraph bare, several blocks as they are."""
    link = _number_link(number, body)
    note = etree.Element("span", {"class": "note", "id": f"note-{number}", "data-number": link.text or number})
    note.append(link)
    link.tail = " " + (body.text or "").strip()
    alone = len(body) == 1
    for child in list(body):
        if alone and child.tag == "p" and not child.attrib:
            link.tail += (child.text or "").lstrip()
            note.extend(list(child))
        else:
            child.tail = (child.tail or "").strip() or None
            note.append(child)
    return note
