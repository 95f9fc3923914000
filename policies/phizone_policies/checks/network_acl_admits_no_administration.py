"""Network ACLs keep SSH and RDP out."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.network_acls import ACLS, READS, entries, opens
from phizone_stacks.graph.node import Node

_ADMINISTRATION = (("tcp", 22, "SSH"), ("tcp", 3389, "RDP"), ("udp", 3389, "RDP"))


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=ACLS,
    reads=READS,
)
def network_acl_admits_no_administration(acl: Node, view: View) -> Result:
    """A network ACL lets nobody from everywhere reach port 22 or 3389, alone or in a range of ports.

    Why: these ports give whole machines away, and the ACL is what is left when a security group is opened by mistake.
    Fix: leave the ports out of what is allowed from 0.0.0.0/0 and ::/0, or deny them by a lower number.
    Source: Amazon VPC User Guide, "Network ACL rules"; AWS Security Hub EC2.21.
    """
    found = entries(view.graph, acl)
    for protocol, port, name in _ADMINISTRATION:
        entry = opens(found, protocol, port)
        if entry is not None:
            what = f"rule {entry.number} lets {name} in from {entry.cidr}"
            return failed(what, rule=str(entry.number), cidr=entry.cidr, port=str(port))
    return passed()
