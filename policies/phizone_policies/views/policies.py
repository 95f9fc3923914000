"""What policies grant: the documents of a resource, and whether a managed policy only bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phizone_policies.views.documents import Document, Statement
from phizone_policies.views.naming import named_node, naming
from phizone_policies.views.policy_documents import granting
from phizone_policies.views.requests import acts_on, glob
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical
from phizone_stacks.graph.values import Unknown

GRANTING = (
    "aws_iam_policy",
    "aws_iam_role_policy",
    "aws_iam_user_policy",
    "aws_iam_group_policy",
    "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
)
"""Types that hold what a principal may do."""
READS = (
    "aws_iam_group_policy.policy",
    "aws_iam_policy.name",
    "aws_iam_policy.path",
    "aws_iam_policy.policy",
    "aws_iam_role.inline_policy",
    "aws_iam_role.managed_policy_arns",
    "aws_iam_role.permissions_boundary",
    "aws_iam_role_policy.policy",
    "aws_iam_role_policy_attachment.policy_arn",
    "aws_iam_user_policy.policy",
    "aws_ssoadmin_permission_set_inline_policy.inline_policy",
)
"""Attributes by which it is known what they grant, and which of them only bound."""
_ATTACHING = (
    "aws_iam_role_policy_attachment",
    "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment",
    "aws_iam_policy_attachment",
)
_KIND_OF_ANYTHING = re.compile(r"[a-z-]+[/:][*?]+")
_BOUNDED = ("aws_iam_role", "aws_iam_user")


def documents(graph: Graph, node: Node) -> Iterator[Document]:
    """The documents by which a node grants something to principals. Raises: UnknownValue, MalformedPolicy."""
    yield from granting(graph, node)


def only_bounds(graph: Graph, policy: Node) -> bool:
    """Whether a managed policy is, or has to be, the boundary of roles and is nobody's permission.

    Raises: UnknownValue.
    """
    if policy.type != "aws_iam_policy":
        return False
    names = ("arn", "id")
    granted = naming(graph, policy, _ATTACHING, "policy_arn", *names)
    granted += naming(graph, policy, ("aws_iam_role",), "managed_policy_arns", *names)
    return not granted and (
        bool(naming(graph, policy, _BOUNDED, "permissions_boundary", *names)) or _is_required_as_boundary(graph, policy)
    )


def _is_required_as_boundary(graph: Graph, policy: Node) -> bool:
    """Whether some policy lets roles be made with this one as their boundary only."""
    arn = physical(policy, "arn")
    return isinstance(arn, str) and any(glob(pattern, arn) for pattern in graph.cached(_required_boundaries))


def _required_boundaries(graph: Graph) -> frozenset[str]:
    """The boundaries that conditions of managed policies name; a policy that is not known names none."""
    known = [node for node in graph.of_type("aws_iam_policy") if not isinstance(node.peek("policy"), Unknown)]
    contents = [content for node in known for content in documents(graph, node)]
    return frozenset(
        value
        for content in contents
        for statement in content.allows
        for _, values in statement.condition("iam:PermissionsBoundary")
        for value in values
    )


def boundary(graph: Graph, role: Node) -> Node | None:
    """The managed policy of this zone that bounds a role; None where it has none or another. Raises: UnknownValue."""
    value = role.get("permissions_boundary")
    return named_node(graph, value, ("aws_iam_policy",), "arn") or named_node(graph, value, ("aws_iam_policy",))


def bounds_nothing(content: Document) -> bool:
    """Whether a boundary lets every action through and denies none."""
    every = [each for each in content.allows if any(set(action) == {"*"} for action in each.actions)]
    return not content.denies and any(is_every_resource(each) and not each.conditions for each in every)


def is_every_resource(statement: Statement) -> bool:
    """Whether a statement is about any resource, about all of a kind or of a service, or about all but some."""
    return bool(statement.not_resources) or any(_is_every(resource) for resource in statement.resources)


def grants_any(statement: Statement, *actions: str) -> str:
    """The first of some actions that a statement allows; empty where it allows none."""
    return next((action for action in actions if statement.allows and acts_on(statement, action)), "")


def _is_every(resource: str) -> bool:
    """As `*`, `arn:aws:s3:::*` and `arn:aws:kms:us-east-1:777777777777:key/*`, whose own part names nothing."""
    parts = resource.split(":", 5)
    if len(parts) < 6:
        return set(resource) <= {"*", "?"}
    name = parts[5]
    # Of S3's resources the first word is a bucket, elsewhere it is a kind of things.
    return set(name) <= {"*", "?", "/"} or (parts[2] != "s3" and _KIND_OF_ANYTHING.fullmatch(name) is not None)
