"""Endpoints of AWS services: the only way from a closed network to them, and what may be asked there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, vpc

from phizone_modules.endpoint_policies import endpoint_policy
from phizone_modules.endpoint_services import GATEWAY_SERVICES, INTERFACE_SERVICES, Service
from phizone_modules.policy import document
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, named_tags

_CLASSIFICATION = Classification.COMPANY_CONFIDENTIAL


@dataclass(frozen=True, kw_only=True)
class EndpointsArgs:
    """Where the endpoints stand and who may use them."""

    scope: Scope
    """Whose endpoints they are; its organization is the only one they serve."""
    vpc_id: pulumi.Input[str]
    """The VPC, with DNS support and DNS host names on."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Subnets of the interface endpoints, one a zone."""
    route_table_ids: Sequence[pulumi.Input[str]]
    """Route tables of the workload subnets, which learn the gateway endpoints."""
    workload_cidrs: Sequence[str]
    """Address ranges that may ask the interface endpoints, over HTTPS."""


class Endpoints(pulumi.ComponentResource):
    """An endpoint for each service that Studio, training, inference and pipelines need, under its AWS name.

    Source: SageMaker Developer Guide, "Connect Studio in a VPC to external resources"; 45 CFR 164.312(e).
    """

    endpoint_ids: Mapping[str, pulumi.Output[str]]
    """Ids by service name without prefix and region, as `sagemaker.api`."""
    s3_prefix_list_id: pulumi.Output[str]
    """Id of the prefix list of S3's addresses, for the egress rules of security groups."""
    security_group_id: pulumi.Output[str]
    """Id of the security group of the interface endpoints."""

    def __init__(self, name: str, args: EndpointsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Endpoints", name, None, opts)
        self._prefix, self._args = name, args
        self.security_group_id = self._security_group().id
        gateways = {service.name: self._gateway(service) for service in GATEWAY_SERVICES}
        interfaces = {service.name: self._interface(service) for service in INTERFACE_SERVICES}
        self.endpoint_ids = {service: endpoint.id for service, endpoint in (gateways | interfaces).items()}
        self.s3_prefix_list_id = gateways["s3"].prefix_list_id
        self.register_outputs(
            {
                "endpoint_ids": self.endpoint_ids,
                "s3_prefix_list_id": self.s3_prefix_list_id,
                "security_group_id": self.security_group_id,
            }
        )

    def _security_group(self) -> ec2.SecurityGroup:
        scope = self._args.scope
        # Neither ingress nor egress here: rules are resources of their own, and the provider takes AWS's egress away.
        group = ec2.SecurityGroup(
            self._prefix,
            name=scope.name("endpoints"),
            description="Interface endpoints: HTTPS from workload subnets, nothing out",
            vpc_id=self._args.vpc_id,
            region=scope.region,
            tags=named_tags(scope, _CLASSIFICATION, "endpoints"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        for cidr in self._args.workload_cidrs:
            self._https_from(cidr, group)
        return group

    def _https_from(self, cidr: str, group: ec2.SecurityGroup) -> None:
        scope, slug = self._args.scope, cidr.replace(".", "-").replace("/", "-")
        vpc.SecurityGroupIngressRule(
            f"{self._prefix}-{slug}",
            security_group_id=group.id,
            description=f"HTTPS from workload subnet {cidr}",
            cidr_ipv4=cidr,
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            region=scope.region,
            tags=named_tags(scope, _CLASSIFICATION, "endpoints", slug),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _interface(self, service: Service) -> ec2.VpcEndpoint:
        scope, slug = self._args.scope, _slug(service)
        return ec2.VpcEndpoint(
            f"{self._prefix}-{slug}",
            vpc_id=self._args.vpc_id,
            vpc_endpoint_type="Interface",
            service_name=service.service_name(scope.region),
            subnet_ids=self._args.subnet_ids,
            security_group_ids=[self.security_group_id],
            # Without it SDKs resolve public addresses, which nothing here can reach.
            private_dns_enabled=True,
            policy=_policy(scope, service),
            region=scope.region,
            tags=named_tags(scope, _CLASSIFICATION, slug),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _gateway(self, service: Service) -> ec2.VpcEndpoint:
        scope, slug = self._args.scope, _slug(service)
        return ec2.VpcEndpoint(
            f"{self._prefix}-{slug}",
            vpc_id=self._args.vpc_id,
            vpc_endpoint_type="Gateway",
            service_name=service.service_name(scope.region),
            route_table_ids=self._args.route_table_ids,
            policy=_policy(scope, service),
            region=scope.region,
            tags=named_tags(scope, _CLASSIFICATION, slug),
            opts=pulumi.ResourceOptions(parent=self),
        )


def _policy(scope: Scope, service: Service) -> pulumi.Output[str]:
    return document(*endpoint_policy(scope, service))


def _slug(service: Service) -> str:
    return service.name.replace(".", "-")
