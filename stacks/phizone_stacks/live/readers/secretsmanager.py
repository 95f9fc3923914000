"""AWS Secrets Manager: secrets, who may use them, and how they are renewed. No value is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, tags_of
from phizone_stacks.live.reading import Where, reads

_SILENT = ("force_overwrite_replica_secret", "recovery_window_in_days")


@reads("aws_secretsmanager_secret", where=Where.EVERYWHERE, silent={"aws_secretsmanager_secret": _SILENT})
def secrets(calls: Calls) -> Iterator[Found]:
    """The secrets; replicas are told by those that they are replicas of."""
    for secret in _secrets(calls):
        replicas = [
            block(region=replica["Region"], kms_key_id=replica.get("KmsKeyId"))[0]
            for replica in secret.get("ReplicationStatus", ())
        ]
        yield found(
            "aws_secretsmanager_secret",
            secret["Name"],
            {
                "id": secret["ARN"],
                "arn": secret["ARN"],
                "name": secret["Name"],
                "description": secret.get("Description"),
                "kms_key_id": secret.get("KmsKeyId"),
                "replica": replicas or None,
                "tags": tags_of(secret.get("Tags")),
            },
        )


def _secrets(calls: Calls) -> Iterator[dict[str, Any]]:
    for each in calls.all("secretsmanager", "list_secrets", "SecretList"):
        secret = calls.get("secretsmanager", "describe_secret", SecretId=each["ARN"])
        if secret.get("PrimaryRegion", calls.place.region) == calls.place.region:
            yield secret


@reads(
    "aws_secretsmanager_secret_policy",
    where=Where.EVERYWHERE,
    silent={"aws_secretsmanager_secret_policy": ("block_public_policy",)},
)
def policies(calls: Calls) -> Iterator[Found]:
    """Policies of secrets."""
    for secret in _secrets(calls):
        arn = secret["ARN"]
        policy = calls.get("secretsmanager", "get_resource_policy", SecretId=arn).get("ResourcePolicy")
        if policy:
            attributes = {"secret_arn": arn, "policy": policy}
            yield found("aws_secretsmanager_secret_policy", secret["Name"], attributes)


@reads(
    "aws_secretsmanager_secret_rotation",
    where=Where.EVERYWHERE,
    silent={"aws_secretsmanager_secret_rotation": ("rotate_immediately",)},
)
def rotations(calls: Calls) -> Iterator[Found]:
    """Rotations that are on."""
    for secret in _secrets(calls):
        if secret.get("RotationEnabled"):
            rules = secret.get("RotationRules", {})
            attributes = {
                "secret_id": secret["ARN"],
                "rotation_lambda_arn": secret.get("RotationLambdaARN"),
                "rotation_rules": block(
                    automatically_after_days=rules.get("AutomaticallyAfterDays"),
                    duration=rules.get("Duration"),
                    schedule_expression=rules.get("ScheduleExpression"),
                ),
            }
            yield found("aws_secretsmanager_secret_rotation", secret["Name"], attributes)
