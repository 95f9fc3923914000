"""The block of public snapshots is whole."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node

_WHOLE = "block-all-sharing"


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_ebs_snapshot_block_public_access",),
    reads=("aws_ebs_snapshot_block_public_access.state",),
)
def snapshots_are_blocked_from_the_public(block: Node, view: View) -> Result:
    """A region's block of public snapshots covers those that are shared already, not only new ones.

    Why: a public snapshot is a public disk; blocking new sharing leaves open what is open.
    Fix: set state to block-all-sharing.
    Source: Amazon EBS User Guide, "Block public access for Amazon EBS snapshots"; AWS Security Hub, EC2.182.
    """
    state = block.get("state")
    return passed() if state == _WHOLE else failed(f"its state is {state}, not {_WHOLE}")
