"""The transit gateway connects nothing by itself, and an attachment sees its own environment's table only."""

from __future__ import annotations

from dataclasses import replace

import pulumi_aws
import pytest

from phizone_modules.transit import TransitAttachment, TransitAttachmentArgs, TransitGateway, TransitGatewayArgs

GATEWAY = "workspace.prod/aws_ec2_transit_gateway.transit"
NETWORK_ACCOUNT = "999999999999"


@pytest.fixture
def gateway(scope, build):
    args = TransitGatewayArgs(
        scope=replace(scope, environment="shared"),
        environments=["dev", "prod"],
        accounts=["555555555555", "777777777777"],
    )
    return build(lambda opts: TransitGateway("transit", args, opts))


@pytest.fixture
def attach(scope, build):
    def run(*destinations):
        def make(opts):
            network = pulumi_aws.Provider("network", region="us-east-1", allowed_account_ids=[NETWORK_ACCOUNT])
            args = TransitAttachmentArgs(
                scope=scope,
                network_scope=replace(scope, environment="shared", account=NETWORK_ACCOUNT),
                network_provider=network,
                vpc_id="vpc-1",
                subnet_ids=["subnet-a", "subnet-b", "subnet-c"],
                route_table_ids=["rtb-a", "rtb-b", "rtb-c"],
                transit_gateway_id="tgw-1",
                transit_route_table_id="tgw-rtb-prod",
                destinations=destinations,
            )
            TransitAttachment("transit", args, opts)

        return build(make)

    return run


def test_the_gateway_accepts_associates_and_propagates_nothing_by_itself(gateway):
    node = gateway[GATEWAY]
    assert {
        name: node.get(name)
        for name in (
            "auto_accept_shared_attachments",
            "default_route_table_association",
            "default_route_table_propagation",
            "dns_support",
            "multicast_support",
            "security_group_referencing_support",
        )
    } == {
        "auto_accept_shared_attachments": "disable",
        "default_route_table_association": "disable",
        "default_route_table_propagation": "disable",
        "dns_support": "enable",
        "multicast_support": "disable",
        "security_group_referencing_support": "disable",
    }
    assert node.protect


def test_each_environment_has_a_route_table(gateway):
    tables = gateway.of_type("aws_ec2_transit_gateway_route_table")
    assert {(node.name, node.get("tags")["Name"]) for node in tables} == {
        ("transit-dev", "meridian-shared-transit-dev"),
        ("transit-prod", "meridian-shared-transit-prod"),
    }
    assert {gateway.target(node.get("transit_gateway_id")).address for node in tables} == {GATEWAY}


def test_it_is_shared_with_the_named_accounts_of_the_organization_only(gateway):
    share = gateway["workspace.prod/aws_ram_resource_share.transit"]
    resource = gateway["workspace.prod/aws_ram_resource_association.transit"]
    principals = gateway.of_type("aws_ram_principal_association")
    assert (share.get("name"), share.get("allow_external_principals")) == ("meridian-shared-transit", False)
    assert gateway.target(resource.get("resource_arn")) is gateway[GATEWAY]
    assert {node.get("principal") for node in principals} == {"555555555555", "777777777777"}
    assert {gateway.target(node.get("resource_share_arn")) for node in (resource, *principals)} == {share}


def test_an_attachment_is_made_in_the_environments_account_and_accepted_in_the_network_account(attach, scope):
    graph = attach()
    assert {(node.type, node.account) for node in graph} == {
        ("aws_ec2_transit_gateway_vpc_attachment", scope.account),
        ("aws_ec2_transit_gateway_vpc_attachment_accepter", NETWORK_ACCOUNT),
        ("aws_ec2_transit_gateway_route_table_association", NETWORK_ACCOUNT),
        ("aws_ec2_transit_gateway_route_table_propagation", NETWORK_ACCOUNT),
    }
    attachment = graph["workspace.prod/aws_ec2_transit_gateway_vpc_attachment.transit"]
    assert attachment.items("subnet_ids") == ["subnet-a", "subnet-b", "subnet-c"]
    accepter = graph["workspace.prod/aws_ec2_transit_gateway_vpc_attachment_accepter.transit"]
    assert graph.target(accepter.get("transit_gateway_attachment_id")) is attachment
    assert accepter.get("tags")["Environment"] == "prod"


@pytest.mark.parametrize("kind", ["vpc_attachment", "vpc_attachment_accepter"])
def test_neither_side_uses_a_default_route_table(attach, kind):
    node = attach()[f"workspace.prod/aws_ec2_transit_gateway_{kind}.transit"]
    assert node.get("transit_gateway_default_route_table_association") is False
    assert node.get("transit_gateway_default_route_table_propagation") is False


@pytest.mark.parametrize("kind", ["association", "propagation"])
def test_the_accepted_attachment_is_in_its_own_environments_table_only(attach, kind):
    graph = attach()
    (node,) = graph.of_type(f"aws_ec2_transit_gateway_route_table_{kind}")
    assert node.get("transit_gateway_route_table_id") == "tgw-rtb-prod"
    assert graph.target(node.get("transit_gateway_attachment_id")).type == (
        "aws_ec2_transit_gateway_vpc_attachment_accepter"
    )


def test_workload_route_tables_learn_the_named_destinations_once_the_attachment_is_accepted(attach):
    routes = attach("10.100.0.0/16", "10.101.0.0/16").of_type("aws_route")
    assert {
        (node.get("route_table_id"), node.get("destination_cidr_block"), node.get("transit_gateway_id"))
        for node in routes
    } == {
        (table, destination, "tgw-1")
        for table in ("rtb-a", "rtb-b", "rtb-c")
        for destination in ("10.100.0.0/16", "10.101.0.0/16")
    }
    assert {node.depends_on for node in routes} == {
        ("workspace.prod/aws_ec2_transit_gateway_vpc_attachment_accepter.transit",)
    }
