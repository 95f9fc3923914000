"""An environment moves its own network only."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement, document
from phizone_policies.views.grants import READS, granted
from phizone_policies.views.policies import grants_any
from phizone_policies.views.principals import Known
from phizone_stacks.graph.node import Node

_MOVING = (
    "ec2:AssociateTransitGatewayRouteTable",
    "ec2:DeleteTransitGatewayVpcAttachment",
    "ec2:DisableTransitGatewayRouteTablePropagation",
    "ec2:DisassociateTransitGatewayRouteTable",
    "ec2:EnableTransitGatewayRouteTablePropagation",
)
_OF_RESOURCE, _OF_REQUEST = "aws:ResourceTag/Environment", "aws:RequestTag/Environment"
_EQUAL = ("StringEquals", "StringEqualsIfExists")


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    types=("aws_iam_role",),
    reads=(*READS, "aws_iam_role.assume_role_policy"),
)
def environment_attaches_its_own_network(role: Node, view: View) -> Result:
    """A role by which an environment moves attachments of a shared transit gateway moves, and tags, only its own.

    Why: who puts another environment's network into its own route table has a path to PHI that no route shows today.
    Fix: require aws:ResourceTag/Environment of what is moved, and of tagging aws:RequestTag/Environment as well.
    Source: Service Authorization Reference, Amazon EC2, transit gateway attachments; NIST SP 800-53 AC-4.
    """
    environments = sorted(_entering(role, view))
    if not environments:
        return not_applicable("no environment enters it from an account of its own")
    statements = [each.statement for each in granted(view.graph, role)]
    moving = [(action, key) for each in statements for action, key in _open(each, environments)]
    if not moving:
        return passed()
    action, key = moving[0]
    return failed(f"it allows {action} whatever {key} says", action=action, condition=key)


def _entering(role: Node, view: View) -> Iterator[str]:
    """Names of the environments from whose accounts a role of another account is entered."""
    names = {each.account.id: each.name for each in view.zone.environments}
    trust, known = document(view.graph, role, "assume_role_policy"), Known(view)
    accounts = {known.account(value) for each in (trust.allows if trust else ()) for _, value in each.principals}
    yield from (names[account] for account in accounts - {role.account} if account in names)


def _open(statement: Statement, environments: list[str]) -> Iterator[tuple[str, str]]:
    """(action, key) of what a statement allows on attachments without asking whose they are."""
    if not any("transit-gateway-attachment/" in each or set(each) <= {"*"} for each in statement.resources):
        return
    moving, tagging = grants_any(statement, *_MOVING), grants_any(statement, "ec2:CreateTags", "ec2:DeleteTags")
    if moving and not _asks(statement, _OF_RESOURCE, environments, _EQUAL[:1]):
        yield moving, _OF_RESOURCE
    for key in (_OF_RESOURCE, _OF_REQUEST) if tagging else ():
        if not _asks(statement, key, environments, _EQUAL):
            yield tagging, key


def _asks(statement: Statement, key: str, environments: list[str], operators: tuple[str, ...]) -> bool:
    return any(operator in operators and list(values) == environments for operator, values in statement.condition(key))
