from __future__ import annotations

import boto3
import pytest
from botocore.stub import Stubber

from phizone_stacks.graph.graph import Unread
from phizone_stacks.live.elsewhere import among, enabled
from phizone_stacks.live.read import Asked, read
from phizone_stacks.live.reading import Reader, Where

ASKED = Asked(
    accounts=("111111111111", "222222222222"),
    management="111111111111",
    home="us-east-1",
    regions=("us-east-1", "us-west-2"),
)
READERS = (
    Reader("kms.keys", ("aws_kms_key",), Where.EVERYWHERE, lambda calls: ()),
    Reader("ec2.routes", ("aws_route_table",), Where.REGION, lambda calls: ()),
)


@pytest.fixture
def clients():
    """Clients of EC2, one account that tells its regions and one that refuses to."""
    session = boto3.Session("x", "x", region_name="us-east-1")
    told, refused = Stubber(session.client("ec2")), Stubber(session.client("ec2"))
    regions = [{"RegionName": each} for each in ("us-east-1", "us-west-2", "eu-west-1", "af-south-1")]
    told.add_response("describe_regions", {"Regions": regions}, {})
    refused.add_client_error("describe_regions", "UnauthorizedOperation", "not authorized")
    by_account = {"111111111111": told, "222222222222": refused}
    with told, refused:
        yield lambda service, place: by_account[place.account].client
        told.assert_no_pending_responses()


def test_every_region_an_account_may_use_and_the_organization_does_not_must_be_empty(clients):
    assert enabled(ASKED, clients, READERS).others == {"111111111111": ("af-south-1", "eu-west-1")}


def test_an_account_that_does_not_tell_its_regions_is_not_known_to_be_empty(clients):
    asked = enabled(ASKED, clients, READERS)
    reason = "ec2:DescribeRegions in 222222222222 us-east-1: UnauthorizedOperation: not authorized"
    missing = (Unread("aws_kms_key", "222222222222", "every other", reason),)
    assert asked.unread == missing
    assert read(asked, clients, readers=READERS).unread == missing


def test_named_regions_must_be_empty_in_every_account_but_for_those_of_the_organization():
    asked = among(ASKED, ["eu-west-1", "us-west-2", "eu-west-1"])
    assert asked.others == {"111111111111": ("eu-west-1",), "222222222222": ("eu-west-1",)}
    assert among(ASKED, []).others == {"111111111111": (), "222222222222": ()}
