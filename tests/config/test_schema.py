"""The JSON Schema is valid and says of every key what it does."""

from __future__ import annotations

import jsonschema
import pyphen
import pytest

from publish.config.languages import HYPHENATED, language_hints
from publish.config.pages import PAGE_SIZES, read_page_size
from publish.config.schema import json_schema


def test_the_schema_is_a_valid_draft_2020_12_schema():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    for key, value in schema["properties"].items():
        assert value.get("description"), key
        assert value.get("title"), key


def test_defaults_and_examples_are_themselves_allowed():
    def check(schema):
        for example in [*schema.get("examples", ()), *([schema["default"]] if "default" in schema else [])]:
            jsonschema.Draft202012Validator(schema).validate(example)
        for inner in [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]:
            check(inner)

    check(json_schema())


def test_every_named_page_is_allowed_and_read():
    page = json_schema()["properties"]["editions"]["anyOf"][0]["anyOf"][1]["properties"]["page"]
    validator = jsonschema.Draft202012Validator(page)
    for name in (*PAGE_SIZES, *(n.lower() for n in PAGE_SIZES), "148mm x 210mm", "6x9in"):
        assert validator.is_valid(name), name
        assert read_page_size(name) is not None, name


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("148mm x 210mm", (148, 210)),
        ("14.8 x 21 cm", (148, 210)),
        ("5 in × 8 in", (127, 203.2)),
        ("us letter", (215.9, 279.4)),
    ],
)
def test_measures(text, size):
    page = read_page_size(text)
    assert (round(page.width_mm, 1), round(page.height_mm, 1)) == size


def test_languages_are_those_of_the_hyphenator():
    assert {name.split("_")[0] for name in pyphen.LANGUAGES} == HYPHENATED
    assert language_hints("German") == ("did you mean `de`?",)
