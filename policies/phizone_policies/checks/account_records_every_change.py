"""Every account records every change, in every region."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Result, Severity, View, failed, passed, requirement
from phizone_policies.views.places import Place, places, standing
from phizone_policies.views.recording import delivers_to, is_on, records_all, records_global, works_as_config
from phizone_stacks.graph.node import Node

_RECORDER = "aws_config_configuration_recorder"


@requirement(
    claim=Claim.LOGGING,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=(
        f"{_RECORDER}.recording_group",
        f"{_RECORDER}.role_arn",
        "aws_config_configuration_recorder_status.is_enabled",
        "aws_config_delivery_channel.s3_bucket_name",
        "aws_iam_service_linked_role.aws_service_name",
    ),
)
def account_records_every_change(view: View) -> Iterator[Required]:
    """In each account and allowed region a recorder is on, takes all types, and delivers to the log archive's bucket.

    Types without a region, as IAM's, are recorded in one region of each account at least.

    Why: without a record nobody can say what a safeguard was set to on the day somebody got in.
    Fix: make a Recorder in the account, with the records' bucket of the security layer.
    Source: AWS Config Developer Guide, "Recording AWS resources"; AWS Security Hub, Config.1; 45 CFR
    164.308(a)(1)(ii)(A).
    """
    for place in places(view):
        recorders = standing(view, _RECORDER, place)
        result = _judge(view, place, recorders[0]) if recorders else failed("no recorder is made there")
        yield Required(f"records of every change in {place}", result, recorders[0] if recorders else None)


def _judge(view: View, place: Place, recorder: Node) -> Result:
    if not records_all(recorder):
        return failed("its recorder leaves types out")
    if not works_as_config(view, recorder):
        return failed("its recorder has another role than AWS Config's own, which sees all there is")
    if not is_on(view, recorder, place):
        return failed("nothing switches its recorder on")
    if delivers_to(view, place) is None:
        return failed("its records go to no bucket of the log-archive account")
    regions = (Place(place.account, region) for region in view.organization.allowed_regions)
    if not any(records_global(each) for other in regions for each in standing(view, _RECORDER, other)):
        return failed("no recorder of the account takes types without a region, as IAM's")
    return passed()
