"""The transit gateway of the network account, and an environment's attachment to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws
from pulumi_aws import ec2, ec2transitgateway, ram

from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, named_tags, tags

_CLASSIFICATION = Classification.COMPANY_CONFIDENTIAL


@dataclass(frozen=True, kw_only=True)
class TransitGatewayArgs:
    """Who is connected, and kept apart."""

    scope: Scope
    """Scope of the network account."""
    environments: Sequence[str]
    """Names of the environments, each of which gets a route table of its own."""
    accounts: Sequence[str]
    """Ids of the organization's accounts that may attach a VPC."""


class TransitGateway(pulumi.ComponentResource):
    """A gateway that connects nothing by default: no attachment is accepted, associated or propagated by itself.

    Source: Transit Gateway guide, "Isolated VPCs"; 45 CFR 164.308(a)(4).
    """

    id: pulumi.Output[str]
    """Id of the gateway."""
    arn: pulumi.Output[str]
    """ARN of the gateway."""
    route_table_ids: Mapping[str, pulumi.Output[str]]
    """Ids of the route tables by environment."""
    route_table_arns: Mapping[str, pulumi.Output[str]]
    """ARNs of the route tables by environment."""

    def __init__(self, name: str, args: TransitGatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:TransitGateway", name, None, opts)
        self._prefix, self._args = name, args
        gateway = self._gateway()
        self.id, self.arn = gateway.id, gateway.arn
        tables = {environment: self._route_table(environment) for environment in args.environments}
        self.route_table_ids = {environment: table.id for environment, table in tables.items()}
        self.route_table_arns = {environment: table.arn for environment, table in tables.items()}
        self._share()
        self.register_outputs(
            {
                "id": self.id,
                "arn": self.arn,
                "route_table_ids": self.route_table_ids,
                "route_table_arns": self.route_table_arns,
            }
        )

    def _gateway(self) -> ec2transitgateway.TransitGateway:
        scope = self._args.scope
        return ec2transitgateway.TransitGateway(
            self._prefix,
            description=f"Connects the environments of {scope.organization} where a route says so",
            auto_accept_shared_attachments="disable",
            default_route_table_association="disable",
            default_route_table_propagation="disable",
            dns_support="enable",
            multicast_support="disable",
            security_group_referencing_support="disable",
            vpn_ecmp_support="disable",
            region=scope.region,
            tags=named_tags(scope, _CLASSIFICATION, "transit"),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _route_table(self, environment: str) -> ec2transitgateway.RouteTable:
        scope = self._args.scope
        return ec2transitgateway.RouteTable(
            f"{self._prefix}-{environment}",
            transit_gateway_id=self.id,
            region=scope.region,
            tags=named_tags(scope, _CLASSIFICATION, "transit", environment),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _share(self) -> None:
        region, opts = self._args.scope.region, pulumi.ResourceOptions(parent=self)
        share = ram.ResourceShare(
            self._prefix,
            name=self._args.scope.name("transit"),
            allow_external_principals=False,
            region=region,
            tags=tags(self._args.scope, _CLASSIFICATION),
            opts=opts,
        )
        ram.ResourceAssociation(
            self._prefix, resource_share_arn=share.arn, resource_arn=self.arn, region=region, opts=opts
        )
        for account in self._args.accounts:
            ram.PrincipalAssociation(
                f"{self._prefix}-{account}", resource_share_arn=share.arn, principal=account, region=region, opts=opts
            )


@dataclass(frozen=True, kw_only=True)
class TransitAttachmentArgs:
    """What an environment attaches, and where it may go from there."""

    scope: Scope
    """Scope of the environment."""
    network_scope: Scope
    """Scope of the network account."""
    network_provider: pulumi_aws.Provider
    """Provider of the network account in the environment's attach role, which joins it to its route table."""
    vpc_id: pulumi.Input[str]
    """VPC of the environment."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Its transit subnets, one in each zone that sends traffic."""
    route_table_ids: Sequence[pulumi.Input[str]]
    """Its workload route tables, which learn the destinations."""
    transit_gateway_id: pulumi.Input[str]
    """The gateway, shared with the environment's account."""
    transit_route_table_id: pulumi.Input[str]
    """The environment's own route table of the gateway."""
    destinations: Sequence[str]
    """CIDR blocks that workloads reach through the gateway; none means that the attachment carries nothing yet."""


class TransitAttachment(pulumi.ComponentResource):
    """An environment's VPC on the gateway, in its own route table only, so that environments do not see each other."""

    id: pulumi.Output[str]
    """Id of the attachment."""

    def __init__(self, name: str, args: TransitAttachmentArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:TransitAttachment", name, None, opts)
        self._prefix, self._args = name, args
        self.id = self._attachment().id
        accepted = self._accepter()
        self._own_route_table(accepted)
        self._routes(accepted)
        self.register_outputs({"id": self.id})

    def _attachment(self) -> ec2transitgateway.VpcAttachment:
        args = self._args
        return ec2transitgateway.VpcAttachment(
            self._prefix,
            vpc_id=args.vpc_id,
            subnet_ids=args.subnet_ids,
            transit_gateway_id=args.transit_gateway_id,
            transit_gateway_default_route_table_association=False,
            transit_gateway_default_route_table_propagation=False,
            security_group_referencing_support="disable",
            region=args.scope.region,
            tags=named_tags(args.scope, _CLASSIFICATION, "transit"),
            # On a gateway of another account the provider can neither set nor read the two, and always reports true.
            opts=pulumi.ResourceOptions(
                parent=self,
                ignore_changes=[
                    "transit_gateway_default_route_table_association",
                    "transit_gateway_default_route_table_propagation",
                ],
            ),
        )

    def _accepter(self) -> ec2transitgateway.VpcAttachmentAccepter:
        """Each account sees its own tags of an attachment; by this one's the attach role knows it again."""
        args = self._args
        return ec2transitgateway.VpcAttachmentAccepter(
            self._prefix,
            transit_gateway_attachment_id=self.id,
            transit_gateway_default_route_table_association=False,
            transit_gateway_default_route_table_propagation=False,
            region=args.network_scope.region,
            tags=named_tags(args.scope, _CLASSIFICATION, "transit"),
            opts=self._in_network_account(),
        )

    def _own_route_table(self, accepted: ec2transitgateway.VpcAttachmentAccepter) -> None:
        args, region = self._args, self._args.network_scope.region
        ec2transitgateway.RouteTableAssociation(
            self._prefix,
            transit_gateway_attachment_id=accepted.id,
            transit_gateway_route_table_id=args.transit_route_table_id,
            region=region,
            opts=self._in_network_account(),
        )
        ec2transitgateway.RouteTablePropagation(
            self._prefix,
            transit_gateway_attachment_id=accepted.id,
            transit_gateway_route_table_id=args.transit_route_table_id,
            region=region,
            opts=self._in_network_account(),
        )

    def _routes(self, accepted: ec2transitgateway.VpcAttachmentAccepter) -> None:
        args = self._args
        for destination in args.destinations:
            slug = destination.replace(".", "-").replace("/", "-")
            for zone, table in enumerate(args.route_table_ids, start=1):
                ec2.Route(
                    f"{self._prefix}-{slug}-zone-{zone}",
                    route_table_id=table,
                    destination_cidr_block=destination,
                    transit_gateway_id=args.transit_gateway_id,
                    region=args.scope.region,
                    opts=pulumi.ResourceOptions(parent=self, depends_on=[accepted]),
                )

    def _in_network_account(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, provider=self._args.network_provider)
