"""Mutants of who may act as whom: a role that another team's role enters, or hands to a job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_policies.check import View
from phizone_policies.mutation.hops.making import arn, broken, stated, team, teams_roles
from phizone_policies.mutation.places import Mutant
from phizone_policies.views.naming import is_named
from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template

ENTER = "trust in another team's role"
"""A role trusts another team's, whose policies and boundary let it enter."""
PASSES = "another team's role passed"
"""A role may create jobs that run as another team's role."""
OPERATORS = (ENTER, PASSES)
"""Every operator of this module."""


def mutants(view: View) -> Iterator[Mutant]:
    """Every mutant of two roles of different teams; who enters a role without policies can do no more than before."""
    roles = {role: tuple(policies_of(view, role)) for role in teams_roles(view)}
    for role, policies in roles.items():
        boundary = view.graph.target(role.get("permissions_boundary"))
        for other, given_to_other in roles.items():
            if team(role) == team(other) or not policies or not given_to_other or boundary is None:
                continue
            yield _enter(other, role, policies[0], boundary)
            if "sagemaker.amazonaws.com" in _text(other):
                yield _pass(other, policies[0])


def _enter(target: Node, role: Node, policy: Node, boundary: Node) -> Mutant:
    trusted = {"Sid": "Friend", "Effect": "Allow", "Principal": {"AWS": arn(role)}, "Action": "sts:AssumeRole"}
    enters = {"Sid": "Enter", "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": arn(target)}
    return broken(
        ENTER,
        "phi_store_is_read_by_its_team_alone",
        stated(target, "assume_role_policy", trusted),
        stated(policy, "policy", enters),
        stated(boundary, "policy", enters),
        path="assume_role_policy",
        to=role.address,
    )


def _pass(target: Node, policy: Node) -> Mutant:
    jobs = f"arn:{partition(target.region)}:sagemaker:*:{target.account}:training-job/*"
    passes: list[dict[str, Any]] = [
        {"Sid": "Pass", "Effect": "Allow", "Action": "iam:PassRole", "Resource": arn(target)},
        {"Sid": "Jobs", "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": jobs},
    ]
    changed = stated(policy, "policy", *passes)
    return broken(PASSES, "roles_are_passed_within_their_team", changed, path="policy", to=target.address)


def policies_of(view: View, role: Node) -> Iterator[Node]:
    """The policies of ours that are attached to a role."""
    for attachment in view.judged("aws_iam_role_policy_attachment"):
        policy = view.graph.target(attachment.get("policy_arn"))
        if policy is not None and is_named(view.graph, role, attachment.get("role"), "name", "id"):
            yield policy


def _text(role: Node) -> str:
    trust = role.get("assume_role_policy")
    parts = trust.parts if isinstance(trust, Template) else (trust,)
    return "".join(part for part in parts if isinstance(part, str) and not isinstance(part, Ref))
