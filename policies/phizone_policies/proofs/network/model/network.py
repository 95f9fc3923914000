"""A whole network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from phizone_policies.proofs.network.model.beyond import Dns, ManagedEgress, Mode, Proxy, Unmodelled
from phizone_policies.proofs.network.model.filters import Acl, Group
from phizone_policies.proofs.network.model.gateways import (
    Attachment,
    Firewall,
    InternetGateway,
    NatGateway,
    Peering,
    ServiceEndpoint,
)
from phizone_policies.proofs.network.model.places import Interface, Subnet, Vpc
from phizone_policies.proofs.network.model.routes import RouteTable, TransitTable
from phizone_policies.proofs.network.model.traffic import Block


@dataclass(frozen=True, kw_only=True)
class Network:
    """Everything of a graph that carries packets, each by its name."""

    vpcs: Mapping[str, Vpc] = field(default_factory=dict)
    """VPCs."""
    subnets: Mapping[str, Subnet] = field(default_factory=dict)
    """Subnets."""
    tables: Mapping[str, RouteTable] = field(default_factory=dict)
    """Route tables of VPCs."""
    acls: Mapping[str, Acl] = field(default_factory=dict)
    """Network ACLs."""
    groups: Mapping[str, Group] = field(default_factory=dict)
    """Security groups."""
    interfaces: Mapping[str, Interface] = field(default_factory=dict)
    """Interfaces, real and hypothetical."""
    internet_gateways: Mapping[str, InternetGateway] = field(default_factory=dict)
    """Internet gateways, egress-only ones among them."""
    nat_gateways: Mapping[str, NatGateway] = field(default_factory=dict)
    """NAT gateways."""
    peerings: Mapping[str, Peering] = field(default_factory=dict)
    """Peering connections."""
    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    """Attachments of transit gateways."""
    transit_tables: Mapping[str, TransitTable] = field(default_factory=dict)
    """Route tables of transit gateways."""
    endpoints: Mapping[str, ServiceEndpoint] = field(default_factory=dict)
    """Endpoints of services."""
    firewalls: Mapping[str, Firewall] = field(default_factory=dict)
    """Firewall endpoints."""
    managed: tuple[ManagedEgress, ...] = ()
    """What computes in AWS's own networks."""
    proxies: tuple[Proxy, ...] = ()
    """What passes requests on."""
    dns: Mapping[str, Dns] = field(default_factory=dict)
    """How resolvers answer, by VPC."""
    blocked: Mapping[str, Mode] = field(default_factory=dict)
    """VPC Block Public Access by VPC or subnet; a subnet's goes before its VPC's, and absence means `OFF`."""
    blocked_by: Mapping[str, str] = field(default_factory=dict)
    """The resource that says so, by the names of `blocked`."""
    services: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    """Addresses that stand for an AWS service's prefix list, by `<service>/<region>`, in 240.0.0.0/4."""
    unmodelled: tuple[Unmodelled, ...] = ()
    """What could carry packets and is not known."""
    inventory: Mapping[str, int] = field(default_factory=dict)
    """Number of resources by type that these facts were read from, sorted."""
    assumptions: tuple[str, ...] = ()
    """What is taken for true beside the graph, a sentence each, sorted."""
