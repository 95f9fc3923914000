"""What is certain of a request's condition keys once it is known who asks for what: the rest could be anything."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.proofs.access.world.principals import ITS_OWN, Kind, Principal
from phizone_policies.proofs.access.world.resources import Resource
from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.node import Node

Facts = Mapping[str, tuple[str, ...] | None]
"""Values by condition key in lower case; None for a key that the request does not have."""
PRINCIPAL_TAG = "aws:principaltag/"
"""How the keys of a principal's tags begin."""
RESOURCE_ALIASES = "kms:resourcealiases"
"""The key of the aliases of a key."""
BOUNDARY = "iam:permissionsboundary"
"""The key of a principal's boundary."""
ABOUT_THE_BOUNDARY = frozenset(
    f"iam:{verb}{kind}{what}".lower()
    for kind in ("Role", "User")
    for verb, what in (
        ("Attach", "Policy"),
        ("Delete", "PermissionsBoundary"),
        ("Delete", "Policy"),
        ("Detach", "Policy"),
        ("Put", "Policy"),
    )
)
"""Actions, in lower case, whose `iam:PermissionsBoundary` is the boundary that the role or user has.

Source: Service Authorization Reference, "Condition keys for AWS Identity and Access Management".
"""
# Keys of what is asked through an access point, which whoever asks about one pins.
_POINT_KEYS = ("s3:accesspointnetworkorigin", "s3:dataaccesspointaccount", "s3:dataaccesspointarn")
_SOURCE_KEYS = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner")


def of_principal(principal: Principal, organization_id: str) -> dict[str, tuple[str, ...] | None]:
    """The keys that follow from who asks, beside those that its ARN implies; `organization_id` is our organization's.

    Where that is empty, it is not known, and the caller may be of any. Source: IAM User Guide, "AWS global condition
    context keys": the keys `aws:Source…` are in requests that a service makes for somebody.
    """
    if principal.kind is Kind.SERVICE:
        return {}
    found: dict[str, tuple[str, ...] | None] = dict.fromkeys(_SOURCE_KEYS)
    if organization_id:
        found["aws:principalorgid"] = (organization_id,)
    return found


def never(principal: Principal, organization_id: str) -> Mapping[str, tuple[str, ...]]:
    """Patterns of what a key never holds: a stranger is not of our organization, whatever other they are of."""
    if principal.kind is not Kind.STRANGER or not organization_id:
        return {}
    return {"aws:principalorgid": (organization_id,), "aws:principalorgpaths": (f"{organization_id}/*",)}


def tags_of(principal: Principal) -> dict[str, tuple[str, ...] | None]:
    """The keys of a principal's tags, where nobody who takes its part can bring others."""
    if principal.session_tags is None:
        return {}
    tags = principal.tags if principal.session_tags is ITS_OWN else principal.session_tags
    return {f"{PRINCIPAL_TAG}*": None, **_tagged(PRINCIPAL_TAG, principal.node, tags)}


def of_resource(action: str, resource: Resource, organization_id: str) -> dict[str, tuple[str, ...] | None]:
    """The keys that follow from what is asked for; our own resources are all in our organization."""
    service = action.partition(":")[0].lower()
    found: dict[str, tuple[str, ...] | None] = {"aws:resourceaccount": (resource.account,)}
    if organization_id:
        found["aws:resourceorgid"] = (organization_id,)
    if service == "s3":
        found["s3:resourceaccount"] = (resource.account,)
        found |= dict.fromkeys(_POINT_KEYS)
    if resource.node.region not in ("", "global"):
        found["aws:requestedregion"] = (resource.node.region,)
    elif service in ("iam", "organizations"):
        # Global services answer from the partition's first Region, whichever the caller chose.
        found["aws:requestedregion"] = (_first_region(resource.node.region),)
    tagged = _tagged("aws:resourcetag/", resource.node, resource.tags)
    if service in ("secretsmanager", "iam", "ecr"):
        tagged |= _tagged(f"{service}:resourcetag/", resource.node, resource.tags)
    return found | tagged


def _tagged(prefix: str, node: Node | None, tags: Mapping[str, str]) -> dict[str, tuple[str, ...] | None]:
    return {f"{prefix}{key}".lower(): (value,) for key, value in tags.items()} if node is not None else {}


def _first_region(region: str) -> str:
    return {"aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}.get(partition(region), "us-east-1")
