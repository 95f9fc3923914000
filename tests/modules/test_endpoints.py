"""Every service that a closed network needs has an endpoint, under its name, for us and ours only."""

from __future__ import annotations

import json

import pytest

from phizone_modules.endpoint_images import image_accounts
from phizone_modules.endpoint_services import GATEWAY_SERVICES, INTERFACE_SERVICES
from phizone_modules.endpoints import Endpoints, EndpointsArgs

INTERFACES = {
    "aws.sagemaker.us-east-1.experiments",
    "aws.sagemaker.us-east-1.notebook",
    "aws.sagemaker.us-east-1.studio",
    "com.amazonaws.us-east-1.athena",
    "com.amazonaws.us-east-1.ec2",
    "com.amazonaws.us-east-1.ecr.api",
    "com.amazonaws.us-east-1.ecr.dkr",
    "com.amazonaws.us-east-1.elasticfilesystem",
    "com.amazonaws.us-east-1.events",
    "com.amazonaws.us-east-1.glue",
    "com.amazonaws.us-east-1.kms",
    "com.amazonaws.us-east-1.lambda",
    "com.amazonaws.us-east-1.logs",
    "com.amazonaws.us-east-1.monitoring",
    "com.amazonaws.us-east-1.sagemaker.api",
    "com.amazonaws.us-east-1.sagemaker.featurestore-runtime",
    "com.amazonaws.us-east-1.sagemaker.metrics",
    "com.amazonaws.us-east-1.sagemaker.runtime",
    "com.amazonaws.us-east-1.secretsmanager",
    "com.amazonaws.us-east-1.sns",
    "com.amazonaws.us-east-1.sqs",
    "com.amazonaws.us-east-1.ssm",
    "com.amazonaws.us-east-1.states",
    "com.amazonaws.us-east-1.sts",
}
GATEWAYS = {"com.amazonaws.us-east-1.s3", "com.amazonaws.us-east-1.dynamodb"}
OURS = {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorg0", "aws:ResourceOrgID": "o-exampleorg0"}}
ENDPOINT = "workspace.prod/aws_vpc_endpoint.endpoints"


@pytest.fixture
def made():
    return {}


@pytest.fixture
def graph(scope, build, made):
    args = EndpointsArgs(
        scope=scope,
        vpc_id="vpc-1",
        subnet_ids=["subnet-a", "subnet-b", "subnet-c"],
        route_table_ids=["rtb-a", "rtb-b", "rtb-c"],
        workload_cidrs=["10.30.0.0/18", "10.30.64.0/18"],
    )
    return build(lambda opts: made.update(endpoints=Endpoints("endpoints", args, opts)))


def statements(node):
    return {s["Sid"]: s for s in json.loads(node.text("policy"))["Statement"]}


def test_the_services_are_those_a_closed_network_needs(graph):
    endpoints = graph.of_type("aws_vpc_endpoint")
    assert {(node.get("vpc_endpoint_type"), node.get("service_name")) for node in endpoints} == {
        *(("Interface", name) for name in INTERFACES),
        *(("Gateway", name) for name in GATEWAYS),
    }
    assert {node.type for node in graph} == {
        "aws_security_group",
        "aws_vpc_endpoint",
        "aws_vpc_security_group_ingress_rule",
    }


def test_interface_endpoints_answer_to_the_services_own_names_in_every_endpoint_subnet(graph):
    interfaces = [node for node in graph.of_type("aws_vpc_endpoint") if node.get("vpc_endpoint_type") == "Interface"]
    assert {node.get("private_dns_enabled") for node in interfaces} == {True}
    assert {tuple(node.items("subnet_ids")) for node in interfaces} == {("subnet-a", "subnet-b", "subnet-c")}
    assert {graph.target(group).address for node in interfaces for group in node.items("security_group_ids")} == {
        "workspace.prod/aws_security_group.endpoints"
    }


def test_gateway_endpoints_stand_in_the_workload_route_tables(graph):
    gateways = [graph[f"{ENDPOINT}-s3"], graph[f"{ENDPOINT}-dynamodb"]]
    assert [node.items("route_table_ids") for node in gateways] == [["rtb-a", "rtb-b", "rtb-c"]] * 2


def test_their_group_takes_https_from_the_workload_subnets_and_lets_nothing_out(graph):
    group = graph["workspace.prod/aws_security_group.endpoints"]
    ingress = graph.of_type("aws_vpc_security_group_ingress_rule")
    assert group.get("name") == "meridian-prod-endpoints"
    assert group.blocks("egress") == []
    assert {
        (node.get("cidr_ipv4"), node.get("ip_protocol"), node.get("from_port"), node.get("to_port")) for node in ingress
    } == {("10.30.0.0/18", "tcp", 443, 443), ("10.30.64.0/18", "tcp", 443, 443)}
    assert {graph.target(node.get("security_group_id")) for node in ingress} == {group}


def test_every_policy_lets_our_principals_ask_our_resources(graph):
    policies = [statements(node) for node in graph.of_type("aws_vpc_endpoint") if "policy" in node.attributes]
    assert len(policies) == len(INTERFACES) + len(GATEWAYS)
    assert [policy["OurPrincipalsToOurResources"]["Condition"] for policy in policies] == [OURS] * len(policies)
    assert {s["Effect"] for policy in policies for s in policy.values()} == {"Allow"}


def test_no_policy_allows_a_whole_service_and_none_is_longer_than_aws_takes(graph):
    endpoints = [node for node in graph.of_type("aws_vpc_endpoint") if "policy" in node.attributes]
    actions = {action for node in endpoints for s in statements(node).values() for action in s["Action"]}
    assert {action for action in actions if action.endswith(":*") or action == "*"} == set()
    assert max(len(node.text("policy")) for node in endpoints) <= 20480


def test_every_endpoint_has_a_policy(graph):
    assert [node.address for node in graph.of_type("aws_vpc_endpoint") if not node.text("policy")] == []


def test_roles_are_assumed_through_the_sts_endpoint_within_the_organization_only(graph):
    assert statements(graph[f"{ENDPOINT}-sts"]) == {
        "OurPrincipalsToOurResources": {
            "Sid": "OurPrincipalsToOurResources",
            "Effect": "Allow",
            "Principal": "*",
            "Action": [
                "sts:AssumeRole",
                "sts:DecodeAuthorizationMessage",
                "sts:GetCallerIdentity",
                "sts:SetSourceIdentity",
                "sts:TagSession",
            ],
            "Resource": "*",
            "Condition": OURS,
        }
    }


def test_beside_ours_the_s3_endpoint_reaches_image_layers_and_jumpstart_to_read(graph):
    policy = statements(graph[f"{ENDPOINT}-s3"])
    assert set(policy) == {
        "OurPrincipalsToOurResources",
        "ServicesToOurResources",
        "AnyoneToImageLayers",
        "OurPrincipalsToJumpStart",
    }
    assert policy["AnyoneToImageLayers"]["Action"] == ["s3:GetObject"]
    assert policy["AnyoneToImageLayers"]["Resource"] == "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*"
    assert policy["OurPrincipalsToJumpStart"]["Action"] == ["s3:GetObject", "s3:ListBucket"]
    assert policy["OurPrincipalsToJumpStart"]["Resource"] == [
        "arn:aws:s3:::jumpstart-cache-prod-us-east-1",
        "arn:aws:s3:::jumpstart-cache-prod-us-east-1/*",
    ]
    assert policy["OurPrincipalsToJumpStart"]["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorg0"}}
    assert policy["ServicesToOurResources"]["Condition"] == {
        "Bool": {"aws:PrincipalIsAWSService": "true"},
        "StringEquals": {"aws:ResourceOrgID": "o-exampleorg0"},
    }


@pytest.mark.parametrize("name", ["ecr-api", "ecr-dkr"])
def test_images_of_aws_are_pulled_and_never_pushed(graph, name):
    pull = statements(graph[f"{ENDPOINT}-{name}"])["OurPrincipalsPullImagesOfAws"]
    assert pull["Action"] == ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    assert pull["Resource"] == [
        "arn:aws:ecr:us-east-1:156813124566:repository/*",
        "arn:aws:ecr:us-east-1:205585389593:repository/*",
        "arn:aws:ecr:us-east-1:683313688378:repository/*",
        "arn:aws:ecr:us-east-1:763104351884:repository/*",
        "arn:aws:ecr:us-east-1:885854791233:repository/*",
    ]
    assert pull["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorg0"}}


def test_a_region_that_the_source_does_not_know_has_no_image_accounts():
    assert image_accounts("cn-north-1") == ()


def test_its_outputs_are_keyed_by_service(graph, made):
    assert set(made["endpoints"].endpoint_ids) == {s.name for s in INTERFACE_SERVICES + GATEWAY_SERVICES}
