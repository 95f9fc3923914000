"""References of the proved graph are held to what the engine has for them: by name, by use and by dependency."""

from __future__ import annotations

from dataclasses import replace

import pytest

from phizone_policies.pack import WHOLE
from phizone_policies.pack.references import Uses
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template

from .conftest import Engine

PLACE = {"account": "111111111111", "region": "us-east-1"}
KEY = Node(address="a/aws_kms_key.k", type="aws_kms_key", name="k", **PLACE)
OTHER = Node(address="a/aws_kms_key.o", type="aws_kms_key", name="o", **PLACE)
BUCKET = Node(address="a/aws_s3_bucket.b", type="aws_s3_bucket", name="b", **PLACE, attributes={"bucket": "meridian-b"})
AUTO = Node(address="a/aws_s3_bucket.auto", type="aws_s3_bucket", name="auto", **PLACE)
ARN = Ref(KEY.address, "arn")
OURS = "arn:aws:kms:us-east-1:111111111111:key/1"


@pytest.fixture
def uses() -> Uses:
    return Uses(Graph([KEY, OTHER, BUCKET, AUTO]))


def test_what_account_region_and_name_fix_is_compared(uses):
    assert uses.differs(Ref(BUCKET.address, "arn"), "arn:aws:s3:::meridian-b") == ""
    said = "the arn of a/aws_s3_bucket.b, which is arn:aws:s3:::meridian-b"
    assert uses.differs(Ref(BUCKET.address, "arn"), "arn:aws:s3:::elsewhere") == said


def test_a_generated_name_fits_its_pattern(uses):
    assert uses.differs(Ref(AUTO.address, "bucket"), "auto-1a2b3c4") == ""
    assert "as auto-*" in uses.differs(Ref(AUTO.address, "bucket"), "elsewhere")


def test_every_use_of_a_reference_has_one_value(uses):
    assert uses.differs(ARN, OURS) == ""
    assert uses.differs(ARN, OURS) == ""
    assert "which has another value where it is used too" in uses.differs(ARN, f"{OURS}2")


def test_two_resources_of_a_type_do_not_share_an_arn(uses):
    assert uses.differs(ARN, OURS) == ""
    said = "the arn of a/aws_kms_key.o; it is the arn of a/aws_kms_key.k"
    assert uses.differs(Ref(OTHER.address, "arn"), OURS) == said


@pytest.mark.parametrize(
    "foreign", ["arn:aws:kms:us-east-1:999999999999:key/1", "arn:aws:kms:eu-west-1:111111111111:key/1"]
)
def test_an_arn_lies_in_the_account_and_region_of_its_resource(uses, foreign):
    assert "which lies in account 111111111111, region us-east-1" in uses.differs(ARN, foreign)


def test_a_text_is_compared_around_its_references_and_each_of_them_is_held(uses):
    text = Template(('{"Resource": ["', Ref(BUCKET.address, "arn"), '", "', ARN, '", "', ARN, '"]}'))
    right = f'{{"Resource": ["arn:aws:s3:::meridian-b", "{OURS}", "{OURS}"]}}'
    assert uses.differs_text(text, right) == ""
    assert uses.differs(ARN, OURS) == ""
    key = "<the arn of a/aws_kms_key.k>"
    told = f'{{"Resource": ["<the arn of a/aws_s3_bucket.b>", "{key}", "{key}"]}}'
    assert uses.differs_text(text, right.replace("meridian-b", "elsewhere")) == told
    assert uses.differs_text(text, right.replace("]", ', "*"]')) == told
    assert uses.differs_text(text, right.replace("key/1", "key/2")) == told


def test_a_symbol_in_a_text_swallows_nothing_that_follows_it(uses):
    text = Template(('{"Resource": "', ARN, '"}'))
    assert uses.differs_text(text, '{"Resource": "a", "Action": "*"}') != ""


def test_what_is_learned_on_trial_is_forgotten(uses):
    with uses.forgetting():
        uses.differs(ARN, OURS)
    assert uses.differs(ARN, f"{OURS}2") == ""


ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"


@pytest.fixture
def workspace(programs, previewing):
    return programs.preview("workspace.dev")


@pytest.fixture
def engine(proved):
    return Engine("workspace", proved)


def test_a_reference_to_another_resource_is_refused_at_preview_by_its_dependency(workspace, engine):
    """At preview both values are unknown: what they depend on tells them apart."""
    vpc, subnet = (
        next(each for each in workspace if each.type == f"aws:ec2/{kind}") for kind in ("vpc:Vpc", "subnet:Subnet")
    )
    attachment = next(each for each in workspace if each.type == ATTACHMENT)
    assert attachment.depends["vpcId"] == [vpc.urn]
    wrong = replace(attachment, depends={**attachment.depends, "vpcId": [subnet.urn]})
    resources = [wrong if each is attachment else each for each in workspace]
    (found,) = engine.preview(resources)
    assert (found.policy, found.level) == (WHOLE, "mandatory")
    assert (
        f"vpc_id does not depend on workspace.dev/aws_vpc.{vpc.name}, to which it refers in the proved graph"
        in found.text
    )


def test_an_unknown_name_that_the_graph_fixes_is_refused_too_if_it_depends_on_another(workspace, engine):
    block = next(each for each in workspace if each.type.endswith(":BucketPublicAccessBlock"))
    other = next(
        each for each in workspace if each.type == "aws:s3/bucket:Bucket" and [each.urn] != block.depends["bucket"]
    )
    wrong = replace(block, depends={**block.depends, "bucket": [other.urn]})
    (found,) = engine.preview([wrong if each is block else each for each in workspace])
    assert (found.policy, found.level, ": bucket does not depend on" in found.text) == (WHOLE, "mandatory", True)


def test_a_literal_in_the_place_of_a_reference_is_refused(workspace, engine):
    attachment = next(each for each in workspace if each.type == ATTACHMENT)
    literal = replace(attachment.having(vpcId="vpc-0123456789abcdef0"), depends={**attachment.depends, "vpcId": []})
    found = engine.preview([literal if each is attachment else each for each in workspace])
    assert ["vpc_id does not depend on" in each.text for each in found] == [True]


def test_the_order_of_a_set_is_no_difference_and_another_member_is_one(programs, proved, applying):
    engine = Engine("workspace", proved)
    attachment = next(each for each in programs.apply("workspace.dev") if each.type == ATTACHMENT)
    subnets = attachment.properties["subnetIds"]
    assert engine.analyze(attachment.having(subnetIds=subnets[::-1])) == []
    (found,) = engine.analyze(attachment.having(subnetIds=[*subnets[:2], subnets[0]]))
    assert "subnet_ids" in found.text
