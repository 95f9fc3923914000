"""Network ACLs of the three tiers as data: what may cross the edge of a subnet, whatever security groups say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, collapse_addresses
from itertools import product

from pulumi_aws import ec2

EVERYWHERE = "0.0.0.0/0"
Ports = tuple[int, int]
"""First and last port."""

_HTTPS: Ports = (443, 443)
_NFS: Ports = (2049, 2049)
_KERNELS: Ports = (8192, 65535)
"""Jupyter server to kernel. Source: SageMaker Developer Guide, "Connect Studio in a VPC to external resources"."""
_SSH: Ports = (22, 22)
_RDP: Ports = (3389, 3389)
_REPLIES: tuple[Ports, ...] = ((1024, 3388), (3390, 65535))
"""Ephemeral ports of our clients, of which Lambda uses all, without RDP. Source: VPC User Guide, "Network ACLs"."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """TCP traffic that one direction of a network ACL lets through."""

    blocks: Sequence[str]
    """CIDR blocks at the other end."""
    ports: Sequence[Ports]
    """Destination ports."""


@dataclass(frozen=True, kw_only=True)
class TierRules:
    """Both directions of a tier's network ACL; what is not opened is denied by AWS's last rule."""

    ingress: Sequence[Opening]
    """What may come into the tier's subnets."""
    egress: Sequence[Opening]
    """What may leave them."""


def tier_rules(cidr: str, workload_cidrs: Sequence[str]) -> Mapping[str, TierRules]:
    """The rules of each tier of a VPC; they hold no state, so replies are opened beside requests.

    Adjoining workload blocks are written as one: AWS allows 20 rules a direction.
    """
    workload = [str(block) for block in collapse_addresses(IPv4Network(block) for block in workload_cidrs)]
    replies_to_workload = Opening(blocks=workload, ports=_REPLIES)
    https_from_workload = Opening(blocks=workload, ports=(_HTTPS,))
    within = Opening(blocks=workload, ports=(_NFS, _KERNELS))
    return {
        "workload": TierRules(
            ingress=(Opening(blocks=[cidr], ports=(_HTTPS,)), within, Opening(blocks=[EVERYWHERE], ports=_REPLIES)),
            # A network ACL cannot name a prefix list, and the S3 and DynamoDB gateway endpoints answer from public
            # addresses: HTTPS to everywhere, and replies from there. The route tables know no way to any other address.
            egress=(Opening(blocks=[EVERYWHERE], ports=(_HTTPS,)), within, Opening(blocks=[cidr], ports=_REPLIES)),
        ),
        "endpoint": TierRules(ingress=(https_from_workload,), egress=(replies_to_workload,)),
        # An attachment's subnet filters what enters the gateway inbound and what leaves it outbound.
        # Source: Transit Gateway guide, "Network ACLs for transit gateways".
        "transit": TierRules(ingress=(https_from_workload,), egress=(replies_to_workload,)),
    }


def ingress_rules(openings: Sequence[Opening]) -> list[ec2.NetworkAclIngressArgs]:
    """The openings as numbered rules, after the two that refuse SSH and RDP from everywhere."""
    return [
        ec2.NetworkAclIngressArgs(
            rule_no=number, action=action, protocol="tcp", cidr_block=block, from_port=first, to_port=last
        )
        for number, action, block, (first, last) in _numbered(openings)
    ]


def egress_rules(openings: Sequence[Opening]) -> list[ec2.NetworkAclEgressArgs]:
    """The openings as numbered rules, after the two that refuse SSH and RDP to everywhere."""
    return [
        ec2.NetworkAclEgressArgs(
            rule_no=number, action=action, protocol="tcp", cidr_block=block, from_port=first, to_port=last
        )
        for number, action, block, (first, last) in _numbered(openings)
    ]


def _numbered(openings: Sequence[Opening]) -> list[tuple[int, str, str, Ports]]:
    # Denied by name, though the openings leave them out, so that no rule added later can let them through.
    denied = [(10, "deny", EVERYWHERE, _SSH), (20, "deny", EVERYWHERE, _RDP)]
    pairs = [pair for opening in openings for pair in product(opening.blocks, opening.ports)]
    allowed = [(100 + 10 * index, "allow", block, ports) for index, (block, ports) in enumerate(pairs)]
    return denied + allowed
