"""People enter roles with a second factor."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement, document
from phizone_stacks.graph.node import Node

_MFA = "aws:MultiFactorAuthPresent"


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_iam_role",),
    reads=("aws_iam_role.assume_role_policy",),
)
def role_trust_asks_people_for_mfa(role: Node, view: View) -> Result:
    """A role that an IAM user enters asks for the user's second factor.

    Why: an access key that leaks is a user's whole identity; with it alone nobody may reach what the role reaches.
    Fix: add Bool aws:MultiFactorAuthPresent true, not BoolIfExists, which a plain access key passes.
    Source: IAM User Guide, "Secure API access with MFA"; 45 CFR 164.312(d); NIST SP 800-53 IA-2(1).
    """
    trust = document(view.graph, role, "assume_role_policy")
    entering = [(user, each) for each in (trust.allows if trust else ()) if (user := _user(each))]
    if not entering:
        return not_applicable("no IAM user enters it")
    for user, statement in entering:
        if ("Bool", ("true",)) not in statement.condition(_MFA):
            return failed(f"{user} enters it without a second factor", principal=user)
    return passed()


def _user(statement: Statement) -> str:
    """The first IAM user that a statement names, or nothing."""
    return next((name for kind, name in statement.principals if kind == "AWS" and ":user/" in name), "")
