"""What holds data refuses the world outside the organization."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.guarded import ACTIONS, READS, SAFE, denied, statements
from phizone_policies.views.requests import Context
from phizone_stacks.graph.node import Node

_OUTSIDE: dict[str, Context] = {
    "principals of another organization": {"aws:principalorgid": ("o-stranger00",)},
    "principals of no organization": {"aws:principalorgid": None, "aws:principalorgpaths": None},
}


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    types=tuple(ACTIONS),
    reads=READS,
)
def data_policy_denies_outsiders(holder: Node, view: View) -> Result:
    """The policy of a bucket, a secret, a repository and a backup vault denies all who are not of the organization.

    Why: an Allow that is one word too wide lets the world in, unless a denial stands before it.
    Fix: deny the data's actions where aws:PrincipalOrgID is not the organization's, and the caller is no AWS service.
    Source: AWS whitepaper "Building a data perimeter on AWS"; 45 CFR 164.312(a)(1).
    """
    given = statements(view, holder)
    for caller, who in _OUTSIDE.items():
        context = {**SAFE, "aws:principalisawsservice": ("false",), "aws:viaawsservice": ("false",), **who}
        for action in ACTIONS[holder.type]:
            if not denied(given, holder, action, context):
                return failed(f"its policy does not deny {action} to {caller}", action=action)
    return passed()
