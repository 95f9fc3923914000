from __future__ import annotations

import pytest

from phizone_stacks.live.readers.ec2_peerings import peerings

OURS = {"OwnerId": "777777777777", "Region": "us-east-1", "VpcId": "vpc-1"}
THEIRS = {"OwnerId": "999999999999", "Region": "us-east-1", "VpcId": "vpc-2"}
ABROAD = {"OwnerId": "777777777777", "Region": "us-west-2", "VpcId": "vpc-3"}


def _connection(requester, accepter, status="active"):
    return {
        "VpcPeeringConnectionId": "pcx-1",
        "RequesterVpcInfo": requester,
        "AccepterVpcInfo": accepter,
        "Status": {"Code": status},
    }


def _read(answered, connection):
    return answered(peerings, ("ec2.describe_vpc_peering_connections", {"VpcPeeringConnections": [connection]}))


def test_a_connection_is_read_with_the_account_at_its_other_end(aws, seen):
    ours, theirs = (
        aws("ec2", account=each).create_vpc(CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
        for each in ("777777777777", "999999999999")
    )
    made = aws("ec2").create_vpc_peering_connection(VpcId=ours, PeerVpcId=theirs, PeerOwnerId="999999999999")
    name = made["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    options = [{"allow_remote_vpc_dns_resolution": False}]
    expected = {
        "accepter": options,
        "auto_accept": False,
        "id": name,
        "peer_owner_id": "999999999999",
        "peer_region": "us-east-1",
        "peer_vpc_id": theirs,
        "requester": options,
        "tags": {},
        "vpc_id": ours,
    }
    assert seen("aws_vpc_peering_connection") == [expected]
    assert seen("aws_vpc_peering_connection", account="999999999999") == [
        {**expected, "peer_owner_id": "777777777777", "peer_vpc_id": ours, "vpc_id": theirs}
    ]


def test_a_connection_that_somebody_else_asked_for_is_read_from_our_end(answered):
    assert _read(answered, _connection(THEIRS, OURS)) == [
        {
            "auto_accept": True,
            "id": "pcx-1",
            "peer_owner_id": "999999999999",
            "peer_region": "us-east-1",
            "peer_vpc_id": "vpc-2",
            "tags": {},
            "vpc_id": "vpc-1",
        }
    ]


def test_the_end_that_accepted_in_another_region_of_the_account_is_an_accepter(answered):
    assert _read(answered, _connection(ABROAD, OURS)) == [
        {
            "auto_accept": True,
            "peer_owner_id": "777777777777",
            "peer_region": "us-west-2",
            "peer_vpc_id": "vpc-3",
            "tags": {},
            "vpc_id": "vpc-1",
            "vpc_peering_connection_id": "pcx-1",
        }
    ]


@pytest.mark.parametrize(
    ("status", "accepted"),
    [("initiating-request", False), ("pending-acceptance", False), ("provisioning", True), ("active", True)],
)
def test_a_connection_is_accepted_as_soon_as_nobody_is_asked_any_more(answered, status, accepted):
    assert [each["auto_accept"] for each in _read(answered, _connection(OURS, THEIRS, status))] == [accepted]


def test_a_connection_that_was_deleted_is_not_read(answered):
    assert _read(answered, _connection(OURS, THEIRS, "deleted")) == []
