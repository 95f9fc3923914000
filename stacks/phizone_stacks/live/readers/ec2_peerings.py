"""Peering connections of VPCs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, tags_of
from phizone_stacks.live.readers.ec2_words import ec2
from phizone_stacks.live.reading import reads

_GONE = ("deleted", "deleting", "expired", "failed", "rejected")
_WAITING = ("initiating-request", "pending-acceptance")
_REQUESTER, _ACCEPTER = "RequesterVpcInfo", "AccepterVpcInfo"


@reads("aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter")
def peerings(calls: Calls) -> Iterator[Found]:
    """Connections as the account sees them: its own VPC, and whose is at the other end.

    Between two accounts each tells its end, since either may be ours alone; between two regions of one account the end
    that accepted is an accepter.
    """
    for each in ec2(calls, "describe_vpc_peering_connections", "VpcPeeringConnections"):
        if each.get("Status", {}).get("Code") in _GONE:
            continue
        name, asked = each["VpcPeeringConnectionId"], _is_here(calls, each[_REQUESTER])
        ours, theirs = (_REQUESTER, _ACCEPTER) if asked else (_ACCEPTER, _REQUESTER)
        attributes = {
            "vpc_id": each[ours].get("VpcId"),
            "peer_vpc_id": each[theirs].get("VpcId"),
            "peer_owner_id": each[theirs].get("OwnerId"),
            "peer_region": each[theirs].get("Region"),
            # What was accepted and is still being made carries packets by itself in a moment.
            "auto_accept": each.get("Status", {}).get("Code") not in _WAITING,
            "accepter": _options(each[_ACCEPTER]),
            "requester": _options(each[_REQUESTER]),
            "tags": tags_of(each.get("Tags")),
        }
        if asked or each[_REQUESTER].get("OwnerId") != calls.place.account:
            yield found("aws_vpc_peering_connection", name, {"id": name, **attributes})
        else:
            named = {"vpc_peering_connection_id": name}
            yield found("aws_vpc_peering_connection_accepter", name, {**named, **attributes})


def _is_here(calls: Calls, end: dict[str, Any]) -> bool:
    here = (calls.place.account, calls.place.region)
    return (end.get("OwnerId"), end.get("Region", calls.place.region)) == here


def _options(end: dict[str, Any]) -> list[dict[str, Any]] | None:
    given = end.get("PeeringOptions")
    return block(allow_remote_vpc_dns_resolution=given.get("AllowDnsResolutionFromRemoteVpc")) if given else None
