"""What takes requests at one place and makes its own at another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from phizone_policies.proofs.network.build.balancers import Balancers
from phizone_policies.proofs.network.build.interfaces import is_internet_facing
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import TCP, Block, Group, GroupRule, Interface, Proxy, Subnet
from phizone_policies.proofs.network.question import INTERNET
from phizone_policies.views.load_balancers import BALANCERS, CLASSIC
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

_LINKS = ("aws_api_gateway_vpc_link", "aws_apigatewayv2_vpc_link")
_SERVICE = "aws_vpc_endpoint_service"
_CONNECT = "aws_ec2_instance_connect_endpoint"
_LATTICE = "aws_vpclattice_service_network_vpc_association"
_NETWORK = "aws_vpclattice_service_network"
_DATABASE_PROXY = "aws_db_proxy"
_ORIGIN = "aws_cloudfront_vpc_origin"
_IAM_OPENS = "IAM decides on ec2-instance-connect:OpenTunnel"


class Proxies:
    """Reads the proxies of a graph."""

    def __init__(
        self,
        survey: Survey,
        interfaces: Mapping[str, Interface],
        subnets: Mapping[str, Subnet],
        groups: Mapping[str, Group],
    ) -> None:
        self._survey, self._interfaces, self._groups = survey, interfaces, groups
        self._own: dict[str, list[str]] = {}
        for each in interfaces.values():
            self._own.setdefault(each.owner, []).append(each.name)
        self._vpcs = {each.name: subnets[each.subnet].vpc for each in interfaces.values()}
        self._balancers = Balancers(survey, self._own)

    def all(self) -> tuple[Proxy, ...]:
        """Every proxy, sorted by name."""
        found = [
            *self._balanced(),
            *self._linked(),
            *self._offered(),
            *self._connected(),
            *self._lattice(),
            *self._databases(),
            *self._origins(),
        ]
        return tuple(sorted((each for each in found if each.origins and each.targets), key=lambda each: each.name))

    def _balanced(self) -> Iterator[Proxy]:
        for node in self._survey.of_type(*BALANCERS, CLASSIC):
            own = self._own.get(node.address, [])
            facing = is_internet_facing(node)
            label = "internet-facing load balancer" if facing else "internal load balancer"
            origins = {*own, *self._places(own), *([INTERNET] if facing else [])}
            yield _proxy(node, label, origins, self._balancers.targets(node), "its listeners and targets decide")

    def _linked(self) -> Iterator[Proxy]:
        for node in self._survey.of_type(*_LINKS):
            balancers = [each for value in self._arns(node, "target_arns") for each in self._balancers.named(value)]
            own = self._own.get(node.address, [])
            targets = {
                *own,
                *self._places(own),
                *(name for each in balancers for name in self._balancers.targets(each)),
            }
            yield _proxy(node, "VPC link of an API", {INTERNET}, targets, "the API's authorizers decide")

    def _offered(self) -> Iterator[Proxy]:
        for node in self._survey.of_type(_SERVICE):
            kinds = ("network_load_balancer_arns", "gateway_load_balancer_arns")
            arns = [value for path in kinds for value in self._arns(node, path)]
            balancers = [each for value in arns for each in self._balancers.named(value)]
            targets = {name for each in balancers for name in self._balancers.targets(each)}
            users = [
                each
                for each in self._survey.graph.of_type("aws_vpc_endpoint")
                if self._survey.graph.target(each.peek("service_name")) is node
            ]
            origins = {self._survey.vpc(each.peek("vpc_id")) for each in users} - {""}
            if self._admits(node):
                origins.add(INTERNET)
            yield _proxy(node, "PrivateLink service", origins, targets, "its allowed principals decide")

    def _admits(self, node: Node) -> bool:
        """Whether others than this graph's accounts may connect to a PrivateLink service."""
        kind = f"{_SERVICE}_allowed_principal"
        alone = (
            each.peek("principal_arn")
            for each in self._survey.of_type(kind)
            if self._survey.named(each.peek("vpc_endpoint_service_id"), _SERVICE) is node
        )
        ours = {each.account for each in self._survey.graph}
        named = [*_items(node, "allowed_principals"), *alone]
        return any(str(each).split(":")[4:5] not in [[account] for account in ours] for each in named)

    def _connected(self) -> Iterator[Proxy]:
        for node in self._survey.of_type(_CONNECT):
            targets = {name for own in self._own.get(node.address, []) for name in self._admitting(own)}
            yield _proxy(node, "EC2 Instance Connect Endpoint", {INTERNET}, targets, _IAM_OPENS)

    def _admitting(self, name: str) -> Iterator[str]:
        """The interfaces of its VPC that an endpoint's groups let it reach, and whose groups let it in."""
        own, groups = self._interfaces[name], self._groups
        out = [rule for each in own.groups for rule in groups[each].egress]
        for other in self._interfaces.values():
            into = [rule for each in other.groups for rule in groups[each].ingress]
            near = other.name != name and self._vpcs[other.name] == self._vpcs[name]
            if near and any(_meets(rule, other) for rule in out) and any(_meets(rule, own) for rule in into):
                yield other.name

    def _lattice(self) -> Iterator[Proxy]:
        """All VPCs of a service network, and those in which Lattice has targets, reach each other's services."""
        nodes = self._survey.of_type(_LATTICE)
        targets = set()
        for node in self._survey.of_type("aws_vpclattice_target_group", "aws_vpclattice_resource_gateway"):
            values = [node.peek("vpc_id"), node.peek("config.0.vpc_identifier")]
            targets |= {self._survey.vpc(value) for value in values} - {""}
        joined: dict[str, set[str]] = {}
        for node in nodes:
            self._survey.sure(node, "vpc_identifier", "service_network_identifier")
            network = repr(node.peek("service_network_identifier"))
            joined.setdefault(network, set()).add(self._survey.vpc(node.peek("vpc_identifier")))
        for node in nodes:
            own = self._survey.vpc(node.peek("vpc_identifier"))
            others = joined[repr(node.peek("service_network_identifier"))] | targets
            said = self._survey.named(node.peek("service_network_identifier"), _NETWORK) or node
            yield _proxy(said, "VPC Lattice service network", {own} - {""}, others - {own, ""}, "its policies decide")

    def _databases(self) -> Iterator[Proxy]:
        for node in self._survey.graph.of_type(_DATABASE_PROXY):
            own = self._own.get(node.address, [])
            targets: set[str] = set()
            for each in self._survey.graph.of_type("aws_db_proxy_target"):
                if node.address in self._survey.graph.refers_to(each):
                    for address in self._survey.graph.refers_to(each):
                        targets |= set(self._own.get(address, ())) - set(own)
            yield _proxy(node, "RDS Proxy", {*own, *self._places(own)}, targets, "the database's users decide")

    def _origins(self) -> Iterator[Proxy]:
        for node in self._survey.graph.of_type(_ORIGIN):
            targets: set[str] = set()
            for address in self._survey.graph.refers_to(node):
                target = self._survey.graph.find(address)
                if target is not None and target.type in (*BALANCERS, CLASSIC):
                    targets |= set(self._balancers.targets(target))
                targets |= set(self._own.get(address, ()))
            yield _proxy(node, "VPC origin of CloudFront", {INTERNET}, targets, "the distribution's behaviors decide")

    def _arns(self, node: Node, path: str) -> list[Value]:
        """The load balancers that a node names; what is not known is noted."""
        with self._survey.reading(node):
            return node.items(path)
        return []

    def _places(self, interfaces: Iterable[str]) -> set[str]:
        """The VPCs of some interfaces."""
        return {self._vpcs[name] for name in interfaces}


def _proxy(node: Node, label: str, origins: Iterable[str], targets: Iterable[str], guard: str) -> Proxy:
    return Proxy(node.address, label, tuple(sorted(origins)), tuple(sorted(targets)), guard, node.source)


def _meets(rule: GroupRule, other: Interface) -> bool:
    """Whether a rule speaks of TCP with an interface at the other end."""
    of_tcp = rule.traffic.protocol in (None, TCP)
    named = bool(set(rule.groups) & set(other.groups))
    return of_tcp and (named or any(_overlap(one, each) for one in rule.blocks for each in other.blocks))


def _overlap(one: Block, other: Block) -> bool:
    return one.family == other.family and one.first <= other.last and other.first <= one.last


def _items(node: Node, path: str) -> list[Value]:
    value = node.peek(path)
    return value if isinstance(value, list) else []
