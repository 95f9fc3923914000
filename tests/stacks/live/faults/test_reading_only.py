"""Readers read: by what they can ask at all, without asking it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml
from botocore.session import Session

from phizone_stacks import live

OPERATIONS = yaml.safe_load((Path(__file__).parent / "operations.yaml").read_text(encoding="utf-8"))
READING = re.compile(r"(Describe|Get|List|Search|Head)[A-Z]\w+")
TOKENS = re.compile(r"(Next)?(Token|Marker)|NextPage\w*|LastEvaluatedTableName", re.IGNORECASE)
# Words of Terraform's, and the beginning of a name that is put together.
NO_OPERATIONS = {"get_password_data", "get_transit_gateway_route_table_"}


@pytest.fixture(scope="module")
def models():
    """Models of the operations by name; an operation that boto3 has not is none."""
    session = Session()
    services = {name: session.get_service_model(name) for name in {each.partition(".")[0] for each in OPERATIONS}}
    named = {
        f"{service}.{_method(operation)}": model.operation_model(operation)
        for service, model in services.items()
        for operation in model.operation_names
    }
    return {name: named.get(name) for name in OPERATIONS}


def _method(operation):
    from botocore import xform_name

    return xform_name(operation)


def _trees():
    return {
        str(file.relative_to(Path(live.__file__).parent)): ast.parse(file.read_text(encoding="utf-8"))
        for file in sorted(Path(live.__file__).parent.rglob("*.py"))
    }


def _imported(tree):
    names = {each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def _texts(tree):
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_operation_is_one_of_botocores_and_only_reads(models):
    assert [name for name, model in models.items() if model is None or not READING.fullmatch(model.name)] == []


def test_readers_name_no_operation_that_is_not_listed():
    listed = {name.partition(".")[2] for name in OPERATIONS}
    named = {
        text
        for file, tree in _trees().items()
        for text in _texts(tree)
        if file.startswith("readers/") and re.fullmatch(r"(describe|get|list|batch_get|head|search)_\w+", text)
    }
    assert named - listed == NO_OPERATIONS
    assert listed - named == {
        "get_transit_gateway_route_table_associations",
        "get_transit_gateway_route_table_propagations",
    }


def test_one_file_makes_clients_and_no_reader_sees_one():
    trees = _trees()
    assert {file for file, tree in trees.items() if "boto3" in _imported(tree)} == {"entry.py"}
    assert {
        file for file, tree in trees.items() if file.startswith("readers/") and "botocore" in str(_imported(tree))
    } == set()


def test_what_is_asked_for_one_answer_has_one(models):
    alone = [name for name, told in OPERATIONS.items() if "lists" not in told and "more" not in told]
    paged = {name for name in alone if any(TOKENS.fullmatch(key) for key in models[name].output_shape.members)}
    # An organization has some ten features, a resource 50 tags and a feature group 2,500 features at most: one page.
    assert paged == {
        "guardduty.describe_organization_configuration",
        "route53resolver.list_tags_for_resource",
        "sagemaker.describe_feature_group",
    }


def test_a_list_that_has_pages_says_so(models):
    lists = [name for name, told in OPERATIONS.items() if "lists" in told and "more" not in told]
    assert [name for name in lists if any(TOKENS.fullmatch(key) for key in models[name].output_shape.members)] == []
