"""AWS KMS: keys, their aliases and their grants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.reading import Where, reads

_SILENT = ("bypass_policy_lockout_safety_check", "deletion_window_in_days")


@reads("aws_kms_key", where=Where.EVERYWHERE, silent={"aws_kms_key": _SILENT})
def keys(calls: Calls) -> Iterator[Found]:
    """The customer's keys; those that are waiting to be deleted are disabled ones."""
    for each in calls.all("kms", "list_keys", "Keys"):
        key = calls.get("kms", "describe_key", KeyId=each["KeyId"])["KeyMetadata"]
        if key["KeyManager"] == "CUSTOMER":
            yield _key(calls, key)


def _key(calls: Calls, key: dict[str, Any]) -> Found:
    name = key["KeyId"]
    rotates = key["KeySpec"] == "SYMMETRIC_DEFAULT" and key["Origin"] == "AWS_KMS"
    rotation = calls.get("kms", "get_key_rotation_status", KeyId=name) if rotates else {"KeyRotationEnabled": False}
    return found(
        "aws_kms_key",
        name,
        {
            "id": name,
            "key_id": name,
            "arn": key["Arn"],
            "description": key.get("Description"),
            "is_enabled": key["KeyState"] == "Enabled",
            "key_usage": key.get("KeyUsage"),
            "customer_master_key_spec": key["KeySpec"],
            "multi_region": key.get("MultiRegion", False),
            "enable_key_rotation": rotation["KeyRotationEnabled"],
            "rotation_period_in_days": rotation.get("RotationPeriodInDays"),
            "policy": calls.get("kms", "get_key_policy", KeyId=name, PolicyName="default")["Policy"],
            "tags": tags_of(calls.all("kms", "list_resource_tags", "Tags", KeyId=name)),
        },
    )


@reads("aws_kms_alias")
def aliases(calls: Calls) -> Iterator[Found]:
    """Aliases of the customer's keys; those that AWS makes have no key yet or one of AWS's."""
    for each in calls.all("kms", "list_aliases", "Aliases"):
        if "TargetKeyId" in each and not each["AliasName"].startswith("alias/aws/"):
            attributes = {"name": each["AliasName"], "arn": each["AliasArn"], "target_key_id": each["TargetKeyId"]}
            yield found("aws_kms_alias", each["AliasName"], attributes)


@reads("aws_kms_grant")
def grants(calls: Calls) -> Iterator[Found]:
    """Grants on the customer's keys."""
    for each in calls.all("kms", "list_keys", "Keys"):
        if calls.get("kms", "describe_key", KeyId=each["KeyId"])["KeyMetadata"]["KeyManager"] != "CUSTOMER":
            continue
        for grant in calls.all("kms", "list_grants", "Grants", KeyId=each["KeyId"]):
            yield found(
                "aws_kms_grant",
                grant["GrantId"],
                {
                    "grant_id": grant["GrantId"],
                    "key_id": each["KeyId"],
                    "name": grant.get("Name") or None,
                    "grantee_principal": grant["GranteePrincipal"],
                    "operations": sorted(grant["Operations"]),
                    "retiring_principal": grant.get("RetiringPrincipal"),
                    "constraints": _constraints(grant.get("Constraints")),
                },
            )


def _constraints(given: dict[str, Any] | None) -> list[dict[str, Any]] | None:
    words = {
        "EncryptionContextEquals": "encryption_context_equals",
        "EncryptionContextSubset": "encryption_context_subset",
    }
    return [{words[key]: value for key, value in given.items() if key in words}] if given else None
