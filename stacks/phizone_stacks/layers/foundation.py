"""What every account has: settings, the permission boundaries, and the roles that build it, audit it and rescue it."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi_aws as aws

from phizone_environments.zone import Zone
from phizone_modules.account import AccountSettings, AccountSettingsArgs
from phizone_modules.account_policies import GitHubSubject
from phizone_modules.account_roles import AccountRoles, AccountRolesArgs
from phizone_modules.boundary import Boundary, BoundaryArgs
from phizone_modules.boundary_ceilings import Duty
from phizone_modules.role_names import deploy_role_arn, platform_boundary_arn
from phizone_modules.scope import Scope
from phizone_stacks.layers.accounts import data_of, within


def foundation(
    zone: Zone,
    name: str,
    scope: Scope,
    owner: aws.Provider,
    duties: Sequence[Duty],
    entered_by: Sequence[str] = (),
    enters: Sequence[str] = (),
) -> Boundary:
    """Makes an account's settings, boundaries and deploy, auditor and break-glass roles; `name` tells accounts apart.

    The deploy role is entered by itself and by the roles `entered_by`, and enters itself and the roles `enters`.
    """
    organization, github = zone.organization, zone.organization.identity_provider.github
    boundary = BoundaryArgs(scope=scope, duties=duties, allowed_regions=organization.allowed_regions)
    roles = AccountRolesArgs(
        scope=scope,
        duties=duties,
        github=GitHubSubject(
            owner=github.owner,
            repository=github.repository,
            owner_id=github.owner_id,
            repository_id=github.repository_id,
            environment=scope.environment,
        ),
        boundary_arn=platform_boundary_arn(scope),
        audit_account=organization.accounts.audit.id,
        management_account=organization.accounts.management.id,
        entered_by=[deploy_role_arn(scope), *entered_by],
        enters=[deploy_role_arn(scope), *enters],
    )
    limits = Boundary(f"{name}-boundary", boundary, within(owner))
    AccountRoles(f"{name}-roles", roles, within(owner, limits))
    settings = AccountSettingsArgs(
        scope=scope, classification=data_of(zone, scope), allowed_regions=organization.allowed_regions
    )
    AccountSettings(f"{name}-settings", settings, within(owner))
    return limits
