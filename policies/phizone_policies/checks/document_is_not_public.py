"""Documents of Systems Manager are not public."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import setting
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_ssm_document",),
    reads=("aws_ssm_document.permissions",),
)
def document_is_not_public(document: Node, view: View) -> Result:
    """A Systems Manager document is shared with nobody at large.

    Why: a public document shows the world what runs on our machines, and under which names.
    Fix: share it with account ids only.
    Source: AWS Security Hub SSM.4; 45 CFR 164.312(a)(1).
    """
    shared = setting(document, "permissions.account_ids")
    public = "all" in str(shared or "").lower().split(",")
    return failed("it is shared with all accounts") if public else passed()
