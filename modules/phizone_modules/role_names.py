"""Names of roles and of what their policies bind, told before any of it exists."""

from __future__ import annotations

from phizone_modules.scope import Scope, physical_name

PROFILE_LIMIT = 63
"""Longest name of a Studio user profile. Source: SageMaker API reference, CreateUserProfile."""


def deploy_role(scope: Scope) -> str:
    """Name of the role that CI builds the account with."""
    return scope.name("deploy")


def auditor_role(scope: Scope) -> str:
    """Name of the role that reads the account's settings and no data."""
    return scope.name("auditor")


def break_glass_role(scope: Scope) -> str:
    """Name of the emergency role."""
    return scope.name("break-glass")


def attach_role(scope: Scope, environment: str) -> str:
    """Name of the network account's role that joins an environment's VPC to the environment's own route table."""
    return physical_name(scope.organization, environment, "attach")


def attach_role_pattern(scope: Scope) -> str:
    """Pattern of the names of all attach roles."""
    return f"{scope.organization}-*-attach"


def boundary_policy(scope: Scope) -> str:
    """Name of the permissions boundary of every role that a deployment makes."""
    return scope.name("boundary")


def team_boundary_policy(scope: Scope) -> str:
    """Name of the permissions boundary of the team's roles."""
    return scope.name(scope.team, "team-boundary")


def platform_boundary_policy(scope: Scope) -> str:
    """Name of the permissions boundary of the deploy, auditor and break-glass roles."""
    return scope.name("platform-boundary")


def execution_role(scope: Scope, profile: str) -> str:
    """Name of the role that one user profile of the scope's team works with."""
    return scope.name(scope.team, "execution", profile)


def studio_role(scope: Scope) -> str:
    """Name of the role without permissions that the team's Studio domain falls back to."""
    return scope.name(scope.team, "studio")


def pipeline_role(scope: Scope) -> str:
    """Name of the role that the team's pipelines run with."""
    return scope.name(scope.team, "pipeline")


def rotation_role(scope: Scope) -> str:
    """Name of the role that renews the team's secrets."""
    return scope.name(scope.team, "rotation")


def deploy_role_arn(scope: Scope) -> str:
    """ARN of the deploy role."""
    return scope.role_arn("deploy")


def auditor_role_arn(scope: Scope) -> str:
    """ARN of the auditor role."""
    return scope.role_arn("auditor")


def break_glass_role_arn(scope: Scope) -> str:
    """ARN of the break-glass role."""
    return scope.role_arn("break-glass")


def backup_role_arn(scope: Scope) -> str:
    """ARN of the role that copies an environment's stores into its vault."""
    return scope.role_arn("backup")


def restore_role_arn(scope: Scope) -> str:
    """ARN of the role that brings an environment's copies back."""
    return scope.role_arn("restore")


def attach_role_arn(scope: Scope, environment: str) -> str:
    """ARN of an environment's attach role; `scope` is the network account's."""
    return f"arn:aws:iam::{scope.account}:role/{attach_role(scope, environment)}"


def config_role_arn(scope: Scope) -> str:
    """ARN of the account's role that AWS Config records with; its name is AWS's."""
    return f"arn:aws:iam::{scope.account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"


def boundary_arn(scope: Scope) -> str:
    """ARN of the boundary of the roles that a deployment makes."""
    return _policy_arn(scope, boundary_policy(scope))


def deployed_boundaries(scope: Scope) -> list[str]:
    """ARN patterns of the boundaries that a role made by a deployment may have: the account's, or its team's."""
    return [boundary_arn(scope), _policy_arn(scope, f"{scope.name()}-*-team-boundary")]


def platform_boundary_arn(scope: Scope) -> str:
    """ARN of the boundary of the deploy, auditor and break-glass roles."""
    return _policy_arn(scope, platform_boundary_policy(scope))


def execution_role_arn(scope: Scope, profile: str) -> str:
    """ARN of one user profile's role."""
    return scope.role_arn(scope.team, "execution", profile)


def studio_role_arn(scope: Scope) -> str:
    """ARN of the role without permissions."""
    return scope.role_arn(scope.team, "studio")


def pipeline_role_arn(scope: Scope) -> str:
    """ARN of the team's pipeline role."""
    return scope.role_arn(scope.team, "pipeline")


def rotation_role_arn(scope: Scope) -> str:
    """ARN of the role that renews the team's secrets."""
    return scope.role_arn(scope.team, "rotation")


def home_auditor_arn(scope: Scope, audit_account: str) -> str:
    """ARN of the audit account's own auditor role, from which the other accounts' are entered."""
    return f"arn:aws:iam::{audit_account}:role/{physical_name(scope.organization, 'shared', 'auditor')}"


def break_glass_user_arn(scope: Scope, management_account: str) -> str:
    """ARN of the management account's emergency user, who alone enters break-glass roles.

    No layer makes it, since a deployment makes no users: the organization's administrator does, by hand and before the
    first apply (IAM refuses a trust in a principal that does not exist), with two MFA devices and no access key beyond
    an emergency. Made anew, it is another principal to IAM: apply the break-glass roles again.
    """
    return f"arn:aws:iam::{management_account}:user/{physical_name(scope.organization, 'shared', 'break-glass')}"


def team_prefix(scope: Scope) -> str:
    """What the names of the team's jobs, models, endpoints and pipelines begin with, before a hyphen."""
    return scope.name(scope.team)


def user_profile(scope: Scope, profile: str) -> str:
    """Name of a Studio user profile; the team stands in it, so that policies need no domain id."""
    return physical_name(scope.organization, scope.environment, scope.team, profile, limit=PROFILE_LIMIT)


def repository(scope: Scope, name: str) -> str:
    """Name of a team's image repository, `<organization>/<environment>/<team>/<name>`."""
    return f"{repositories(scope)}/{physical_name(name)}"


def repositories(scope: Scope) -> str:
    """What the names of the team's image repositories begin with, before a slash."""
    return "/".join(physical_name(part) for part in (scope.organization, scope.environment, scope.team))


def model_group(scope: Scope, name: str) -> str:
    """Name of a team's model package group."""
    return physical_name(scope.organization, scope.environment, scope.team, name, limit=PROFILE_LIMIT)


def _policy_arn(scope: Scope, name: str) -> str:
    return f"arn:aws:iam::{scope.account}:policy/{name}"
