"""Logs of the names that a VPC asks for and of the answers, kept as long as the law asks."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, route53

from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

_CLASSIFICATION = Classification.COMPANY_CONFIDENTIAL


@dataclass(frozen=True, kw_only=True)
class DnsQueryLogsArgs:
    """Which VPC is logged, and what with."""

    scope: Scope
    """Whose logs they are; `retention_days` says how long they are kept."""
    vpc_id: pulumi.Input[str]
    """The VPC."""
    log_key_arn: pulumi.Input[str]
    """ARN of the key that encrypts the log group; its policy must let CloudWatch Logs use it for that group."""


class DnsQueryLogs(pulumi.ComponentResource):
    """Each query of a VPC's resolver, with what the DNS firewall did, in an encrypted log group.

    CloudWatch's log delivery writes it, which Route 53 sets up by its own service-linked role: there is no role of
    ours. Source: Amazon Route 53 Developer Guide, "Resolver query logging"; 45 CFR 164.312(b).
    """

    log_group_arn: pulumi.Output[str]
    """ARN of the log group."""

    def __init__(self, name: str, args: DnsQueryLogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:DnsQueryLogs", name, None, opts)
        scope, ours = args.scope, tags(args.scope, _CLASSIFICATION)
        group = cloudwatch.LogGroup(
            name,
            name=dns_query_log_group(scope),
            kms_key_id=args.log_key_arn,
            retention_in_days=scope.retention_days,
            region=scope.region,
            tags=ours,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        config = route53.ResolverQueryLogConfig(
            name,
            name=scope.name("dns-queries"),
            destination_arn=group.arn,
            region=scope.region,
            tags=ours,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        route53.ResolverQueryLogConfigAssociation(
            name,
            resolver_query_log_config_id=config.id,
            resource_id=args.vpc_id,
            region=scope.region,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        self.log_group_arn = group.arn
        self.register_outputs({"log_group_arn": self.log_group_arn})


def dns_query_log_group(scope: Scope) -> str:
    """Name of the log group."""
    return scope.log_group("network", "dns-queries")
