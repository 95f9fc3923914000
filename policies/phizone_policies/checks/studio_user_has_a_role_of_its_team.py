"""Studio's users have roles of their teams."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaf
from phizone_policies.views.naming import named_node
from phizone_policies.views.tags import tag
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=("aws_sagemaker_user_profile",),
    reads=(
        "aws_iam_role.name",
        "aws_iam_role.path",
        "aws_iam_role.tags",
        "aws_sagemaker_user_profile.tags",
        "aws_sagemaker_user_profile.user_settings",
    ),
)
def studio_user_has_a_role_of_its_team(profile: Node, view: View) -> Result:
    """A user profile works under a role of this zone, in its own account, that belongs to its own team.

    Why: notebooks do what their role may; another team's role reads the other team's patients.
    Fix: set execution_role in user_settings to the ARN of a role that the team's module makes.
    Source: Amazon SageMaker API Reference, "UserSettings"; 45 CFR 164.308(a)(4)(ii)(B).
    """
    value = leaf(profile, "user_settings.execution_role")
    if not value:
        return failed("it has no execution role of its own")
    role = named_node(view.graph, value, ("aws_iam_role",), "arn")
    if role is None:
        return failed("its execution role is no role of this zone")
    if role.account != profile.account:
        return failed(f"its execution role {role.address} is of account {role.account}", role=role.address)
    mine, theirs = tag(profile, "Team"), tag(role, "Team")
    if not mine or mine != theirs:
        return failed(f"it is of team {mine or '(none)'}, its role of {theirs or 'no team'}", role=role.address)
    return passed()
