"""Amazon EFS: file systems, their policies, their backups and their access points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, tags_of
from phizone_stacks.live.reading import Where, reads

_NO_DOMAIN = ("ResourceNotFound", "ValidationException")
_NO_POLICY = ("PolicyNotFound",)
_STUDIO = "ManagedByAmazonSageMakerResource"
"""Tag by which SageMaker names the domain whose home directories a file system holds."""


@reads("aws_efs_file_system", where=Where.EVERYWHERE)
def file_systems(calls: Calls) -> Iterator[Found]:
    """File systems; for that of a Studio domain's home directories the domain stands."""
    for each in _file_systems(calls):
        name = each["FileSystemId"]
        yield found(
            "aws_efs_file_system",
            name,
            {
                "id": name,
                "arn": each["FileSystemArn"],
                "creation_token": each["CreationToken"],
                "encrypted": each.get("Encrypted", False),
                "kms_key_id": each.get("KmsKeyId"),
                "performance_mode": each.get("PerformanceMode"),
                "throughput_mode": each.get("ThroughputMode"),
                "availability_zone_name": each.get("AvailabilityZoneName"),
                "tags": tags_of(each.get("Tags")),
            },
        )


@reads(
    "aws_efs_file_system_policy",
    where=Where.EVERYWHERE,
    silent={"aws_efs_file_system_policy": ("bypass_policy_lockout_safety_check",)},
)
def file_system_policies(calls: Calls) -> Iterator[Found]:
    """Policies of file systems, of those of home directories, too: somebody else wrote them."""
    for each in calls.all("efs", "describe_file_systems", "FileSystems"):
        name = each["FileSystemId"]
        told = calls.find("efs", "describe_file_system_policy", _NO_POLICY, FileSystemId=name)
        if told is not None:
            attributes = {"file_system_id": name, "policy": told["Policy"]}
            yield found("aws_efs_file_system_policy", name, attributes)


@reads("aws_efs_backup_policy", where=Where.EVERYWHERE)
def backup_policies(calls: Calls) -> Iterator[Found]:
    """Whether AWS Backup copies a file system without being asked to by a plan."""
    for each in _file_systems(calls):
        name = each["FileSystemId"]
        told = calls.find("efs", "describe_backup_policy", _NO_POLICY, FileSystemId=name)
        if told is not None:
            attributes = {"file_system_id": name, "backup_policy": block(status=told["BackupPolicy"]["Status"])}
            yield found("aws_efs_backup_policy", name, attributes)


@reads("aws_efs_access_point", where=Where.EVERYWHERE)
def access_points(calls: Calls) -> Iterator[Found]:
    """Access points of file systems."""
    own = {each["FileSystemId"] for each in _file_systems(calls)}
    for each in calls.all("efs", "describe_access_points", "AccessPoints"):
        if each["FileSystemId"] in own:
            yield found(
                "aws_efs_access_point",
                each["AccessPointId"],
                {
                    "id": each["AccessPointId"],
                    "arn": each["AccessPointArn"],
                    "file_system_id": each["FileSystemId"],
                    "posix_user": _user(each.get("PosixUser")),
                    "root_directory": _root(each.get("RootDirectory")),
                    "tags": tags_of(each.get("Tags")),
                },
            )


def _user(given: Mapping[str, Any] | None) -> list[dict[str, Any]] | None:
    if not given:
        return None
    return block(gid=given["Gid"], uid=given["Uid"], secondary_gids=given.get("SecondaryGids") or None)


def _root(given: Mapping[str, Any] | None) -> list[dict[str, Any]] | None:
    if not given:
        return None
    made = given.get("CreationInfo")
    info = (
        block(owner_gid=made["OwnerGid"], owner_uid=made["OwnerUid"], permissions=made["Permissions"]) if made else None
    )
    return block(path=given.get("Path"), creation_info=info)


def _file_systems(calls: Calls) -> Iterator[Mapping[str, Any]]:
    for each in calls.all("efs", "describe_file_systems", "FileSystems"):
        if not _is_of_a_domain(calls, each):
            yield each


def _is_of_a_domain(calls: Calls, file_system: Mapping[str, Any]) -> bool:
    """Whether a domain says that a file system is its own; anybody can write the tag that says so."""
    domain = tags_of(file_system.get("Tags")).get(_STUDIO, "").rpartition("/")[2]
    if not domain:
        return False
    told = calls.find("sagemaker", "describe_domain", _NO_DOMAIN, DomainId=domain)
    return told is not None and told.get("HomeEfsFileSystemId") == file_system["FileSystemId"]
