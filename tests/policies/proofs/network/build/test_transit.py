"""Transit gateways and peerings."""

from __future__ import annotations

from phizone_policies.proofs.network.model import Attachment, Peering

VPCS = """
aws_vpc.a: {cidr_block: 10.1.0.0/16}
aws_vpc.b: {cidr_block: 10.2.0.0/16}
aws_subnet.a: {vpc_id: "@aws_vpc.a", cidr_block: 10.1.0.0/24}
aws_subnet.b: {vpc_id: "@aws_vpc.b", cidr_block: 10.2.0.0/24}
"""
BASE = (
    VPCS
    + """
aws_ec2_transit_gateway.t: {}
aws_ec2_transit_gateway_vpc_attachment.a: {vpc_id: "@aws_vpc.a", subnet_ids: ["@aws_subnet.a"],
    transit_gateway_id: "@aws_ec2_transit_gateway.t"}
"""
)
REFUSED = BASE.replace(
    "aws_ec2_transit_gateway.t: {}",
    "aws_ec2_transit_gateway.t: {default_route_table_association: disable, default_route_table_propagation: disable}",
)
A = "aws_ec2_transit_gateway_vpc_attachment.a"
DEFAULT = "aws_ec2_transit_gateway.t default route table"


def test_by_default_an_attachment_is_associated_and_propagated(network, leads):
    found = network(BASE)
    assert found.attachments[A] == Attachment(A, "aws_ec2_transit_gateway.t", "aws_vpc.a", ("aws_subnet.a",), DEFAULT)
    assert leads(found, DEFAULT) == {("10.1.0.0/16", A, "propagated")}


def test_where_the_gateway_or_the_attachment_refuses_it_is_neither(network):
    by_gateway = network(REFUSED)
    by_attachment = network(
        BASE.replace(
            "subnet_ids",
            "transit_gateway_default_route_table_association: false, "
            "transit_gateway_default_route_table_propagation: false, subnet_ids",
        )
    )
    assert by_gateway.attachments[A].table == by_attachment.attachments[A].table == ""
    assert (by_gateway.transit_tables, by_attachment.transit_tables[DEFAULT].routes) == ({}, ())


def test_tables_have_what_is_associated_propagated_and_written(network, leads):
    more = """
aws_ec2_transit_gateway_route_table.r: {transit_gateway_id: "@aws_ec2_transit_gateway.t"}
aws_ec2_transit_gateway_route_table_association.a: {
    transit_gateway_attachment_id: "@aws_ec2_transit_gateway_vpc_attachment.a",
    transit_gateway_route_table_id: "@aws_ec2_transit_gateway_route_table.r"}
aws_ec2_transit_gateway_route_table_propagation.a: {
    transit_gateway_attachment_id: "@aws_ec2_transit_gateway_vpc_attachment.a",
    transit_gateway_route_table_id: "@aws_ec2_transit_gateway_route_table.r"}
aws_ec2_transit_gateway_route.default: {destination_cidr_block: 0.0.0.0/0,
    transit_gateway_attachment_id: "@aws_ec2_transit_gateway_vpc_attachment.a",
    transit_gateway_route_table_id: "@aws_ec2_transit_gateway_route_table.r"}
aws_ec2_transit_gateway_route.hole: {destination_cidr_block: 10.9.0.0/16, blackhole: true,
    transit_gateway_route_table_id: "@aws_ec2_transit_gateway_route_table.r"}
aws_ec2_managed_prefix_list.p: {entry: [{cidr: 10.8.0.0/16}]}
aws_ec2_transit_gateway_prefix_list_reference.p: {prefix_list_id: "@aws_ec2_managed_prefix_list.p",
    transit_gateway_attachment_id: "@aws_ec2_transit_gateway_vpc_attachment.a",
    transit_gateway_route_table_id: "@aws_ec2_transit_gateway_route_table.r"}
"""
    found = network(REFUSED + more)
    assert found.attachments[A].table == "aws_ec2_transit_gateway_route_table.r"
    assert leads(found, "aws_ec2_transit_gateway_route_table.r") == {
        ("10.1.0.0/16", A, "propagated"),
        ("0.0.0.0/0", A, "static"),
        ("10.9.0.0/16", "", "static"),
        ("10.8.0.0/16", A, "prefix list"),
    }


def test_another_table_may_be_made_the_default(network, leads):
    more = """
aws_ec2_transit_gateway_route_table.r: {transit_gateway_id: "@aws_ec2_transit_gateway.t"}
aws_ec2_transit_gateway_default_route_table_association.r: {transit_gateway_id: "@aws_ec2_transit_gateway.t",
    transit_gateway_route_table_id: "@aws_ec2_transit_gateway_route_table.r"}
aws_ec2_transit_gateway_default_route_table_propagation.r: {transit_gateway_id: "@aws_ec2_transit_gateway.t",
    transit_gateway_route_table_id: "@aws_ec2_transit_gateway_route_table.r"}
"""
    found = network(BASE + more)
    assert found.attachments[A].table == "aws_ec2_transit_gateway_route_table.r"
    assert leads(found, "aws_ec2_transit_gateway_route_table.r") == {("10.1.0.0/16", A, "propagated")}


def test_a_gateway_of_another_account_has_to_accept(network):
    elsewhere = BASE.replace("aws_ec2_transit_gateway.t: {}", 'aws_ec2_transit_gateway.t: {$account: "444444444444"}')
    accepts = (
        'aws_ec2_transit_gateway_vpc_attachment_accepter.a: {$account: "444444444444", '
        'transit_gateway_attachment_id: "@aws_ec2_transit_gateway_vpc_attachment.a", '
        "transit_gateway_default_route_table_association: false}"
    )
    waiting, accepted = network(elsewhere).attachments[A], network(elsewhere + accepts).attachments[A]
    assert (waiting.accepted, accepted.accepted, accepted.table) == (False, True, "")


