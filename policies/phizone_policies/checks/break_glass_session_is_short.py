"""Emergencies are short."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.roles import is_break_glass
from phizone_stacks.graph.node import Node

_LONGEST_SECONDS = 3600


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    types=("aws_iam_role",),
    reads=("aws_iam_role.max_session_duration",),
)
def break_glass_session_is_short(role: Node, view: View) -> Result:
    """A session of an emergency role ends after an hour at most.

    Why: credentials of an emergency that outlive it are the ones that are found and used again.
    Fix: set max_session_duration=3600, the least that IAM takes.
    Source: 45 CFR 164.312(a)(2)(ii) and (iii).
    """
    if not is_break_glass(role):
        return not_applicable("it is no emergency role: its name does not end with break-glass")
    seconds = role.get("max_session_duration")
    if isinstance(seconds, int) and not isinstance(seconds, bool) and seconds <= _LONGEST_SECONDS:
        return passed()
    return failed(f"its sessions last {seconds} seconds, {_LONGEST_SECONDS} are allowed")
