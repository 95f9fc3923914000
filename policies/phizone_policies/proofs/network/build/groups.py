"""Security groups: those of the graph, and AWS's own of each VPC."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from phizone_policies.proofs.network.build.addresses import EVERYWHERE
from phizone_policies.proofs.network.build.cidrs import Cidrs
from phizone_policies.proofs.network.build.prefix_lists import PrefixLists
from phizone_policies.proofs.network.build.protocols import traffic
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import ANY, Block, Group, GroupRule, Vpc
from phizone_policies.views.blocks import inside
from phizone_policies.views.security_groups import GROUPS, RULES
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref, Unknown, Value

_CIDRS = ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6")
_LISTS = ("prefix_list_ids", "prefix_list_id")
_PEERS = ("security_groups", "source_security_group_id", "referenced_security_group_id")
_SIDES = ("ingress", "egress")

Read = Callable[[str], Value]


class Groups:
    """Reads security groups."""

    def __init__(self, survey: Survey, cidrs: Cidrs, lists: PrefixLists) -> None:
        self._survey, self._cidrs, self._lists = survey, cidrs, lists

    def all(self, known: Mapping[str, Vpc]) -> dict[str, Group]:
        """Every group; AWS's own of a VPC lets its members and all that leaves through where nothing adopts it."""
        owners = self._owners()
        rules: dict[tuple[str, str], list[GroupRule]] = {}
        for name, side, rule in self._written():
            rules.setdefault((name, side), []).append(rule)
        for vpc in known:
            name = self._survey.default_group(vpc)
            if name not in owners:
                owners[name] = vpc
                rules.setdefault((name, "ingress"), []).append(GroupRule(name, ANY, groups=(name,)))
                rules.setdefault((name, "egress"), []).append(GroupRule(name, ANY, EVERYWHERE))
        return {
            name: Group(name, vpc, *(tuple(rules.get((name, side), ())) for side in _SIDES))
            for name, vpc in owners.items()
        }

    def _owners(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in self._survey.of_type(*GROUPS):
            with self._survey.reading(node):
                vpc = self._survey.vpc_of(node)
                found[node.address] = vpc
                if not vpc:
                    self._survey.missing(node.address, "its VPC is not in the graph")
        return found

    def _written(self) -> Iterator[tuple[str, str, GroupRule]]:
        for node in self._survey.graph.of_type(*GROUPS):
            for side in _SIDES:
                with self._survey.reading(node, node.address, *self._survey.places(node)):
                    for block in node.blocks(side):
                        with self._survey.reading(node, node.address, *self._survey.places(node)):
                            yield node.address, side, self._rule(node, node.address, partial(inside, node, block))
        for node in self._survey.of_type(*RULES):
            name = self._survey.group(node.peek("security_group_id"))
            with self._survey.reading(node, name, *self._survey.places(node)):
                if name:
                    yield name, _side(node), self._rule(node, name, partial(_written, node))
                else:
                    self._survey.missing(node.address, "its security group is not in the graph")

    def _rule(self, node: Node, group: str, read: Read) -> GroupRule:
        listed = (self._lists.of(node, value) for path in _LISTS for value in _many(node, read(path)))
        blocks: tuple[Block, ...] = tuple(each for path in _CIDRS for each in self._cidrs.of(node, read(path)))
        peers = [self._peer(value) for path in _PEERS for value in _many(node, read(path))]
        if read("self") is True:
            peers.append(group)
        return GroupRule(
            name=node.address,
            traffic=traffic(node, read("protocol") or read("ip_protocol"), read("from_port"), read("to_port")),
            blocks=(*blocks, *(each for some in listed for each in some)),
            groups=tuple(dict.fromkeys(peers)),
            source=node.source,
        )

    def _peer(self, value: Value) -> str:
        """Name of a group at the other end; one that the graph does not hold has no members in it."""
        text = value.rsplit("/", 1)[-1] if isinstance(value, str) else value
        return self._survey.group(text) or (value.address if isinstance(value, Ref) else str(value))


def _side(node: Node) -> str:
    return node.text("type") if node.type == "aws_security_group_rule" else node.type.split("_")[-2]


def _written(node: Node, path: str) -> Value:
    """A value of a rule; what only the provider fills in beside the end that is written means nothing."""
    value = node.peek(path)
    if isinstance(value, Unknown):
        others = (node.peek(each) for each in (*_CIDRS, *_LISTS, *_PEERS, "self") if each != path)
        if not any(each not in (None, False, []) and not isinstance(each, Unknown) for each in others):
            raise UnknownValue(node.address, path, value.reason)
        return None
    return value


def _many(node: Node, value: Value) -> list[Value]:
    values: list[Value] = [] if value in (None, "") else value if isinstance(value, list) else [value]
    if any(isinstance(each, Unknown) for each in values):
        raise UnknownValue(node.address, "rule")
    return values
