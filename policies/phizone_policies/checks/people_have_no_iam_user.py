"""People come through Identity Center."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_iam_user",),
    reads=(),
)
def people_have_no_iam_user(user: Node, view: View) -> Result:
    """No program makes an IAM user.

    Why: a user of its own outlives the employment, has no second factor by itself, and hides who it was.
    Fix: give people permission sets of Identity Center, and machines roles; make the emergency user by hand.
    Source: IAM User Guide, "Require human users to use federation"; 45 CFR 164.312(a)(2)(i), 164.312(d).
    """
    return failed("it is an IAM user")
