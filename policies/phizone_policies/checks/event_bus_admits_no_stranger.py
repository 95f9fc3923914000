"""Events come from those we know."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed, unknown
from phizone_policies.views.documents import Statement
from phizone_policies.views.principals import Known
from phizone_policies.views.strangers import stranger
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_cloudwatch_event_permission",),
    reads=(
        "aws_cloudwatch_event_permission.action",
        "aws_cloudwatch_event_permission.condition",
        "aws_cloudwatch_event_permission.principal",
    ),
)
def event_bus_admits_no_stranger(permission: Node, view: View) -> Result:
    """A permission on an event bus lets in accounts of ours only.

    Why: whoever may put events on a bus starts whatever its rules start, with input of their choice.
    Fix: name an account of ours, or everybody with a condition on aws:PrincipalOrgID.
    Source: Amazon EventBridge User Guide, "Permissions for event buses"; AWS Security Hub EventBridge.3.
    """
    statement = Statement(
        sid="",
        effect="Allow",
        principals=(("AWS", str(identity(view.graph, permission.get("principal")))),),
        not_principals=(),
        actions=(permission.text("action") or "events:PutEvents",),
        not_actions=(),
        resources=(),
        not_resources=(),
        conditions=tuple(
            (str(block.get("type")), str(block.get("key")), (str(identity(view.graph, block.get("value"))),))
            for block in permission.blocks("condition")
        ),
    )
    reason = stranger(Known(view), statement)
    if not reason:
        return passed()
    return failed(f"it {reason}") if stranger(Known(view, generous=True), statement) else unknown(f"it {reason}")
