"""What the trail tells reaches somebody."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.alarms import READS, is_told
from phizone_policies.views.trail_signals import CIS
from phizone_policies.views.trails import organization_trails


@requirement(
    claim=Claim.LOGGING,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=("aws_cloudtrail.is_organization_trail", *READS),
)
def trail_signals_are_alarmed(view: View) -> Iterator[Required]:
    """Every event that the CIS benchmark watches sets off an alarm on the organization's trail that somebody hears.

    Why: a record that nobody reads is found when the investigators come, months after the data has left.
    Fix: make the missing metric filter on the trail's log group, and an alarm at one that speaks to the topic.
    Source: CIS AWS Foundations Benchmark 3.0, section 4; 45 CFR 164.308(a)(1)(ii)(D), 164.308(a)(5)(ii)(C).
    """
    trails = organization_trails(view.graph, view.organization)
    for meaning, events in CIS.items():
        silent = sorted(str(event["eventName"]) for event in events if not is_told(view.graph, trails, event))
        what = f"an alarm on {meaning}"
        told = f"no alarm that reaches anybody goes off at {', '.join(silent)}"
        yield Required(what, failed(told) if silent else passed())
