"""A network as the engines walk it: plain facts by name, free of the graph they were read from.

Every name is the address of a resource, or begins with one where a resource stands for several things. Source: Amazon
VPC User Guide, "Route tables", "Security groups", "Network ACLs"; Transit Gateway guide, "How transit gateways work".
"""

from phizone_policies.proofs.network.model.beyond import Dns, ManagedEgress, Mode, Proxy, Unmodelled
from phizone_policies.proofs.network.model.filters import Acl, AclRule, Group, GroupRule
from phizone_policies.proofs.network.model.gateways import (
    Attachment,
    Firewall,
    InternetGateway,
    NatGateway,
    Peering,
    ServiceEndpoint,
)
from phizone_policies.proofs.network.model.network import Network
from phizone_policies.proofs.network.model.places import Interface, Kind, Subnet, Vpc
from phizone_policies.proofs.network.model.routes import Origin, Route, RouteTable, TransitRoute, TransitTable, Via
from phizone_policies.proofs.network.model.traffic import (
    ANY,
    EPHEMERAL,
    EVERY_PORT,
    ICMP,
    ICMPV6,
    IPV4,
    IPV6,
    TCP,
    UDP,
    Block,
    Traffic,
)

__all__ = [
    "ANY",
    "EPHEMERAL",
    "EVERY_PORT",
    "ICMP",
    "ICMPV6",
    "IPV4",
    "IPV6",
    "TCP",
    "UDP",
    "Acl",
    "AclRule",
    "Attachment",
    "Block",
    "Dns",
    "Firewall",
    "Group",
    "GroupRule",
    "Interface",
    "InternetGateway",
    "Kind",
    "ManagedEgress",
    "Mode",
    "NatGateway",
    "Network",
    "Origin",
    "Peering",
    "Proxy",
    "Route",
    "RouteTable",
    "ServiceEndpoint",
    "Subnet",
    "Traffic",
    "TransitRoute",
    "TransitTable",
    "Unmodelled",
    "Via",
    "Vpc",
]
