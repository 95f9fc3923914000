"""Sessions end."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement, document
from phizone_policies.views.requests import acts_on
from phizone_stacks.graph.node import Node, UnknownValue

_HOUR = 3600
_WORKING_DAY = 8 * _HOUR


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_iam_role",),
    reads=("aws_iam_role.assume_role_policy", "aws_iam_role.max_session_duration"),
)
def role_session_is_short(role: Node, view: View) -> Result:
    """A role that CI enters from outside ends its sessions after an hour, one that people enter after eight.

    Why: a stolen session is good until it ends, and nothing but its end stops it surely.
    Fix: set max_session_duration to 3600, or to at most 28800 for people.
    Source: IAM User Guide, "Methods to assume a role"; 45 CFR 164.312(a)(2)(iii); NIST SP 800-53 AC-12.
    """
    trust = document(view.graph, role, "assume_role_policy")
    limits = [limit for statement in (trust.allows if trust else ()) if (limit := _limit(statement))]
    if not limits:
        return not_applicable("neither people nor CI enter it from outside of AWS")
    seconds = role.get("max_session_duration")
    if not isinstance(seconds, int | float):
        raise UnknownValue(role.address, "max_session_duration", "it is no number")
    if seconds <= min(limits):
        return passed()
    return failed(f"its sessions last {seconds} seconds, more than {min(limits)}", seconds=str(seconds))


def _limit(statement: Statement) -> int:
    """The longest session in seconds for those whom a statement lets in; 0 where AWS limits it itself."""
    if acts_on(statement, "sts:AssumeRoleWithWebIdentity"):
        return _HOUR
    return _WORKING_DAY if acts_on(statement, "sts:AssumeRoleWithSAML") else 0
