"""Whether AWS offers what the programs use, where they use it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import botocore.session
import pytest
import yaml

from phizone_scripts.at_hand import AtHand
from phizone_scripts.diagnosis import services
from phizone_scripts.diagnosis.entering import Entered
from phizone_scripts.diagnosis.services import availability, behind_endpoint, endpoints, service_of, wanted_services
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

TABLE = yaml.safe_load(Path(services.__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
DEV = "555555555555"


@pytest.fixture
def told(zone, monkeypatch):
    """What is told of endpoint services that a graph uses, where AWS lists those of KMS in three zones.

    moto lists those that its own backends have, all of which it loads first, more than are installed.
    """
    zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
    listed = [{"ServiceName": "com.amazonaws.us-east-1.kms", "AvailabilityZones": zones}]
    pages = SimpleNamespace(paginate=lambda: [{"ServiceDetails": []}, {"ServiceDetails": listed}])
    monkeypatch.setattr(AtHand, "client", lambda *_: SimpleNamespace(get_paginator=lambda _: pages))

    def tell(graph, into=(DEV,)):
        return [
            (each.state, each.found)
            for each in endpoints(graph, zone, "dev", Entered(AtHand(), into={account: {} for account in into}))
        ]

    return tell


def endpoint(name):
    node = Node(
        address="w.dev/aws_vpc_endpoint.e",
        type="aws_vpc_endpoint",
        name="e",
        account=DEV,
        region="us-east-1",
        environment="dev",
        attributes={"service_name": name},
    )
    return Graph([node])


def resource(kind, region):
    return Graph([Node(address=f"w.dev/{kind}.e", type=kind, name="e", account=DEV, region=region)])


def test_every_type_and_endpoint_of_the_zone_has_a_service(graph):
    wanted, unknown = wanted_services(graph)
    assert unknown == []
    assert ("sagemaker", "us-east-1") in wanted
    assert ("efs", "us-east-1") in wanted


def test_every_service_of_the_table_is_one_of_botocores():
    known = set(botocore.session.Session().get_available_services())
    assert {*TABLE["types"].values(), *TABLE["endpoints"].values()} - known == set()


def test_the_zone_is_offered_where_it_is(graph):
    assert {finding.state for finding in availability(graph) if finding.what == "services"} <= {"ok", "note"}
    assert [finding.found.split(":")[0] for finding in availability(graph) if finding.state == "note"] == [
        "sagemaker-featurestore-runtime"
    ]


@pytest.mark.parametrize(
    ("kind", "service"),
    [
        ("aws_s3_account_public_access_block", "s3control"),
        ("aws_s3_bucket", "s3"),
        ("aws_vpc", "ec2"),
        ("aws_cloudwatch_log_group", "logs"),
        ("aws_cloudwatch_metric_alarm", "cloudwatch"),
        ("aws_vpclattice_service", None),
        ("aws_made_up", None),
    ],
)
def test_the_longest_beginning_counts_and_only_whole_words(kind, service):
    assert service_of(kind) == service


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("com.amazonaws.us-east-1.ecr.dkr", "ecr"),
        ("aws.sagemaker.us-east-1.studio", "sagemaker"),
        ("com.amazonaws.us-east-1.sagemaker.runtime", "sagemaker-runtime"),
        ("com.amazonaws.us-east-1.made-up", None),
    ],
)
def test_what_is_behind_an_endpoint(name, service):
    assert behind_endpoint(name) == service


def test_a_region_that_lacks_a_service_stands_in_the_way():
    (finding,) = availability(resource("aws_macie2_account", "ap-southeast-3"))
    assert finding.state == "fail"
    assert "macie2 in ap-southeast-3" in finding.found


def test_a_type_of_no_known_service_is_told():
    assert [finding.state for finding in availability(resource("aws_made_up", "us-east-1"))] == ["ok", "note"]


def test_what_is_global_is_offered_everywhere():
    assert [finding.state for finding in availability(resource("aws_iam_role", "global"))] == ["ok"]


def test_an_endpoint_service_that_aws_lists_is_offered(told, zone):
    assert told(endpoint("com.amazonaws.us-east-1.kms"))[0][0] == "ok"


def test_an_endpoint_service_that_aws_does_not_list_is_named(told):
    ((state, said),) = told(endpoint("com.amazonaws.us-east-1.made-up"))
    assert (state, said) == ("fail", "AWS does not offer com.amazonaws.us-east-1.made-up")


def test_one_that_lacks_a_zone_is_named(told, zone, monkeypatch):
    elsewhere = zone.environment("dev").network.model_copy(update={"availability_zones": ("us-east-1z",)})
    moved = zone.environment("dev").model_copy(update={"network": elsewhere})
    monkeypatch.setattr(type(zone), "environment", lambda *_: moved)
    ((state, said),) = told(endpoint("com.amazonaws.us-east-1.kms"))
    assert (state, "com.amazonaws.us-east-1.kms" in said) == ("fail", True)


def test_without_a_way_into_the_account_nothing_is_asked(told):
    ((state, said),) = told(endpoint("com.amazonaws.us-east-1.kms"), into=())
    assert (state, DEV in said) == ("note", True)
