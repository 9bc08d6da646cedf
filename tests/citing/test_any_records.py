"""Any CSL-JSON whatever, from the file to the printed notes: no crash, no debris, nothing else lost."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from publish.citing import format_citations
from publish.model.citation import Cite, Cluster, Style
from publish.model.document import plain_text
from publish.model.source import Source
from publish.reading.csl_terms import DATES, NAMES, NUMBERS, TEXTS, TYPES
from publish.reading.references import read_references
from publish.world.assets import csl_text

STYLES = {
    name: Style(name, csl_text(name) or "")
    for name in ("chicago-notes-bibliography", "apa", "ieee", "modern-language-association")
}
SOUND = {
    "id": "sound",
    "type": "book",
    "title": "The Sound One",
    "author": [{"family": "Firm", "given": "Ada"}],
    "issued": {"date-parts": [[2001]]},
}
TEXT = st.text(st.characters(exclude_categories=()), max_size=6) | st.sampled_from(
    [
        "",
        " ",
        "A “quoted” title",
        "<i>x</i>",
        "<script>",
        "2001-02-30",
        "2001~/..",
        "17XX",
        "original-date: x",
        "@{",
    ]
)
SCRAP = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["date-parts", "raw", "literal", "season", "circa", "family", "given", "suffix", "name"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=5,
)
FIELD = st.sampled_from([*sorted(TEXTS | NAMES | DATES | NUMBERS), "Title", "foo", "custom", ""])
RECORD = st.dictionaries(FIELD, SCRAP, max_size=6).flatmap(
    lambda fields: st.tuples(
        st.sampled_from(["a", "A", "b c", "7", "sound"]) | SCRAP, st.sampled_from(sorted(TYPES)) | SCRAP
    ).map(lambda both: {**fields, "id": both[0], "type": both[1]})
)
DEBRIS = ("None", "null", "[object", "True", "False", "Traceback", "dict(", "{'", "nan")


def printed(records: list[Any], style: Style) -> str:
    """Take records the whole way and return everything that is printed."""
    sources = [Source("x.json", json.dumps([SOUND, *records]))]
    references = read_references(sources).value
    keys = [reference.key for reference in references]
    clusters = [Cluster((Cite(key, "5", "page"),), number) for number, key in enumerate((*keys, *keys), 1)]
    made = format_citations(clusters, references, style, "en", mark_cites=True, lists=[keys[:2]]).value
    texts = [*made.clusters, *(entry.inlines for entry in made.bibliography)]
    assert len(made.clusters) == len(clusters)
    assert "sound" in keys
    return "\n".join(plain_text(inlines) for inlines in texts)


@settings(max_examples=150, deadline=None)
@given(st.lists(RECORD | SCRAP, max_size=3), st.sampled_from(sorted(STYLES)))
def test_any_records_are_printed_or_told(records: list[Any], style: str) -> None:
    text = printed(records, STYLES[style])
    assert "Firm" in text
    words = json.dumps(records, ensure_ascii=False, default=str).lower()
    for scrap in DEBRIS:
        assert scrap not in text or f'"{scrap.lower()}' in words or scrap.lower() in _strings(records)


def _strings(value: Any) -> str:
    """Return what the author himself wrote."""
    if isinstance(value, str):
        return value.lower()
    if isinstance(value, dict):
        return " ".join(_strings(one) for pair in value.items() for one in pair)
    return " ".join(_strings(one) for one in value) if isinstance(value, list) else ""


def test_nulls_and_wrong_types_leave_no_trace() -> None:
    record = {
        "id": "n",
        "type": None,
        "title": None,
        "author": [None, {"family": None}],
        "issued": {"date-parts": [[None]]},
        "publisher": {"x": None},
        "volume": True,
        "page": [None],
        "URL": None,
        "edition": float("nan"),
        "note": [1],
    }
    for style in STYLES.values():
        text = printed([record], style)
        assert not [scrap for scrap in DEBRIS if scrap in text]
