"""Macie is not paused."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_macie2_account", "aws_macie2_member"),
    reads=("aws_macie2_account.status", "aws_macie2_member.status"),
)
def macie_is_on(session: Node, view: View) -> Result:
    """A Macie session, an account's own or a member's, is on and not paused.

    Why: a paused session looks at nothing and costs a review that believes it does.
    Fix: set status to ENABLED, or leave it out.
    Source: Amazon Macie User Guide, "Suspending Macie"; AWS Security Hub, Macie.1.
    """
    status = session.get("status")
    return passed() if status == "ENABLED" else failed(f"its status is {status}")
