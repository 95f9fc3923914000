"""Callers who hold good credentials and do not come through our endpoints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from phizone_policies.check import View
from phizone_policies.views.documents import Statement
from phizone_policies.views.requests import ANY_OBJECT, Context
from phizone_policies.views.tags import tag
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical

DATA_ACTIONS: Mapping[str, str] = {
    "s3:AbortMultipartUpload": ANY_OBJECT,
    "s3:DeleteObject": ANY_OBJECT,
    "s3:GetObject": ANY_OBJECT,
    "s3:GetObjectVersion": ANY_OBJECT,
    "s3:ListBucket": "",
    "s3:ListBucketMultipartUploads": "",
    "s3:ListBucketVersions": "",
    "s3:ListMultipartUploadParts": ANY_OBJECT,
    "s3:PutObject": ANY_OBJECT,
    "s3:ReplicateDelete": ANY_OBJECT,
    "s3:ReplicateObject": ANY_OBJECT,
    "s3:ReplicateTags": ANY_OBJECT,
    "s3:RestoreObject": ANY_OBJECT,
}
"""What touches data, by the key of the object that is asked for; none for the bucket itself."""
_NETWORKS = {"aws:SourceVpce": "aws_vpc_endpoint", "aws:SourceVpc": "aws_vpc"}
_STRANGERS: Context = {
    "aws:sourcevpc": ("vpc-0000000000000dead",),
    "aws:sourcevpce": ("vpce-0000000000000dead",),
    "aws:vpceaccount": ("000000000000",),
    "aws:vpceorgid": ("o-0000000000",),
}


def callers_elsewhere(view: View, bucket: Node, denials: Iterable[Statement]) -> Mapping[str, Context]:
    """What a policy sees of such callers, by who they are: over the internet, or from a network that is not ours.

    Each comes as some role of the account, and as one whose name begins as those of the bucket's team do: an exemption
    of either is one of everybody.
    """
    networks: dict[str, Context] = {
        "over the internet": dict.fromkeys(_STRANGERS),
        "from a stranger's network": _STRANGERS,
    }
    for key, value in sorted(_foreign(view, denials)):
        networks[f"from {value}"] = {**_STRANGERS, key.lower(): (value,)}
    return {
        f"{role} {where}": {**_caller(view, bucket, role), **network}
        for role in (f"{_prefix(view, bucket)}-anybody", "anybody")
        for where, network in networks.items()
    }


def _foreign(view: View, denials: Iterable[Statement]) -> set[tuple[str, str]]:
    """The (key, network) pairs that a policy exempts and the graph does not hold."""
    ours = view.graph.cached(_own_networks)
    return {
        (key, value)
        for statement in denials
        for key in _NETWORKS
        for _, values in statement.condition(key)
        for value in values
        if (key, value) not in ours
    }


def _own_networks(graph: Graph) -> frozenset[tuple[str, str]]:
    return frozenset(
        (key, str(physical(node, "id"))) for key, kind in _NETWORKS.items() for node in graph.of_type(kind)
    )


def _prefix(view: View, bucket: Node) -> str:
    return "-".join((view.organization.name, view.environment.name, tag(bucket, "Team")))


def _caller(view: View, bucket: Node, role: str) -> Context:
    return {
        "aws:principalaccount": (bucket.account,),
        "aws:principalarn": (f"arn:aws:iam::{bucket.account}:role/{role}",),
        "aws:principalisawsservice": ("false",),
        "aws:principalorgid": (view.organization.id,),
        "aws:securetransport": ("true",),
        "aws:viaawsservice": ("false",),
    }
