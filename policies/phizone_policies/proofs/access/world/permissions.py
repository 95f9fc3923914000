"""Policies that are made of many resources: a function's permissions, an account's policies for its log groups."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.proofs.access.world.names import arn_of, text_of
from phizone_policies.proofs.access.world.texts import read
from phizone_policies.views.documents import Document, Statement
from phizone_policies.views.naming import naming
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

_VERSION = "2012-10-17"
_BINDING = (
    ("source_arn", "ArnLike", "aws:SourceArn"),
    ("source_account", "StringEquals", "aws:SourceAccount"),
    ("principal_org_id", "StringEquals", "aws:PrincipalOrgID"),
)


def of_function(graph: Graph, function: Node) -> Document | None:
    """The policy that a function's permissions add up to; None where it has none. Raises: UnknownValue."""
    names = ("function_name", "arn", "id")
    found = naming(graph, function, ("aws_lambda_permission",), "function_name", *names)
    statements = tuple(_statement(graph, function, permission) for permission in found)
    return Document(_VERSION, statements) if statements else None


def of_log_group(graph: Graph, group: Node) -> Document | None:
    """The statements of its account's policies, which name log groups themselves. Raises: as `read`."""
    statements = tuple(statement for each in _of_account(graph, group) for statement in each.statements)
    return Document(_VERSION, statements) if statements else None


def _of_account(graph: Graph, group: Node) -> Iterator[Document]:
    for node in graph.of_type("aws_cloudwatch_log_resource_policy"):
        found = read(graph, node, "policy_document")
        if found is not None and (node.account, node.region) == (group.account, group.region):
            yield found


def _statement(graph: Graph, function: Node, permission: Node) -> Statement:
    principal = text_of(graph, permission.get("principal")) or ""
    given = ((operator, key, text_of(graph, permission.get(path))) for path, operator, key in _BINDING)
    return Statement(
        sid=permission.text("statement_id"),
        effect="Allow",
        principals=(_principal(principal),),
        not_principals=(),
        actions=(permission.text("action"),),
        not_actions=(),
        resources=(arn_of(graph, function),),
        not_resources=(),
        conditions=tuple((operator, key, (value,)) for operator, key, value in given if value),
    )


def _principal(text: str) -> tuple[str, str]:
    if text == "*":
        return ("*", "*")
    is_account = text.startswith("arn:") or text.isdigit()
    return ("AWS" if is_account else "Service", text)
