"""Nobody gives themselves more than they were given."""

from __future__ import annotations

from phizone_policies.check import (
    Claim,
    Profile,
    Result,
    Severity,
    View,
    check,
    failed,
    not_applicable,
    passed,
    unknown,
)
from phizone_policies.views.escalation import Powers
from phizone_policies.views.grants import PRINCIPALS, READS, attached, beyond_the_graph, bound, granted
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=PRINCIPALS,
    reads=READS,
)
def principal_cannot_escalate(principal: Node, view: View) -> Result:
    """All policies of a principal and its boundary together open no way to more permissions than they give.

    Why: a role that may rewrite policies, enter other roles or hand any role to a machine is an administrator by name
    of something else. What is limited to named resources is not judged here, nor what AWS-managed policies grant.
    Fix: name the resources, require iam:PermissionsBoundary or iam:PassedToService, or give it a boundary.
    Source: Rhino Security Labs, "AWS IAM Privilege Escalation Methods"; NIST SP 800-53 AC-6(10); 45 CFR 164.308(a)(3).
    """
    grants = tuple(granted(view.graph, principal))
    if not grants and not any(True for _ in attached(view.graph, principal)):
        return not_applicable("the program gives it no permission")
    arn = physical(principal, "arn")
    statements = [each.statement for each in grants]
    found = Powers(statements, None, arn if isinstance(arn, str) else "").method()
    if found is not None:
        found = Powers(statements, bound(view.graph, principal), arn if isinstance(arn, str) else "").method()
    if found is not None:
        return failed(f"it may {found.name}: {', '.join(found.needs)}", method=found.name)
    missing = beyond_the_graph(view.graph, principal)
    return unknown(f"the program does not make its policy {missing}") if missing else passed()
