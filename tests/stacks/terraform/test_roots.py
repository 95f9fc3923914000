"""The root of each stack: whose provider makes what, what one root reads of another, and what cannot be said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, Source
from phizone_stacks.graph.values import Ref, Unknown
from phizone_stacks.terraform.expressions import Unexportable
from phizone_stacks.terraform.roots import roots


@pytest.fixture
def dev(graph, exported):
    return exported(graph)["workspace.dev"].document


@pytest.fixture
def network(graph, exported):
    return exported(graph)["network.shared"].document


def test_everything_reads_back(graph, exported, read_back):
    assert list(read_back(graph, tuple(exported(graph).values()))) == list(graph)


def test_a_root_says_the_provider_and_no_version_of_the_tool(dev):
    assert dev["terraform"] == {
        "required_providers": {"aws": {"source": "hashicorp/aws", "version": ">= 6.62.0, < 7.0.0"}},
        "backend": {"s3": {"key": "workspace.dev/terraform.tfstate", "encrypt": True, "use_lockfile": True}},
    }


def test_a_provider_is_one_account_s_and_enters_its_role(dev):
    assert dev["provider"] == {
        "aws": [
            {
                "alias": "environment",
                "region": "us-east-1",
                "allowed_account_ids": ["555555555555"],
                "assume_role": [
                    {
                        "role_arn": "arn:aws:iam::555555555555:role/meridian-dev-deploy",
                        "session_name": "phizone-environment",
                    }
                ],
            }
        ]
    }


def test_the_region_stands_only_where_it_is_not_the_provider_s(dev):
    assert dev["resource"]["aws_s3_bucket"]["raw_2ev1"]["region"] == "us-west-2"
    assert "region" not in dev["resource"]["aws_kms_key"]["data"]


def test_what_is_protected_or_retained_is_not_destroyed(dev):
    assert dev["resource"]["aws_kms_key"]["data"]["lifecycle"] == {"prevent_destroy": True}
    assert dev["resource"]["aws_ec2_transit_gateway_vpc_attachment"]["transit"]["lifecycle"] == {
        "prevent_destroy": True,
        "ignore_changes": ["tags", "options[0].dns_support"],
    }
    assert "lifecycle" not in dev["resource"]["aws_s3_bucket"]["raw_2ev1"]


def test_what_is_adopted_is_imported_under_its_id(dev):
    assert dev["import"] == [{"to": "aws_s3_bucket.raw_2ev1", "id": "raw"}]


def test_a_resource_of_another_root_is_read_from_its_state(dev, network):
    attachment = dev["resource"]["aws_ec2_transit_gateway_vpc_attachment"]["transit"]
    output = "aws_ec2_transit_gateway-transit-id"
    state = "data.terraform_remote_state.network_2eshared"
    assert attachment["transit_gateway_id"] == f"${{{state}.outputs.{output}}}"
    assert network["output"] == {output: {"value": "${aws_ec2_transit_gateway.transit.id}"}}
    assert dev["data"]["terraform_remote_state"] == {
        "network_2eshared": {
            "backend": "s3",
            "config": {
                "bucket": "${var.state_bucket}",
                "region": "${var.state_region}",
                "key": "network.shared/terraform.tfstate",
            },
        }
    }
    assert sorted(dev["variable"]) == ["state_bucket", "state_region"]
    assert "variable" not in network


def test_a_root_waits_for_its_own_resources_by_name_and_for_others_by_order(graph, exported):
    made = exported(graph)
    assert made["workspace.dev"].document["resource"]["aws_s3_bucket_policy"]["raw"]["depends_on"] == [
        "aws_kms_key.data"
    ]
    assert list(made) == ["network.shared", "workspace.dev"]
    assert made["workspace.dev"].needs == ("network.shared",)


def test_a_data_source_stands_among_the_data(dev):
    assert dev["data"]["aws_ami"] == {"base": {"owners": ["self"], "provider": "aws.environment"}}


def test_an_object_that_is_no_block_names_all_its_members(dev):
    """Terraform: in JSON such an object leaves nothing out."""
    told = dev["resource"]["aws_network_acl"]["network"]["egress"]
    assert told == [
        {
            "action": "allow",
            "protocol": "-1",
            "rule_no": 100,
            "from_port": 0,
            "to_port": 0,
            "cidr_block": "10.0.0.0/8",
            "icmp_code": None,
            "icmp_type": None,
            "ipv6_cidr_block": None,
        }
    ]


def test_a_stack_that_others_need_must_be_exported_with_them(graph, exported):
    with pytest.raises(Unexportable, match=r"network\.shared: other stacks refer to it, and it is not exported"):
        exported(graph, "workspace.dev")


HERE = {"account": "555555555555", "source": Source("modules/x.py", 7)}
WRONG = {
    "a type without a pair": (
        Node(address="workspace.dev/random:index:Id.x", type="random:index:Id", name="x", **HERE),
        r"workspace\.dev/random:index:Id\.x: the AWS provider of Terraform has no type random:index:Id; "
        r"change modules/x\.py:7",
    ),
    "a type of another provider": (
        Node(address="workspace.dev/tls_private_key.x", type="tls_private_key", name="x", **HERE),
        "the AWS provider of Terraform has no type tls_private_key",
    ),
    "an unknown value": (
        Node(
            address="workspace.dev/aws_s3_bucket.x",
            type="aws_s3_bucket",
            name="x",
            attributes={"tags": {"a": Unknown()}},
            **HERE,
        ),
        r"aws_s3_bucket\.x: tags\.a is not known before apply",
    ),
    "a resource read by its id": (
        Node(address="workspace.dev/data.aws_vpc.x", type="data.aws_vpc", name="x", import_id="vpc-1", **HERE),
        "is read by its id vpc-1",
    ),
    "an account without a provider": (
        Node(address="workspace.dev/aws_s3_bucket.x", type="aws_s3_bucket", name="x", account="999999999999"),
        "is made in account 999999999999, for which stack workspace.dev has no provider; it has network 444444444444",
    ),
    "a resource that is not there": (
        Node(
            address="workspace.dev/aws_s3_bucket.x",
            type="aws_s3_bucket",
            name="x",
            attributes={"bucket": Ref("workspace.dev/aws_s3_bucket.gone", "id")},
            **HERE,
        ),
        r"refers to workspace\.dev/aws_s3_bucket\.gone, which the graph does not hold",
    ),
    "content that the graph does not keep": (
        Node(
            address="workspace.dev/aws_lambda_function.x",
            type="aws_lambda_function",
            name="x",
            attributes={"filename": "inline", "handler": "theirs.handler"},
            **HERE,
        ),
        "filename is content that the program gives, which the graph does not keep",
    ),
}


@pytest.mark.parametrize(("node", "message"), WRONG.values(), ids=WRONG)
def test_what_terraform_cannot_say_is_named(node, message, exported):
    with pytest.raises(Unexportable, match=message):
        exported(Graph([node]))


def test_stacks_that_need_each_other_have_no_order(graph, exported):
    gateway = graph["network.shared/aws_ec2_transit_gateway.transit"]
    back = replace(gateway, attributes={"description": Ref("workspace.dev/aws_kms_key.data", "arn")})
    with pytest.raises(Unexportable, match="no root can be applied before the other"):
        exported(Graph([*(node for node in graph if node is not gateway), back]))


def test_no_stacks_are_no_roots(graph):
    assert roots(graph, [], lambda stack: {}) == ()
