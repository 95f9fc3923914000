"""Grants are for those we know."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed, unknown
from phizone_policies.views.principals import Known
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import identity


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_kms_grant",),
    reads=("aws_kms_grant.grantee_principal", "aws_kms_grant.retiring_principal"),
)
def key_grant_names_no_stranger(grant: Node, view: View) -> Result:
    """A grant of a key is made to principals of ours, and retired by them.

    Why: a grant opens the key without a word in its policy, where nobody who reviews the policy sees it.
    Fix: name a role of ours as grantee_principal, or allow it in the key's policy instead.
    Source: AWS KMS Developer Guide, "Grants in AWS KMS"; NIST SP 800-53 AC-3; 45 CFR 164.312(a)(1).
    """
    for path in ("grantee_principal", "retiring_principal"):
        value = grant.get(path)
        name = str(identity(view.graph, value))
        if value is None or Known(view).is_ours(name):
            continue
        message = f"its {path} {name} is of no account of ours"
        return unknown(message) if Known(view, generous=True).is_ours(name) else failed(message, principal=name)
    return passed()
