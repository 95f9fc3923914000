"""Text, references and the two together in Terraform's syntax; Terraform itself reads them where it is installed."""

from __future__ import annotations

import base64
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template, Unknown
from phizone_stacks.terraform.expressions import Unexportable, attribute, literal, written

TEXTS = [
    "",
    "plain",
    "${aws:username}",
    "$${twice}",
    "$$${thrice}",
    "%{if}",
    "%%{if}",
    "$",
    "$$",
    "%",
    "100%",
    "5$ {",
    '{"Resource": "arn:aws:s3:::b/${aws:PrincipalTag/team}/*"}',
    "back\\slash \\${x}",
    'quote " ${"}',
    "é ☃ 𝄞",
    "two\nlines\t\r",
    "~}",
    "${~x~}",
]
DOLLARS = ["", "a$", "a$$", "$", "$$$", "%", "${", "$${", "a%$"]


def spell(ref: Ref) -> str:
    return f"local.{ref.attribute}"


@pytest.fixture
def evaluated(terraform, tmp_path):
    """What Terraform takes local values of a root for."""

    def evaluate(values: dict[str, object]) -> dict[str, object]:
        (tmp_path / "main.tf.json").write_text(json.dumps({"locals": values}), encoding="utf-8")
        # Base 64, since the console escapes what it prints.
        answer = terraform(tmp_path, "console", given="base64encode(jsonencode(local.all))\n")
        assert answer.returncode == 0, answer.stderr
        found: dict[str, object] = json.loads(base64.b64decode(json.loads(answer.stdout)))
        return found

    return evaluate


def test_terraform_reads_every_text_as_it_was(evaluated):
    values = {f"t{number}": written(text, spell) for number, text in enumerate(TEXTS)}
    assert evaluated({"all": values}) == {f"t{number}": text for number, text in enumerate(TEXTS)}


def test_terraform_puts_a_reference_behind_any_text(evaluated):
    values = {
        f"t{number}": written(Template((text, Ref("a", "x"), text)), spell) for number, text in enumerate(DOLLARS)
    }
    found = evaluated({"all": values, "x": "X"})
    assert found == {f"t{number}": f"{text}X{text}" for number, text in enumerate(DOLLARS)}


def test_keys_of_maps_are_escaped_too(evaluated):
    assert evaluated({"all": written({"${k}": "v", "%{d}": "w"}, spell)}) == {"${k}": "v", "%{d}": "w"}


@given(st.text())
def test_an_escaped_text_holds_no_opening_brace_of_an_expression(text):
    assert re.sub(r"\$\$\{|%%\{", "", literal(text)).count("${") == 0


def test_a_value_keeps_its_shape():
    value = {"a": [1, True, None, 1.5, Ref("x", "arn")], "b": {"c": Template(("p-", Ref("x", "id")))}}
    assert written(value, spell) == {"a": [1, True, None, 1.5, "${local.arn}"], "b": {"c": "p-${local.id}"}}


def test_an_unknown_has_no_expression():
    with pytest.raises(ValueError, match="unknown value"):
        written(Unknown(), spell)


VPC = Node(address="a.b/aws_vpc.main", type="aws_vpc", name="main")
ENDPOINT = Node(address="a.b/aws_vpc_endpoint.s3", type="aws_vpc_endpoint", name="s3")
DOMAIN = Node(address="a.b/aws_sagemaker_domain.x.y", type="aws_sagemaker_domain", name="x.y")
INSTANCE = Node(address="a.b/aws_instance.web", type="aws_instance", name="web")
DATA = Node(address="a.b/data.aws_ami.base", type="data.aws_ami", name="base")


@pytest.mark.parametrize(
    ("node", "path", "expression"),
    [
        (VPC, "id", "aws_vpc.main.id"),
        (VPC, "tags.Owner", "aws_vpc.main.tags.Owner"),
        (VPC, "tags.the owner", 'aws_vpc.main.tags["the owner"]'),
        (VPC, "tags.${x}", 'aws_vpc.main.tags["$${x}"]'),
        (
            DOMAIN,
            "default_user_settings.0.execution_role",
            "aws_sagemaker_domain.x_2ey.default_user_settings[0].execution_role",
        ),
        (ENDPOINT, "dns_entry.0.dns_name", "aws_vpc_endpoint.s3.dns_entry[0].dns_name"),
        (INSTANCE, "ebs_block_device.0.volume_id", "one(aws_instance.web.ebs_block_device).volume_id"),
        (DATA, "id", "data.aws_ami.base.id"),
    ],
)
def test_a_path_becomes_a_traversal(node, path, expression):
    assert attribute(node, path) == expression


def test_a_set_has_no_second_member():
    with pytest.raises(Unexportable, match=r"ebs_block_device\.1\.volume_id is the 1\. member of a set"):
        attribute(INSTANCE, "ebs_block_device.1.volume_id")
