"""What lets people at a bucket beside policies: access control lists of it and its objects, and copies of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phizone_policies.views import buckets
from phizone_policies.views.blocks import leaf, leaves
from phizone_policies.views.documents import Statement
from phizone_policies.views.tags import tag
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import identity
from phizone_stacks.graph.values import Value

_ENFORCED = "BucketOwnerEnforced"
_GROUPS = "http://acs.amazonaws.com/groups/global/"
_EVERYBODY, _WITH_AN_ACCOUNT = f"{_GROUPS}AllUsers", f"{_GROUPS}AuthenticatedUsers"
# Source: Amazon S3 User Guide, "Access control list (ACL) overview", "Canned ACL".
_CANNED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "authenticated-read": ((_WITH_AN_ACCOUNT, "READ"),),
    "public-read": ((_EVERYBODY, "READ"),),
    "public-read-write": ((_EVERYBODY, "READ"), (_EVERYBODY, "WRITE")),
}
# Source: as above, "Mapping of ACL permissions and access policy permissions", of a bucket.
_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "READ": ("s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"),
    "READ_ACP": ("s3:GetBucketAcl",),
    "WRITE": ("s3:PutObject",),
    "WRITE_ACP": ("s3:PutBucketAcl",),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """What lists let people do with a bucket."""

    statements: tuple[Statement, ...] = ()
    """What the bucket's own list grants to everybody, as a policy would say it."""
    unknown: tuple[str, ...] = ()
    """Why somebody else may read what it holds, a reason each."""


def of_bucket(graph: Graph, bucket: Node) -> Listed:
    """What lists and copies let people do with what a bucket holds."""
    unknown = list(_copied(graph, bucket))
    statements: tuple[Statement, ...] = ()
    try:
        if _has_lists(graph, bucket):
            ownership = f"its object ownership is not {_ENFORCED}"
            unknown.append(f"objects of {bucket.address} may have access control lists of their own, for {ownership}")
            statements = () if _ignores_public(graph, bucket) else tuple(_granted(graph, bucket))
    except UnknownValue as reason:
        unknown.append(str(reason))
    return Listed(statements, tuple(unknown))


def _has_lists(graph: Graph, bucket: Node) -> bool:
    """Whether lists count; where nothing says so they do not, as AWS makes buckets, unless one is given a list."""
    controls = buckets.sibling(graph, bucket, "aws_s3_bucket_ownership_controls")
    if controls is not None:
        return leaf(controls, "rule.object_ownership") != _ENFORCED
    given = bucket.get("acl") not in (None, "private") or bool(bucket.items("grant"))
    return given or bool(buckets.siblings(graph, bucket, "aws_s3_bucket_acl"))


def _ignores_public(graph: Graph, bucket: Node) -> bool:
    own = buckets.sibling(graph, bucket, "aws_s3_bucket_public_access_block")
    whole = (each for each in graph.of_type("aws_s3_account_public_access_block") if each.account == bucket.account)
    return any(each.get("ignore_public_acls") is True for each in (*([own] if own else []), *whole))


def _granted(graph: Graph, bucket: Node) -> Iterator[Statement]:
    arn = buckets.arns(bucket)[0]
    for group, permission in _grants(graph, bucket):
        actions = _ACTIONS.get(permission, tuple(each for several in _ACTIONS.values() for each in several))
        needs = (("Null", "aws:PrincipalArn", ("false",)),) if group == _WITH_AN_ACCOUNT else ()
        yield Statement("AccessControlList", "Allow", (("*", "*"),), (), actions, (), (arn, f"{arn}/*"), (), needs)


def _grants(graph: Graph, bucket: Node) -> Iterator[tuple[str, str]]:
    """(group, permission) pairs of the bucket's list that let everybody in, or everybody with an account."""
    for node in (bucket, *buckets.siblings(graph, bucket, "aws_s3_bucket_acl")):
        canned = node.get("acl")
        yield from _CANNED.get(canned, ()) if isinstance(canned, str) else ()
        path = "grant" if node is bucket else "access_control_policy.grant"
        for grant in leaves(node, path):
            yield from (each for each in _of_grant(grant) if each[0] in (_EVERYBODY, _WITH_AN_ACCOUNT))


def _of_grant(grant: Value) -> Iterator[tuple[str, str]]:
    """The pairs of a block: of the bucket itself `uri` and `permissions`, of its list `grantee` and `permission`."""
    if not isinstance(grant, dict):
        return
    grantee = grant.get("grantee")
    inner = grantee[0] if isinstance(grantee, list) and grantee else grantee
    group = inner.get("uri") if isinstance(inner, dict) else grant.get("uri")
    given = grant.get("permissions") or grant.get("permission")
    yield from ((str(group), str(each)) for each in (given if isinstance(given, list) else [given]))


def _copied(graph: Graph, bucket: Node) -> Iterator[str]:
    """Why copies of what a bucket holds may be read by others: they lie where others than its team's may be let in."""
    try:
        nodes = (bucket, *buckets.siblings(graph, bucket, "aws_s3_bucket_replication_configuration"))
        for node in nodes:
            path = "replication_configuration.rules" if node is bucket else "rule"
            for value in leaves(node, f"{path}.destination.bucket"):
                if not _is_same_data(graph, bucket, value):
                    to = f"{identity(graph, value)}, of which nothing says that it is the same team's"
                    yield f"{node.address} copies what {bucket.address} holds to {to}"
    except UnknownValue as reason:
        yield str(reason)


def _is_same_data(graph: Graph, bucket: Node, value: Value) -> bool:
    """Whether a copy lies in a bucket of the graph that says of whose data and of which class it is, the same."""
    name = value.rsplit(":", 1)[-1] if isinstance(value, str) else value
    copies = [each for each in graph.of_type("aws_s3_bucket") if buckets.is_named(graph, each, name)]
    return any(all(tag(each, key) == tag(bucket, key) for key in ("Team", "DataClassification")) for each in copies)
