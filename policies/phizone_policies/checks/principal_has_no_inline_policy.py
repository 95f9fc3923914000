"""Permissions are managed policies."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.LOW,
    profile=Profile.PHI,
    types=("aws_iam_group_policy", "aws_iam_role", "aws_iam_role_policy", "aws_iam_user_policy"),
    reads=("aws_iam_role.inline_policy",),
)
def principal_has_no_inline_policy(node: Node, view: View) -> Result:
    """No role, user or group has a policy written into itself.

    Why: an inline policy has no versions and no name to search for, so what somebody could do last month is not known.
    Fix: make an aws_iam_policy of it and attach that.
    Source: AWS Config rule IAM_NO_INLINE_POLICY_CHECK; AWS Security Hub; 45 CFR 164.308(a)(4).
    """
    if node.type != "aws_iam_role":
        return failed("it is an inline policy")
    # A block without a policy is how a program says that there must be none.
    written = [block for block in node.blocks("inline_policy") if block.get("policy")]
    return failed(f"it has {len(written)} inline policies") if written else passed()
