"""An emergency is no secret."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.alarms import READS, is_told
from phizone_policies.views.roles import break_glass_arns
from phizone_policies.views.trail_signals import break_glass
from phizone_policies.views.trails import organization_trails


@requirement(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=("aws_cloudtrail.is_organization_trail", "aws_iam_role.path", *READS),
)
def break_glass_use_is_alarmed(view: View) -> Iterator[Required]:
    """There is an emergency role in the environment's account and each shared one, and entering it sets off an alarm.

    Why: the role that reads everything in an emergency reads everything, and only being seen holds back its user.
    Fix: make the role; count AssumeRole of it on the organization's trail, with an alarm at one that somebody hears.
    Source: 45 CFR 164.312(a)(2)(ii); AWS Well-Architected SEC03-BP03.
    """
    trails = organization_trails(view.graph, view.organization)
    for account, arn in break_glass_arns(view):
        what = f"an alarm on the emergency role of account {account}"
        if not arn:
            yield Required(what, failed(f"account {account} has no role whose name ends with break-glass"))
        elif all(is_told(view.graph, trails, event) for event in break_glass(arn)):
            yield Required(what, passed())
        else:
            yield Required(what, failed(f"no alarm that reaches anybody goes off where {arn} is entered"))
