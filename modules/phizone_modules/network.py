"""The network of an environment: private subnets in every zone, no way out but endpoints and a transit gateway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, ip_network

import pulumi
from pulumi_aws import ec2

from phizone_modules.flow_logs import FlowLogs, FlowLogsArgs
from phizone_modules.network_acl import egress_rules, ingress_rules, tier_rules
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, named_tags

TIERS = ("workload", "endpoint", "transit")
"""Kinds of subnets: what computes, the endpoints of AWS services, the attachment to the transit gateway."""
ZONES = 3
"""Availability zones of an environment; a fourth would have no room beside the quarter kept for the other tiers."""
_LARGEST, _SMALLEST = 16, 20
_SMALLEST_ENDPOINT_PREFIX = 26
"""59 usable addresses: each of the two dozen interface endpoints takes one in every endpoint subnet."""
_TRANSIT_PREFIX = 28
"""Source: Transit Gateway guide, design best practices: a small subnet of its own for each attachment."""
_CLASSIFICATION = Classification.COMPANY_CONFIDENTIAL


@dataclass(frozen=True, kw_only=True)
class NetworkArgs:
    """Where a network lies and how its traffic is logged."""

    scope: Scope
    """Whose network it is."""
    cidr: str
    """Address range of the VPC, a /16 to /20 block of private addresses that no other environment uses."""
    availability_zones: Sequence[str]
    """Names of three availability zones, as `us-east-1a`."""
    log_key_arn: pulumi.Input[str]
    """ARN of the key of the flow logs' log group."""
    boundary_arn: str
    """ARN of the permissions boundary of the role that delivers flow logs."""


