"""The bindings' data, made of an assembly: classes, arguments, what they take, and which attributes are no blocks."""

from __future__ import annotations

import io
import json
import tarfile
from zipfile import ZipFile

import pytest

from phizone_stacks.cdktf.bindings import Argument, Library, binding, versions
from phizone_stacks.cdktf.generate import generate, main

DOCS = "{@link https://x/providers/hashicorp/aws/6.62.0/docs/resources/thing_part"


def struct(*properties):
    return {"kind": "interface", "properties": list(properties)}


def named(name, attribute, told, block=False):
    link = f"{DOCS}#{attribute} AwsPart#{attribute}}}"
    docs = {"summary": f"{attribute} block.", "remarks": link} if block else {"summary": link}
    return {"name": name, "type": told, "docs": docs}


def listed(inner):
    return {"union": {"types": [{"fqn": "core.IResolvable"}, {"collection": {"kind": "array", "elementtype": inner}}]}}


TEXT, NUMBER = {"primitive": "string"}, {"primitive": "number"}
ASSEMBLY = {
    "name": "@x/aws",
    "version": "0.3.0",
    "types": {
        "@x/aws.lambda.AwsPart": {
            "base": "core.TerraformResource",
            "docs": {"summary": f"Represents a {DOCS} aws_thing_part}}."},
            "initializer": {"parameters": [{}, {}, {"type": {"fqn": "@x/aws.lambda.AwsPartConfig"}}]},
        },
        "@x/aws.lambda.AwsPartConfig": struct(
            named("bucketName", "bucket_name", TEXT),
            named("from", "from", {"union": {"types": [{"primitive": "boolean"}, {"fqn": "core.IResolvable"}]}}),
            named("rule", "rule", listed({"fqn": "@x/aws.lambda.AwsPart.RuleProperty"}), block=True),
            named("egress", "egress", listed({"fqn": "@x/aws.lambda.AwsPart.EgressProperty"})),
            named("tags", "tags", {"collection": {"kind": "map", "elementtype": TEXT}}),
        ),
        "@x/aws.lambda.AwsPart.RuleProperty": struct(
            named("rule", "rule", {"fqn": "@x/aws.lambda.AwsPart.RuleProperty"}, block=True),
            named("size", "size", NUMBER),
        ),
        "@x/aws.lambda.AwsPart.EgressProperty": struct(named("toPort", "to_port", NUMBER), named("a", "action", TEXT)),
        "@x/aws.lambda.NoResource": {"base": "core.ComplexObject", "docs": {"summary": f"{DOCS} x}}"}},
    },
}


@pytest.fixture
def made(tmp_path):
    content = json.dumps(ASSEMBLY).encode()
    entry = tarfile.TarInfo("package/.jsii")
    entry.size = len(content)
    with tarfile.open(tmp_path / "x.tgz", "w:gz") as archive:
        archive.addfile(entry, io.BytesIO(content))
    generate({"cdktn": tmp_path / "x.tgz"}, tmp_path / "data.zip", tmp_path / "objects.json")
    with ZipFile(tmp_path / "data.zip") as opened:
        data = {name: json.loads(opened.read(name)) for name in opened.namelist()}
    return data, json.loads((tmp_path / "objects.json").read_text(encoding="utf-8"))


def test_a_class_is_kept_by_its_terraform_type_with_what_its_arguments_take(made):
    assert made[0] == {
        "cdktn/thing.json": {
            "aws_thing_part": {
                "class": "lambda_.AwsPart",
                "arguments": "lambda_.AwsPartConfig",
                "structs": {
                    "lambda_.AwsPartConfig": {
                        "bucket_name": "s",
                        "from": ["b", "from_"],
                        "rule": "[lambda_.AwsPart.RuleProperty]",
                        "egress": "[lambda_.AwsPart.EgressProperty]",
                        "tags": "{s}",
                    },
                    "lambda_.AwsPart.RuleProperty": {"rule": "lambda_.AwsPart.RuleProperty", "size": "n"},
                    "lambda_.AwsPart.EgressProperty": {"to_port": "n", "action": ["s", "a"]},
                },
            }
        },
        "versions.json": {"cdktn": {"bindings": "0.3.0", "provider": "6.62.0", "types": 1}},
    }


def test_what_the_documentation_calls_no_block_is_an_attribute_of_whole_objects(made):
    assert made[1] == {"aws_thing_part.egress": ["action", "to_port"]}


def test_the_committed_data_names_its_sources():
    assert {name: (told["bindings"], told["provider"]) for name, told in versions().items()} == {
        "cdktn": ("0.3.0", "6.62.0"),
        "cdktf": ("21.22.1", "6.25.0"),
    }


def test_a_type_has_its_class_and_arguments():
    found = binding(Library.CDKTN, "aws_lambda_permission")
    assert found is not None
    assert found.path == "lambda_.AwsPermission"
    assert found.argument(found.arguments, "principal") == Argument("principal", "s")
    assert found.argument(found.arguments, "nothing") is None


@pytest.mark.parametrize("name", ["aws_nothing_at_all", "aws_s3_nothing"])
def test_a_type_without_a_class_has_none(name):
    assert binding(Library.CDKTF, name) is None


def test_the_generator_wants_both_libraries(capsys):
    assert main(["cdktn=x.tgz"]) == 2
    assert "cdktf=PATH.jsii.tgz" in capsys.readouterr().out
