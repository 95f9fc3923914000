"""Roles are entered by principals, not by accounts."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement, document
from phizone_policies.views.perimeter import binds
from phizone_policies.views.principals import Known
from phizone_stacks.graph.node import Node

_NAMING = ("aws:PrincipalArn", "aws:userid", "aws:username", "sts:ExternalId", "sts:RoleSessionName")
_TAG = "aws:principaltag/"


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_iam_role",),
    reads=("aws_iam_role.assume_role_policy", "aws_iam_role.path"),
)
def role_trust_names_who_enters_it(role: Node, view: View) -> Result:
    """A role that one of our accounts enters says who of the account does, or asks for a second factor.

    Why: trust in a whole account lets every role in that some policy of the account allows to, today or tomorrow.
    Fix: name the roles as principals, or require aws:PrincipalArn, a tag of the principal, or MFA of people.
    Source: IAM User Guide, "AWS account principals"; NIST SP 800-53 AC-6; 45 CFR 164.308(a)(4).
    """
    if role.text("path").startswith("/aws-service-role/"):
        return not_applicable("AWS writes its trust policy, which nobody can change")
    trust, known = document(view.graph, role, "assume_role_policy"), Known(view)
    accounts = [(name, each) for each in (trust.allows if trust else ()) if (name := _account(known, each))]
    if not accounts:
        return not_applicable("no account of ours enters it as a whole")
    for account, statement in accounts:
        if not _names(statement):
            return failed(f"everybody in {account} whom a policy there allows to enters it", principal=account)
    return passed()


def _account(known: Known, statement: Statement) -> str:
    """The first account of ours that a statement trusts as a whole, or nothing."""
    whole = (
        name for kind, name in statement.principals if kind == "AWS" and (name.endswith(":root") or name.isdigit())
    )
    return next((name for name in whole if known.is_ours(name)), "")


def _names(statement: Statement) -> bool:
    tags = [key for _, key, _ in statement.conditions if key.lower().startswith(_TAG)]
    named = any(binds(statement, key, lambda value: set(value) - {"*", "?"} != set()) for key in (*_NAMING, *tags))
    return named or ("Bool", ("true",)) in statement.condition("aws:MultiFactorAuthPresent")
