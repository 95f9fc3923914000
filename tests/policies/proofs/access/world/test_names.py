"""What resources are called where requests and policies are compared."""

from __future__ import annotations

import pytest

RESOURCES = """
aws_kms_key.data: {}
aws_secretsmanager_secret.token: {name: token}
aws_s3_bucket.auto: {}
aws_iam_group.staff: {name: staff}
aws_kinesis_stream.vitals: {name: vitals}
aws_sagemaker_feature_group.features: {feature_group_name: features}
aws_ssm_parameter.nested: {name: /phi/key}
aws_ssm_parameter.plain: {name: key}
aws_sagemaker_domain.studio: {domain_name: studio}
aws_sagemaker_user_profile.one:
  domain_id: {$ref: {address: aws_sagemaker_domain.studio, attribute: id}}
  user_profile_name: one
aws_iam_role.reader:
  name: reader
  assume_role_policy: '{"Statement": []}'
  inline_policy:
    - policy:
        $template:
          - '{"Statement": [{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "'
          - {$ref: {address: aws_kms_key.data, attribute: arn}}
          - '"}]}'
"""
NAMES = {
    "aws_kms_key.data": "arn:aws:kms:us-east-1:777777777777:key/<id of aws_kms_key.data>",
    "aws_secretsmanager_secret.token": "arn:aws:secretsmanager:us-east-1:777777777777:secret:token-~~~~~~",
    "aws_s3_bucket.auto": "arn:aws:s3:::auto-<end of aws_s3_bucket.auto>",
    "aws_iam_group.staff": "arn:aws:iam::777777777777:group/staff",
    "aws_kinesis_stream.vitals": "arn:aws:kinesis:us-east-1:777777777777:stream/vitals",
    "aws_sagemaker_feature_group.features": "arn:aws:sagemaker:us-east-1:777777777777:feature-group/features",
    "aws_ssm_parameter.nested": "arn:aws:ssm:us-east-1:777777777777:parameter/phi/key",
    "aws_ssm_parameter.plain": "arn:aws:ssm:us-east-1:777777777777:parameter/key",
    "aws_sagemaker_user_profile.one": (
        "arn:aws:sagemaker:us-east-1:777777777777:user-profile/<id of aws_sagemaker_domain.studio>/one"
    ),
}


@pytest.mark.parametrize(("address", "arn"), NAMES.items())
def test_what_aws_assigns_stands_inside_an_arn_and_equals_only_itself(world, address, arn):
    found = world(RESOURCES)
    assert found.resource_of(found.graph[address]).arn == arn


def test_everything_that_policies_protect_or_data_is_read_from_has_an_arn_that_they_can_mean(arns):
    assert {"aws_kinesis_stream", "aws_s3_bucket", "aws_ssm_parameter"} <= arns.keys()
    assert {kind: arn for kind, arn in arns.items() if not arn.startswith("arn:aws:")} == {}


def test_a_reference_in_a_policy_reads_as_the_resource_is_called(world):
    reader = world(RESOURCES).principals["arn:aws:iam::777777777777:role/reader"]
    assert [each.resources for each in reader.identity[0].statements] == [(NAMES["aws_kms_key.data"],)]
