"""Amazon Route 53 Resolver: what is logged of its queries, where it sends them, and from where it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, tags_of
from phizone_stacks.live.reading import reads

_LOG = "aws_route53_resolver_query_log_config"
_GONE = ("DELETING", "FAILED")
_AWS_MADE = "rslvr-autodefined-"
"""How the ids of rules begin that AWS makes for every VPC."""


@reads(_LOG)
def query_logs(calls: Calls) -> Iterator[Found]:
    """The account's own configurations; those that others share with it are told in their own accounts."""
    for each in calls.all("route53resolver", "list_resolver_query_log_configs", "ResolverQueryLogConfigs"):
        if each["OwnerId"] == calls.place.account and each["Status"] not in _GONE:
            attributes = {
                "id": each["Id"],
                "arn": each["Arn"],
                "name": each["Name"],
                "destination_arn": each["DestinationArn"],
                "owner_id": each["OwnerId"],
                "share_status": each.get("ShareStatus"),
                "tags": tags(calls, each["Arn"]),
            }
            yield found(_LOG, each["Id"], attributes)


@reads(f"{_LOG}_association")
def logged(calls: Calls) -> Iterator[Found]:
    """Which VPC's queries are logged by which configuration; one that needs somebody's action logs nothing."""
    operation, key = "list_resolver_query_log_config_associations", "ResolverQueryLogConfigAssociations"
    for each in calls.all("route53resolver", operation, key):
        if each["Status"] not in (*_GONE, "ACTION_NEEDED"):
            attributes = {
                "id": each["Id"],
                "resolver_query_log_config_id": each["ResolverQueryLogConfigId"],
                "resource_id": each["ResourceId"],
            }
            yield found(f"{_LOG}_association", each["Id"], attributes)


@reads("aws_route53_resolver_rule")
def rules(calls: Calls) -> Iterator[Found]:
    """The account's own rules, those not that AWS makes for every VPC."""
    for each in calls.all("route53resolver", "list_resolver_rules", "ResolverRules"):
        if each.get("OwnerId") == calls.place.account and not each["Id"].startswith(_AWS_MADE):
            attributes = {
                "id": each["Id"],
                "arn": each["Arn"],
                "name": each.get("Name") or None,
                "domain_name": _without_dot(each.get("DomainName", "")) or None,
                "rule_type": each["RuleType"],
                "resolver_endpoint_id": each.get("ResolverEndpointId") or None,
                "target_ip": [_target(ip) for ip in each.get("TargetIps", ())] or None,
                "owner_id": each["OwnerId"],
                "share_status": each.get("ShareStatus"),
                "tags": tags(calls, each["Arn"]),
            }
            yield found("aws_route53_resolver_rule", each["Id"], attributes)


def _target(ip: dict[str, Any]) -> dict[str, Any]:
    names = {"ip": "Ip", "ipv6": "Ipv6", "port": "Port", "protocol": "Protocol"}
    return block(**{name: ip.get(key) for name, key in names.items()})[0]


def _without_dot(name: str) -> str:
    """A name as the provider writes it; the root alone is its dot."""
    return name.rstrip(".") or name


@reads("aws_route53_resolver_rule_association")
def ruled(calls: Calls) -> Iterator[Found]:
    """Which VPC's queries follow which rule, other accounts' rules among them."""
    for each in calls.all("route53resolver", "list_resolver_rule_associations", "ResolverRuleAssociations"):
        if not each["ResolverRuleId"].startswith(_AWS_MADE) and each["Status"] not in _GONE:
            attributes = {
                "id": each["Id"],
                "name": each.get("Name") or None,
                "resolver_rule_id": each["ResolverRuleId"],
                "vpc_id": each["VPCId"],
            }
            yield found("aws_route53_resolver_rule_association", each["Id"], attributes)


@reads("aws_route53_resolver_endpoint")
def endpoints(calls: Calls) -> Iterator[Found]:
    """Endpoints by which other networks ask, or are asked."""
    for each in calls.all("route53resolver", "list_resolver_endpoints", "ResolverEndpoints"):
        operation = "list_resolver_endpoint_ip_addresses"
        addresses = calls.all("route53resolver", operation, "IpAddresses", ResolverEndpointId=each["Id"])
        attributes = {
            "id": each["Id"],
            "arn": each["Arn"],
            "name": each.get("Name") or None,
            "direction": each["Direction"],
            "host_vpc_id": each["HostVPCId"],
            "ip_address": [
                block(ip=ip.get("Ip"), ip_id=ip.get("IpId"), ipv6=ip.get("Ipv6"), subnet_id=ip["SubnetId"])[0]
                for ip in addresses
            ],
            "protocols": sorted(each.get("Protocols", ())) or None,
            "resolver_endpoint_type": each.get("ResolverEndpointType"),
            "security_group_ids": sorted(each["SecurityGroupIds"]),
            "tags": tags(calls, each["Arn"]),
        }
        yield found("aws_route53_resolver_endpoint", each["Id"], attributes)


def tags(calls: Calls, arn: str) -> dict[str, str] | None:
    """The tags of something of the resolver's; None where it is gone since it was listed."""
    told = calls.find("route53resolver", "list_tags_for_resource", ("ResourceNotFoundException",), ResourceArn=arn)
    return None if told is None else tags_of(told["Tags"])
