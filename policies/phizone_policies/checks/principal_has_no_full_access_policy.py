"""Nobody has a whole service."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.grants import ATTACHING, ATTACHING_READS, aws_name, names_policies
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=(*ATTACHING, "aws_iam_role"),
    reads=ATTACHING_READS,
)
def principal_has_no_full_access_policy(attachment: Node, view: View) -> Result:
    """No principal is given an AWS-managed policy with all of a service, as AmazonS3FullAccess.

    Why: such a policy reads the PHI of every team in the account, and AWS adds to it whatever comes.
    Fix: attach policies that name the actions and the resources that are used.
    Source: IAM User Guide, "Apply least-privilege permissions"; NIST SP 800-53 AC-6; 45 CFR 164.308(a)(4).
    """
    for value in names_policies(attachment):
        name = aws_name(view.graph, value)
        if name.endswith("FullAccess"):
            return failed(f"it gives {name}", policy=name)
    return passed()
