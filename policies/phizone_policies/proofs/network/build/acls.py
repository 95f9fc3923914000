"""Network ACLs: those of the graph, AWS's own of each VPC, and the subnets they hold for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from phizone_policies.proofs.network.build.addresses import EVERYWHERE
from phizone_policies.proofs.network.build.cidrs import Cidrs
from phizone_policies.proofs.network.build.protocols import traffic
from phizone_policies.proofs.network.build.survey import ACLS, Survey
from phizone_policies.proofs.network.model import ANY, Acl, AclRule, Vpc
from phizone_policies.views.blocks import inside
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Value

_RULE = "aws_network_acl_rule"
_SIDES = ("ingress", "egress")
# What AWS's own ACL says. Source: Amazon VPC User Guide, "Default network ACL".
_OPEN = (100, 101)

Read = Callable[[str], Value]


def subnet_acls(survey: Survey) -> dict[str, str]:
    """Network ACL by subnet, where one is associated."""
    found: dict[str, str] = {}
    for node in survey.graph.of_type(*ACLS):
        with survey.reading(node):
            for value in node.items("subnet_ids"):
                _associate(survey, found, node, survey.subnet(value), node.address)
    for node in survey.of_type("aws_network_acl_association"):
        with survey.reading(node):
            acl = survey.acl(node.get("network_acl_id"))
            _associate(survey, found, node, survey.subnet(node.get("subnet_id")), acl)
    return found


def _associate(survey: Survey, found: dict[str, str], node: Node, subnet: str, acl: str) -> None:
    if not subnet or not acl:
        survey.missing(node.address, "it associates a network ACL or a subnet that is not in the graph", subnet)
    elif found.setdefault(subnet, acl) != acl:
        survey.missing(node.address, f"{found[subnet]} is associated with the same subnet", subnet)


def acls(survey: Survey, cidrs: Cidrs, known: Mapping[str, Vpc]) -> dict[str, Acl]:
    """Every network ACL; one that AWS puts into a VPC lets everything through where nothing adopts it."""
    written: dict[tuple[str, str], list[AclRule]] = {}
    owners: dict[str, None] = {}
    for node in survey.of_type(*ACLS):
        owners[node.address] = None
        for side in _SIDES:
            with survey.reading(node):
                for block in node.blocks(side):
                    rules = _rules(cidrs, node, partial(inside, node, block))
                    written.setdefault((node.address, side), []).extend(rules)
    for node in survey.of_type(_RULE):
        with survey.reading(node):
            name = survey.acl(node.get("network_acl_id"))
            if not name:
                survey.missing(node.address, "its network ACL is not in the graph")
                continue
            side = "egress" if node.get("egress") is True else "ingress"
            written.setdefault((name, side), []).extend(_rules(cidrs, node, node.get))
    for name in known:
        if survey.default_acl(name) not in owners:
            default = survey.default_acl(name)
            owners[default] = None
            for side in _SIDES:
                written.setdefault((default, side), []).extend(_open(default))
    return {name: Acl(name, *(_sorted(written.get((name, side), [])) for side in _SIDES)) for name in owners}


def _sorted(rules: list[AclRule]) -> tuple[AclRule, ...]:
    return tuple(sorted(rules, key=lambda rule: rule.number))


def _open(name: str) -> Iterator[AclRule]:
    for number, block in zip(_OPEN, EVERYWHERE, strict=True):
        yield AclRule(name, number, True, ANY, block)


def _rules(cidrs: Cidrs, node: Node, read: Read) -> Iterator[AclRule]:
    number = read("rule_no") or read("rule_number")
    action = str(read("action") or read("rule_action")).lower()
    said = traffic(node, read("protocol"), read("from_port"), read("to_port"), read("icmp_type"))
    blocks = (*cidrs.of(node, read("cidr_block")), *cidrs.of(node, read("ipv6_cidr_block")))
    if not isinstance(number, int) or not blocks or action not in ("allow", "deny"):
        raise UnknownValue(node.address, "rule", "it has no number, no block or no action")
    for block in blocks:
        yield AclRule(node.address, number, action == "allow", said, block, node.source)
