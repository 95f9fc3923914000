"""DNS firewalls fail closed."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.name_resolution import CONFIG
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=(CONFIG,),
    reads=(f"{CONFIG}.firewall_fail_open",),
)
def dns_firewall_fails_closed(config: Node, view: View) -> Result:
    """A VPC's resolver answers nothing while its DNS firewall does not answer.

    Why: a firewall that lets everything through when it is overloaded is opened by overloading it.
    Fix: set firewall_fail_open="DISABLED", which is also what holds where nothing is set.
    Source: Amazon Route 53 Developer Guide, "DNS Firewall VPC configuration".
    """
    value = config.get("firewall_fail_open")
    return passed() if value == "DISABLED" else failed(f"firewall_fail_open is {value}")
