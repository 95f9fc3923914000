"""Actions and condition keys are those of the Service Authorization Reference, compared as IAM does."""

from __future__ import annotations

import pytest

from phizone_policies.views.authorization import (
    action_exists,
    action_takes,
    key_type,
    key_type_among,
    named_action,
    service,
)


@pytest.mark.parametrize("action", ["s3:GetObject", "S3:getobject", "ec2:Describe*", "s3:*", "*", "*:*", "s?:Get*"])
def test_an_action_or_a_pattern_that_means_some_exists(action):
    assert action_exists(action)


@pytest.mark.parametrize("action", ["s3:GetObjects", "s4:GetObject", "ec2:Fetch*", "GetObject", "s3:", "s4*:Get*"])
def test_an_action_or_a_pattern_that_means_none_does_not(action):
    assert not action_exists(action)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("aws:PrincipalOrgID", "String"),
        ("AWS:principalorgid", "String"),
        ("aws:PrincipalTag/team", "String"),
        ("aws:TagKeys", "ArrayOfString"),
        ("aws:SourceIp", "IPAddress"),
        ("kms:EncryptionContext:aws:s3:arn", "String"),
        ("s3:TlsVersion", "Numeric"),
        ("sagemaker:NetworkIsolation", "Bool"),
        ("secretsmanager:ResourceTag/team", "String"),
        ("aws:PrincipalTag/", ""),
        ("aws:PrincipalOrg", ""),
        ("s3:NoSuchKey", ""),
        ("nothing:Key", ""),
    ],
)
def test_a_key_has_its_type_and_an_unknown_one_none(key, kind):
    assert key_type(key) == kind


def test_a_key_of_another_service_is_known_where_a_service_takes_it():
    assert key_type_among("elasticloadbalancing:Subnet", ("elasticloadbalancing",)) == "ArrayOfString"
    assert key_type_among("SAML:aud", ("sts",)) == "String"
    assert key_type_among("s3:NoSuchKey", ("s3", "no-such-service")) == ""


@pytest.mark.parametrize(
    ("action", "key", "takes"),
    [
        ("s3:ListBucket", "s3:prefix", True),
        ("s3:*", "s3:prefix", True),
        ("s3:GetObject", "s3:prefix", False),
        ("kms:Decrypt", "kms:EncryptionContext:team", True),
        ("sagemaker:CreateModel", "sagemaker:VpcSubnets", True),
        ("nothing:Decrypt", "kms:ViaService", False),
    ],
)
def test_an_action_takes_the_keys_of_itself_and_of_its_resources(action, key, takes):
    assert action_takes(action, key) is takes


def test_a_service_is_found_by_its_prefix_only():
    assert service("no-such-service") is None
    assert service("sts").matching("assumerole") == ("assumerole",)
    assert set(service("sts").matching("AssumeRole*")) >= {"assumerole", "assumerolewithsaml"}


@pytest.mark.parametrize(
    ("pattern", "action"),
    [
        ("s3:GetObject", "s3:getobject"),
        ("KMS:Decrypt", "kms:decrypt"),
        ("secretsmanager:Get*", "secretsmanager:getresourcepolicy"),
        ("*", "*"),
        ("s?:GetObject", "*"),
        ("ec2:Describe*", ""),
        ("sagemaker:DescribeDomain", ""),
        ("s3:ListBucket", ""),
        ("cloudwatch:PutMetricData", ""),
        ("kms:CreateKey", ""),
        ("nothing:Get", ""),
    ],
)
def test_what_reads_or_changes_named_things_is_told_from_what_lists_or_has_no_resource(pattern, action):
    assert named_action(pattern) == action
