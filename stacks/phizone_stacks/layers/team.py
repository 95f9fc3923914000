"""One team in one environment: its keys, buckets, roles, registry and Studio domain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pulumi
import pulumi_aws as aws

from phizone_environments.environment import Environment
from phizone_environments.organization import Team
from phizone_environments.zone import Zone
from phizone_modules import role_names
from phizone_modules.boundary import BoundaryArgs, TeamBoundary
from phizone_modules.boundary_ceilings import Duty
from phizone_modules.endpoints import Endpoints
from phizone_modules.keys import Key, KeyArgs, ServiceUse
from phizone_modules.network import Network
from phizone_modules.registry import Registry, RegistryArgs
from phizone_modules.rotation import rotation_log_key_use
from phizone_modules.scope import Scope
from phizone_modules.storage import Bucket, BucketArgs
from phizone_modules.studio import AuthMode, Studio, StudioArgs
from phizone_modules.tags import Classification
from phizone_modules.team_groups import TeamGroups, TeamGroupsArgs
from phizone_modules.team_roles import TeamRoles, TeamRolesArgs
from phizone_stacks.layers.accounts import classification, environment_scope, team_scope, within
from phizone_stacks.layers.team_secrets import Signing, sign

PROFILES = ("data-scientist", "ml-engineer")
"""Kinds of Studio user: each has an execution role, a security group and a user profile of its own."""
REPOSITORIES = ("training", "inference")
"""Container repositories of every team."""
_SINGLE_SIGN_ON = "identity_center"


@dataclass(frozen=True)
class Place:
    """Where in an environment a team works."""

    zone: Zone
    """The zone."""
    environment: Environment
    """The environment."""
    owner: aws.Provider
    """Provider of its account."""
    network: Network
    """Its network."""
    endpoints: Endpoints
    """Its endpoints."""
    log_bucket: pulumi.Output[str]
    """Its access-log bucket."""


class TeamKeys(NamedTuple):
    """A team's two keys: one a data class."""

    data: Key
    """For what the environment's data class covers: buckets, home directories, volumes."""
    models: Key
    """For models, images, secrets and the log of their renewal, which are company confidential."""


def _keys(place: Place, scope: Scope) -> TeamKeys:
    """The keys' users are the team's roles and the rescuers, named before they are made."""
    model_services = ("s3", "sagemaker", "ecr", "secretsmanager")
    data_services = ("s3", "sagemaker", "ec2", "elasticfilesystem")
    return TeamKeys(
        data=_key(place, scope, "data", classification(place.environment), data_services),
        models=_key(
            place, scope, "models", Classification.COMPANY_CONFIDENTIAL, model_services, rotation_log_key_use(scope)
        ),
    )


def _key(
    place: Place, scope: Scope, purpose: str, data: Classification, services: tuple[str, ...], *uses: ServiceUse
) -> Key:
    users = [*_workers(scope), role_names.rotation_role_arn(scope), *_rescuers(scope)]
    return Key(
        f"{scope.team}-{purpose}",
        KeyArgs(
            scope=scope,
            purpose=purpose,
            classification=data,
            administrators=[role_names.deploy_role_arn(environment_scope(place.zone, place.environment))],
            users=users,
            via_services=services,
            buckets=[f"arn:aws:s3:::{scope.name(scope.team)}-*"],
            services=uses,
        ),
        within(place.owner),
    )


def _workers(scope: Scope) -> list[str]:
    """Roles that a team's people and pipelines work with."""
    return [*(role_names.execution_role_arn(scope, each) for each in PROFILES), role_names.pipeline_role_arn(scope)]


def _rescuers(scope: Scope) -> list[str]:
    """Roles of the environment that reach a team's data from elsewhere than its network."""
    return [
        role_names.break_glass_role_arn(scope),
        role_names.backup_role_arn(scope),
        role_names.restore_role_arn(scope),
    ]


def deploy_team(place: Place, team: Team) -> Studio:
    """Makes everything of a team; its Studio domain comes last."""
    scope = team_scope(place.zone, place.environment, team)
    keys, data = _keys(place, scope), classification(place.environment)
    raw = _bucket(place, scope, "raw", data, keys.data)
    features = _bucket(place, scope, "features", data, keys.data)
    models = _bucket(place, scope, "models", Classification.COMPANY_CONFIDENTIAL, keys.models)
    boundary = _boundary(place, scope, keys)
    groups = _groups(place, scope)
    roles = _roles(place, scope, keys, boundary, groups, read=[raw.name], write=[features.name, models.name])
    _signing(place, scope, keys.models, boundary)
    _registry(place, scope, keys.models, team)
    return _studio(place, scope, keys.data, roles, groups)


