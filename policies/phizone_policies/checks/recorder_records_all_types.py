"""A recorder leaves nothing out."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.recording import records_all
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_config_configuration_recorder",),
    reads=("aws_config_configuration_recorder.recording_group",),
)
def recorder_records_all_types(recorder: Node, view: View) -> Result:
    """An AWS Config recorder records every type of resource, those to come included.

    Why: a list of types is old the day after; what it leaves out changes unseen.
    Fix: leave recording_group out, or set all_supported=True.
    Source: AWS Config Developer Guide, "Recording AWS resources"; AWS Security Hub, Config.1.
    """
    return passed() if records_all(recorder) else failed("its recording_group names or leaves out single types")
