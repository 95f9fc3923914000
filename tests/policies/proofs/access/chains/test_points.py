"""What is asked through an access point must be let through by it and by its bucket."""

from __future__ import annotations

import json

import pytest

POINT = "arn:aws:s3:us-east-1:777777777777:accesspoint/data"
TRUST = {"Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


def allow(resource, principal=None):
    named = {"Principal": {"AWS": principal}} if principal else {}
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": resource, **named}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


ROLE = "arn:aws:iam::777777777777:role/dev"
THROUGH = allow(f"{POINT}/object/*")
LET_IN = allow(f"{POINT}/object/*", ROLE)
DELEGATES = {
    **allow(["arn:aws:s3:::phi-raw/*"], "*"),
    "Condition": {"StringEquals": {"s3:DataAccessPointAccount": "777777777777"}},
}
DENIES = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::phi-raw/*",
    "Condition": {"StringNotEquals": {"aws:PrincipalArn": "arn:aws:iam::777777777777:role/other"}},
}


@pytest.fixture
def readers(access):
    """Those of the graph who read the bucket, with the resource that they ask for."""

    def read(own=(), point=(), bucket=(), **settings):
        resources = {
            "aws_s3_bucket.phi": {"bucket": "phi-raw"},
            "aws_s3_access_point.data": {"bucket": "phi-raw", "name": "data", **settings},
            "aws_iam_role.dev": {
                "name": "dev",
                "assume_role_policy": json.dumps(TRUST),
                "inline_policy": [{"policy": policy(*own)}],
            },
            "aws_s3control_access_point_policy.data": {"access_point_arn": POINT, "policy": policy(*point)},
            "aws_s3_bucket_policy.phi": {"bucket": "phi-raw", "policy": policy(*bucket)},
        }
        found = access(json.dumps(resources))
        chains = found.who_can(wanted(found.world.graph["aws_s3_bucket.phi"], found.world))
        return {each.request.resource for each in chains if each.principal.arn == ROLE and not each.unknown}

    return read


def wanted(node, world):
    from phizone_policies.proofs.access.chains import Wanted

    return Wanted(("s3:GetObject",), world.resource_of(node), "/?*")


def test_permissions_that_name_the_access_point_are_enough_in_one_account(readers):
    assert readers(own=[THROUGH]) == {f"{POINT}/object/x"}


def test_what_the_bucket_denies_stays_denied(readers):
    assert readers(own=[THROUGH], bucket=[DENIES]) == set()


def test_the_policy_of_the_access_point_alone_is_not_enough(readers):
    assert readers(point=[LET_IN]) == set()


def test_the_policies_of_access_point_and_bucket_together_are(readers):
    assert readers(point=[LET_IN], bucket=[DELEGATES]) == {f"{POINT}/object/x"}


def test_a_bucket_that_delegates_to_its_access_points_lets_in_nobody_by_itself(readers):
    assert readers(bucket=[DELEGATES]) == set()


WRITES = {"Effect": "Allow", "Action": "s3:PutAccessPointPolicy", "Resource": POINT}
MAKES = {"Effect": "Allow", "Action": "s3:CreateAccessPoint", "Resource": "*"}
VPC_ALONE = {**MAKES, "Condition": {"StringEquals": {"s3:AccessPointNetworkOrigin": "VPC"}}}
EVERY_POINT = "arn:aws:s3:us-east-1:777777777777:accesspoint/own-*"
INTERNET_DENIED = {
    **DENIES,
    "Condition": {"StringNotEquals": {"s3:AccessPointNetworkOrigin": "VPC"}},
}


def test_who_writes_the_policy_of_an_access_point_reads_what_the_bucket_leaves_to_it(readers):
    assert readers(own=[WRITES], bucket=[DELEGATES]) == {f"{POINT}/object/x"}
    assert readers(own=[WRITES]) == set()


def test_who_makes_an_access_point_reads_through_it_by_its_policy_or_permissions_of_their_own(readers):
    writes = {**WRITES, "Resource": "*"}
    assert len(readers(own=[MAKES, writes], bucket=[DELEGATES])) == 1
    assert len(readers(own=[MAKES, allow(f"{EVERY_POINT}/object/*")])) == 1
    assert readers(own=[MAKES, writes]) == set()
    assert readers(own=[MAKES], bucket=[DELEGATES]) == set()


def test_who_makes_an_access_point_makes_it_as_conditions_ask(readers):
    own = [VPC_ALONE, allow(f"{EVERY_POINT}/object/*")]
    assert len(readers(own=own, bucket=[INTERNET_DENIED])) == 1
    assert readers(own=own, bucket=[DENIES]) == set()


def test_a_stranger_reads_through_their_own_access_point_what_a_bucket_leaves_to_every_account(access):
    leaves = {**DELEGATES, "Condition": {"StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:*:*:accesspoint/*"}}}
    resources = {
        "aws_s3_bucket.phi": {"bucket": "phi-raw"},
        "aws_s3_bucket_policy.phi": {"bucket": "phi-raw", "policy": policy(leaves)},
    }
    found = access(json.dumps(resources))
    chains = found.who_can(wanted(found.world.graph["aws_s3_bucket.phi"], found.world))
    assert {each.principal.arn for each in chains if not each.unknown} >= {"arn:aws:iam::999999999999:role/*"}


def test_an_access_point_of_a_vpc_is_asked_from_there(readers):
    elsewhere = {**THROUGH, "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-2"}}}
    assert readers(own=[elsewhere], vpc_configuration=[{"vpc_id": "vpc-1"}]) == set()
    assert readers(own=[elsewhere], vpc_configuration=[{"vpc_id": "vpc-2"}]) == {f"{POINT}/object/x"}


def test_an_access_point_of_no_known_bucket_leaves_every_bucket_in_doubt(access):
    found = access("""
aws_s3_bucket.phi: {bucket: phi-raw}
aws_s3_access_point.data: {bucket: {$unknown: true}, name: data}
""")
    chains = found.who_can(wanted(found.world.graph["aws_s3_bucket.phi"], found.world))
    reasons = {reason for each in chains if not each.principal.node for reason in each.unknown}
    assert reasons == {"bucket of aws_s3_access_point.data is not known before apply"}
