"""What provider functions answer without AWS, whole or in part."""

from __future__ import annotations

import pytest

from phizone_stacks.capture.invokes.answers import Caller, answer, known_part

HERE = Caller("444444444444", "eu-central-1")
NOWHERE = Caller("", "")
CHINA = Caller("444444444444", "cn-north-1")


def token(name: str) -> str:
    module, function = name.split("/")
    return f"aws:{module}/{function}:{function}"


@pytest.mark.parametrize(
    ("name", "caller", "arguments", "found"),
    [
        ("index/getCallerIdentity", HERE, {}, {"accountId": "444444444444", "arn": "arn:aws:iam::444444444444:root"}),
        ("index/getRegion", HERE, {}, {"region": "eu-central-1", "name": "eu-central-1"}),
        ("index/getRegion", HERE, {"region": "us-east-1"}, {"region": "us-east-1"}),
        ("index/getPartition", CHINA, {}, {"partition": "aws-cn", "dnsSuffix": "amazonaws.com.cn"}),
        ("index/getBillingServiceAccount", HERE, {}, {"arn": "arn:aws:iam::386209384616:root"}),
        ("index/getArn", NOWHERE, {"arn": "arn:aws:s3:::b/k:1"}, {"service": "s3", "resource": "b/k:1", "account": ""}),
        ("elb/getServiceAccount", HERE, {}, {"id": "054676820928"}),
    ],
)
def test_what_the_caller_and_the_arguments_fix_is_the_whole_answer(name, caller, arguments, found):
    whole = answer(token(name), caller, arguments)
    assert {key: whole[key] for key in found} == found


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("index/getCallerIdentity", {}),
        ("index/getRegion", {}),
        ("index/getPartition", {}),
        ("index/getArn", {"arn": "no-arn"}),
        ("elb/getServiceAccount", {}),
        ("ec2/getVpc", {"default": True}),
        ("outposts/getAsset", {}),
    ],
)
def test_what_they_do_not_fix_has_no_whole_answer(name, arguments):
    assert answer(token(name), NOWHERE, arguments) is None


@pytest.mark.parametrize(
    ("name", "caller", "arguments", "found"),
    [
        ("ec2/getVpc", HERE, {"default": True}, {"cidrBlock": "172.31.0.0/16"}),
        ("ec2/getVpc", HERE, {"id": "vpc-1"}, {}),
        ("index/getAvailabilityZones", NOWHERE, {}, {}),
        ("index/getRegion", NOWHERE, {}, {}),
        (
            "index/getAvailabilityZones",
            Caller("", "us-west-1"),
            {"excludeNames": ["us-west-1c"]},
            {"id": "us-west-1", "names": ["us-west-1a"], "groupNames": ["us-west-1"]},
        ),
        ("kms/getAlias", HERE, {"name": "alias/x"}, {"arn": "arn:aws:kms:eu-central-1:444444444444:alias/x"}),
        ("kms/getAlias", NOWHERE, {"name": "alias/x"}, {}),
        (
            "s3/getBucket",
            CHINA,
            {"bucket": "b"},
            {"id": "b", "arn": "arn:aws-cn:s3:::b", "bucketDomainName": "b.s3.amazonaws.com"},
        ),
    ],
)
def test_of_a_look_up_the_part_that_is_fixed_is_known(name, caller, arguments, found):
    assert known_part(token(name), caller, arguments) == found


def test_a_function_that_nobody_emulates_is_none_and_one_of_which_nothing_is_known_is_not():
    assert known_part(token("outposts/getAsset"), HERE, {}) is None
    assert known_part(token("ec2/getAmi"), HERE, {}) == {}
