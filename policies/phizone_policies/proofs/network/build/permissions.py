"""Who may start something in a VPC, with which of its security groups and in which of its subnets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.build.teams import team_of_node
from phizone_policies.views.documents import MalformedPolicy, Statement
from phizone_policies.views.grants import attached, aws_name, beyond_the_graph, bound, granted
from phizone_policies.views.requests import Request, acts_on, certainly_denied, holds
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import physical

_OF_SAGEMAKER = ("sagemaker:VpcSecurityGroupIds", "sagemaker:VpcSubnets")
_OF_LAMBDA = ("lambda:SecurityGroupIds", "lambda:SubnetIds")
_NONE = ("", "")
STARTING: Mapping[str, tuple[str, str]] = {
    "codebuild:CreateProject": _NONE,
    "ec2:RunInstances": _NONE,
    "ecs:CreateService": _NONE,
    "ecs:RunTask": _NONE,
    "lambda:CreateFunction": _OF_LAMBDA,
    "lambda:UpdateFunctionConfiguration": _OF_LAMBDA,
    "sagemaker:CreateAutoMLJob": _OF_SAGEMAKER,
    "sagemaker:CreateAutoMLJobV2": _OF_SAGEMAKER,
    "sagemaker:CreateCluster": _OF_SAGEMAKER,
    "sagemaker:CreateDataQualityJobDefinition": _OF_SAGEMAKER,
    "sagemaker:CreateHyperParameterTuningJob": _OF_SAGEMAKER,
    "sagemaker:CreateModel": _OF_SAGEMAKER,
    "sagemaker:CreateModelBiasJobDefinition": _OF_SAGEMAKER,
    "sagemaker:CreateModelExplainabilityJobDefinition": _OF_SAGEMAKER,
    "sagemaker:CreateModelQualityJobDefinition": _OF_SAGEMAKER,
    "sagemaker:CreateMonitoringSchedule": _OF_SAGEMAKER,
    "sagemaker:CreateNotebookInstance": _OF_SAGEMAKER,
    "sagemaker:CreateProcessingJob": _OF_SAGEMAKER,
    "sagemaker:CreateTrainingJob": _OF_SAGEMAKER,
    "sagemaker:UpdateMonitoringSchedule": _OF_SAGEMAKER,
}
"""Actions that start something in subnets and groups which the caller names, with the condition keys of both.

Source: Service Authorization Reference, "Actions, resources, and condition keys" of these services; those of the others
limit resources, which is left out, and that is wider.
"""
_GROUP, _SUBNET = 0, 1
_OTHER = "<id of none that is named>"
_PRINCIPALS = ("aws_iam_role", "aws_iam_user")
# Managed policies of AWS that allow some of these without a condition on the network.
_WIDE = ("AdministratorAccess", "AmazonSageMakerFullAccess", "PowerUserAccess")
_ANYTHING = Statement("", "Allow", (), (), ("*",), (), ("*",), (), ())


@dataclass(frozen=True)
class Starter:
    """A principal that may start something, and with what."""

    node: Node
    """The principal."""
    team: str
    """The team it is of; empty for none."""
    allows: tuple[Statement, ...]
    """What lets it start something."""
    bounds: tuple[Statement, ...] | None
    """What its boundary allows; None where it has none."""
    denies: tuple[Statement, ...]
    """What it, or its boundary, is denied."""

    def may_use(self, *ids: str) -> bool:
        """Whether some action may name a security group by one of the ids it goes by, whatever else it names."""
        return any(self._may(_GROUP, each) for each in ids)

    def may_enter(self, subnet: Node) -> bool:
        """Whether some action may name a subnet, whatever else it names."""
        return self._may(_SUBNET, str(physical(subnet, "id")))

    def _may(self, end: int, name: str) -> bool:
        # A policy speaks of a few ids by name, and of all others alike.
        asked = name if name in self.named or self.globs else _OTHER
        if (end, asked) not in self.known:
            self.known[end, asked] = any(self._may_by(action, keys[end], asked) for action, keys in STARTING.items())
        return self.known[end, asked]

    def _may_by(self, action: str, key: str, name: str) -> bool:
        request = Request(action=action, context={key.lower(): (name,)} if key else {})
        return (
            _lets(self.allows, request, key)
            and (self.bounds is None or _lets(self.bounds, request, key))
            and not certainly_denied(self.denies, request)
        )

    @cached_property
    def named(self) -> frozenset[str]:
        """Values that its conditions name."""
        statements = (*self.allows, *(self.bounds or ()), *self.denies)
        return frozenset(value for each in statements for _, _, values in each.conditions for value in values)

    @cached_property
    def globs(self) -> bool:
        """Whether a condition on groups or subnets names some by a pattern."""
        keys = {key.lower() for keys in STARTING.values() for key in keys}
        statements = (*self.allows, *(self.bounds or ()), *self.denies)
        tests = (values for each in statements for _, key, values in each.conditions if key.lower() in keys)
        return any(set(value) & {"*", "?"} for values in tests for value in values)

    @cached_property
    def known(self) -> dict[tuple[int, str], bool]:
        """What was asked already."""
        return {}


def starters(survey: Survey) -> tuple[Starter, ...]:
    """Every role and user of the graph that may start something; one that cannot be read may start anything."""
    found = (_starter(survey, node) for node in survey.graph.of_type(*_PRINCIPALS))
    return tuple(each for each in found if each is not None)


def _starter(survey: Survey, node: Node) -> Starter | None:
    try:
        statements = [each.statement for each in granted(survey.graph, node)]
        if beyond_the_graph(survey.graph, node) or _is_wide(survey, node):
            statements.append(_ANYTHING)
        boundary = bound(survey.graph, node)
    except (UnknownValue, MalformedPolicy):
        return Starter(node, team_of_node(node), (_ANYTHING,), None, ())
    allows = _starting(each for each in statements if each.allows)
    if not allows:
        return None
    limits = boundary.statements if boundary is not None else ()
    return Starter(
        node=node,
        team=team_of_node(node),
        allows=allows,
        bounds=_starting(each for each in limits if each.allows) if boundary is not None else None,
        denies=_starting(each for each in (*statements, *limits) if not each.allows),
    )


def _is_wide(survey: Survey, node: Node) -> bool:
    return any(aws_name(survey.graph, value) in _WIDE for value in attached(survey.graph, node))


def _starting(statements: Iterator[Statement]) -> tuple[Statement, ...]:
    return tuple(each for each in statements if any(acts_on(each, action) for action in STARTING))


def _lets(statements: Sequence[Statement], request: Request, key: str) -> bool:
    """Whether some statement allows an action with this value of a key; what it asks of other keys may be so."""
    return any(
        acts_on(each, request.action)
        and all(
            holds(operator, values, request, name)
            for operator, name, values in each.conditions
            if name.lower() == key.lower()
        )
        for each in statements
    )
