"""What is certain of a request's condition keys once it is known who asks for what: the rest could be anything."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.proofs.access.request import ANONYMOUS
from phizone_policies.proofs.access.world.principals import Kind, Principal
from phizone_policies.proofs.access.world.resources import Resource
from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.node import Node

Facts = Mapping[str, tuple[str, ...] | None]
"""Values by condition key in lower case; None for a key that the request does not have."""
PRINCIPAL_TAG = "aws:principaltag/"
"""How the keys of a principal's tags begin."""
_ELSEWHERE = "o-elsewhere00"
_SERVICE_KEYS = ("aws:principalservicename", "aws:principalservicenameslist")
_SOURCE_KEYS = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner")
_TYPES = {Kind.ROLE: "AssumedRole", Kind.USER: "User", Kind.ROOT: "Account"}


def of_principal(principal: Principal, organization_id: str) -> dict[str, tuple[str, ...] | None]:
    """The keys that follow from who asks; `organization_id` is our organization's, empty where it is not known.

    A service's request says that it is one. A caller of an organization that is not known may be of any. What an
    identity provider vouches for is told by itself, so only the absence of everything else follows.
    Source: IAM User Guide, "AWS global condition context keys", keys of the principal.
    """
    if principal.kind is Kind.SERVICE:
        # Of a service's request the caller's organization is absent, and its sources are what the service sets.
        return {
            "aws:principalisawsservice": ("true",),
            "aws:principalservicename": (principal.arn,),
            "aws:principalorgid": None,
            "aws:principalorgpaths": None,
            "aws:principalarn": None,
            "aws:principalaccount": None,
        }
    found: dict[str, tuple[str, ...] | None] = {**dict.fromkeys((*_SERVICE_KEYS, *_SOURCE_KEYS)), **_asked(principal)}
    if principal.arn == ANONYMOUS or principal.kind is Kind.FEDERATED:
        return {**found, **dict.fromkeys(("aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths"))}
    found |= {"aws:principalaccount": (principal.account,)}
    if principal.kind is Kind.STRANGER:
        return {**found, "aws:principalorgid": (_ELSEWHERE,), "aws:principalorgpaths": (f"{_ELSEWHERE}/r-else/",)}
    if organization_id:
        found["aws:principalorgid"] = (organization_id,)
    return found


def tags_of(principal: Principal) -> dict[str, tuple[str, ...] | None]:
    """The keys of a principal's tags, where nobody who takes its part can bring others."""
    return {f"{PRINCIPAL_TAG}*": None, **_tagged(PRINCIPAL_TAG, principal.node, principal.tags)}


def of_resource(action: str, resource: Resource, organization_id: str) -> dict[str, tuple[str, ...] | None]:
    """The keys that follow from what is asked for; our own resources are all in our organization."""
    service = action.partition(":")[0].lower()
    found: dict[str, tuple[str, ...] | None] = {"aws:resourceaccount": (resource.account,)}
    if organization_id:
        found["aws:resourceorgid"] = (organization_id,)
    if service == "s3":
        found["s3:resourceaccount"] = (resource.account,)
    if resource.node.region not in ("", "global"):
        found["aws:requestedregion"] = (resource.node.region,)
    elif service in ("iam", "organizations"):
        # Global services answer from the partition's first Region, whichever the caller chose.
        found["aws:requestedregion"] = (_first_region(resource.node.region),)
    tagged = _tagged("aws:resourcetag/", resource.node, resource.tags)
    if service in ("secretsmanager", "iam", "ecr"):
        tagged |= _tagged(f"{service}:resourcetag/", resource.node, resource.tags)
    return found | tagged


def _asked(principal: Principal) -> dict[str, tuple[str, ...] | None]:
    """A caller with credentials has an ARN; an anonymous request has no key of the principal at all.

    Source: IAM User Guide, "aws:PrincipalIsAWSService": it is absent on anonymous requests.
    """
    if principal.arn == ANONYMOUS:
        return {"aws:principalarn": None, "aws:principalisawsservice": None, "aws:viaawsservice": None}
    kind = _TYPES.get(principal.kind)
    found: dict[str, tuple[str, ...] | None] = {"aws:principalisawsservice": ("false",)}
    if principal.kind is not Kind.FEDERATED:
        found["aws:principalarn"] = (principal.arn,)
    return {**found, "aws:principaltype": (kind,)} if kind else found


def _tagged(prefix: str, node: Node | None, tags: Mapping[str, str]) -> dict[str, tuple[str, ...] | None]:
    return {f"{prefix}{key}".lower(): (value,) for key, value in tags.items()} if node is not None else {}


def _first_region(region: str) -> str:
    return {"aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}.get(partition(region), "us-east-1")
