"""Deletes what is left of Studio domains: targets before file systems, rules before groups, each waited for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from botocore.exceptions import ClientError

from phizone_scripts.exits import Misuse
from phizone_scripts.teardown.leftovers import FILE_SYSTEM, GROUP, INTERFACE, TARGET, Clients, Left, rules_of

PAUSE = 5.0
"""Seconds between two looks."""
PATIENCE = 600.0
"""Seconds that AWS may take to let go of something."""
_BUSY = ("DependencyViolation", "InvalidGroup.InUse", "FileSystemInUse")
_GONE = (
    "MountTargetNotFound",
    "FileSystemNotFound",
    "InvalidGroup.NotFound",
    "InvalidGroupId.NotFound",
    "InvalidNetworkInterfaceID.NotFound",
)


def delete(
    left: Sequence[Left],
    clients: Clients,
    report: Callable[[str], None],
    pause: float = PAUSE,
    patience: float = PATIENCE,
) -> Iterator[Left]:
    """Deletes what can be, in order; yields each that is gone. Raises: ClientError; Misuse where it stays in use."""
    until = time.monotonic() + patience
    ec2 = clients("ec2")
    _without_rules(ec2, [each.id for each in left if each.kind == GROUP])
    for each in left:
        if not each.deletable:
            continue
        if each.kind == FILE_SYSTEM:
            _untargeted(clients("efs"), each, pause, until)
        _until_gone(_call(each, clients), each, pause, until)
        report(each.id)
        yield each


def _call(each: Left, clients: Clients) -> Callable[[], object]:
    calls: dict[str, Callable[[], object]] = {
        TARGET: lambda: clients("efs").delete_mount_target(MountTargetId=each.id),
        FILE_SYSTEM: lambda: clients("efs").delete_file_system(FileSystemId=each.id),
        INTERFACE: lambda: clients("ec2").delete_network_interface(NetworkInterfaceId=each.id),
        GROUP: lambda: clients("ec2").delete_security_group(GroupId=each.id),
    }
    return calls[each.kind]


def _without_rules(ec2: Any, groups: list[str]) -> None:
    """The two groups of a domain name each other in their rules, so neither goes before the rules do."""
    for group, rules in (rules_of(ec2, groups) if groups else {}).items():
        if rules["ingress"]:
            ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=rules["ingress"])
        if rules["egress"]:
            ec2.revoke_security_group_egress(GroupId=group, IpPermissions=rules["egress"])


def _untargeted(efs: Any, system: Left, pause: float, until: float) -> None:
    while efs.describe_mount_targets(FileSystemId=system.id)["MountTargets"]:
        _wait(system, pause, until)


def _until_gone(call: Callable[[], object], each: Left, pause: float, until: float) -> None:
    while True:
        try:
            call()
        except ClientError as refused:
            code = refused.response["Error"]["Code"]
            if code in _GONE:
                return
            if code not in _BUSY:
                raise
            _wait(each, pause, until)
        else:
            return


def _wait(each: Left, pause: float, until: float) -> None:
    if time.monotonic() > until:
        raise Misuse(f"{each.kind} {each.id} is still in use; run this again later, what is gone stays gone")
    time.sleep(pause)
