"""Transit gateways: attachments, the route tables they are associated with, and what is propagated or written there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from phizone_policies.proofs.network.build.cidrs import Cidrs
from phizone_policies.proofs.network.build.prefix_lists import PrefixLists
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.build.transit_peerings import sides
from phizone_policies.proofs.network.model import IPV6, Attachment, Origin, TransitRoute, TransitTable, Vpc
from phizone_policies.views.naming import named_node
from phizone_policies.views.transit import ACCEPTER, ATTACHMENT
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Value

_GATEWAY, _TABLE = "aws_ec2_transit_gateway", "aws_ec2_transit_gateway_route_table"
_SUPPORT = ("security_group_referencing_support", "auto_accept_shared_attachments")
_BY_DEFAULT = ("default_route_table_", "transit_gateway_default_route_table_")
_DEFAULTS = ("association_default_route_table_id", "propagation_default_route_table_id")
_KINDS = ("association", "propagation")
_AT, _IN = "transit_gateway_attachment_id", "transit_gateway_route_table_id"


class Transit:
    """Reads transit gateways."""

    def __init__(self, survey: Survey, cidrs: Cidrs, lists: PrefixLists, vpcs: Mapping[str, Vpc]) -> None:
        self._survey, self._cidrs, self._lists, self._vpcs = survey, cidrs, lists, vpcs
        self._sides = sides(survey)
        for node in survey.of_type(_GATEWAY, ACCEPTER):
            survey.sure(node, *_SUPPORT, *(f"{base}{kind}" for base in _BY_DEFAULT for kind in _KINDS))

    @cached_property
    def attachments(self) -> dict[str, Attachment]:
        """Every attachment; one that a route leads to and that is none of a VPC or gateway leads to what is unknown."""
        found: dict[str, Attachment] = {}
        for node in self._survey.of_type(ATTACHMENT):
            with self._survey.reading(node):
                found[node.address] = self._of_vpc(node)
        for side in self._sides:
            found[side.name] = Attachment(
                side.name, side.gateway, "", (), self._associated.get(side.name, ""), side.peer, side.accepted
            )
        for name in {route.attachment for table in self.tables.values() for route in table.routes} - {"", *found}:
            found[name] = Attachment(name, "", "", (), "")
            self._survey.missing(name, "it is an attachment of a transit gateway to what is not modelled")
        return found

    @cached_property
    def tables(self) -> dict[str, TransitTable]:
        """Every route table of a transit gateway, its default one where that is used."""
        routes: dict[str, list[TransitRoute]] = {}
        for name, route in (*self._propagated(), *self._written()):
            routes.setdefault(name, []).append(route)
        owners = {node.address: self._gateway(node.peek("transit_gateway_id")) for node in self._survey.of_type(_TABLE)}
        for gateway in self._survey.graph.of_type(_GATEWAY):
            enabled = any(gateway.peek(f"default_route_table_{kind}") != "disable" for kind in _KINDS)
            if enabled or _default(gateway.address) in routes:
                owners.setdefault(_default(gateway.address), gateway.address)
        return {name: TransitTable(name, owner, tuple(routes.get(name, ()))) for name, owner in owners.items()}

    def _of_vpc(self, node: Node) -> Attachment:
        survey = self._survey
        vpc, gateway = survey.vpc(node.get("vpc_id")), self._gateway(node.get("transit_gateway_id"))
        named = [survey.subnet(value) for value in node.items("subnet_ids")]
        own = survey.graph.find(gateway)
        if own is None:
            survey.missing(node.address, "its transit gateway is not in the graph", *survey.places(node), vpc)
        if not vpc or not all(named):
            survey.missing(node.address, "its VPC or one of its subnets is not in the graph", vpc)
        references = own is not None and own.peek("security_group_referencing_support") == "enable"
        return Attachment(
            name=node.address,
            gateway=gateway,
            vpc=vpc,
            subnets=tuple(filter(None, named)),
            table=self._associated.get(node.address) or self._by_default(node, "association"),
            accepted=self._is_accepted(node, own),
            group_references=references and node.peek("security_group_referencing_support") != "disable",
        )

    def _is_accepted(self, node: Node, gateway: Node | None) -> bool:
        if gateway is None or gateway.account == node.account:
            return True
        return node.address in self._accepters or gateway.peek("auto_accept_shared_attachments") == "enable"

    def _by_default(self, node: Node, kind: str) -> str:
        """The gateway's default table, where AWS associates or propagates to it; empty where some end refuses.

        On a gateway of another account the accepter's word counts beside the attachment's own.
        """
        gateway = self._survey.graph.find(self._gateway(node.peek("transit_gateway_id")))
        if gateway is None or gateway.peek(f"default_route_table_{kind}") == "disable":
            return ""
        path = f"transit_gateway_default_route_table_{kind}"
        foreign = gateway.account != node.account
        ends = self._accepters.get(node.address, []) if foreign else []
        refuses = any(end.peek(path) is False for end in ends) if ends else node.peek(path) is False
        return "" if refuses else self._designated(gateway.address, kind)

    def _designated(self, gateway: str, kind: str) -> str:
        """The default table of a gateway: the one that something makes so, else AWS's own."""
        for node in self._survey.of_type(f"aws_ec2_transit_gateway_default_route_table_{kind}"):
            if self._gateway(node.peek("transit_gateway_id")) == gateway:
                return self._table(node.peek(_IN))
        return _default(gateway)

    @cached_property
    def _accepters(self) -> Mapping[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for node in self._survey.graph.of_type(ACCEPTER):
            attachment = self._survey.named(node.peek(_AT), ATTACHMENT)
            if attachment is None:
                self._survey.missing(node.address, "its attachment is not in the graph")
            else:
                found.setdefault(attachment.address, []).append(node)
        return found

    @cached_property
    def _associated(self) -> Mapping[str, str]:
        """Route table by attachment, where something associates them."""
        found: dict[str, str] = {}
        for node in self._survey.of_type(f"{_TABLE}_association"):
            with self._survey.reading(node):
                table = self._table(node.get(_IN))
                attachment = self._attachment(node.get(_AT), table)
                if not table:
                    self._survey.missing(node.address, "its route table is not in the graph")
                found[attachment] = table
        return found

    def _propagated(self) -> Iterator[tuple[str, TransitRoute]]:
        for node in self._survey.graph.of_type(ATTACHMENT):
            table = self._by_default(node, "propagation")
            if table:
                yield from self._propagates(node, node, table)
        for node in self._survey.of_type(f"{_TABLE}_propagation"):
            with self._survey.reading(node):
                table = self._table(node.get(_IN))
                name = self._attachment(node.get(_AT), table)
                attachment = self._survey.graph.find(name)
                if not table:
                    self._survey.missing(node.address, "its route table is not in the graph")
                elif attachment is None or attachment.type != ATTACHMENT:
                    self._survey.missing(node.address, f"it propagates what {name} tells, which is not known")
                else:
                    yield from self._propagates(node, attachment, table)

    def _propagates(self, node: Node, attachment: Node, table: str) -> Iterator[tuple[str, TransitRoute]]:
        """The blocks of the attachment's VPC; IPv6 only where the attachment carries it."""
        vpc = self._vpcs.get(self._survey.vpc(attachment.peek("vpc_id")))
        carries = attachment.peek("ipv6_support") == "enable"
        for block in vpc.blocks if vpc else ():
            if carries or block.family != IPV6:
                yield table, TransitRoute(node.address, block, attachment.address, Origin.PROPAGATED, node.source)

    def _written(self) -> Iterator[tuple[str, TransitRoute]]:
        kinds = {
            "aws_ec2_transit_gateway_route": ("destination_cidr_block", Origin.STATIC),
            "aws_ec2_transit_gateway_prefix_list_reference": ("prefix_list_id", Origin.PREFIX_LIST),
        }
        for kind, (path, origin) in kinds.items():
            for node in self._survey.of_type(kind):
                # A route that cannot be read could lead from anywhere to anywhere.
                with self._survey.reading(node, ""):
                    table = self._table(node.get(_IN))
                    if not table:
                        self._survey.missing(node.address, "its route table is not in the graph")
                        continue
                    of = self._cidrs if origin is Origin.STATIC else self._lists
                    attachment = "" if node.peek("blackhole") is True else self._attachment(node.get(_AT), table)
                    for block in of.of(node, node.get(path)):
                        yield table, TransitRoute(node.address, block, attachment, origin, node.source)

    def _gateway(self, value: Value) -> str:
        found = self._survey.named(value, _GATEWAY)
        return found.address if found else _shown(value)

    def _table(self, value: Value) -> str:
        """The table that a value names; the default one by its gateway; empty for one that the graph does not hold."""
        found = self._survey.named(value, _TABLE)
        if found is not None:
            return found.address
        gateways = ((kind, named_node(self._survey.graph, value, (_GATEWAY,), kind)) for kind in _DEFAULTS)
        return next((self._designated(each.address, kind.split("_")[0]) for kind, each in gateways if each), "")

    def _attachment(self, value: Value, table: str) -> str:
        """Name of the attachment that a value names, by its accepter, too; of a peering the end at the gateway."""
        for attribute in ("id", _AT):
            found = named_node(self._survey.graph, value, (ATTACHMENT, ACCEPTER), attribute)
            if found is not None and found.type == ACCEPTER:
                found = self._survey.named(found.peek(_AT), ATTACHMENT)
            if found is not None:
                return found.address
        node = self._survey.graph.find(table)
        gateway = self._gateway(node.peek("transit_gateway_id")) if node else table.removesuffix(_default(""))
        shown = _shown(value)
        own = [side for side in self._sides if shown in side.nodes]
        return next((side.name for side in own if side.gateway == gateway), shown)


def _default(gateway: str) -> str:
    return f"{gateway} default route table"


def _shown(value: Value) -> str:
    return value.address if isinstance(value, Ref) else str(value)
