"""The network that AWS makes is not used."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import is_on, setting
from phizone_stacks.graph.node import Node

_TYPES = ("aws_default_subnet", "aws_default_vpc")


@check(
    claim=Claim.ISOLATION,
    severity=Severity.LOW,
    profile=Profile.BASELINE,
    types=_TYPES,
    reads=tuple(f"{kind}.force_destroy" for kind in _TYPES),
)
def default_network_is_not_used(network: Node, view: View) -> Result:
    """A program adopts the VPC and the subnets that AWS made in the account only to delete them.

    Why: every subnet there leads to the internet and gives public addresses, and what lands there by mistake is out.
    Fix: make a VPC of your own; to be rid of AWS's, adopt it with force_destroy=True and take it out again.
    Source: AWS Well-Architected SEC05-BP01; checkov CKV_AWS_148; CIS AWS Foundations Benchmark, networking.
    """
    return passed() if is_on(setting(network, "force_destroy")) else failed("it is the network that AWS made")
