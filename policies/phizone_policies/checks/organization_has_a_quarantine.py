"""There is a unit in which an account can do nothing."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.organization import SERVICE_CONTROL, attached_above, unit_node
from phizone_policies.views.requests import Request, certainly_denied

_NAME = "quarantine"
_EVERYTHING = "*"


@requirement(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    reads=(
        "aws_organizations_organizational_unit.name",
        "aws_organizations_organizational_unit.parent_id",
        "aws_organizations_policy.content",
        "aws_organizations_policy.type",
        "aws_organizations_policy_attachment.policy_id",
        "aws_organizations_policy_attachment.target_id",
    ),
)
def organization_has_a_quarantine(view: View) -> Iterator[Required]:
    """A unit named quarantine stands under the root, and a policy on it denies every action to everybody.

    Why: an account that is taken over is moved there within minutes; writing the policy then takes too long.
    Fix: make the unit, and attach a service control policy to it that denies * without a condition.
    Source: AWS Security Incident Response Guide, "Containment"; 45 CFR 164.308(a)(6)(ii).
    """
    unit = unit_node(view.graph, _NAME)
    what = f"a unit {_NAME} that denies everything"
    if unit is None:
        yield Required(what, failed("no unit of this name stands under the root"))
        return
    policies = attached_above(view.graph, view.organization, unit, SERVICE_CONTROL)
    statements = [statement for each in policies for statement in each.document.statements]
    closed = certainly_denied(statements, Request(action=_EVERYTHING))
    yield Required(what, passed() if closed else failed("nothing on it always denies every action"), unit)
