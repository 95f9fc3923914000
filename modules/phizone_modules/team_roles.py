"""A team's roles: one for each person's Studio profile, one for its pipelines, and one that may do nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import iam

from phizone_modules import role_names, team_policies
from phizone_modules.policy import Statement, document
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

_JOB_LOGS = "/aws/sagemaker/{}:log-stream:"
Policies = Mapping[str, list[Statement]]
"""Statements by the last part of their policy's name: one policy would be longer than IAM takes."""
SESSION_SECONDS = 3600
"""Longest session of a team's role; SageMaker renews its own. Source: 45 CFR 164.312(a)(2)(iii)."""


@dataclass(frozen=True, kw_only=True)
class TeamRolesArgs:
    """Who works in the team, on which data."""

    scope: Scope
    """The team."""
    profiles: Sequence[str]
    """Names of the user profiles, lower-case and hyphened, each with a role of its own."""
    security_group_ids: Mapping[str, pulumi.Input[str]]
    """Id of the one security group that a profile's work may join, by name of the profile."""
    pipeline_security_group_id: pulumi.Input[str]
    """Id of the one that the jobs of pipelines may join."""
    read_buckets: Sequence[str] = ()
    """Names of the buckets that the roles only read."""
    write_buckets: Sequence[str] = ()
    """Names of the buckets that the roles read and write."""
    key_arns: Sequence[pulumi.Input[str]] = ()
    """The team's keys, whose policies name these roles too; none: nothing under a key is readable."""
    boundary_arn: pulumi.Input[str]
    """ARN of the team's boundary."""


class TeamRoles(pulumi.ComponentResource):
    """Roles that only SageMaker in this account enters, bound to the team's names, buckets and keys.

    Supports 45 CFR 164.308(a)(4)(ii)(B) and 164.312(a)(2)(i): a person's work shows under that person's role.
    """

    execution_role_arns: Mapping[str, pulumi.Output[str]]
    """ARN of each user profile's role, by name of the profile."""
    pipeline_role_arn: pulumi.Output[str]
    """ARN of the role of the team's pipelines; it registers models and approves none."""
    studio_role_arn: pulumi.Output[str]
    """ARN of the role without any permission, which a Studio domain falls back to."""

    def __init__(self, name: str, args: TeamRolesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:TeamRoles", name, None, opts)
        self._prefix, self._args = name, args
        self.execution_role_arns = {profile: self._execution_role(profile) for profile in args.profiles}
        self.pipeline_role_arn = self._pipeline_role()
        self.studio_role_arn = self._studio_role().arn
        self.register_outputs(
            {
                "execution_role_arns": self.execution_role_arns,
                "pipeline_role_arn": self.pipeline_role_arn,
                "studio_role_arn": self.studio_role_arn,
            }
        )

    def _execution_role(self, profile: str) -> pulumi.Output[str]:
        scope = self._args.scope
        physical, logical = role_names.execution_role(scope, profile), f"{self._prefix}-{profile}"
        role = self._role(logical, physical, f"Studio profile {profile} of {scope.team}", self._any_source())
        self._attach(logical, physical, role, execution_policies(self._args, profile))
        return role.arn

    def _pipeline_role(self) -> pulumi.Output[str]:
        scope = self._args.scope
        physical, logical = role_names.pipeline_role(scope), f"{self._prefix}-pipeline"
        sources = [
            f"arn:aws:sagemaker:{scope.region}:{scope.account}:*/{start}-*"
            for start in (role_names.team_prefix(scope), "pipelines")
        ]
        role = self._role(logical, physical, f"Pipelines of {scope.team}", sources)
        self._attach(logical, physical, role, pipeline_policies(self._args))
        return role.arn

    def _studio_role(self) -> iam.Role:
        scope = self._args.scope
        return self._role(
            f"{self._prefix}-studio",
            role_names.studio_role(scope),
            f"No permissions: Studio of {scope.team} before a profile has its role",
            self._any_source(),
        )

    def _any_source(self) -> list[str]:
        """Studio acts for a domain, whose id AWS assigns."""
        return [f"arn:aws:sagemaker:{self._args.scope.region}:{self._args.scope.account}:*"]

    def _role(self, logical: str, physical: str, description: str, sources: list[str]) -> iam.Role:
        return iam.Role(
            logical,
            name=physical,
            description=description,
            assume_role_policy=document(team_policies.sagemaker_trust(self._args.scope, sources)),
            permissions_boundary=self._args.boundary_arn,
            max_session_duration=SESSION_SECONDS,
            tags=tags(self._args.scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _attach(self, logical: str, physical: str, role: iam.Role, policies: Policies) -> None:
        for part, statements in policies.items():
            policy = iam.Policy(
                f"{logical}-{part}",
                name=f"{physical}-{part}",
                description=f"What {physical} may do: {part}",
                policy=document(*statements),
                tags=tags(self._args.scope, Classification.COMPANY_CONFIDENTIAL),
                opts=pulumi.ResourceOptions(parent=self),
            )
            iam.RolePolicyAttachment(
                f"{logical}-{part}",
                role=role.name,
                policy_arn=policy.arn,
                opts=pulumi.ResourceOptions(parent=self),
            )


def execution_policies(args: TeamRolesArgs, profile: str) -> Policies:
    """What one user profile's role may do."""
    scope = args.scope
    streams = [*_job_streams(scope), f"/aws/sagemaker/studio:log-stream:*/{role_names.user_profile(scope, profile)}/*"]
    return {
        "data": [*team_policies.work_on(scope, _data(args)), *team_policies.running(scope, streams)],
        "work": [
            *team_policies.interactive(scope, profile),
            team_policies.in_group(args.security_group_ids[profile]),
        ],
    }


def pipeline_policies(args: TeamRolesArgs) -> Policies:
    """What the pipeline role may do."""
    scope = args.scope
    steps = [f"{_JOB_LOGS.format(kind)}pipelines-*" for kind in ("ProcessingJobs", "TrainingJobs", "TransformJobs")]
    endpoints = f"/aws/sagemaker/Endpoints/{role_names.team_prefix(scope)}-*:log-stream:*"
    streams = [*_job_streams(scope), *steps, endpoints]
    return {
        "data": [*team_policies.work_on(scope, _data(args)), *team_policies.running(scope, streams)],
        "work": [*team_policies.automated(scope), team_policies.in_group(args.pipeline_security_group_id)],
    }


def _job_streams(scope: Scope) -> list[str]:
    kinds = ("ProcessingJobs", "TrainingJobs", "TransformJobs")
    return [f"{_JOB_LOGS.format(kind)}{role_names.team_prefix(scope)}-*" for kind in kinds]


def _data(args: TeamRolesArgs) -> team_policies.TeamData:
    return team_policies.TeamData(
        read_buckets=args.read_buckets, write_buckets=args.write_buckets, key_arns=args.key_arns
    )