class Network(pulumi.ComponentResource):
    """A VPC without internet gateway, NAT or public address; what AWS puts into every VPC is adopted and emptied.

    Route tables know the VPC only: gateway endpoints and the transit attachment add theirs. Source: 45 CFR 164.312(e).
    """

    vpc_id: pulumi.Output[str]
    """Id of the VPC."""
    vpc_arn: pulumi.Output[str]
    """ARN of the VPC."""
    cidr: str
    """Its address range."""
    subnet_ids: Mapping[str, Sequence[pulumi.Output[str]]]
    """Ids of the subnets of each tier, in the order of the zones."""
    subnet_cidrs: Mapping[str, Sequence[str]]
    """Their address ranges, in the same order."""
    route_table_ids: Mapping[str, Sequence[pulumi.Output[str]]]
    """Ids of their route tables, one a subnet, in the same order."""

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Network", name, None, opts)
        self._prefix, self._args = name, args
        self.cidr = args.cidr
        self.subnet_cidrs = subnet_plan(args.cidr, len(args.availability_zones))
        vpc = self._vpc()
        self.vpc_id, self.vpc_arn = vpc.id, vpc.arn
        self._empty_defaults(vpc)
        self.subnet_ids = {tier: self._subnets(tier) for tier in TIERS}
        self.route_table_ids = {tier: self._route_tables(tier) for tier in TIERS}
        self._network_acls()
        self._flow_logs()
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "vpc_arn": self.vpc_arn,
                "cidr": self.cidr,
                "subnet_ids": self.subnet_ids,
                "subnet_cidrs": self.subnet_cidrs,
                "route_table_ids": self.route_table_ids,
            }
        )

    def _vpc(self) -> ec2.Vpc:
        return ec2.Vpc(
            self._prefix,
            cidr_block=self.cidr,
            # Both, or the private names of endpoints do not resolve and clients leave for public addresses.
            enable_dns_support=True,
            enable_dns_hostnames=True,
            instance_tenancy="default",
            region=self._args.scope.region,
            tags=self._tags("vpc"),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _empty_defaults(self, vpc: ec2.Vpc) -> None:
        region, opts = self._args.scope.region, pulumi.ResourceOptions(parent=self)
        ec2.DefaultSecurityGroup(
            self._prefix, vpc_id=vpc.id, ingress=[], egress=[], region=region, tags=self._tags("unused"), opts=opts
        )
        ec2.DefaultNetworkAcl(
            self._prefix,
            default_network_acl_id=vpc.default_network_acl_id,
            ingress=[],
            egress=[],
            region=region,
            tags=self._tags("unused"),
            opts=opts,
        )
        ec2.DefaultRouteTable(
            self._prefix,
            default_route_table_id=vpc.default_route_table_id,
            routes=[],
            region=region,
            tags=self._tags("unused"),
            opts=opts,
        )

    def _subnets(self, tier: str) -> list[pulumi.Output[str]]:
        return [
            ec2.Subnet(
                f"{self._prefix}-{tier}-{zone}",
                vpc_id=self.vpc_id,
                cidr_block=cidr,
                availability_zone=zone,
                map_public_ip_on_launch=False,
                region=self._args.scope.region,
                tags=self._tags(tier, zone),
                opts=pulumi.ResourceOptions(parent=self),
            ).id
            for zone, cidr in zip(self._args.availability_zones, self.subnet_cidrs[tier], strict=True)
        ]

    def _route_tables(self, tier: str) -> list[pulumi.Output[str]]:
        zones = zip(self._args.availability_zones, self.subnet_ids[tier], strict=True)
        return [self._route_table(tier, zone, subnet) for zone, subnet in zones]

    def _route_table(self, tier: str, zone: str, subnet_id: pulumi.Output[str]) -> pulumi.Output[str]:
        region, opts = self._args.scope.region, pulumi.ResourceOptions(parent=self)
        name = f"{self._prefix}-{tier}-{zone}"
        table = ec2.RouteTable(name, vpc_id=self.vpc_id, region=region, tags=self._tags(tier, zone), opts=opts)
        ec2.RouteTableAssociation(name, subnet_id=subnet_id, route_table_id=table.id, region=region, opts=opts)
        return table.id

    def _network_acls(self) -> None:
        for tier, rules in tier_rules(self.cidr, self.subnet_cidrs["workload"]).items():
            ec2.NetworkAcl(
                f"{self._prefix}-{tier}",
                vpc_id=self.vpc_id,
                subnet_ids=self.subnet_ids[tier],
                ingress=ingress_rules(rules.ingress),
                egress=egress_rules(rules.egress),
                region=self._args.scope.region,
                tags=self._tags(tier),
                opts=pulumi.ResourceOptions(parent=self),
            )

    def _flow_logs(self) -> None:
        args = FlowLogsArgs(
            scope=self._args.scope,
            vpc_id=self.vpc_id,
            log_key_arn=self._args.log_key_arn,
            boundary_arn=self._args.boundary_arn,
        )
        FlowLogs(f"{self._prefix}-flow-logs", args, pulumi.ResourceOptions(parent=self))

    def _tags(self, *parts: str) -> dict[str, str]:
        return named_tags(self._args.scope, _CLASSIFICATION, *parts)


def subnet_plan(cidr: str, zones: int) -> dict[str, tuple[str, ...]]:
    """Address ranges of the subnets of each tier: workload a quarter of the VPC a zone, the others in the last quarter.

    Endpoint subnets are a /24 of a /16 and in proportion, never under a /26; transit subnets are /28.
    Raises: ValueError for a block that is not /16 to /20, and for other than three zones.
    """
    vpc = ip_network(cidr)
    if not isinstance(vpc, IPv4Network) or not _LARGEST <= vpc.prefixlen <= _SMALLEST:
        raise ValueError(f"network {cidr} is not between /{_LARGEST} and /{_SMALLEST}; choose an IPv4 block that is")
    if zones != ZONES:
        raise ValueError(f"network {cidr} is given {zones} availability zones; choose {ZONES}")
    *workload, rest = vpc.subnets(prefixlen_diff=2)
    endpoint_prefix = min(vpc.prefixlen + 8, _SMALLEST_ENDPOINT_PREFIX)
    return {
        "workload": tuple(map(str, workload)),
        "endpoint": tuple(map(str, list(rest.subnets(new_prefix=endpoint_prefix))[:zones])),
        "transit": tuple(map(str, list(rest.subnets(new_prefix=_TRANSIT_PREFIX))[-zones:])),
    }
