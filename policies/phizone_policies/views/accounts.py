"""Which account a resource is made in: the environment's, or one of those that all environments share."""

from __future__ import annotations

from phizone_environments.organization import Organization
from phizone_stacks.graph.node import Node


def in_shared_account(organization: Organization, node: Node) -> bool:
    """Whether a node is made in an account that belongs to no environment."""
    accounts = organization.accounts
    shared = (accounts.management, accounts.log_archive, accounts.audit, accounts.network)
    return node.account in {account.id for account in shared}


def keeps_records(organization: Organization, node: Node) -> bool:
    """Whether a node is made in the account that keeps the audit trail or the one that examines it."""
    return node.account in (organization.accounts.log_archive.id, organization.accounts.audit.id)
