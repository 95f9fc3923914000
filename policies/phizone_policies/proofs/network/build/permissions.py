"""Who may start something in a VPC, with which of its security groups and in which of its subnets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.build.teams import team_of_node
from phizone_policies.views.documents import MalformedPolicy, Statement
from phizone_policies.views.grants import attached, aws_name, beyond_the_graph, bound, granted
from phizone_policies.views.requests import Request, acts_on, certainly_denied, holds
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import physical

STARTING = (
    "sagemaker:CreateAutoMLJob",
    "sagemaker:CreateAutoMLJobV2",
    "sagemaker:CreateCluster",
    "sagemaker:CreateDataQualityJobDefinition",
    "sagemaker:CreateHyperParameterTuningJob",
    "sagemaker:CreateModel",
    "sagemaker:CreateModelBiasJobDefinition",
    "sagemaker:CreateModelExplainabilityJobDefinition",
    "sagemaker:CreateModelQualityJobDefinition",
    "sagemaker:CreateMonitoringSchedule",
    "sagemaker:CreateNotebookInstance",
    "sagemaker:CreateProcessingJob",
    "sagemaker:CreateTrainingJob",
    "sagemaker:UpdateMonitoringSchedule",
)
"""Actions that start something in subnets and groups which the caller names.

Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon SageMaker", actions with
`sagemaker:VpcSecurityGroupIds`.
"""
_GROUPS, _SUBNETS = "sagemaker:VpcSecurityGroupIds", "sagemaker:VpcSubnets"
_PRINCIPALS = ("aws_iam_role", "aws_iam_user")
# Managed policies of AWS that allow some of these without a condition on the network.
_WIDE = ("AdministratorAccess", "AmazonSageMakerFullAccess", "PowerUserAccess")
_ANYTHING = Statement("", "Allow", (), (), ("*",), (), ("*",), (), ())


@dataclass(frozen=True, slots=True)
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

    def may_use(self, group: Node) -> bool:
        """Whether some action may name a security group, whatever else it names."""
        return any(self._may(action, _GROUPS, group) for action in STARTING)

    def may_enter(self, subnet: Node) -> bool:
        """Whether some action may name a subnet, whatever else it names."""
        return any(self._may(action, _SUBNETS, subnet) for action in STARTING)

    def _may(self, action: str, key: str, node: Node) -> bool:
        name = str(physical(node, "id"))
        request = Request(action=action, context={key.lower(): (name,)})
        return (
            _lets(self.allows, request, key)
            and (self.bounds is None or _lets(self.bounds, request, key))
            and not certainly_denied(self.denies, request)
        )


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
