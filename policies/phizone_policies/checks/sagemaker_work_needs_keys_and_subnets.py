"""SageMaker's work needs our keys and our subnets."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.documents import Statement, document
from phizone_policies.views.job_denials import denied
from phizone_policies.views.organization import attached
from phizone_policies.views.policies import boundary
from phizone_policies.views.requests import Context, Request, acts_on, certainly_denied
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical

_OF_AWS = ("/aws-service-role/", "/aws-reserved/")


@requirement(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=(
        "aws_iam_policy.policy",
        "aws_iam_role.path",
        "aws_iam_role.permissions_boundary",
        "aws_organizations_account.parent_id",
        "aws_organizations_policy.content",
        "aws_organizations_policy.type",
        "aws_organizations_policy_attachment.policy_id",
        "aws_organizations_policy_attachment.target_id",
    ),
)
def sagemaker_work_needs_keys_and_subnets(view: View) -> Iterator[Required]:
    """No role of the environment starts jobs, models or endpoints outside subnets, in the clear or without our keys.

    Why: programs describe few jobs; people and pipelines start the rest, and only denials reach those.
    Fix: deny them in the roles' boundary, or in a policy of the organization, by SageMaker's condition keys.
    Source: Service Authorization Reference, "Amazon SageMaker"; 45 CFR 164.312(a)(2)(iv), 164.312(e)(1).
    """
    account = view.environment.account.id
    above = tuple(
        statement
        for each in attached(view.graph, view.organization, account)
        for statement in each.document.statements
    )
    limits = {role: _boundary(view, role) for role in _roles(view, account)}
    for what in denied({}):
        gaps = ((role, _gap(view, role, what, above, limits[role])) for role in limits)
        role, gap = next(((role, gap) for role, gap in gaps if gap), (None, None))
        name = f"in account {account}, {what}"
        if role is None or gap is None:
            yield Required(name, passed())
            continue
        found = f"nothing always denies {role.address} {gap.action}"
        shown = {key: ", ".join(values) if values else "(none)" for key, values in gap.context.items()}
        yield Required(name, failed(found, role=role.address, action=gap.action, **shown), role)


def _roles(view: View, account: str) -> Iterator[Node]:
    """The roles of the environment's account, but AWS's own."""
    for role in view.judged("aws_iam_role"):
        if role.account == account and not role.text("path").startswith(_OF_AWS):
            yield role


def _boundary(view: View, role: Node) -> tuple[Statement, ...] | None:
    """The statements of a role's boundary; None where it has none, so that anything may be allowed it."""
    policy = boundary(view.graph, role)
    content = document(view.graph, policy, "policy") if policy else None
    return content.statements if content else None


def _gap(
    view: View, role: Node, what: str, above: tuple[Statement, ...], limit: tuple[Statement, ...] | None
) -> Request | None:
    """The first request that neither the organization nor the role's boundary refuses."""
    for request in denied(_caller(view, role))[what]:
        refused = (*above, *(limit or ()))
        within = limit is None or any(each.allows and acts_on(each, request.action) for each in limit)
        if within and not certainly_denied(refused, request):
            return request
    return None


def _caller(view: View, role: Node) -> Context:
    return {
        "aws:principalaccount": (role.account,),
        "aws:principalarn": (str(physical(role, "arn")),),
        "aws:principalisawsservice": ("false",),
        "aws:principalorgid": (view.organization_id,),
        "aws:requestedregion": (view.environment.region,),
        "aws:viaawsservice": ("false",),
    }
