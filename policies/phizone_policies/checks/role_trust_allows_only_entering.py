"""Trust policies let principals enter, and nothing else."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.authorization import service
from phizone_policies.views.documents import Statement, document
from phizone_stacks.graph.node import Node

_ENTERING = frozenset(
    {
        "assumerole",
        "assumerolewithsaml",
        "assumerolewithwebidentity",
        "setcontext",
        "setsourceidentity",
        "tagsession",
    }
)


@check(
    claim=Claim.ACCESS,
    severity=Severity.LOW,
    profile=Profile.BASELINE,
    types=("aws_iam_role",),
    reads=("aws_iam_role.assume_role_policy", "aws_iam_role.path"),
)
def role_trust_allows_only_entering(role: Node, view: View) -> Result:
    """A trust policy allows entering the role and naming the session, and nothing else.

    Why: a wildcard lets every way in that AWS adds, and tags and identities of sessions that nobody meant to trust.
    Fix: allow sts:AssumeRole, sts:AssumeRoleWithWebIdentity or sts:AssumeRoleWithSAML, whichever is used.
    Source: IAM User Guide, "Creating IAM roles", actions of a trust policy; NIST SP 800-53 AC-6.
    """
    if role.text("path").startswith("/aws-service-role/"):
        return not_applicable("AWS writes its trust policy, which nobody can change")
    trust = document(view.graph, role, "assume_role_policy")
    if trust is None:
        return not_applicable("it has no trust policy")
    found = next((more for statement in trust.allows if (more := _more(statement))), "")
    return failed(f"its trust policy allows {found}", action=found) if found else passed()


def _more(statement: Statement) -> str:
    """The first action of a statement that means more than entering, or nothing."""
    if statement.not_actions:
        return f"everything but {', '.join(statement.not_actions)}"
    return next((action for action in statement.actions if not _enters(action)), "")


def _enters(action: str) -> bool:
    prefix, _, name = action.lower().partition(":")
    sts = service(prefix) if prefix == "sts" else None
    means = set(sts.matching(name)) if sts else set()
    return bool(means) and means <= _ENTERING
