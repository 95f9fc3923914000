"""SageMaker's work needs our keys and our subnets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.documents import Statement
from phizone_policies.views.grants import READS, aws_name, bound, granted, managed
from phizone_policies.views.grants import attached as attached_policies
from phizone_policies.views.job_denials import denied
from phizone_policies.views.organization import attached
from phizone_policies.views.requests import Context, Request, acts_on, certainly_denied
from phizone_policies.views.tags import PLATFORM, tag
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical
from phizone_stacks.graph.values import Value

_OF_AWS = ("/aws-service-role/", "/aws-reserved/")
_READING = ("IAMReadOnlyAccess", "ReadOnlyAccess", "SecurityAudit", "ViewOnlyAccess")


@requirement(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=(
        "aws_iam_role.path",
        "aws_iam_role.tags",
        "aws_organizations_account.parent_id",
        "aws_organizations_organizational_unit.parent_id",
        "aws_organizations_policy.content",
        "aws_organizations_policy.type",
        "aws_organizations_policy_attachment.policy_id",
        "aws_organizations_policy_attachment.target_id",
        *READS,
    ),
)
def sagemaker_work_needs_keys_and_subnets(view: View) -> Iterator[Required]:
    """No role of a team starts jobs, models or endpoints outside subnets, in the clear or without our keys.

    Why: programs describe few jobs; people and pipelines start the rest, and only denials reach those.
    Fix: deny them in the roles' boundary, or in a policy of the organization, by SageMaker's condition keys.
    Source: Service Authorization Reference, "Amazon SageMaker"; 45 CFR 164.312(a)(2)(iv), 164.312(e)(1).
    """
    account = view.environment.account.id
    above = tuple(
        statement for each in attached(view.graph, view.organization, account) for statement in each.document.statements
    )
    roles = [_Role(view, role, above) for role in _roles(view, account)]
    for what in denied({}):
        gaps = ((role.node, role.gap(what)) for role in roles)
        role, gap = next(((role, gap) for role, gap in gaps if gap), (None, None))
        name = f"in account {account}, {what}"
        if role is None or gap is None:
            yield Required(name, passed())
            continue
        found = f"nothing always denies {role.address} {gap.action}"
        shown = {key: ", ".join(values) if values else "(none)" for key, values in gap.context.items()}
        yield Required(name, failed(found, role=role.address, action=gap.action, **shown), role)


def _roles(view: View, account: str) -> Iterator[Node]:
    """The roles of the environment's account, but AWS's own and the platform's, which applies what is proved here."""
    for role in view.judged("aws_iam_role"):
        ours = role.account == account and not role.text("path").startswith(_OF_AWS)
        if ours and tag(role, "Team") != PLATFORM:
            yield role


class _Role:
    """A role, and all statements that decide what it may do."""

    def __init__(self, view: View, node: Node, above: tuple[Statement, ...]) -> None:
        self.node = node
        self._caller = _caller(view, node)
        self._granted = [each.statement for each in granted(view.graph, node)]
        self._more = any(_is_not_known(view.graph, value) for value in attached_policies(view.graph, node))
        limit = bound(view.graph, node)
        self._limit = limit.statements if limit else None
        self._denials = (*above, *self._granted, *(self._limit or ()))

    def gap(self, what: str) -> Request | None:
        """The first request of a safeguard that the role's policies allow and nothing refuses."""
        requests = denied(self._caller)[what]
        return next((each for each in requests if self._may(each) and not certainly_denied(self._denials, each)), None)

    def _may(self, request: Request) -> bool:
        """Whether some statement allows the action; a policy that is not in the graph may allow anything."""
        inside = self._limit is None or _allows(self._limit, request.action)
        return inside and (self._more or _allows(self._granted, request.action))


def _is_not_known(graph: Graph, value: Value) -> bool:
    """Whether a policy may allow anything: it is neither in the graph nor one of AWS's that only read."""
    return managed(graph, value) is None and aws_name(graph, value) not in _READING


def _allows(statements: Sequence[Statement], action: str) -> bool:
    return any(statement.allows and acts_on(statement, action) for statement in statements)


def _caller(view: View, role: Node) -> Context:
    return {
        "aws:principalaccount": (role.account,),
        "aws:principalarn": (str(physical(role, "arn")),),
        "aws:principalisawsservice": ("false",),
        "aws:principalorgid": (view.organization_id,),
        "aws:requestedregion": (view.environment.region,),
        "aws:viaawsservice": ("false",),
    }
