"""Every account and team has a permission boundary that holds whatever else is allowed."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Result, Severity, View, failed, passed, requirement
from phizone_policies.views.boundaries import RequiredBoundary, gap, policy, required_boundaries
from phizone_policies.views.safeguards import Must
from phizone_stacks.graph.node import Node

_WRONG = {
    Must.REFUSED: "it does not always deny {action} ({name})",
    Must.OPEN: "it denies {action}, which roles need (beside {name})",
    Must.BEYOND: "it lets {action} through ({name})",
}


@requirement(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.ZONE,
    reads=("aws_iam_policy.name", "aws_iam_policy.policy", "aws_kms_key.tags"),
)
def account_has_its_boundaries(view: View) -> Iterator[Required]:
    """Every account, and every team in it, has a boundary that refuses other regions, changes of identities, keys and
    records, and SageMaker's work outside our subnets and keys; and that leaves its roles their work.

    Why: a boundary is what holds when a role's own policy, or the organization's, is written too wide by mistake.
    Fix: put the missing denial back into the policy, or narrow the one that denies what roles need.
    Source: IAM User Guide, "Permissions boundaries for IAM entities"; 45 CFR 164.308(a)(4)(i), 164.312(a)(1).
    """
    for boundary in required_boundaries(view):
        node = policy(view.graph, boundary)
        what = f"boundary {boundary.name} in account {boundary.account}"
        yield Required(what, _result(view, boundary, node), node)


def _result(view: View, boundary: RequiredBoundary, node: Node | None) -> Result:
    if node is None:
        return failed("there is no policy of this name in the account")
    found = gap(view, boundary, node)
    if found is None:
        return passed()
    safeguard, missed = found
    wrong = _WRONG[missed.must].format(action=missed.request.action, name=safeguard.name)
    return failed(wrong, **missed.shown)
