"""Users get permissions through groups or roles."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=(
        "aws_iam_policy_attachment",
        "aws_iam_user_policy",
        "aws_iam_user_policy_attachment",
        "aws_iam_user_policy_attachments_exclusive",
    ),
    reads=("aws_iam_policy_attachment.users", "aws_iam_user_policy_attachments_exclusive.policy_arns"),
)
def user_has_no_direct_policy(node: Node, view: View) -> Result:
    """No policy is attached to a single IAM user.

    Why: what each user may do by themselves is what nobody reviews when they change jobs.
    Fix: attach the policy to a group or, better, to a role that people enter through Identity Center.
    Source: AWS Security Hub IAM.2; CIS AWS Foundations Benchmark 1.15; 45 CFR 164.308(a)(3)(ii)(B).
    """
    if node.type == "aws_iam_policy_attachment":
        users = node.items("users")
        return failed(f"it attaches a policy to {len(users)} users") if users else not_applicable("it names no user")
    if node.type == "aws_iam_user_policy_attachments_exclusive" and not node.items("policy_arns"):
        return passed()
    return failed("it gives a single user permissions")
