"""Resource shares stay with us."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.naming import naming
from phizone_policies.views.settings import is_on, setting
from phizone_stacks.graph.node import Node

_SHARE, _PRINCIPAL = "aws_ram_resource_share", "aws_ram_principal_association"


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=(_SHARE,),
    reads=(f"{_PRINCIPAL}.principal", f"{_PRINCIPAL}.resource_share_arn", f"{_SHARE}.allow_external_principals"),
)
def resource_share_stays_with_us(share: Node, view: View) -> Result:
    """A resource share takes principals of the organization only, or names accounts of ours.

    Why: a shared transit gateway or subnet is a stranger's machine in our network.
    Fix: set allow_external_principals=False.
    Source: AWS RAM User Guide, "Sharing your AWS resources"; 45 CFR 164.308(a)(4)(ii)(B), 164.312(a)(1).
    """
    if not is_on(setting(share, "allow_external_principals")):
        return passed()
    found = naming(view.graph, share, (_PRINCIPAL,), "resource_share_arn", "arn", "id")
    strangers = [each for each in found if setting(each, "principal") not in view.accounts]
    if strangers:
        return failed(f"it admits {strangers[0].get('principal')} from outside the organization")
    return passed() if found else failed("it admits principals from outside the organization")
