"""Amazon Route 53 Resolver: logs of queries, and the VPCs whose queries they hold."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_route53_resolver_query_log_config")
def query_log(wanted: Wanted) -> Outputs:
    """CreateResolverQueryLogConfig, which is asked for once under the resource's address."""
    given = wanted.given(Name="name", DestinationArn="destination_arn")
    made = wanted.client("route53resolver").create_resolver_query_log_config(
        **given, CreatorRequestId=wanted.node.address[-255:], Tags=wanted.tags()
    )["ResolverQueryLogConfig"]
    return {"id": made["Id"], "arn": made["Arn"], "owner_id": made["OwnerId"]}


@creates("aws_route53_resolver_query_log_config_association")
def logged(wanted: Wanted) -> Outputs:
    """AssociateResolverQueryLogConfig."""
    given = wanted.given(ResolverQueryLogConfigId="resolver_query_log_config_id", ResourceId="resource_id")
    made = wanted.client("route53resolver").associate_resolver_query_log_config(**given)
    return {"id": made["ResolverQueryLogConfigAssociation"]["Id"]}
