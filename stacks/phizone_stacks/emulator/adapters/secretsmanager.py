"""AWS Secrets Manager: secrets, their policies and their rotations."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_secretsmanager_secret")
def secret(wanted: Wanted) -> Outputs:
    """CreateSecret, without a value."""
    given = wanted.given(Name="name", Description="description", KmsKeyId="kms_key_id")
    made = wanted.client("secretsmanager").create_secret(**given, Tags=wanted.tags())
    return {"id": made["ARN"], "arn": made["ARN"]}


@creates("aws_secretsmanager_secret_policy")
def policy(wanted: Wanted) -> Outputs:
    """PutResourcePolicy."""
    given = wanted.given(SecretId="secret_arn", ResourcePolicy="policy", BlockPublicPolicy="block_public_policy")
    made = wanted.client("secretsmanager").put_resource_policy(**given)
    return {"id": made["ARN"]}


@creates("aws_secretsmanager_secret_rotation")
def rotation(wanted: Wanted) -> Outputs:
    """RotateSecret."""
    client, name = wanted.client("secretsmanager"), wanted.get("secret_id")
    rules = wanted.block("rotation_rules")
    words = {"AutomaticallyAfterDays": "automatically_after_days", "ScheduleExpression": "schedule_expression"}
    # AWS rotates a secret that has no value yet; moto 5.2.5 fails with an UnboundLocalError then.
    client.put_secret_value(SecretId=name, SecretString="{}")
    made = client.rotate_secret(
        SecretId=name,
        RotationRules={key: rules[word] for key, word in words.items() if rules.get(word) is not None},
        **wanted.given(RotationLambdaARN="rotation_lambda_arn", RotateImmediately="rotate_immediately"),
    )
    return {"id": made["ARN"]}
