"""Instances, and network interfaces that the account made by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, tags_of
from phizone_stacks.live.readers.ec2_words import arn, ec2, ids, own, words
from phizone_stacks.live.reading import Where, reads

_GONE = ("shutting-down", "terminated")
_SILENT = (
    "force_destroy",
    "get_password_data",
    "user_data",
    "user_data_base64",
    "user_data_replace_on_change",
    "volume_tags",
)
_NAMES = {
    "ImageId": "ami",
    "InstanceType": "instance_type",
    "KeyName": "key_name",
    "SubnetId": "subnet_id",
    "PrivateIpAddress": "private_ip",
    "PublicIpAddress": "public_ip",
    "SourceDestCheck": "source_dest_check",
}
_METADATA = {
    "HttpEndpoint": "http_endpoint",
    "HttpTokens": "http_tokens",
    "HttpPutResponseHopLimit": "http_put_response_hop_limit",
    "HttpProtocolIpv6": "http_protocol_ipv6",
    "InstanceMetadataTags": "instance_metadata_tags",
}
_VOLUME = {
    "Encrypted": "encrypted",
    "KmsKeyId": "kms_key_id",
    "SnapshotId": "snapshot_id",
    "VolumeId": "volume_id",
    "Size": "volume_size",
    "VolumeType": "volume_type",
}


@reads("aws_instance", where=Where.EVERYWHERE, silent={"aws_instance": _SILENT})
def instances(calls: Calls) -> Iterator[Found]:
    """Instances that are not terminated, with their first interface and their disks."""
    for each in ec2(calls, "describe_instances", "Reservations"):
        for instance in each["Instances"]:
            if instance.get("State", {}).get("Name") not in _GONE:
                yield found("aws_instance", instance["InstanceId"], _instance(calls, instance))


def _instance(calls: Calls, instance: dict[str, Any]) -> dict[str, Any]:
    name, first = instance["InstanceId"], _first(instance)
    mapped = instance.get("BlockDeviceMappings") or ()
    disks = {each["DeviceName"]: _disk(calls, each) for each in mapped if "Ebs" in each}
    root = disks.pop(instance.get("RootDeviceName", ""), None)
    return {
        "id": name,
        "arn": arn(calls, "instance", name),
        **words(instance, _NAMES),
        "availability_zone": instance.get("Placement", {}).get("AvailabilityZone"),
        "instance_state": instance.get("State", {}).get("Name"),
        "vpc_security_group_ids": ids(first.get("Groups") or instance.get("SecurityGroups"), "GroupId"),
        "primary_network_interface_id": first.get("NetworkInterfaceId"),
        "ipv6_addresses": sorted(each["Ipv6Address"] for each in first.get("Ipv6Addresses") or ()),
        "associate_public_ip_address": bool(first.get("Association") or instance.get("PublicIpAddress")),
        "iam_instance_profile": _profile(instance),
        "metadata_options": [words(instance["MetadataOptions"], _METADATA)] if "MetadataOptions" in instance else None,
        "root_block_device": [root] if root else None,
        "ebs_block_device": list(disks.values()) or None,
        "tags": tags_of(instance.get("Tags")),
    }


def _first(instance: dict[str, Any]) -> dict[str, Any]:
    given = instance.get("NetworkInterfaces") or ()
    return next((each for each in given if _is_first(each.get("Attachment", {}))), {})


def _is_first(attachment: dict[str, Any]) -> bool:
    """Whether an interface is its instance's primary one; those on further network cards count from 0 again."""
    return attachment.get("DeviceIndex") == 0 and not attachment.get("NetworkCardIndex")


def _profile(instance: dict[str, Any]) -> str | None:
    given = (instance.get("IamInstanceProfile") or {}).get("Arn", "")
    return given.rpartition("/")[2] or None


def _disk(calls: Calls, mapping: dict[str, Any]) -> dict[str, Any]:
    """A disk of an instance, with what its volume tells."""
    volumes: dict[str, dict[str, Any]] = {each["VolumeId"]: each for each in ec2(calls, "describe_volumes", "Volumes")}
    # A disk of which nothing is known is no disk that says nothing of encryption, as the account's default would hold.
    volume, deleted = volumes[mapping["Ebs"]["VolumeId"]], mapping["Ebs"].get("DeleteOnTermination")
    return block(device_name=mapping["DeviceName"], delete_on_termination=deleted, **words(volume, _VOLUME))[0]


@reads("aws_network_interface")
def interfaces(calls: Calls) -> Iterator[Found]:
    """Interfaces that nothing else stands for: not the first of an instance, nor those of AWS's services."""
    others = _of_others(calls)
    for each in own(calls, "describe_network_interfaces", "NetworkInterfaces"):
        name, attachment = each["NetworkInterfaceId"], each.get("Attachment") or {}
        of_instance = bool(attachment.get("InstanceId")) and _is_first(attachment)
        if each.get("RequesterManaged") or of_instance or name in others:
            continue
        attributes = {
            "id": name,
            "arn": arn(calls, "network-interface", name),
            "subnet_id": each.get("SubnetId"),
            "description": each.get("Description"),
            "interface_type": each.get("InterfaceType"),
            "security_groups": ids(each.get("Groups"), "GroupId"),
            "private_ips": ids(each.get("PrivateIpAddresses"), "PrivateIpAddress"),
            "ipv6_addresses": ids(each.get("Ipv6Addresses"), "Ipv6Address"),
            "source_dest_check": each.get("SourceDestCheck"),
            "attachment": _attachment(attachment),
            "tags": tags_of(each.get("TagSet") or each.get("Tags")),
        }
        yield found("aws_network_interface", name, attributes)


def _of_others(calls: Calls) -> set[str]:
    """Interfaces of endpoints and of NAT gateways, which stand for them."""
    endpoints = ec2(calls, "describe_vpc_endpoints", "VpcEndpoints")
    gateways = ec2(calls, "describe_nat_gateways", "NatGateways")
    addresses = (address for each in gateways for address in each.get("NatGatewayAddresses") or ())
    of_endpoints = {name for each in endpoints for name in each.get("NetworkInterfaceIds") or ()}
    return of_endpoints | {each["NetworkInterfaceId"] for each in addresses if each.get("NetworkInterfaceId")}


def _attachment(given: dict[str, Any]) -> list[dict[str, Any]] | None:
    if not given.get("InstanceId"):
        return None
    return block(instance=given["InstanceId"], device_index=given.get("DeviceIndex"))
