"""SageMaker Studio of a team: one closed domain, one user profile a person, each with its own role and network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pulumi
from pulumi_aws import sagemaker

from phizone_modules import role_names
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

IDLE_MINUTES = 60
"""Minutes after which an unused app stops; SageMaker takes 60 and more, nobody can set more than this.

Source: 45 CFR 164.312(a)(2)(iii).
"""


class AuthMode(StrEnum):
    """How people enter a domain; it cannot be changed later."""

    SSO = "SSO"
    """Through IAM Identity Center."""
    IAM = "IAM"
    """Through a presigned URL that a federated role asks for."""


@dataclass(frozen=True, kw_only=True)
class StudioArgs:
    """Where the domain stands and who works in it."""

    scope: Scope
    """The team."""
    classification: Classification
    """What home directories may hold."""
    auth_mode: AuthMode
    """How people enter."""
    vpc_id: pulumi.Input[str]
    """The environment's VPC."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Private workload subnets, two to four addresses a person."""
    security_group_id: pulumi.Input[str]
    """Security group of a profile that has none of its own: it should have no rules."""
    key_arn: pulumi.Input[str]
    """Key of home directories and app volumes; a domain keeps its first one for ever."""
    default_role_arn: pulumi.Input[str]
    """Role of a profile that has none of its own: AWS demands one, so it should have no permission."""
    profiles: Mapping[str, pulumi.Input[str]]
    """ARN of the execution role by short name of the user profile."""
    security_group_ids: Mapping[str, pulumi.Input[str]]
    """Id of its security group by the same; one that is missing is an error."""
    identity_users: Mapping[str, str] | None = None
    """Identity Center user name by short name of the profile, for `SSO`; None: under `IAM` a profile has none."""


class Studio(pulumi.ComponentResource):
    """A domain that reaches the VPC only, encrypts under the team's key, stops idle apps and outlives its program.

    Its own defaults are a role without permissions and a group without rules, so a profile, or a shared space, works
    only with what it was given by name. Supports 45 CFR 164.312(a)(1), (a)(2)(iii), (a)(2)(iv) and (e)(1).
    """

    domain_id: pulumi.Output[str]
    """Id of the domain."""
    domain_arn: pulumi.Output[str]
    """ARN of the domain."""
    home_efs_id: pulumi.Output[str]
    """Id of the file system of the home directories, which SageMaker makes and keeps; back it up."""

    def __init__(self, name: str, args: StudioArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Studio", name, None, opts)
        self._prefix, self._args = name, args
        domain = self._domain()
        self.domain_id, self.domain_arn = domain.id, domain.arn
        self.home_efs_id = domain.home_efs_file_system_id
        for profile, role_arn in args.profiles.items():
            self._profile(profile, role_arn)
        self.register_outputs(
            {
                "domain_id": self.domain_id,
                "domain_arn": self.domain_arn,
                "home_efs_id": self.home_efs_id,
            }
        )

    def _domain(self) -> sagemaker.Domain:
        args, scope, group_id = self._args, self._args.scope, self._args.security_group_id
        return sagemaker.Domain(
            self._prefix,
            domain_name=scope.name(scope.team),
            auth_mode=args.auth_mode.value,
            app_network_access_type="VpcOnly",
            vpc_id=args.vpc_id,
            subnet_ids=list(args.subnet_ids),
            kms_key_id=args.key_arn,
            domain_settings={
                "docker_settings": {"enable_docker_access": "DISABLED"},
                "execution_role_identity_config": "USER_PROFILE_NAME",
                "security_group_ids": [group_id],
            },
            default_user_settings=_user_defaults(args.default_role_arn, group_id),
            default_space_settings=_space_defaults(args.default_role_arn, group_id),
            retention_policy={"home_efs_file_system": "Retain"},
            tag_propagation="ENABLED",
            region=scope.region,
            tags=tags(scope, args.classification),
            # A change of network or key replaces the domain, and its home directories are gone.
            opts=pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True),
        )

    def _profile(self, profile: str, role_arn: pulumi.Input[str]) -> None:
        args, user = self._args, (self._args.identity_users or {}).get(profile)
        sagemaker.UserProfile(
            f"{self._prefix}-{profile}",
            user_profile_name=role_names.user_profile(args.scope, profile),
            domain_id=self.domain_id,
            single_sign_on_user_identifier="UserName" if user else None,
            single_sign_on_user_value=user,
            user_settings={"execution_role": role_arn, "security_groups": [args.security_group_ids[profile]]},
            region=args.scope.region,
            tags=tags(args.scope, args.classification),
            opts=pulumi.ResourceOptions(parent=self),
        )


def _user_defaults(
    role_arn: pulumi.Input[str], group_id: pulumi.Input[str]
) -> sagemaker.DomainDefaultUserSettingsArgsDict:
    """What a profile inherits: idle shutdown that nobody lengthens, no sharing of notebook output."""
    return {
        "execution_role": role_arn,
        "security_groups": [group_id],
        "sharing_settings": {"notebook_output_option": "Disabled"},
        "jupyter_lab_app_settings": {
            "app_lifecycle_management": {
                "idle_settings": {
                    "lifecycle_management": "ENABLED",
                    "idle_timeout_in_minutes": IDLE_MINUTES,
                    "max_idle_timeout_in_minutes": IDLE_MINUTES,
                }
            }
        },
        "code_editor_app_settings": {
            "app_lifecycle_management": {
                "idle_settings": {
                    "lifecycle_management": "ENABLED",
                    "idle_timeout_in_minutes": IDLE_MINUTES,
                    "max_idle_timeout_in_minutes": IDLE_MINUTES,
                }
            }
        },
    }


def _space_defaults(
    role_arn: pulumi.Input[str], group_id: pulumi.Input[str]
) -> sagemaker.DomainDefaultSpaceSettingsArgsDict:
    """A shared space mixes people, so it has neither permissions nor network; a private one has its owner's."""
    return {
        "execution_role": role_arn,
        "security_groups": [group_id],
        "jupyter_lab_app_settings": {
            "app_lifecycle_management": {
                "idle_settings": {
                    "lifecycle_management": "ENABLED",
                    "idle_timeout_in_minutes": IDLE_MINUTES,
                    "max_idle_timeout_in_minutes": IDLE_MINUTES,
                }
            }
        },
    }
