"""Roles are entered by those we know."""

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
from phizone_policies.views.documents import Document, Statement, document
from phizone_policies.views.perimeter import binds
from phizone_policies.views.principals import Known, names_saml, names_web_identity
from phizone_stacks.graph.node import Node

_COGNITO = "cognito-identity.amazonaws.com"


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=("aws_iam_role",),
    reads=("aws_iam_role.assume_role_policy", "aws_iam_role.path"),
)
def role_trust_names_known_principals(role: Node, view: View) -> Result:
    """A role is entered by our accounts, by AWS services, by exact outside identities, or by an external id.

    Why: whoever the trust policy lets in has all that the role may do, from any account in the world.
    Fix: name our accounts; bind outside identities by exact aud and sub, vendors by an external id.
    Source: IAM User Guide, "The confused deputy problem"; 45 CFR 164.312(d); AWS Security Hub IAM.28.
    """
    if role.text("path").startswith("/aws-service-role/"):
        return not_applicable("AWS writes its trust policy, which nobody can change")
    trust = document(view.graph, role, "assume_role_policy")
    if trust is None:
        return failed("it has no trust policy")
    reason, _ = _first(Known(view), trust)
    if not reason:
        return passed()
    certain, principal = _first(Known(view, generous=True), trust)
    if certain:
        return failed(certain, principal=principal)
    return unknown(f"{reason}, unless that is ours: the program does not say where it builds")


def _first(known: Known, trust: Document) -> tuple[str, str]:
    """Why the first principal that is not known is not, and the principal; nothing where all are."""
    for statement in trust.allows:
        if statement.not_principals:
            return "it is entered by everybody but some", "*"
        for kind, principal in statement.principals:
            reason = _stranger(known, statement, kind, principal)
            if reason:
                return reason, principal
    return "", ""


def _stranger(known: Known, statement: Statement, kind: str, principal: str) -> str:
    """Why a principal is not known, or nothing."""
    if principal == "*":
        return "it is entered by everybody whom a condition lets through"
    if kind == "AWS":
        if known.is_ours(principal) or binds(statement, "sts:ExternalId", lambda secret: "*" not in secret):
            return ""
        return f"{principal} is of no account of ours and needs no external id"
    if kind == "Service":
        return ""
    if kind == "Federated":
        if principal == _COGNITO:
            pool = binds(statement, f"{_COGNITO}:aud", lambda each: "*" not in each)
            return "" if pool else f"{principal} lets in identities of any pool"
        if not known.is_ours(principal):
            return f"{principal} is a provider of no account of ours"
        exact = names_web_identity(statement) or names_saml(statement)
        return "" if exact else f"{principal} lets in identities whose audience and subject are not exact"
    return f"{principal} is a {kind} principal"
