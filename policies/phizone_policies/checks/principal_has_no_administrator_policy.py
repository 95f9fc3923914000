"""Nobody is an administrator."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.grants import ATTACHING, ATTACHING_READS, aws_name, names_policies
from phizone_stacks.graph.node import Node

# Source: AWS Managed Policy Reference Guide.
_ALL = frozenset(
    {
        "AdministratorAccess",
        "AWSOrganizationsFullAccess",
        "AWSSSOMasterAccountAdministrator",
        "AWSSSOMemberAccountAdministrator",
        "IAMFullAccess",
        "PowerUserAccess",
    }
)


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=(*ATTACHING, "aws_iam_role"),
    reads=ATTACHING_READS,
)
def principal_has_no_administrator_policy(attachment: Node, view: View) -> Result:
    """No principal is given an AWS-managed policy that allows everything, or everything about identities.

    Why: whoever has one of them reads all PHI, and can hide it; whoever takes over the principal can, too.
    Fix: attach policies that name what is used; give emergencies a role of their own that alarms.
    Source: AWS Security Hub IAM.1; CIS AWS Foundations Benchmark 1.16; NIST SP 800-53 AC-6; 45 CFR 164.308(a)(3).
    """
    for value in names_policies(attachment):
        name = aws_name(view.graph, value)
        if name in _ALL:
            return failed(f"it gives {name}", policy=name)
    return passed()
