"""A detector is on and watches objects."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.detection import objects_of
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.LOGGING,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_guardduty_detector",),
    reads=(
        "aws_guardduty_detector.datasources",
        "aws_guardduty_detector.enable",
        "aws_guardduty_detector_feature.detector_id",
        "aws_guardduty_detector_feature.status",
    ),
)
def guardduty_is_on(detector: Node, view: View) -> Result:
    """A GuardDuty detector is on, and nothing stops it from watching objects, which it does unless told otherwise.

    Why: a detector that is suspended reports nothing; one that looks past S3 misses the data being carried off.
    Fix: set enable=True, and the feature S3_DATA_EVENTS to ENABLED or leave it out.
    Source: Amazon GuardDuty User Guide, "S3 Protection"; AWS Security Hub, GuardDuty.1 and GuardDuty.10.
    """
    if detector.get("enable") is not True:
        return failed("enable is not True")
    return failed("it is told not to watch objects") if objects_of(view, detector) is False else passed()
