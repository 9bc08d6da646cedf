"""The faults of the mutation study that an author makes: words, order, tables, notes, headings."""

from __future__ import annotations

from tests.structure.mutations import together
from tests.structure.valley import paragraph

_P2 = paragraph(3, 6)
_P3 = paragraph(5, 5)
_HARD = paragraph(22, 6)
_ROWS = (
    "| Year | Grain | Salt |\n|------|------:|-----:|\n"
    "| 1801 | 120 | 14 |\n| 1802 | 135 | 17 |\n| 1803 | 99 | 21 |"
)
_ITEMS = "- wheat from the north\n- salt from the coast\n- timber"


def _columns(order: str) -> str:
    """Return the table with other columns: digits for those it has, `+` for a new one."""
    new = iter(("Timber", "-----:", "7", "8", "9"))
    rows = [[cell.strip() for cell in row.strip("| ").split("|")] for row in _ROWS.split("\n")]
    found = []
    for row in rows:
        extra = next(new)
        found.append("| " + " | ".join(extra if place == "+" else row[int(place)] for place in order) + " |")
    return "\n".join(found)


WORDS = together(
    (
        ("1.md", "In 1704 the tower", "In 1704 the castle"),
        ("1.md", "bridge was guarded by", "bridge, was guarded by"),
        ("1.md", "In 1710 the archive", "In 1899 the archive"),
        ("1.md", "## Bridges and fords", "## Bridges and ferries"),
        ("1.md", "{#fig:river width=60%}", '{#fig:river width=60% alt="A brook"}'),
        (
            "2.md",
            "folio 21, where the clerk gives another date",
            "folio 21, where the clerk gives another year",
        ),
        ("2.md", "| 1802 | 135 | 17 |", "| 1802 | 153 | 17 |"),
        ("2.md", "| Year | Grain | Salt |", "| Year | Barley | Salt |"),
        ("2.md", ": Tolls by year", ": Duties by year"),
        ("2.md", "[the archive](https", "[the records](https"),
        ("publish.yaml", "[tolls, rivers]", "[tolls, salt]"),
    ),
    20,
    a_word=r"^p\. 1: ‘tower’ became ‘castle’.* in the paragraph ‘In 1704 the castle…’",
    a_comma=r"^p\. 1: .*‘bridge’ became ‘bridge,’.* in the paragraph ‘In 1704 the castle…’",
    a_number=r"^p\. 1: ‘1710’ became ‘1899’ in the paragraph ‘In 1899 the archive…’$",
    a_heading_reworded=r"^p\. 3: ‘fords’ became ‘ferries’ in the heading ‘Bridges and ferries’$",
    its_contents_entry=r"^p\. iii: ‘fords’ became ‘ferries’ in the contents entry .* with its heading$",
    its_bookmark=r"^the bookmark ‘Bridges and fords’ became ‘Bridges and ferries’ with its heading$",
    alternative_text=r"^p\. 2: the alternative text of the picture became ‘A brook’ \(it was ‘The river",
    a_note_reworded=r"^p\. 5: ‘date’ became ‘year’ in note 4 ‘See the harbour register…’$",
    a_cell=r"^p\. 6: ‘135’ became ‘153’ in column 2 of the table row ‘1802’$",
    a_column_head=r"^p\. 6: ‘Grain’ became ‘Barley’ in column 2 of the table head ‘Year’$",
    a_caption=r"^p\. 6: ‘Tolls’ became ‘Duties’ in the caption ‘Table 1\. Duties by…’$",
    words_of_a_link=r"^p\. 7: ‘archive’ became ‘records’ in the paragraph ‘As Figure 1 shows…’$",
    keywords=r"^metadata: the keywords ‘tolls, rivers’ became ‘tolls, salt’$",
)

ORDER = together(
    (
        ("1.md", _P2, "@@"),
        ("1.md", _P3, _P2),
        ("1.md", "@@", _P3),
        (
            "2.md",
            "- wheat from the north\n- salt from the coast",
            "- salt from the coast\n- wheat from the north",
        ),
        ("2.md", "| 1802 | 135 | 17 |\n| 1803 | 99 | 21 |", "| 1803 | 99 | 21 |\n| 1802 | 135 | 17 |"),
        ("2.md", "*customs*", "customs"),
        ("3.md", "## Long nights", "### Long nights"),
    ),
    14,
    two_paragraphs_swapped=r"^pp\. 1–2: the paragraphs ‘In 1718 the.*’ and ‘In 1725 the.*’ changed places$",
    list_items_swapped=r"^p\. 6: the list items ‘• wheat from the…’ and ‘• salt from the…’ changed places$",
    rows_swapped=r"^p\. 6: the table rows ‘1802 135 17’ and ‘1803 99 21’ changed places$",
    emphasis_lost=r"^p\. 7: ‘cus.*toms’ is no longer set in EB-Garamond-Italic in the paragraph ‘As ",
    a_heading_demoted=r"^p\. 10: ‘Long nights’ is now a heading of level 3 \(was level 2\)$",
)

