"""The organization layer: units, accounts adopted by id, guardrails; in the management account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phizone_environments.zone import Zone
from phizone_modules.boundary_ceilings import Duty
from phizone_modules.guardrails import ROOT, Guardrails, GuardrailsArgs, MemberAccount
from phizone_modules.role_names import deploy_role_arn
from phizone_stacks.layers.accounts import shared_provider, shared_scope, within
from phizone_stacks.layers.foundation import foundation


def deploy(zone: Zone, _stack: str) -> Mapping[str, Any]:
    """Makes the layer; exports the ids of the organizational units by path."""
    organization = zone.organization
    management = shared_provider(zone, "management", organization.accounts.management)
    scope = shared_scope(organization, organization.accounts.management)
    accounts = (organization.accounts.log_archive, organization.accounts.audit)
    enters = [deploy_role_arn(shared_scope(organization, account)) for account in accounts]
    foundation(zone, "management", scope, management, [Duty.ORGANIZATION, Duty.SECURITY], enters=enters)
    guardrails = Guardrails(
        "organization",
        GuardrailsArgs(
            scope=scope,
            root_id=organization.root_id,
            environments=[environment.name for environment in zone.environments],
            members=_members(zone),
            allowed_regions=organization.allowed_regions,
            deploy_role_pattern=f"arn:aws:iam::*:role/{organization.name}-*-deploy",
        ),
        within(management),
    )
    return {"organizational_units": dict(guardrails.ou_ids)}


def _members(zone: Zone) -> list[MemberAccount]:
    accounts = zone.organization.accounts
    shared = {
        "management": (accounts.management, ROOT),
        "log-archive": (accounts.log_archive, "security"),
        "audit": (accounts.audit, "security"),
        "network": (accounts.network, "infrastructure"),
    }
    workloads = {
        environment.name: (environment.account, f"workloads/{environment.name}") for environment in zone.environments
    }
    return [
        MemberAccount(name=name, id=account.id, email=account.email, ou=unit)
        for name, (account, unit) in {**shared, **workloads}.items()
    ]
