"""Roles have a boundary."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import document
from phizone_policies.views.policies import boundary, bounds_nothing
from phizone_stacks.graph.node import Node

_OF_AWS = ("/aws-service-role/", "/aws-reserved/")


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=("aws_iam_role",),
    reads=(
        "aws_iam_policy.name",
        "aws_iam_policy.path",
        "aws_iam_policy.policy",
        "aws_iam_role.path",
        "aws_iam_role.permissions_boundary",
    ),
)
def role_has_boundary(role: Node, view: View) -> Result:
    """A role of the organization's accounts is bounded by a policy of this zone in the same account.

    Why: without one, a policy attached by mistake makes the role an administrator of everything around PHI.
    Fix: set permissions_boundary to the ARN of the account's boundary policy.
    Source: IAM User Guide, "Permissions boundaries for IAM entities"; 45 CFR 164.308(a)(4)(i).
    """
    if role.text("path").startswith(_OF_AWS):
        return not_applicable("AWS makes it and takes no boundary on it")
    if not role.get("permissions_boundary"):
        return failed("it has no permissions boundary")
    policy = boundary(view.graph, role)
    if policy is None or policy.account != role.account:
        return failed("its boundary is no policy of this zone in its account")
    content = document(view.graph, policy, "policy")
    if content is None or bounds_nothing(content):
        return failed(f"its boundary {policy.address} allows everything", boundary=policy.address)
    return passed()
