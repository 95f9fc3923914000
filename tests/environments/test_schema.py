"""The published schemas are those of the models, and the files name them."""

from __future__ import annotations

import json

import pytest

from phizone_environments.schema import SCHEMAS, schema_file, schema_text


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_schema_in_the_repository_is_current(name):
    committed = schema_file(name).read_text(encoding="utf-8")
    assert committed == schema_text(name), "run `python -m phizone_environments.schema`"


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_schema_has_its_id_and_dialect(name):
    schema = json.loads(schema_text(name))
    assert schema["$id"] == f"phizone:{name}/1"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_schema_of_an_environment_asks_for_what_the_file_must_say():
    schema = json.loads(schema_text("environment"))
    assert sorted(schema["required"]) == ["account", "data", "description", "network", "size", "teams"]
    assert "name" not in schema["properties"]
    assert "region" in schema["properties"]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("organization.yaml", "organization"),
        ("dev.yaml", "environment"),
        ("staging.yaml", "environment"),
        ("prod.yaml", "environment"),
    ],
)
def test_each_file_names_its_schema_for_editors(shipped, file, name):
    first_line = (shipped / file).read_text(encoding="utf-8").split("\n")[0]
    path = f"phizone_environments/schemas/{name}.schema.json"
    assert first_line == f"# yaml-language-server: $schema={path}"
    assert (shipped / path) == schema_file(name)
