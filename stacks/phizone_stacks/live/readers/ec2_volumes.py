"""Amazon EBS volumes, their snapshots, machine images, and with whom those are shared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.graph.defaults import partition
from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, snake, tags_of
from phizone_stacks.live.readers.ec2_words import arn
from phizone_stacks.live.reading import Where, reads

_VOLUME, _SNAPSHOT, _IMAGE = "aws_ebs_volume", "aws_ebs_snapshot", "aws_ami"
_SHARED = {
    "UserId": "account_id",
    "Group": "group",
    "OrganizationArn": "organization_arn",
    "OrganizationalUnitArn": "organizational_unit_arn",
}
_IMAGE_SETTINGS = (
    "Architecture",
    "BootMode",
    "Description",
    "EnaSupport",
    "ImdsSupport",
    "Name",
    "OwnerId",
    "Public",
    "RootDeviceName",
    "TpmSupport",
    "VirtualizationType",
)


@reads(_VOLUME, where=Where.EVERYWHERE, silent={_VOLUME: ("final_snapshot",)})
def volumes(calls: Calls) -> Iterator[Found]:
    """All volumes, those of instances among them."""
    for each in calls.all("ec2", "describe_volumes", "Volumes"):
        name = each["VolumeId"]
        attributes = {
            "id": name,
            "arn": arn(calls, "volume", name),
            "availability_zone": each["AvailabilityZone"],
            "encrypted": each["Encrypted"],
            "kms_key_id": each.get("KmsKeyId"),
            "size": each["Size"],
            "type": each["VolumeType"],
            "iops": each.get("Iops"),
            "throughput": each.get("Throughput"),
            "snapshot_id": each.get("SnapshotId") or None,
            "multi_attach_enabled": each.get("MultiAttachEnabled"),
            "outpost_arn": each.get("OutpostArn"),
            "tags": tags_of(each.get("Tags")),
        }
        yield found(_VOLUME, name, attributes)


@reads(_SNAPSHOT, where=Where.EVERYWHERE, silent={_SNAPSHOT: ("permanent_restore", "temporary_restore_days")})
def snapshots(calls: Calls) -> Iterator[Found]:
    """The account's own snapshots."""
    for each in _own_snapshots(calls):
        name = each["SnapshotId"]
        attributes = {
            "id": name,
            "arn": _arn(calls, f"snapshot/{name}"),
            "volume_id": each["VolumeId"],
            "volume_size": each["VolumeSize"],
            "encrypted": each["Encrypted"],
            "kms_key_id": each.get("KmsKeyId"),
            "description": each.get("Description") or None,
            "owner_id": each["OwnerId"],
            "storage_tier": each.get("StorageTier"),
            "tags": tags_of(each.get("Tags")),
        }
        yield found(_SNAPSHOT, name, attributes)


@reads("aws_snapshot_create_volume_permission", where=Where.EVERYWHERE)
def snapshot_permissions(calls: Calls) -> Iterator[Found]:
    """Who may make volumes of them: accounts, or `all`, for whom the provider has no other word."""
    for snapshot in _own_snapshots(calls):
        name = snapshot["SnapshotId"]
        told = calls.get("ec2", "describe_snapshot_attribute", SnapshotId=name, Attribute="createVolumePermission")
        for each in told["CreateVolumePermissions"]:
            account = each["UserId"] if "UserId" in each else each["Group"]
            attributes = {"snapshot_id": name, "account_id": account}
            yield found("aws_snapshot_create_volume_permission", f"{name}/{account}", attributes)


@reads(_IMAGE, where=Where.EVERYWHERE, silent={_IMAGE: ("image_location", "manage_ebs_snapshots", "uefi_data")})
def images(calls: Calls) -> Iterator[Found]:
    """The account's own images."""
    for each in _own_images(calls):
        devices = [device for device in each.get("BlockDeviceMappings", ()) if "Ebs" in device]
        attributes = {
            "id": each["ImageId"],
            "arn": _arn(calls, f"image/{each['ImageId']}"),
            **{snake(name): each.get(name) for name in _IMAGE_SETTINGS},
            "ebs_block_device": [_device(device) for device in devices],
            "tags": tags_of(each.get("Tags")),
        }
        yield found(_IMAGE, each["ImageId"], attributes)


def _device(device: dict[str, Any]) -> dict[str, Any]:
    return {"device_name": device["DeviceName"], **{snake(name): value for name, value in device["Ebs"].items()}}


@reads("aws_ami_launch_permission", where=Where.EVERYWHERE)
def image_permissions(calls: Calls) -> Iterator[Found]:
    """Who may launch instances of them: accounts, parts of an organization, or all."""
    for image in _own_images(calls):
        name = image["ImageId"]
        told = calls.get("ec2", "describe_image_attribute", ImageId=name, Attribute="launchPermission")
        for each in told["LaunchPermissions"]:
            given = {attribute: each[key] for key, attribute in _SHARED.items() if key in each}
            found_as = "/".join((name, *given.values()))
            yield found("aws_ami_launch_permission", found_as, {"image_id": name, **given})


def _own_snapshots(calls: Calls) -> list[dict[str, Any]]:
    return _own(calls, calls.all("ec2", "describe_snapshots", "Snapshots", OwnerIds=["self"]))


def _own_images(calls: Calls) -> list[dict[str, Any]]:
    return _own(calls, calls.all("ec2", "describe_images", "Images", Owners=["self"]))


def _own(calls: Calls, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # What is another's is told in its own account, whatever the answer to the question for one's own holds.
    return [each for each in told if each["OwnerId"] == calls.place.account]


def _arn(calls: Calls, resource: str) -> str:
    # Snapshots and images have no account in their ARNs. Source: AWS Service Authorization Reference, Amazon EC2.
    return f"arn:{partition(calls.place.region)}:ec2:{calls.place.region}::{resource}"
