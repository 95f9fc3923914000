"""The provider of each account that a stack builds in: the same roles as the Pulumi programs enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from phizone_environments.zone import Zone
from phizone_modules.role_names import attach_role_arn, deploy_role_arn
from phizone_stacks.graph.graph import SHARED
from phizone_stacks.layers.accounts import environment_scope, shared_scope

SOURCE = "hashicorp/aws"
"""The provider, on the default host of whichever tool reads it."""
VERSIONS = ">= 6.62.0, < 7.0.0"
"""The versions whose schema has everything that is exported; tests hold the first of them to it."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider for one account."""

    alias: str
    """As the program calls its provider: `management`, `log-archive`, `audit`, `network` or `environment`."""
    account: str
    """Twelve-digit id; the provider refuses every other account."""
    region: str
    """Region of every resource that names none."""
    role_arn: str
    """The role it enters."""

    @property
    def body(self) -> dict[str, Any]:
        """The provider's block."""
        return {
            "alias": self.alias,
            "region": self.region,
            "allowed_account_ids": [self.account],
            "assume_role": [{"role_arn": self.role_arn, "session_name": f"phizone-{self.alias}"}],
        }


def providers(zone: Zone, stack: str) -> dict[str, Provider]:
    """The providers of a stack by account; `stack` is as `workspace.prod`."""
    organization, accounts = zone.organization, zone.organization.accounts
    name = stack.partition(".")[2]
    named = {
        "management": accounts.management,
        "log-archive": accounts.log_archive,
        "audit": accounts.audit,
        "network": accounts.network,
    }
    scopes = {alias: shared_scope(organization, account) for alias, account in named.items()}
    roles = {alias: deploy_role_arn(scope) for alias, scope in scopes.items()}
    ids = {alias: account.id for alias, account in named.items()}
    if name != SHARED:
        environment = zone.environment(name)
        # Of the accounts that environments share a workspace enters one, by a role that reaches its own routes only.
        roles = {
            "environment": deploy_role_arn(environment_scope(zone, environment)),
            "network": attach_role_arn(scopes["network"], name),
        }
        ids = {"environment": environment.account.id, "network": accounts.network.id}
    return {ids[alias]: Provider(alias, ids[alias], organization.home_region, role) for alias, role in roles.items()}
