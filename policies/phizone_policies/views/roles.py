"""Roles that are known by their names."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import View
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical

_BREAK_GLASS = "-break-glass"


def is_break_glass(role: Node) -> bool:
    """Whether a role is an emergency role, which is known by the end of its name."""
    return str(physical(role, "name")).endswith(_BREAK_GLASS)


def break_glass_arns(view: View) -> Iterator[tuple[str, str]]:
    """(account, ARN) of the emergency role of each account that this environment answers for; no ARN for none."""
    shared = view.organization.accounts
    fixed = (shared.management, shared.log_archive, shared.audit, shared.network)
    for account in sorted({view.environment.account.id, *(each.id for each in fixed)}):
        yield account, next(_arns(view.graph, account), "")


def _arns(graph: Graph, account: str) -> Iterator[str]:
    for role in graph.of_type("aws_iam_role"):
        if role.account == account and is_break_glass(role):
            yield str(physical(role, "arn"))
