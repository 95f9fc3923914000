from __future__ import annotations

import pytest

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.s3 import all_buckets

POLICY = '{"Statement": [], "Version": "2012-10-17"}'
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"


@pytest.fixture
def s3(aws):
    client = aws("s3")
    client.create_bucket(Bucket="raw")
    return client


def test_a_bucket_is_read_with_its_lock_and_its_tags(aws, seen):
    aws("s3").create_bucket(Bucket="raw", ObjectLockEnabledForBucket=True)
    aws("s3").put_bucket_tagging(Bucket="raw", Tagging={"TagSet": [{"Key": "Team", "Value": "cardiology"}]})
    assert seen("aws_s3_bucket") == [
        {"arn": "arn:aws:s3:::raw", "bucket": "raw", "object_lock_enabled": True, "tags": {"Team": "cardiology"}}
    ]


def test_a_bucket_without_lock_and_without_tags_is_told_so(s3, seen):
    assert seen("aws_s3_bucket") == [
        {"arn": "arn:aws:s3:::raw", "bucket": "raw", "object_lock_enabled": False, "tags": {}}
    ]


@pytest.mark.parametrize("region", ["eu-west-1", "us-east-1", "us-west-2"])
def test_a_bucket_is_in_its_own_region_wherever_it_is_asked_for(aws, region):
    where = {"us-east-1": {}}.get(region, {"CreateBucketConfiguration": {"LocationConstraint": region}})
    aws("s3", region=region).create_bucket(Bucket="abroad", **where)
    calls = Calls(Place("777777777777", "us-east-1"), lambda service, place: aws(service, place.region, place.account))
    assert [(each.name, each.region) for each in all_buckets.function(calls)] == [("abroad", region)]


def test_a_bucket_of_another_account_is_not_read(s3, seen):
    assert seen("aws_s3_bucket", account="666666666666") == []


def test_a_policy_is_read_as_it_stands(s3, seen):
    s3.put_bucket_policy(Bucket="raw", Policy=POLICY)
    assert seen("aws_s3_bucket_policy") == [{"bucket": "raw", "policy": POLICY}]


def test_a_public_access_block_is_read_with_every_flag(s3, seen):
    flags = {"BlockPublicAcls": True, "IgnorePublicAcls": False, "BlockPublicPolicy": True}
    s3.put_public_access_block(Bucket="raw", PublicAccessBlockConfiguration={**flags, "RestrictPublicBuckets": False})
    assert seen("aws_s3_bucket_public_access_block") == [
        {
            "block_public_acls": True,
            "block_public_policy": True,
            "bucket": "raw",
            "ignore_public_acls": False,
            "restrict_public_buckets": False,
        }
    ]


def test_ownership_controls_are_read(s3, seen):
    s3.put_bucket_ownership_controls(
        Bucket="raw", OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    )
    assert seen("aws_s3_bucket_ownership_controls") == [
        {"bucket": "raw", "rule": [{"object_ownership": "BucketOwnerEnforced"}]}
    ]


def test_a_list_that_lets_everybody_read_is_read_with_all_its_grants(s3, seen):
    s3.put_bucket_acl(Bucket="raw", ACL="public-read")
    owner = s3.get_bucket_acl(Bucket="raw")["Owner"]["ID"]
    ours = {"grantee": [{"id": owner, "type": "CanonicalUser"}], "permission": "FULL_CONTROL"}
    theirs = {"grantee": [{"type": "Group", "uri": ALL_USERS}], "permission": "READ"}
    assert seen("aws_s3_bucket_acl") == [
        {"access_control_policy": [{"grant": [ours, theirs], "owner": [{"id": owner}]}], "bucket": "raw"}
    ]


@pytest.mark.parametrize("kind", ["aws_s3_bucket_acl", "aws_s3_bucket_ownership_controls", "aws_s3_bucket_policy"])
def test_of_what_a_bucket_does_not_have_nothing_is_told(s3, seen, kind):
    assert seen(kind) == []


def test_a_bucket_has_no_public_access_block_when_somebody_takes_it_away(s3, seen):
    s3.put_public_access_block(Bucket="raw", PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    s3.delete_public_access_block(Bucket="raw")
    assert seen("aws_s3_bucket_public_access_block") == []
