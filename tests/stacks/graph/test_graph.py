"""Nodes are found by address, type and reference; a view holds what its claims need; defaults and identities hold."""

from __future__ import annotations

import pytest

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import Pattern, Symbol, identity, named, physical
from phizone_stacks.graph.values import Ref, Template, Unknown, references, template, unknown_paths


def node(address, environment="prod", **attributes):
    kind = address.split("/")[-1].split(".")[0]
    return Node(
        address=address,
        type=kind,
        name=address.rsplit(".", 1)[-1],
        environment=environment,
        account="777777777777",
        region="us-east-1",
        attributes=attributes,
    )


@pytest.fixture
def zone() -> Graph:
    hub = Ref("network.shared/aws_ec2_transit_gateway.hub", "id")
    return Graph(
        [
            node("network.shared/aws_ec2_transit_gateway.hub", "shared"),
            node("workspace.prod/aws_vpc.main", cidr_block="10.30.0.0/16"),
            node("workspace.prod/aws_s3_bucket.raw", bucket="meridian-prod-raw"),
            node("workspace.dev/aws_vpc.main", "dev", cidr_block="10.10.0.0/16"),
            node("workspace.dev/aws_subnet.transit", "dev", vpc_id=Ref("workspace.dev/aws_vpc.main", "id")),
            node(
                "workspace.dev/aws_ec2_transit_gateway_vpc_attachment.spoke",
                "dev",
                transit_gateway_id=hub,
                subnet_ids=[Ref("workspace.dev/aws_subnet.transit", "id")],
            ),
            node("workspace.dev/aws_s3_bucket.raw", "dev", bucket="meridian-dev-raw"),
        ]
    )


def test_a_view_holds_its_own_the_shared_and_what_of_others_touches_the_shared(zone):
    assert [each.address for each in zone.for_environment("prod")] == [
        "network.shared/aws_ec2_transit_gateway.hub",
        "workspace.dev/aws_ec2_transit_gateway_vpc_attachment.spoke",
        "workspace.dev/aws_subnet.transit",
        "workspace.dev/aws_vpc.main",
        "workspace.prod/aws_s3_bucket.raw",
        "workspace.prod/aws_vpc.main",
    ]
    assert zone.for_environment("prod").dangling() == ()
    assert zone.for_environment("prod").view == "prod"


def test_a_view_of_a_view_is_that_view(zone):
    view = zone.for_environment("prod")
    assert list(view.for_environment("prod")) == list(view)


def test_referrers_and_targets_follow_references(zone):
    vpc = zone["workspace.dev/aws_vpc.main"]
    assert [each.name for each in zone.referrers(vpc, "aws_subnet")] == ["transit"]
    assert zone.target(zone["workspace.dev/aws_subnet.transit"].get("vpc_id")) is vpc
    assert zone.environments == ("dev", "prod")


def test_a_reference_to_nothing_dangles():
    lone = node("w.p/aws_subnet.a", vpc_id=Ref("w.p/aws_vpc.gone", "id"))
    assert Graph([lone]).dangling() == ((lone, "w.p/aws_vpc.gone"),)


def test_an_absent_attribute_means_what_aws_does():
    assert node("w.p/aws_sagemaker_domain.d").get("app_network_access_type") == "PublicInternetOnly"
    assert node("w.p/aws_security_group.s").get("egress") == []
    assert "arn:aws:iam::777777777777:root" in node("w.p/aws_kms_key.k").text("policy")
    assert node("w.p/aws_s3_bucket.b").get("bucket") is None


def test_reading_into_an_unknown_raises_what_rules_answer_unknown_to():
    lone = node("w.p/aws_s3_bucket.b", rule=[{"status": Unknown()}], whole=Unknown())
    with pytest.raises(UnknownValue, match=r"rule\.0\.status of w\.p/aws_s3_bucket\.b is not known before apply"):
        lone.get("rule.0.status")
    with pytest.raises(UnknownValue):
        lone.blocks("whole")
    assert lone.peek("whole.deeper") == Unknown()
    assert list(unknown_paths(dict(lone.attributes))) == ["rule.0.status", "whole"]


def test_a_step_into_a_whole_reference_is_a_reference():
    lone = node("w.p/aws_x.a", config=Ref("w.p/aws_y.b", "vpc_config"))
    assert lone.get("config.0.subnet_ids") == Ref("w.p/aws_y.b", "vpc_config.0.subnet_ids")


def test_templates_are_as_short_as_can_be():
    ref = Ref("a", "id")
    assert template(["", "a", "b", ""]) == "ab"
    assert template([ref, ""]) == ref
    assert template(["a", "b", ref]) == Template(("ab", ref))
    assert list(references({"x": [template(["a", ref]), ref]})) == [ref, ref]


@pytest.mark.parametrize(
    ("resource", "attribute", "expected"),
    [
        (node("w.p/aws_s3_bucket.b", bucket="raw"), "arn", "arn:aws:s3:::raw"),
        (node("w.p/aws_s3_bucket.b"), "id", Pattern("b-*")),
        (node("w.p/aws_s3_bucket.b", bucket_prefix="raw-"), "bucket", Pattern("raw-*")),
        (node("w.p/aws_iam_role.r", name="deploy"), "arn", "arn:aws:iam::777777777777:role/deploy"),
        (node("w.p/aws_iam_role.r", name="deploy", path="/ci/"), "arn", "arn:aws:iam::777777777777:role/ci/deploy"),
        (node("w.p/aws_kms_key.k"), "arn", Symbol(Ref("w.p/aws_kms_key.k", "arn"))),
        (node("w.p/aws_vpc.v"), "id", Symbol(Ref("w.p/aws_vpc.v", "id"))),
        (node("w.p/aws_s3_bucket.b", bucket=Unknown()), "arn", Symbol(Ref("w.p/aws_s3_bucket.b", "arn"))),
    ],
)
def test_what_account_region_and_name_fix_is_known_and_the_rest_is_itself(resource, attribute, expected):
    assert physical(resource, attribute) == expected


def test_identity_reads_through_references_and_text():
    bucket = node("w.p/aws_s3_bucket.b", bucket="raw")
    graph = Graph([bucket, node("w.p/aws_kms_key.k")])
    assert identity(graph, Template((Ref("w.p/aws_s3_bucket.b", "arn"), "/*"))) == "arn:aws:s3:::raw/*"
    assert identity(graph, Template((Ref("w.p/aws_kms_key.k", "arn"), "/*"))) is None
    assert named(graph, "arn:aws:s3:::raw", "aws_s3_bucket", "arn") is bucket
    assert named(graph, Ref("w.p/aws_s3_bucket.b", "id"), "aws_s3_bucket", "arn") is bucket
    assert named(graph, "arn:aws:s3:::other", "aws_s3_bucket", "arn") is None
