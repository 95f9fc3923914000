"""What a VPC's resolver answers: the DNS firewall's rules in the order in which they are asked, and its logs."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.views.blocks import leaves
from phizone_policies.views.naming import is_named, named_node, naming
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue

ASSOCIATION = "aws_route53_resolver_firewall_rule_group_association"
"""Type of what puts a VPC under a rule group."""
CONFIG = "aws_route53_resolver_firewall_config"
"""Type of what says how a VPC's firewall fails."""
_GROUP = ("aws_route53_resolver_firewall_rule_group",)
_RULE = ("aws_route53_resolver_firewall_rule",)
_LIST = ("aws_route53_resolver_firewall_domain_list",)
_ZONE = ("aws_route53_zone",)
_EVERYTHING = "*"
_AWS_DOMAINS = ("amazonaws.com", "amazonaws.com.cn", "api.aws", "sagemaker.aws", "internal")


def resolves(vpc: Node) -> bool:
    """Whether AWS's resolver answers in a VPC at all. Raises: UnknownValue."""
    return vpc.get("enable_dns_support") is not False


def associations(graph: Graph, vpc: Node) -> list[Node]:
    """The associations of a VPC with rule groups, in the order in which they are asked. Raises: UnknownValue."""
    return sorted(naming(graph, vpc, (ASSOCIATION,), "vpc_id"), key=_priority)


def why_open(graph: Graph, vpc: Node) -> str:
    """What lets the resolver answer a name that no list holds, in half a sentence; empty where nothing does.

    Raises: UnknownValue where that hangs on something which is not known or not in the graph.
    """
    found = associations(graph, vpc)
    if not found:
        return "has no DNS firewall"
    for rule in (rule for association in found for rule in _rules(graph, association)):
        verdict = _verdict(graph, vpc, rule)
        if verdict is not None:
            return verdict
    return f"has a DNS firewall, {found[0].address}, none of whose rules refuses the names that it does not list"


def _rules(graph: Graph, association: Node) -> Iterator[Node]:
    group = named_node(graph, association.get("firewall_rule_group_id"), _GROUP)
    if group is None:
        raise UnknownValue(association.address, "firewall_rule_group_id", "its rules are not in the graph")
    yield from sorted(naming(graph, group, _RULE, "firewall_rule_group_id"), key=_priority)


def _verdict(graph: Graph, vpc: Node, rule: Node) -> str | None:
    """What a rule makes of a name that no list holds: empty for refused, text for answered, None for the next rule."""
    refuses = rule.get("action") == "BLOCK"
    if rule.get("firewall_domain_list_id") is None:
        # A rule on suspected tunnels or generated names judges some of them.
        return None if refuses else _answers(rule, "what it suspects")
    names = _names(graph, rule, refuses)
    if refuses:
        return "" if _EVERYTHING in names and rule.get("q_type") is None else None
    wide = sorted(name for name in names if _carries(graph, vpc, name))
    return _answers(rule, wide[0]) if wide else None


def _names(graph: Graph, rule: Node, refuses: bool) -> list[str]:
    """The names in a rule's list; of a list that is not in the graph, as AWS's own, none are sure to be refused."""
    found = named_node(graph, rule.get("firewall_domain_list_id"), _LIST)
    if found is None and not refuses:
        raise UnknownValue(rule.address, "firewall_domain_list_id", "the names it answers are not in the graph")
    return [str(name).rstrip(".").lower() for name in found.items("domains")] if found else []


def _answers(rule: Node, what: str) -> str:
    return f"has a DNS firewall whose rule {rule.address} answers {what}"


def _carries(graph: Graph, vpc: Node, name: str) -> bool:
    """Whether labels below a name can carry something to a stranger's server.

    One name alone carries nothing. What is below AWS's names only AWS's servers answer, and below a private zone's the
    resolver itself; `internal` is nobody's. Source: ICANN Board resolution 2024.07.29.06.
    """
    if not name.startswith(_EVERYTHING):
        return False
    answered = (*_AWS_DOMAINS, *_private_zones(graph, vpc))
    return not any(f".{name.removeprefix(_EVERYTHING).lstrip('.')}".endswith(f".{each}") for each in answered)


def _private_zones(graph: Graph, vpc: Node) -> list[str]:
    """Names of the private zones of a VPC. Raises: UnknownValue."""
    inline = (
        zone for zone in graph.of_type(*_ZONE) if any(is_named(graph, vpc, id_) for id_ in leaves(zone, "vpc.vpc_id"))
    )
    joined = (
        named_node(graph, each.get("zone_id"), _ZONE, attribute)
        for each in naming(graph, vpc, ("aws_route53_zone_association",), "vpc_id")
        for attribute in ("id", "zone_id")
    )
    return [zone.text("name").rstrip(".").lower() for zone in (*inline, *joined) if zone is not None]


def _priority(node: Node) -> tuple[int, str]:
    value = node.get("priority")
    if not isinstance(value, int):
        raise UnknownValue(node.address, "priority", "so that nobody knows which rule is asked first")
    return value, node.address