def test_an_association_may_name_the_accepter(network):
    more = """
aws_ec2_transit_gateway_vpc_attachment_accepter.a: {
    transit_gateway_attachment_id: "@aws_ec2_transit_gateway_vpc_attachment.a"}
aws_ec2_transit_gateway_route_table.r: {transit_gateway_id: "@aws_ec2_transit_gateway.t"}
aws_ec2_transit_gateway_route_table_association.a: {
    transit_gateway_attachment_id: "@aws_ec2_transit_gateway_vpc_attachment_accepter.a",
    transit_gateway_route_table_id: "@aws_ec2_transit_gateway_route_table.r"}
"""
    assert network(REFUSED + more).attachments[A].table == "aws_ec2_transit_gateway_route_table.r"


def test_groups_may_be_named_over_a_gateway_that_supports_it(network):
    supports = BASE.replace(
        "aws_ec2_transit_gateway.t: {}", "aws_ec2_transit_gateway.t: {security_group_referencing_support: enable}"
    )
    assert (network(BASE).attachments[A].group_references, network(supports).attachments[A].group_references) == (
        False,
        True,
    )


def test_a_peering_of_gateways_has_two_ends(network, leads):
    more = """
aws_ec2_transit_gateway.u: {}
aws_ec2_transit_gateway_peering_attachment.p: {transit_gateway_id: "@aws_ec2_transit_gateway.t",
    peer_transit_gateway_id: "@aws_ec2_transit_gateway.u"}
aws_ec2_transit_gateway_peering_attachment_accepter.p: {
    transit_gateway_attachment_id: "@aws_ec2_transit_gateway_peering_attachment.p"}
aws_ec2_transit_gateway_route_table.u: {transit_gateway_id: "@aws_ec2_transit_gateway.u"}
aws_ec2_transit_gateway_route.u: {destination_cidr_block: 10.1.0.0/16,
    transit_gateway_attachment_id: "@aws_ec2_transit_gateway_peering_attachment.p",
    transit_gateway_route_table_id: "@aws_ec2_transit_gateway_route_table.u"}
"""
    found = network(BASE + more)
    near, far = "aws_ec2_transit_gateway_peering_attachment.p", "aws_ec2_transit_gateway_peering_attachment_accepter.p"
    assert found.attachments[near] == Attachment(near, "aws_ec2_transit_gateway.t", "", (), "", far, True)
    assert found.attachments[far] == Attachment(far, "aws_ec2_transit_gateway.u", "", (), "", near, True)
    assert leads(found, "aws_ec2_transit_gateway_route_table.u") == {("10.1.0.0/16", far, "static")}


def test_a_route_to_a_vpn_leads_to_what_is_not_known(network, unmodelled):
    more = """
aws_vpn_connection.v: {transit_gateway_id: "@aws_ec2_transit_gateway.t"}
aws_ec2_transit_gateway_route_table.r: {transit_gateway_id: "@aws_ec2_transit_gateway.t"}
aws_ec2_transit_gateway_route.v: {destination_cidr_block: 0.0.0.0/0,
    transit_gateway_attachment_id: "@aws_vpn_connection.v:transit_gateway_attachment_id",
    transit_gateway_route_table_id: "@aws_ec2_transit_gateway_route_table.r"}
"""
    found = network(BASE + more)
    assert found.attachments["aws_vpn_connection.v"] == Attachment("aws_vpn_connection.v", "", "", (), "")
    assert unmodelled(found) == {"aws_vpn_connection.v": ()}


def test_a_gateway_outside_the_graph_is_noted_where_it_is_attached(network, unmodelled):
    text = BASE.replace('"@aws_ec2_transit_gateway.t"', "tgw-0123456789abcdef0")
    assert unmodelled(network(text)) == {A: ("aws_subnet.a", "aws_vpc.a")}


def test_a_peering_is_active_once_it_is_accepted(network):
    asked = 'aws_vpc_peering_connection.p: {vpc_id: "@aws_vpc.a", peer_vpc_id: "@aws_vpc.b"}\n'
    accepts = (
        'aws_vpc_peering_connection_accepter.p: {vpc_peering_connection_id: "@aws_vpc_peering_connection.p", '
        "auto_accept: true}"
    )
    name = "aws_vpc_peering_connection.p"
    assert network(VPCS + asked).peerings == {name: Peering(name, ("aws_vpc.a", "aws_vpc.b"), False, True)}
    assert network(VPCS + asked + accepts).peerings == {name: Peering(name, ("aws_vpc.a", "aws_vpc.b"), True, True)}


def test_a_peering_of_two_regions_is_told(network):
    text = VPCS.replace("{cidr_block: 10.2.0.0/16}", "{cidr_block: 10.2.0.0/16, $region: eu-west-1}")
    peering = (
        'aws_vpc_peering_connection.p: {vpc_id: "@aws_vpc.a", peer_vpc_id: "@aws_vpc.b", '
        "peer_region: eu-west-1, auto_accept: false}"
    )
    assert network(text + peering).peerings["aws_vpc_peering_connection.p"].same_region is False


def test_a_peering_with_a_vpc_outside_the_graph_is_noted(network, unmodelled):
    peering = 'aws_vpc_peering_connection.p: {vpc_id: "@aws_vpc.a", peer_vpc_id: vpc-0123456789abcdef0}'
    assert unmodelled(network(VPCS + peering)) == {"aws_vpc_peering_connection.p": ("aws_vpc.a",)}