GONE = together(
    (
        ("1.md", "[^n4]\n\n", "\n\n"),
        ("2.md", _HARD + "\n\n", ""),
        ("2.md", "| 1802 | 135 | 17 |\n", ""),
        ("2.md", "- salt from the coast\n", ""),
        ("3.md", "![The bridge in winter](bridge.png){#fig:bridge width=50%}\n\n", ""),
    ),
    14,
    a_note_removed=r"^p\. 2: note 2 ‘See the winter register of…’ was removed$",
    its_number=r": notes 2–8 are numbered one lower after note 2 was removed$",
    a_paragraph_removed=r"^p\. 6: the paragraph ‘In 1832 the mill…’ was removed$",
    a_row_removed=r"^p\. 6: the table row ‘1802 135 17’ was removed$",
    a_list_item_removed=r"^p\. 6: the list item ‘• salt from the…’ was removed$",
    a_figure_removed=r"^p\. 11: 1 picture and 1 caption, from picture ‘The bridge in winter’ on, were removed$",
)

NEW = together(
    (
        ("1.md", _P3, f"{_P3}\n\n{_P3}"),
        ("2.md", _HARD, f"{_HARD}\n\nHere stands a new thought."),
        ("2.md", _ROWS, _columns("012+")),
        ("3.md", "carts of the salt men.", "carts of the salt men.[^x]\n\n[^x]: A new note."),
    ),
    14,
    a_paragraph_doubled=r"^p\. [23]: the paragraph ‘In 1725 the letter…’ is printed twice$",
    a_paragraph_added=r"^p\. 6: the paragraph ‘Here stands a new…’ was added$",
    a_column_added=r"^p\. 6: a column ‘Timber’ was added after ‘Salt’ in the table ‘.*’ \(4 rows\)$",
    a_note_added=r"^p\. 10: note 8 ‘A new note\.’ was added$",
    the_notes_behind_it=r": notes 9–10 are numbered one higher after the new note 8$",
)

SHAPES = together(
    (
        (
            "2.md",
            _ROWS,
            "|      |      |      |\n"
            + "\n".join([_ROWS.split("\n")[1], *_ROWS.split("\n")[:1], *_ROWS.split("\n")[2:]]),
        ),
        ("2.md", _ITEMS, _ITEMS.replace("- w", "1. w").replace("- s", "2. s").replace("- t", "3. t")),
        ("2.md", "house keeps", "house\n\nkeeps"),
        ("3.md", "> Nothing", "Nothing"),
        ("3.md", "## Long nights {#nights}", "Long nights"),
    ),
    18,
    the_header_row_lost=r"^p\. 6: ‘Year Grain Salt’ is now a table row \(was a table head\)$",
    a_list_numbered=r"^p\. 6: 3 list items, from ‘1\. wheat.*’ on, are numbered 1\. to 3\. instead of mar",
    a_paragraph_split=r"^p\. 7: the paragraph ‘As Figure 1.*’ was divided in two before ‘keeps the archive\.’$",
    a_quotation_turned_to_text=r"^p\. 10: ‘Nothing moved on the…’ is now a paragraph \(was a quotation\)$",
    a_heading_turned_to_text=r"^p\. 10: ‘Long nights’ is now a paragraph \(was a heading of level 2\)$",
)

ELSEWHERE = together(
    (
        ("2.md", "came.[^n21]", "came."),
        ("2.md", "In 1805 the letter", "In 1805 the letter[^n21]"),
        ("2.md", _ROWS, _columns("021")),
        ("river.png", "bridge.png", ""),
        ("publish.yaml", "title: The Valley", "title: The Vale"),
    ),
    14,
    a_note_called_elsewhere=r"^p\. 5: the call of note 4 now stands after ‘letter’ in the paragraph ‘In 1805",
    columns_swapped=r"^p\. 6: columns 2 ‘Grain’ and 3 ‘Salt’ changed places in the table ‘.*’ \(4 rows\)$",
    another_picture=r"^p\. 2: the picture ‘The river in flood’ shows something else$",
    a_title=r"^p\. i: ‘Valley’ became ‘Vale’ in the heading ‘The Vale’$",
    its_running_head=r": the running head \(top right\) ‘The Valley’ became ‘The Vale’ with its heading$",
)

EXCHANGED = together(
    (
        ("2.md", "came.[^n21]", "came.[^n@]"),
        ("2.md", "came.[^n23]", "came.[^n21]"),
        ("2.md", "[^n@]", "[^n23]"),
        ("1.md", "width=60%", "width=45%"),
    ),
    8,
    two_notes_swapped=r"^pp\. 5–6: notes 4 and 5 changed places$",
    a_picture_resized=r"^p\. 2: the picture ‘The river in flood’ was resized, 165.* × 99.* → 124 × 74\.4 pt$",
)

TEXT = (*WORDS, *ORDER, *GONE, *NEW, *SHAPES, *ELSEWHERE, *EXCHANGED)
