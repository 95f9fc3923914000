"""AWS Backup: vaults with their locks and policies."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, tags_of
from phizone_stacks.live.reading import Where, reads

_OF_AWS = ("Default", "aws/efs/automatic-backup-vault")
"""Vaults that AWS makes as somebody opens its console or switches on the backups of a file system."""
_AIR_GAPPED = "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"
_ABSENT = ("ResourceNotFoundException",)
"""Tags that one answer holds at most; a resource has 50. Source: AWS Backup API Reference, "ListTags"."""


@reads("aws_backup_vault", where=Where.EVERYWHERE, silent={"aws_backup_vault": ("force_destroy",)})
def vaults(calls: Calls) -> Iterator[Found]:
    """Vaults, those that AWS made left out as long as they are empty."""
    for vault in _vaults(calls):
        if vault.get("VaultType") != _AIR_GAPPED:
            yield _vault(calls, "aws_backup_vault", vault, {"kms_key_arn": vault.get("EncryptionKeyArn")})


@reads("aws_backup_logically_air_gapped_vault", where=Where.EVERYWHERE)
def air_gapped_vaults(calls: Calls) -> Iterator[Found]:
    """Vaults of which AWS keeps the account apart."""
    for vault in _vaults(calls):
        if vault.get("VaultType") == _AIR_GAPPED:
            attributes = {"encryption_key_arn": vault.get("EncryptionKeyArn"), **_retention(vault)}
            yield _vault(calls, "aws_backup_logically_air_gapped_vault", vault, attributes)


def _vault(calls: Calls, kind: str, vault: Mapping[str, Any], attributes: Mapping[str, Any]) -> Found:
    name, arn = vault["BackupVaultName"], vault["BackupVaultArn"]
    return found(kind, name, {"arn": arn, "name": name, **attributes, "tags": backup_tags(calls, arn)})


@reads("aws_backup_vault_lock_configuration", where=Where.EVERYWHERE)
def locks(calls: Calls) -> Iterator[Found]:
    """Locks of vaults; those of air-gapped vaults come with them.

    AWS tells the moment from which nobody takes a lock off any more, and none in governance mode: of that moment the
    days that are left are told.
    """
    for vault in _vaults(calls):
        if vault.get("Locked") and vault.get("VaultType") != _AIR_GAPPED:
            name = vault["BackupVaultName"]
            days = {"changeable_for_days": _days_until(vault.get("LockDate"))}
            attributes = {"backup_vault_name": name, **_retention(vault), **days}
            yield found("aws_backup_vault_lock_configuration", name, attributes)


@reads("aws_backup_vault_policy", where=Where.EVERYWHERE)
def policies(calls: Calls) -> Iterator[Found]:
    """Policies of vaults."""
    for vault in _vaults(calls):
        name = vault["BackupVaultName"]
        told = calls.find("backup", "get_backup_vault_access_policy", _ABSENT, BackupVaultName=name)
        if told is not None and told.get("Policy"):
            attributes = {"backup_vault_name": name, "policy": told["Policy"]}
            yield found("aws_backup_vault_policy", name, attributes)


def backup_tags(calls: Calls, arn: str) -> dict[str, str]:
    """The tags of something of AWS Backup's."""
    pages = calls.pages("backup", "list_tags", ResourceArn=arn)
    return tags_of({name: value for page in pages for name, value in (page.get("Tags") or {}).items()})


def _vaults(calls: Calls) -> Iterator[Mapping[str, Any]]:
    for vault in calls.all("backup", "list_backup_vaults", "BackupVaultList"):
        if vault["BackupVaultName"] not in _OF_AWS or vault.get("NumberOfRecoveryPoints") != 0:
            yield vault


def _retention(vault: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "min_retention_days": vault.get("MinRetentionDays"),
        "max_retention_days": vault.get("MaxRetentionDays"),
    }


def _days_until(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    return max(0, math.ceil((moment - datetime.now(UTC)).total_seconds() / 86_400))
