"""Somebody is told before a key is gone."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.alarms import READS, is_told
from phizone_policies.views.trail_signals import key_loss
from phizone_policies.views.trails import organization_trails


@requirement(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=("aws_cloudtrail.is_organization_trail", *READS),
)
def key_loss_is_alarmed(view: View) -> Iterator[Required]:
    """In every account, a key that is disabled or scheduled for deletion sets off an alarm that somebody hears.

    Why: a deleted key takes all it ever encrypted with it; the thirty days of waiting help only whoever knows.
    Fix: count DisableKey and ScheduleKeyDeletion of all accounts on the organization's trail, with an alarm at one.
    Source: CIS AWS Foundations Benchmark 3.0, 4.7; 45 CFR 164.308(a)(1)(ii)(B), 164.312(a)(2)(iv).
    """
    trails = organization_trails(view.graph, view.organization)
    for account in sorted(view.accounts):
        silent = [event["eventName"] for event in key_loss(account) if not is_told(view.graph, trails, event)]
        told = f"no alarm that reaches anybody goes off at {' or '.join(map(str, silent))} there"
        yield Required(f"an alarm on the loss of keys in account {account}", failed(told) if silent else passed())
