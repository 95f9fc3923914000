"""One explicit provider for each account, and the scope of what is made through it."""

from __future__ import annotations

from dataclasses import replace

import pulumi
import pulumi_aws as aws

from phizone_environments.environment import Environment
from phizone_environments.organization import Account, Organization, Team
from phizone_environments.zone import Zone
from phizone_modules.keys import Key, KeyArgs, ServiceUse
from phizone_modules.role_names import deploy_role_arn
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification
from phizone_stacks.graph.graph import SHARED

RETENTION_DAYS = {6: 2192, 7: 2557, 8: 2922, 9: 3288, 10: 3653}
"""The CloudWatch Logs retention that holds so many years. Source: CloudWatch Logs API, PutRetentionPolicy."""


def classification(environment: Environment) -> Classification:
    """The `DataClassification` of an environment's data."""
    return Classification(environment.data.classification)


def data_of(zone: Zone, scope: Scope) -> Classification:
    """The `DataClassification` of what an account may hold: an environment's data; elsewhere records and code."""
    if scope.environment == SHARED:
        return Classification.COMPANY_CONFIDENTIAL
    return classification(zone.environment(scope.environment))


def provider(zone: Zone, name: str, account: Account, role_arn: str) -> aws.Provider:
    """The provider of an account: it enters this role of the account and refuses any other account.

    The workflow began with the deploy role of its stack's own account; see AccountRolesArgs.

    One for each account and not for each region: a provider is a process of its own, and version 7 takes the region
    of every resource. Source: pulumi-aws issue 5226.
    """
    return aws.Provider(
        name,
        region=zone.organization.home_region,
        allowed_account_ids=[account.id],
        assume_roles=[{"role_arn": role_arn, "session_name": f"phizone-{name}"}],
    )


def shared_provider(zone: Zone, name: str, account: Account) -> aws.Provider:
    """The provider of an account that all environments share, in its deploy role."""
    return provider(zone, name, account, deploy_role_arn(shared_scope(zone.organization, account)))


def within(owner: aws.Provider, *waits_for: pulumi.Resource) -> pulumi.ResourceOptions:
    """Options of a component whose resources an account's provider makes."""
    return pulumi.ResourceOptions(provider=owner, depends_on=list(waits_for))


def shared_scope(organization: Organization, account: Account) -> Scope:
    """The platform's scope in an account of the organization, in the home region."""
    return _scope(organization, account.id, SHARED, organization.home_region)


def environment_scope(zone: Zone, environment: Environment) -> Scope:
    """The platform's scope in an environment."""
    return _scope(zone.organization, environment.account.id, environment.name, environment.region)


def team_scope(zone: Zone, environment: Environment, team: Team) -> Scope:
    """A team's scope in an environment."""
    return _scope(zone.organization, environment.account.id, environment.name, environment.region, team)


def log_key(
    scope: Scope,
    owner: aws.Provider,
    use: ServiceUse,
    purpose: str = "logs",
    data: Classification = Classification.COMPANY_CONFIDENTIAL,
) -> Key:
    """A key of an account's log groups of one data class, for CloudWatch Logs in the circumstances that `use` names."""
    return Key(
        purpose,
        KeyArgs(
            scope=scope,
            purpose=purpose,
            classification=data,
            administrators=[deploy_role_arn(scope)],
            services=[use],
        ),
        within(owner),
    )


def _scope(organization: Organization, account: str, environment: str, region: str, team: Team | None = None) -> Scope:
    platform = Scope(
        organization=organization.name,
        organization_id=organization.id,
        environment=environment,
        account=account,
        region=region,
        owner=organization.accounts.management.email,
        cost_center="platform",
        retention_days=RETENTION_DAYS[organization.retention_years],
    )
    if team is None:
        return platform
    return replace(platform, team=team.name, project=team.project, owner=team.owner, cost_center=team.cost_center)
