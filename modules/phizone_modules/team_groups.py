"""A team's security groups: one for each person's work, one for its pipelines, and one without rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from phizone_modules.scope import Scope
from phizone_modules.studio_network import ProfileGroup, ProfileGroupArgs
from phizone_modules.tags import Classification, named_tags


@dataclass(frozen=True, kw_only=True)
class TeamGroupsArgs:
    """Whose groups they are, and what they reach."""

    scope: Scope
    """The team."""
    profiles: Sequence[str]
    """Short names of the user profiles."""
    vpc_id: pulumi.Input[str]
    """The environment's VPC."""
    home_cidrs: Sequence[str]
    """Address ranges of the workload subnets, in which the mount targets of home directories stand."""
    endpoint_security_group_id: pulumi.Input[str]
    """Security group of the interface endpoints."""
    s3_prefix_list_id: pulumi.Input[str]
    """Prefix list of S3's gateway endpoint."""


class TeamGroups(pulumi.ComponentResource):
    """Where a team's work stands in the network; roles name these groups, so that no job joins another's.

    Supports 45 CFR 164.312(a)(1) and (e)(1).
    """

    profile_ids: Mapping[str, pulumi.Output[str]]
    """Id of each profile's group, for its apps and its jobs, by short name of the profile."""
    pipeline_id: pulumi.Output[str]
    """Id of the group of the jobs of the team's pipelines."""
    quiet_id: pulumi.Output[str]
    """Id of the group without rules, which a Studio domain falls back to."""

    def __init__(self, name: str, args: TeamGroupsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:TeamGroups", name, None, opts)
        self._prefix, self._args = name, args
        self.quiet_id = self._quiet_group()
        self.profile_ids = {profile: self._group(profile, args.home_cidrs) for profile in args.profiles}
        self.pipeline_id = self._group("pipeline", (), kind="jobs", what="Jobs")
        self.register_outputs(
            {"profile_ids": self.profile_ids, "pipeline_id": self.pipeline_id, "quiet_id": self.quiet_id}
        )

    def _quiet_group(self) -> pulumi.Output[str]:
        scope = self._args.scope
        return ec2.SecurityGroup(
            self._prefix,
            name=scope.name(scope.team, "studio"),
            description=f"No rules: Studio of {scope.team} before a profile has its group",
            vpc_id=self._args.vpc_id,
            region=scope.region,
            tags=named_tags(scope, Classification.COMPANY_CONFIDENTIAL, scope.team, "studio"),
            opts=pulumi.ResourceOptions(parent=self),
        ).id

    def _group(
        self, profile: str, home_cidrs: Sequence[str], *, kind: str = "studio", what: str = "Studio apps and jobs"
    ) -> pulumi.Output[str]:
        args = self._args
        return ProfileGroup(
            f"{self._prefix}-{profile}",
            ProfileGroupArgs(
                scope=args.scope,
                profile=profile,
                vpc_id=args.vpc_id,
                home_cidrs=home_cidrs,
                endpoint_security_group_id=args.endpoint_security_group_id,
                s3_prefix_list_id=args.s3_prefix_list_id,
                kind=kind,
                what=what,
            ),
            pulumi.ResourceOptions(parent=self),
        ).id
