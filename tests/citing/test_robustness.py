"""Nothing an author writes raises, and what is written once is written the same twice."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.citing import format_citations
from publish.model.citation import Cite, Cluster, Reference, Style
from publish.model.document import Element, plain_text, walk
from publish.model.elements import text
from tests.citing.making import AUTHOR_DATE, FULL_OR_SHORT, in_layout, make_style

ENTRY = """<names variable="author editor"><name name-as-sort-order="first" and="symbol" initialize-with=". "/>
<label form="short"/><substitute><text variable="title"/></substitute></names>
<text variable="title" quotes="true" text-case="title" prefix=". "/>
<number variable="volume" form="ordinal"/>
<date variable="issued" form="numeric" prefix=" "/><text variable="page" prefix=" "/><text variable="URL"/>"""
STYLES = [
    make_style(
        in_layout(FULL_OR_SHORT, 'suffix="." delimiter="; "'),
        kind="note",
        citation='et-al-min="2" et-al-use-first="1" disambiguate-add-names="true" '
        'disambiguate-add-givenname="true"',
        bibliography='<sort><key variable="author"/><key variable="issued"/></sort>' + in_layout(ENTRY),
    ),
    make_style(
        '<sort><key variable="issued"/></sort>'
        + in_layout(AUTHOR_DATE, 'prefix="(" suffix=")" delimiter="; "'),
        citation='collapse="year-suffix-ranged" disambiguate-add-year-suffix="true" '
        'after-collapse-delimiter="; " disambiguate-add-givenname="true" '
        'givenname-disambiguation-rule="all-names"',
        bibliography=in_layout(ENTRY),
    ),
    make_style(
        in_layout('<text variable="citation-number"/>', 'delimiter=","'),
        citation='collapse="citation-number"',
        bibliography=in_layout(ENTRY),
    ),
]

words = st.text(alphabet=st.sampled_from("aZé 毛י\"'“”‘’<>/i&.,;:?!()-–\u00a0\n0129"), max_size=14)
junk: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3000, 3000)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "family", "given"]), inner, max_size=3)
    ),
    max_leaves=5,
)
names = st.lists(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("family", "given", "suffix", "literal", "dropping-particle"), words)
    ),
    max_size=3,
)
points = st.lists(st.lists(st.integers(-50, 2030) | words | st.none(), max_size=4), max_size=3)
dates = st.fixed_dictionaries(
    {}, optional={"date-parts": points, "raw": words, "circa": st.booleans(), "season": words}
)
records = st.fixed_dictionaries(
    {"type": st.sampled_from(["book", "chapter", "article-journal", "nonsense"]) | junk},
    optional={
        "title": words | junk,
        "title-short": words,
        "author": names | junk,
        "editor": names,
        "issued": dates | junk,
        "volume": words | junk,
        "page": words,
        "URL": words,
        "language": words,
        "note": words | junk,
    },
)
keys = st.sampled_from(["a", "b", "c", "A", "nobody"])
cites = st.builds(
    Cite,
    keys,
    locator=words,
    label=st.sampled_from(["page", "chapter", "", "sub verbo", "strange"]),
    prefix=words.map(text),
    suffix=words.map(text),
    suppress_author=st.booleans(),
    author_only=st.booleans(),
)
clusters = st.lists(
    st.builds(Cluster, st.lists(cites, min_size=1, max_size=3).map(tuple), st.integers(0, 9)), max_size=6
)
RAW = {"RawInline", "RawBlock"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(records, min_size=1, max_size=4),
    clusters,
    st.sampled_from(STYLES),
    st.sampled_from(["en-US", "fr", "xx"]),
)
def test_nothing_raises_and_twice_is_the_same(
    entries: list[dict[str, Any]], rows: list[Cluster], style: Style, lang: str
) -> None:
    references = [Reference(key, json.dumps(entry)) for key, entry in zip("abcA", entries, strict=False)]
    first = format_citations(rows, references, style, lang, nocite=("*",))
    assert first == format_citations(rows, references, style, lang, nocite=("*",))
    assert len(first.value.clusters) == len(rows)
    for element in walk((first.value.clusters, tuple([entry.inlines for entry in first.value.bibliography]))):
        assert isinstance(element, Element)
        assert element.tag not in RAW
        if element.tag == "Str":
            assert " " not in element.content
            assert element.content


def test_a_reference_that_is_no_record_is_told() -> None:
    style = make_style(in_layout('<text variable="title"/>'))
    references = [Reference("a", "[1, 2"), Reference("b", "[]"), Reference("c", '{"title": "Good"}')]
    outcome = format_citations((), references, style, "en", nocite=("*",))
    assert [diagnostic.code for diagnostic in outcome.diagnostics] == ["cite/bad-reference"] * 2


def test_a_name_for_none_never_prints() -> None:
    style = STYLES[0]
    record = {"type": None, "title": None, "author": [None, {"family": None}], "issued": None, "page": None}
    outcome = format_citations((Cluster((Cite("a"),), 1),), [Reference("a", json.dumps(record))], style, "en")
    assert "None" not in plain_text(outcome.value.clusters[0])
