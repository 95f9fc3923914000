"""A recorder that is made is on."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.LOGGING,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_config_configuration_recorder_status",),
    reads=("aws_config_configuration_recorder_status.is_enabled",),
)
def recorder_is_on(status: Node, view: View) -> Result:
    """What a program says of a recorder's status is that it is on.

    Why: a recorder that is off records nothing, and its last record looks as if nothing had changed since.
    Fix: set is_enabled=True.
    Source: AWS Config Developer Guide, "Managing the configuration recorder"; AWS Security Hub, Config.1.
    """
    return passed() if status.get("is_enabled") is True else failed("is_enabled is not True")
