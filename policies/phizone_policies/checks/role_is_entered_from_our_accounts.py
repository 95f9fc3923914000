"""Roles are entered from our accounts."""

from __future__ import annotations

from phizone_policies.check import (
    Claim,
    Profile,
    Result,
    Severity,
    View,
    check,
    failed,
    not_applicable,
    passed,
    unknown,
)
from phizone_policies.views.documents import document
from phizone_policies.views.principals import Known
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_iam_role",),
    reads=("aws_iam_role.assume_role_policy", "aws_iam_role.path"),
)
def role_is_entered_from_our_accounts(role: Node, view: View) -> Result:
    """No role is entered from a foreign account, not even with an external id.

    Why: whoever is entered by a stranger's role reads PHI there, and needs a business associate agreement first.
    Fix: let the vendor come through a role that sees no PHI, in an account of its own, or waive it with the agreement.
    Source: 45 CFR 164.308(b)(1), 164.312(d); IAM User Guide, "Access to AWS accounts owned by third parties".
    """
    if role.text("path").startswith("/aws-service-role/"):
        return not_applicable("AWS writes its trust policy, which nobody can change")
    trust = document(view.graph, role, "assume_role_policy")
    named = [
        each for statement in (trust.allows if trust else ()) for kind, each in statement.principals if kind == "AWS"
    ]
    foreign = [each for each in named if each != "*" and not Known(view).is_ours(each)]
    if not foreign:
        return passed()
    message = f"{foreign[0]} is of no account of ours"
    certain = [each for each in foreign if not Known(view, generous=True).is_ours(each)]
    return failed(message, principal=foreign[0]) if certain else unknown(message)
