"""What a principal may do: the statements of all its policies, written in it or attached to it, and its boundary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.views import naming
from phizone_policies.views.documents import Document, Statement, document
from phizone_policies.views.naming import named_node
from phizone_policies.views.policies import boundary
from phizone_policies.views.policy_documents import granting
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import identity
from phizone_stacks.graph.values import Ref, Value

PRINCIPALS = ("aws_iam_group", "aws_iam_role", "aws_iam_user", "aws_ssoadmin_permission_set")
"""Types that hold permissions."""
# Where a policy is attached: by the principal's type, (type, attribute that names the principal, the policies).
_ATTACHED = {
    "aws_iam_group": (
        ("aws_iam_group_policy_attachment", "group", "policy_arn"),
        ("aws_iam_group_policy_attachments_exclusive", "group_name", "policy_arns"),
        ("aws_iam_policy_attachment", "groups", "policy_arn"),
    ),
    "aws_iam_role": (
        ("aws_iam_policy_attachment", "roles", "policy_arn"),
        ("aws_iam_role_policy_attachment", "role", "policy_arn"),
        ("aws_iam_role_policy_attachments_exclusive", "role_name", "policy_arns"),
    ),
    "aws_iam_user": (
        ("aws_iam_policy_attachment", "users", "policy_arn"),
        ("aws_iam_user_policy_attachment", "user", "policy_arn"),
        ("aws_iam_user_policy_attachments_exclusive", "user_name", "policy_arns"),
    ),
    "aws_ssoadmin_permission_set": (
        ("aws_ssoadmin_managed_policy_attachment", "permission_set_arn", "managed_policy_arn"),
    ),
}
ATTACHING = {kind: path for entries in _ATTACHED.values() for kind, _, path in entries}
"""The attribute that names the policies, by type of resource that attaches some."""
ATTACHING_READS = (*(f"{kind}.{path}" for kind, path in sorted(ATTACHING.items())), "aws_iam_role.managed_policy_arns")
"""The same as a check declares it, and the attribute by which a role attaches some itself."""
_WRITTEN = {
    "aws_iam_group": ("aws_iam_group_policy", "group"),
    "aws_iam_role": ("aws_iam_role_policy", "role"),
    "aws_iam_user": ("aws_iam_user_policy", "user"),
    "aws_ssoadmin_permission_set": ("aws_ssoadmin_permission_set_inline_policy", "permission_set_arn"),
}
_NAMES = {"aws_ssoadmin_permission_set": ("arn", "id")}
READS = tuple(
    sorted(
        {f"{kind}.{each}" for entries in _ATTACHED.values() for kind, *paths in entries for each in paths}
        | {f"{kind}.{path}" for kind, path in _WRITTEN.values()}
        | {f"{kind}.policy" for kind, _ in _WRITTEN.values() if kind.startswith("aws_iam_")}
        | {
            "aws_iam_policy.policy",
            "aws_iam_role.inline_policy",
            "aws_iam_role.managed_policy_arns",
            "aws_iam_role.permissions_boundary",
            "aws_iam_user.permissions_boundary",
            "aws_ssoadmin_permission_set_inline_policy.inline_policy",
        }
    )
)
"""Attributes by which it is known what a principal may do."""


@dataclass(frozen=True, slots=True)
class Granted:
    """A statement that reaches a principal."""

    statement: Statement
    """The statement, an Allow or a Deny."""
    origin: Node
    """The resource that holds its document."""


def granted(graph: Graph, principal: Node) -> Iterator[Granted]:
    """The statements of every policy of a principal that the graph holds. Raises: UnknownValue, MalformedPolicy."""
    for holder in holders(graph, principal):
        for written in granting(graph, holder):
            yield from (Granted(statement, holder) for statement in written.statements)


def holders(graph: Graph, principal: Node) -> Iterator[Node]:
    """The resources that hold the policies of a principal, written into it or attached. Raises: UnknownValue."""
    kind, path = _WRITTEN[principal.type]
    yield from (*_of_role(principal), *_naming(graph, principal, kind, path))
    for value in attached(graph, principal):
        policy = managed(graph, value)
        if policy is not None:
            yield policy


def attached(graph: Graph, principal: Node) -> Iterator[Value]:
    """What a principal's attachments name, each a policy. Raises: UnknownValue."""
    for kind, path, policies in _ATTACHED[principal.type]:
        for attachment in _naming(graph, principal, kind, path):
            yield from attachment.items(policies)
    if principal.type == "aws_iam_role":
        yield from principal.items("managed_policy_arns")


def names_policies(node: Node) -> list[Value]:
    """What a resource that attaches policies, or a role, names as such. Raises: UnknownValue."""
    return node.items(ATTACHING.get(node.type, "managed_policy_arns"))


def managed(graph: Graph, value: Value) -> Node | None:
    """The customer-managed policy of the graph that a value names; None for any other."""
    kinds = ("aws_iam_policy",)
    return named_node(graph, value, kinds, "arn") or named_node(graph, value, kinds)


def aws_name(graph: Graph, value: Value) -> str:
    """The name of the AWS-managed policy that a value names, as `AdministratorAccess`; empty for any other.

    A data source that looks a policy up by its name alone counts as AWS's.
    """
    node = graph.target(value)
    if node is not None and isinstance(value, Ref) and node.type == "data.aws_iam_policy":
        value = node.attributes.get("arn") or node.attributes.get("name")
        return value.rsplit("/", 1)[-1] if isinstance(value, str) else ""
    text = identity(graph, value)
    return text.rsplit("/", 1)[-1] if isinstance(text, str) and ":iam::aws:policy/" in text else ""


def beyond_the_graph(graph: Graph, principal: Node) -> str:
    """The first policy of a principal that is neither AWS's nor in the graph, as text; empty where there is none."""
    for value in attached(graph, principal):
        if managed(graph, value) is None and not aws_name(graph, value):
            return str(identity(graph, value))
    return ""


def bound(graph: Graph, principal: Node) -> Document | None:
    """The boundary of a principal; None where it has none. Raises: UnknownValue for one not in the graph."""
    if principal.type not in ("aws_iam_role", "aws_iam_user") or principal.get("permissions_boundary") is None:
        return None
    policy = boundary(graph, principal)
    if policy is None:
        raise UnknownValue(principal.address, "permissions_boundary", "the graph does not hold the policy")
    return document(graph, policy, "policy")


def _naming(graph: Graph, principal: Node, kind: str, path: str) -> Iterator[Node]:
    """What names a principal, in its own account: elsewhere its name is another's."""
    found = naming.naming(graph, principal, (kind,), path, *_names(principal))
    return (node for node in found if node.account == principal.account)


def _of_role(principal: Node) -> tuple[Node, ...]:
    return (principal,) if principal.type == "aws_iam_role" else ()


def _names(principal: Node) -> tuple[str, ...]:
    return _NAMES.get(principal.type, ("name", "id"))
