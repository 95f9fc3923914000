"""People's sessions end."""

from __future__ import annotations

import re

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed, unknown
from phizone_stacks.graph.node import Node

_DURATION = re.compile(r"PT(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?")
_UNITS_AN_HOUR = {"hours": 1, "minutes": 60, "seconds": 3600}
_MOST_HOURS = 8


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_ssoadmin_permission_set",),
    reads=("aws_ssoadmin_permission_set.session_duration",),
)
def permission_set_session_is_short(permission_set: Node, view: View) -> Result:
    """A session that people open through Identity Center ends after eight hours at most.

    Why: a session left open on a laptop reads PHI for whoever sits down at it.
    Fix: set session_duration to PT8H or less.
    Source: IAM Identity Center User Guide, "Set session duration"; 45 CFR 164.312(a)(2)(iii); NIST SP 800-53 AC-12.
    """
    given = permission_set.text("session_duration")
    found = _DURATION.fullmatch(given)
    if found is None or not any(found.groups()):
        return unknown(f"its session_duration {given!r} is no duration as PT8H")
    hours = sum(int(found[unit] or 0) / each for unit, each in _UNITS_AN_HOUR.items())
    return passed() if hours <= _MOST_HOURS else failed(f"its sessions last {given}", session_duration=given)