def _signing(place: Place, scope: Scope, key: Key, boundary: TeamBoundary) -> None:
    sign(
        Signing(
            scope=scope,
            owner=place.owner,
            network=place.network,
            endpoints=place.endpoints,
            key=key,
            boundary_arn=boundary.arn,
            readers=_workers(scope),
        )
    )


def _boundary(place: Place, scope: Scope, keys: TeamKeys) -> TeamBoundary:
    return TeamBoundary(
        f"{scope.team}-boundary",
        BoundaryArgs(
            scope=scope,
            duties=[Duty.WORKSPACE],
            allowed_regions=place.zone.organization.allowed_regions,
            subnet_ids=place.network.subnet_ids["workload"],
            key_arns=[key.arn for key in keys],
        ),
        within(place.owner),
    )


def _groups(place: Place, scope: Scope) -> TeamGroups:
    return TeamGroups(
        f"{scope.team}-studio",
        TeamGroupsArgs(
            scope=scope,
            profiles=PROFILES,
            vpc_id=place.network.vpc_id,
            home_cidrs=place.network.subnet_cidrs["workload"],
            endpoint_security_group_id=place.endpoints.security_group_id,
            s3_prefix_list_id=place.endpoints.s3_prefix_list_id,
        ),
        within(place.owner),
    )


def _roles(
    place: Place,
    scope: Scope,
    keys: TeamKeys,
    boundary: TeamBoundary,
    groups: TeamGroups,
    *,
    read: list[str],
    write: list[str],
) -> TeamRoles:
    return TeamRoles(
        f"{scope.team}-roles",
        TeamRolesArgs(
            scope=scope,
            profiles=PROFILES,
            security_group_ids=groups.profile_ids,
            pipeline_security_group_id=groups.pipeline_id,
            read_buckets=read,
            write_buckets=write,
            key_arns=[key.arn for key in keys],
            boundary_arn=boundary.arn,
        ),
        within(place.owner),
    )


def _bucket(place: Place, scope: Scope, purpose: str, data: Classification, key: Key) -> Bucket:
    return Bucket(
        f"{scope.team}-{purpose}",
        BucketArgs(
            scope=scope,
            purpose=purpose,
            classification=data,
            key_arn=key.arn,
            log_bucket=place.log_bucket,
            noncurrent_days=scope.retention_days,
            administrators=[role_names.deploy_role_arn(environment_scope(place.zone, place.environment))],
            vpc_endpoint_ids=[place.endpoints.endpoint_ids["s3"]],
            exempt_role_arns=_rescuers(scope),
        ),
        within(place.owner),
    )


def _registry(place: Place, scope: Scope, key: Key, team: Team) -> None:
    """Later environments read what is promoted to them; whoever promotes there is their deploy role."""
    later = [each for each in place.zone.environments if each.promotes_from == place.environment.name]
    own = [role_names.execution_role_arn(scope, profile) for profile in PROFILES]
    readers = [role_names.deploy_role_arn(environment_scope(place.zone, each)) for each in later]
    Registry(
        f"{team.name}-registry",
        RegistryArgs(
            scope=scope,
            repositories=REPOSITORIES,
            model_groups=[team.project],
            key_arn=key.arn,
            pull_role_arns=[*own, role_names.pipeline_role_arn(scope)],
            reader_role_arns=readers,
        ),
        within(place.owner),
    )


def _studio(place: Place, scope: Scope, key: Key, roles: TeamRoles, groups: TeamGroups) -> Studio:
    single_sign_on = place.zone.organization.identity_provider.kind == _SINGLE_SIGN_ON
    return Studio(
        f"{scope.team}-studio",
        StudioArgs(
            scope=scope,
            classification=classification(place.environment),
            auth_mode=AuthMode.SSO if single_sign_on else AuthMode.IAM,
            vpc_id=place.network.vpc_id,
            subnet_ids=place.network.subnet_ids["workload"],
            security_group_id=groups.quiet_id,
            key_arn=key.arn,
            default_role_arn=roles.studio_role_arn,
            profiles=roles.execution_role_arns,
            security_group_ids=groups.profile_ids,
            identity_users={each: f"{scope.team}-{each}" for each in PROFILES} if single_sign_on else None,
        ),
        within(place.owner),
    )
