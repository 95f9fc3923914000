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
    """A resource share is closed to principals outside the organization, and names none; without one, none but ours.

    Why: a shared transit gateway or subnet is a stranger's machine in our network.
    Fix: set allow_external_principals=False, and associate accounts, units or the whole of the organization.
    Source: AWS RAM User Guide, "Sharing your AWS resources"; 45 CFR 164.308(a)(4)(ii)(B), 164.312(a)(1).
    """
    found = naming(view.graph, share, (_PRINCIPAL,), "resource_share_arn", "arn", "id")
    strangers = [who for who in (str(setting(each, "principal")) for each in found) if not _is_ours(view, who)]
    is_open = is_on(setting(share, "allow_external_principals"))
    if strangers and (is_open or view.organization_id):
        return failed(f"it names {strangers[0]}, which is none of ours", principal=strangers[0])
    if is_open and (view.organization_id or not found):
        return failed("its allow_external_principals is True")
    return passed()


def _is_ours(view: View, principal: str) -> bool:
    """Whether a principal is an account of ours, somebody in one, or a part of the organization."""
    parts = principal.split(":")
    if len(parts) > 5 and parts[2] == "organizations":
        return view.organization_id in parts[5].split("/")[1:]
    return (parts[4] if len(parts) > 5 else principal) in view.accounts
