"""Functions are called by those we know."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed, unknown
from phizone_policies.views.principals import Known
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity
from phizone_stacks.graph.values import Ref, Template, Value

_SERVICE = (".amazonaws.com", ".amazonaws.com.cn", ".amazon.com")


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_lambda_permission",),
    reads=(
        "aws_lambda_permission.event_source_token",
        "aws_lambda_permission.function_url_auth_type",
        "aws_lambda_permission.principal",
        "aws_lambda_permission.principal_org_id",
        "aws_lambda_permission.source_account",
        "aws_lambda_permission.source_arn",
    ),
)
def function_permission_names_its_source(permission: Node, view: View) -> Result:
    """A permission on a function lets in accounts of ours, or a service for a named source.

    Why: without a source anybody in AWS makes the service call our function; with everybody, anybody at all does.
    Fix: set source_arn or source_account for a service, principal_org_id for everybody of the organization.
    Source: AWS Security Hub Lambda.1; checkov CKV_AWS_301, CKV_AWS_364; 45 CFR 164.312(a)(1).
    """
    if permission.get("function_url_auth_type") == "NONE":
        return failed("it lets everybody on the internet call the function's URL")
    principal, organization = permission.get("principal"), permission.get("principal_org_id")
    name = str(identity(view.graph, principal))
    if name.endswith(_SERVICE):
        return _service(permission, name)
    if organization:
        ours = not view.organization_id or organization == view.organization_id or not isinstance(organization, str)
        return passed() if ours else failed(f"it lets organization {organization} in, which is not ours")
    if name == "*":
        return failed("it lets everybody in")
    return _account(view, view.graph, principal, name)


def _service(permission: Node, service: str) -> Result:
    given = ("source_arn", "source_account", "event_source_token")
    if any(permission.get(source) for source in given):
        return passed()
    return failed(f"it lets {service} call the function for anybody: it has neither source_arn nor source_account")


def _account(view: View, graph: Graph, principal: Value, name: str) -> Result:
    first = principal.parts[0] if isinstance(principal, Template) else principal
    node = graph.target(first)
    if Known(view).is_ours(name) or (isinstance(first, Ref) and node is not None and node.account in view.accounts):
        return passed()
    if Known(view, generous=True).is_ours(name):
        return unknown(f"it lets {name} in, unless that is ours: the program does not say where it builds")
    return failed(f"it lets {name} in, which is of no account of ours", principal=name)
