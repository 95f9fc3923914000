"""An environment's deploy role enters its attach role, which joins its VPC to its own route table and no other."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from phizone_modules.boundary_ceilings import WORKLOADS, Duty, workloads
from phizone_modules.transit import TransitGateway, TransitGatewayArgs
from phizone_modules.transit_roles import TransitRoles, TransitRolesArgs, attach_policy

BOUNDARY = "arn:aws:iam::444444444444:policy/meridian-shared-boundary"
TABLE = "arn:aws:ec2:us-east-1:444444444444:transit-gateway-route-table/tgw-rtb-dev"
ACCOUNTS = {"dev": "555555555555", "prod": "777777777777"}


@pytest.fixture
def network(scope):
    return replace(scope, environment="shared", team="platform")


@pytest.fixture
def graph(network, build):
    def make(opts):
        gateway = TransitGateway(
            "transit",
            TransitGatewayArgs(scope=network, environments=list(ACCOUNTS), accounts=list(ACCOUNTS.values())),
            opts,
        )
        args = TransitRolesArgs(
            scope=network, accounts=ACCOUNTS, route_table_arns=gateway.route_table_arns, boundary_arn=BOUNDARY
        )
        TransitRoles("attach", args, opts)

    return build(make)


@pytest.fixture
def policy(network):
    return {statement["Sid"]: statement for statement in attach_policy(network, "dev", ACCOUNTS["dev"], TABLE)}


def test_each_environment_has_a_role_under_the_boundary_with_one_managed_policy(graph):
    assert {
        (node.name, node.text("name"), node.text("permissions_boundary")) for node in graph.of_type("aws_iam_role")
    } == {
        ("attach-dev", "meridian-dev-attach", BOUNDARY),
        ("attach-prod", "meridian-prod-attach", BOUNDARY),
    }
    assert {
        (node.get("role"), graph.target(node.get("policy_arn")).text("name"))
        for node in graph.of_type("aws_iam_role_policy_attachment")
    } == {("meridian-dev-attach", "meridian-dev-attach"), ("meridian-prod-attach", "meridian-prod-attach")}
    assert graph.of_type("aws_iam_role_policy") == ()


def test_only_that_environments_deploy_role_enters_it(graph):
    role = graph["workspace.prod/aws_iam_role.attach-dev"]
    assert json.loads(role.text("assume_role_policy"))["Statement"] == [
        {
            "Sid": "DeployRoles",
            "Effect": "Allow",
            "Principal": {"AWS": ["arn:aws:iam::555555555555:root"]},
            "Action": "sts:AssumeRole",
            "Condition": {
                "ArnEquals": {"aws:PrincipalArn": ["arn:aws:iam::555555555555:role/meridian-dev-deploy"]},
                "StringEquals": {"aws:PrincipalOrgID": "o-exampleorg0"},
            },
        }
    ]


def test_its_policy_names_its_environments_route_table_and_no_other(graph):
    tables = {
        name: graph[f"workspace.prod/aws_ec2_transit_gateway_route_table.transit-{name}"] for name in ("dev", "prod")
    }
    policies = {name: graph[f"workspace.prod/aws_iam_policy.attach-{name}"] for name in ("dev", "prod")}
    assert graph.referrers(tables["dev"], "aws_iam_policy") == (policies["dev"],)
    assert graph.referrers(tables["prod"], "aws_iam_policy") == (policies["prod"],)


def test_it_joins_attachments_with_its_environments_tag_to_that_table(policy):
    joins = [
        "ec2:AssociateTransitGatewayRouteTable",
        "ec2:DisableTransitGatewayRouteTablePropagation",
        "ec2:DisassociateTransitGatewayRouteTable",
        "ec2:EnableTransitGatewayRouteTablePropagation",
    ]
    assert (policy["ToOurTable"]["Action"], policy["ToOurTable"]["Resource"]) == (joins, TABLE)
    assert policy["JoinOurs"]["Action"] == [*joins, "ec2:DeleteTransitGatewayVpcAttachment"]
    assert policy["JoinOurs"]["Condition"] == {"StringEquals": {"aws:ResourceTag/Environment": "dev"}}


def test_it_accepts_attachments_of_its_account_and_the_gateways_and_takes_no_other_environments_tag_away(policy):
    attachments = [
        "arn:aws:ec2:us-east-1:444444444444:transit-gateway-attachment/*",
        "arn:aws:ec2:us-east-1:555555555555:transit-gateway-attachment/*",
    ]
    assert (
        policy["Accept"]["Resource"] == policy["TagOurs"]["Resource"] == policy["JoinOurs"]["Resource"] == attachments
    )
    assert policy["TagOurs"]["Action"] == "ec2:CreateTags"
    assert policy["TagOurs"]["Condition"] == {
        "StringEqualsIfExists": {"aws:RequestTag/Environment": "dev", "aws:ResourceTag/Environment": "dev"}
    }


def test_it_does_nothing_else_but_look(policy):
    assert set(policy) == {"Accept", "TagOurs", "JoinOurs", "ToOurTable", "See"}
    assert set(policy["See"]["Action"]) == {
        "ec2:DescribeTransitGatewayAttachments",
        "ec2:DescribeTransitGatewayRouteTables",
        "ec2:DescribeTransitGatewayVpcAttachments",
        "ec2:DescribeTransitGateways",
        "ec2:GetTransitGatewayRouteTableAssociations",
        "ec2:GetTransitGatewayRouteTablePropagations",
    }


def test_the_boundary_of_network_accounts_covers_it_and_of_no_other(network, actions_of, outside):
    actions = actions_of(attach_policy(network, "dev", ACCOUNTS["dev"], TABLE))
    assert outside(actions, workloads([Duty.NETWORK])) == []
    assert workloads([Duty.WORKSPACE, Duty.ORGANIZATION]) == WORKLOADS
    assert "ec2:AssociateTransitGatewayRouteTable" in outside(actions, WORKLOADS)
