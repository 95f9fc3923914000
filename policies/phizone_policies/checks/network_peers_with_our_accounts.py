"""Networks peer with our accounts only."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import setting
from phizone_stacks.graph.node import Node

_OWNERS = {
    "aws_ec2_transit_gateway_peering_attachment": "peer_account_id",
    "aws_vpc_peering_connection": "peer_owner_id",
}


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=tuple(_OWNERS),
    reads=tuple(f"{kind}.{owner}" for kind, owner in _OWNERS.items()),
)
def network_peers_with_our_accounts(peering: Node, view: View) -> Result:
    """A VPC or a transit gateway is peered with one of our accounts.

    Why: a peering is a cable into somebody else's network; one route makes it a way for PHI.
    Fix: offer the other side an endpoint service instead, which opens one port in one direction.
    Source: Amazon VPC Peering Guide, "Basics"; AWS Well-Architected SEC05-BP01; 45 CFR 164.312(e)(1).
    """
    path = _OWNERS[peering.type]
    owner = setting(peering, path)
    if owner is None or owner in view.accounts:
        return passed()
    return failed(f"it leads into account {owner}, which is none of ours", account=str(owner))
