"""No policy locks out those whom it is for."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views import messages
from phizone_policies.views.documents import Statement
from phizone_policies.views.guarded import ACTIONS, MESSAGES, READS, SAFE, denied, statements
from phizone_policies.views.requests import Context, Request, certainly_denied
from phizone_stacks.graph.node import Node

_ACTIONS = {**ACTIONS, **MESSAGES}
_SERVICE: Context = {
    **SAFE,
    "aws:principalarn": None,
    "aws:principalisawsservice": ("true",),
    "aws:principalorgid": None,
    "aws:sourcevpc": None,
    "aws:sourcevpce": None,
    "aws:viaawsservice": ("false",),
}


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=tuple(_ACTIONS),
    reads=(*READS, *(read for read in messages.READS if "secret" not in read)),
)
def data_policy_locks_nobody_out(holder: Node, view: View) -> Result:
    """No Deny of a policy is total: the organization's own still come in, and so do AWS services that it allows.

    Why: data that nobody reaches is lost when it is needed, and the logs that a refused service delivers never come.
    Fix: give the Deny the condition that tells whom it is about, and exempt AWS services from it.
    Source: IAM User Guide, "Policy evaluation logic": an explicit Deny overrides; 45 CFR 164.308(a)(7)(i).
    """
    given = statements(view, holder)
    if not given:
        return not_applicable("it has no policy")
    ours: Context = {**SAFE, "aws:principalisawsservice": ("false",), "aws:viaawsservice": ("false",)}
    if view.organization_id:
        ours = {**ours, "aws:principalorgid": (view.organization_id,)}
    for action in _ACTIONS[holder.type]:
        if denied(given, holder, action, ours):
            return failed(f"its policy denies {action} to everybody, our own included", action=action)
    for service, request in _of_services(given):
        if certainly_denied(given, request):
            return failed(f"its policy denies {service} the {request.action} that it allows", action=request.action)
    return passed()


def _of_services(given: tuple[Statement, ...]) -> Iterator[tuple[str, Request]]:
    """What a policy allows to AWS services, by service."""
    for statement in given:
        for kind, service in statement.principals if statement.allows else ():
            for action in statement.actions if kind == "Service" else ():
                for resource in statement.resources:
                    yield service, Request(action=action, resource=resource, context=_SERVICE)
