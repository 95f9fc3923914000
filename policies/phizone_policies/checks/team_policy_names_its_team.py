"""A team's roles work on what is the team's."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.authorization import named_action
from phizone_policies.views.documents import Statement
from phizone_policies.views.perimeter import binds
from phizone_policies.views.policies import READS, documents, only_bounds
from phizone_policies.views.tags import tag
from phizone_stacks.graph.node import Node

_TAGS = ("aws:RequestTag/Team", "aws:ResourceTag/Team")
_EQUAL = ("StringEquals", "StringEqualsIfExists")
_OWN = ("sagemaker:OwnerUserProfileArn", "sagemaker:TaggingAction")


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    types=("aws_iam_policy",),
    reads=(*READS, "aws_iam_policy.tags"),
)
def team_policy_names_its_team(policy: Node, view: View) -> Result:
    """A team's policy acts in SageMaker on what has the team's name or tag, or is its user's own, and on nothing else.

    Why: teams of an environment share its account; only names and tags keep one's jobs and models from the other.
    Fix: name the team in the resource, or require aws:ResourceTag/Team, aws:RequestTag/Team of what is made.
    Source: environments/organization.yaml; 45 CFR 164.308(a)(4)(ii)(B); NIST SP 800-53 AC-3, AC-6.
    """
    team = tag(policy, "Team")
    if team not in {each.name for each in view.organization.teams}:
        return not_applicable("it is of no team of organization.yaml")
    if only_bounds(view.graph, policy):
        return not_applicable("it is a boundary only, which grants nothing")
    for document in documents(view.graph, policy):
        for number, statement in enumerate(document.statements, start=1):
            resource = _of_others(statement, team)
            if resource:
                name = statement.sid or f"number {number}"
                return failed(f"statement {name} is about {resource} of any team", statement=name, resource=resource)
    return passed()


def _of_others(statement: Statement, team: str) -> str:
    """The first thing in SageMaker that a statement is about and that may be another team's, or nothing."""
    acts = any(named_action(action).startswith(("sagemaker:", "*")) for action in statement.actions)
    if not statement.allows or not acts or _is_own(statement, team):
        return ""
    things = (resource for resource in statement.resources if resource.split(":")[2:3] in (["sagemaker"], ["*"]))
    return next((resource for resource in things if f"-{team}-" not in resource), "")


def _is_own(statement: Statement, team: str) -> bool:
    """Whether a condition says whose: the team's, the user's, or just being made."""
    tagged = any(op in _EQUAL and values == (team,) for key in _TAGS for op, values in statement.condition(key))
    return tagged or any(binds(statement, key, lambda value: set(value) - {"*", "?"} != set()) for key in _OWN)
