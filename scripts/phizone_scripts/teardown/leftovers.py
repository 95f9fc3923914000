"""What is left of Studio domains that are gone: file systems, mount targets, NFS security groups, interfaces.

Source: SageMaker Developer Guide, "Delete a domain": the file system stays unless its deletion is asked for; Terraform
AWS provider issue 20986: its mount targets and two security groups stay, too, and keep subnets and VPC from going.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

DOMAIN_TAG = "ManagedByAmazonSageMakerResource"
"""Tag by which SageMaker marks a file system with the ARN of its domain."""
FILE_SYSTEM, TARGET, INTERFACE, GROUP = "file system", "mount target", "network interface", "security group"
"""What is left behind."""
_GROUPS = "security-group-for-{}-nfs-*"
_GROUP_NAME = re.compile(r"security-group-for-(?:inbound|outbound)-nfs-(d-[a-z0-9]+)")
_DOMAIN = re.compile(r"\b(d-[a-z0-9]{8,})\b")
_STUDIO = "SageMaker"

Clients = Callable[[str], Any]
"""Makes the client of a service in the account and region that is looked at."""


@dataclass(frozen=True, slots=True, order=True)
class Left:
    """One thing that is left of a domain."""

    kind: str
    """`file system`, `mount target`, `network interface` or `security group`."""
    id: str
    """Its id."""
    domain: str
    """Id of the domain that it was made for."""
    holds: str
    """What it holds, or where it is."""
    deletable: bool = True
    """Whether it can be deleted by whoever owns the account; an interface in use is AWS's to take away."""

    def line(self) -> str:
        """For people."""
        return f"{self.kind:<18} {self.id:<24} of {self.domain:<18} {self.holds}"

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return asdict(self)


def leftovers(clients: Clients) -> list[Left]:
    """Everything that belongs to a domain which is not there, in the order in which it can be deleted."""
    alive = {each["DomainId"] for each in _all(clients("sagemaker"), "list_domains", "Domains")}
    systems = list(_file_systems(clients("efs"), alive))
    targets = [target for system in systems for target in _targets(clients("efs"), system)]
    return [*targets, *systems, *_interfaces(clients("ec2"), alive), *_groups(clients("ec2"), alive)]


def _all(client: Any, operation: str, key: str, **given: Any) -> Iterator[Any]:
    for page in client.get_paginator(operation).paginate(**given):
        yield from page[key]


def _file_systems(efs: Any, alive: set[str]) -> Iterator[Left]:
    for each in _all(efs, "describe_file_systems", "FileSystems"):
        tagged = {tag["Key"]: tag["Value"] for tag in each.get("Tags", [])}.get(DOMAIN_TAG, "")
        domain = tagged.rpartition("/")[2] if ":domain/" in tagged else ""
        if domain and domain not in alive:
            yield Left(FILE_SYSTEM, each["FileSystemId"], domain, f"{each['SizeInBytes']['Value']} bytes of homes")


def _targets(efs: Any, system: Left) -> Iterator[Left]:
    for each in _all(efs, "describe_mount_targets", "MountTargets", FileSystemId=system.id):
        yield Left(TARGET, each["MountTargetId"], system.domain, f"of {system.id} in {each['SubnetId']}")


def _interfaces(ec2: Any, alive: set[str]) -> Iterator[Left]:
    """SageMaker names the domain in an interface's description. A mount target's goes with the mount target."""
    for each in _all(ec2, "describe_network_interfaces", "NetworkInterfaces"):
        said = each.get("Description", "")
        domain = _DOMAIN.search(said)
        if _STUDIO in said and domain and domain[1] not in alive:
            free = each["Status"] == "available"
            where = f"in {each['SubnetId']}, {'free' if free else 'in use: SageMaker takes it away within the hour'}"
            yield Left(INTERFACE, each["NetworkInterfaceId"], domain[1], where, free)


def _groups(ec2: Any, alive: set[str]) -> Iterator[Left]:
    names = [_GROUPS.format(way) for way in ("inbound", "outbound")]
    for each in _all(
        ec2, "describe_security_groups", "SecurityGroups", Filters=[{"Name": "group-name", "Values": names}]
    ):
        found = _GROUP_NAME.fullmatch(each["GroupName"])
        if found and found[1] not in alive:
            yield Left(GROUP, each["GroupId"], found[1], f"{each['GroupName']} in {each['VpcId']}")


def rules_of(ec2: Any, groups: list[str]) -> Mapping[str, Mapping[str, list[Any]]]:
    """The rules of security groups, which refer to one another and have to go before the groups."""
    found = _all(ec2, "describe_security_groups", "SecurityGroups", GroupIds=groups)
    return {
        each["GroupId"]: {"ingress": each.get("IpPermissions", []), "egress": each.get("IpPermissionsEgress", [])}
        for each in found
    }
