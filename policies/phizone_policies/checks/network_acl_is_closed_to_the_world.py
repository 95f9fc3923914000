"""Network ACLs are closed to the world."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.network_acls import ACLS, READS, Entry, entries
from phizone_policies.views.networks import is_world
from phizone_stacks.graph.node import Node

_ANSWERS = 1024
_HTTPS = (443, 443)


@check(
    claim=Claim.ISOLATION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=ACLS,
    reads=READS,
)
def network_acl_is_closed_to_the_world(acl: Node, view: View) -> Result:
    """A network ACL lets answers in from everywhere, HTTPS out to everywhere, and all else between named blocks.

    Why: the ACL is what is left when a group or a route is opened by mistake; only S3's gateway needs it wide.
    Fix: name the blocks of your own networks; from 0.0.0.0/0 leave TCP or UDP from port 1024 in, and TCP 443 out.
    Source: Amazon VPC User Guide, "Network ACL rules" and "Gateway endpoints"; 45 CFR 164.312(e)(1).
    """
    for direction, allowed in (("ingress", _is_answer), ("egress", _is_https)):
        for entry in entries(view.graph, acl, direction):
            if entry.allows and is_world(entry.cidr) and not allowed(entry):
                first, last = entry.ports
                what = f"{direction} rule {entry.number} allows {entry.protocol} {first}-{last} with {entry.cidr}"
                return failed(what, rule=str(entry.number), cidr=entry.cidr)
    return passed()


def _is_answer(entry: Entry) -> bool:
    return entry.protocol in ("tcp", "udp") and entry.ports[0] >= _ANSWERS


def _is_https(entry: Entry) -> bool:
    return entry.protocol == "tcp" and entry.ports == _HTTPS
