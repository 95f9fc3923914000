"""AWS KMS: keys, their aliases and their grants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.reading import Where, reads

_SILENT = ("bypass_policy_lockout_safety_check", "deletion_window_in_days")
_KEY, _REPLICA = "aws_kms_key", "aws_kms_replica_key"
_EXTERNAL, _EXTERNAL_REPLICA = "aws_kms_external_key", "aws_kms_replica_external_key"
_TYPES = {
    _KEY: _SILENT,
    _REPLICA: _SILENT,
    _EXTERNAL: (*_SILENT, "key_material_base64"),
    _EXTERNAL_REPLICA: (*_SILENT, "key_material_base64"),
}


@reads(*_TYPES, where=Where.EVERYWHERE, silent=_TYPES)
def keys(calls: Calls) -> Iterator[Found]:
    """The customer's keys, replicas and keys of imported material; one that waits to be deleted is a disabled one."""
    for each in calls.all("kms", "list_keys", "Keys"):
        key = calls.get("kms", "describe_key", KeyId=each["KeyId"])["KeyMetadata"]
        if key["KeyManager"] == "CUSTOMER":
            kind = _kind(key)
            told = _own(calls, key) if kind == _KEY else _other(key)
            yield found(kind, key["KeyId"], {**_common(calls, key), **told})


def _kind(key: Mapping[str, Any]) -> str:
    is_replica = key.get("MultiRegionConfiguration", {}).get("MultiRegionKeyType") == "REPLICA"
    if key["Origin"] == "EXTERNAL":
        return _EXTERNAL_REPLICA if is_replica else _EXTERNAL
    return _REPLICA if is_replica else _KEY


def _common(calls: Calls, key: Mapping[str, Any]) -> dict[str, Any]:
    """What every key has."""
    name = key["KeyId"]
    return {
        "id": name,
        "arn": key["Arn"],
        "description": key.get("Description"),
        "key_usage": key.get("KeyUsage"),
        "policy": calls.get("kms", "get_key_policy", KeyId=name, PolicyName="default")["Policy"],
        "tags": tags_of(calls.all("kms", "list_resource_tags", "Tags", KeyId=name)),
    }


def _own(calls: Calls, key: Mapping[str, Any]) -> dict[str, Any]:
    """What a key has whose material AWS makes, or a key store of the customer's."""
    name = key["KeyId"]
    rotates = key["KeySpec"] == "SYMMETRIC_DEFAULT" and key["Origin"] == "AWS_KMS"
    rotation = calls.get("kms", "get_key_rotation_status", KeyId=name) if rotates else {"KeyRotationEnabled": False}
    return {
        "key_id": name,
        "is_enabled": key["KeyState"] == "Enabled",
        "customer_master_key_spec": key["KeySpec"],
        "custom_key_store_id": key.get("CustomKeyStoreId"),
        "multi_region": key.get("MultiRegion", False),
        "enable_key_rotation": rotation["KeyRotationEnabled"],
        "rotation_period_in_days": rotation.get("RotationPeriodInDays"),
    }


def _other(key: Mapping[str, Any]) -> dict[str, Any]:
    """What replicas and keys of imported material have."""
    kind, primary = _kind(key), key.get("MultiRegionConfiguration", {}).get("PrimaryKey", {}).get("Arn")
    return {
        "enabled": key["KeyState"] == "Enabled",
        "key_id": key["KeyId"] if kind != _EXTERNAL else None,
        "key_spec": key["KeySpec"] if kind == _REPLICA else None,
        "primary_key_arn": primary if kind in (_REPLICA, _EXTERNAL_REPLICA) else None,
        "multi_region": key.get("MultiRegion", False) if kind == _EXTERNAL else None,
        "expiration_model": key.get("ExpirationModel") if kind != _REPLICA else None,
        "key_state": key["KeyState"] if kind != _REPLICA else None,
    }


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
                    "grantee_principal": grant.get("GranteePrincipal") or grant["GranteeServicePrincipal"],
                    "operations": sorted(grant["Operations"]),
                    "retiring_principal": grant.get("RetiringPrincipal") or grant.get("RetiringServicePrincipal"),
                    "constraints": _constraints(grant.get("Constraints")),
                },
            )


def _constraints(given: dict[str, Any] | None) -> list[dict[str, Any]] | None:
    """What binds a grant; of a source, which Terraform has no word for, nothing is told, as if it bound nothing."""
    words = {
        "EncryptionContextEquals": "encryption_context_equals",
        "EncryptionContextSubset": "encryption_context_subset",
    }
    known = {words[key]: value for key, value in (given or {}).items() if key in words}
    return [known] if known else None
