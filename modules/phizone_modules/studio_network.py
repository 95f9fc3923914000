"""A worker's place in the network: a security group of its own, so that nobody reaches another's notebook or jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, vpc

from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, named_tags

_CLASSIFICATION = Classification.COMPANY_CONFIDENTIAL
_KERNELS = (8192, 65535)
_NFS = (2049, 2049)
_HTTPS = (443, 443)


@dataclass(frozen=True, kw_only=True)
class ProfileGroupArgs:
    """Whose group it is, and what it reaches."""

    scope: Scope
    """The team."""
    profile: str
    """The user profile's short name."""
    vpc_id: pulumi.Input[str]
    """The VPC of the domain."""
    home_cidrs: Sequence[str]
    """Address ranges of the domain's subnets, in which the mount targets of its home directories stand."""
    endpoint_security_group_id: pulumi.Input[str]
    """Security group of the interface endpoints."""
    s3_prefix_list_id: pulumi.Input[str]
    """Prefix list of S3's gateway endpoint."""
    kind: str = "studio"
    """Word before the profile in the group's name."""
    what: str = "Studio apps"
    """What runs in it."""


class ProfileGroup(pulumi.ComponentResource):
    """A group whose members reach each other's kernels, their home directories, the endpoints and S3: nothing else.

    Source: SageMaker Developer Guide, "Connect Studio notebooks in a VPC to external resources": TCP 8192-65535 within
    the group, NFS, and a distinct group for each user profile; else every user reaches every other's apps.
    """

    id: pulumi.Output[str]
    """Id of the security group."""

    def __init__(self, name: str, args: ProfileGroupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:ProfileGroup", name, None, opts)
        self._prefix, self._args = name, args
        self.id = self._group().id
        self._admit_itself()
        self._reach("kernels", "Kernels of the same profile", _KERNELS, group=self.id)
        self._reach("endpoints", "Interface endpoints", _HTTPS, group=args.endpoint_security_group_id)
        self._reach("s3", "S3 through its gateway", _HTTPS, prefix_list=args.s3_prefix_list_id)
        # SageMaker makes the mount targets' group and tells its id nowhere, so their addresses stand here.
        for cidr in args.home_cidrs:
            slug = cidr.replace(".", "-").replace("/", "-")
            self._reach(f"home-{slug}", f"Home directories in {cidr}", _NFS, cidr=cidr)
        self.register_outputs({"id": self.id})

    def _group(self) -> ec2.SecurityGroup:
        # Neither ingress nor egress here: rules are resources of their own, and the provider takes AWS's egress away.
        args = self._args
        return ec2.SecurityGroup(
            self._prefix,
            name=args.scope.name(args.scope.team, args.kind, args.profile),
            description=f"{args.what} of {args.profile} in {args.scope.team}",
            vpc_id=args.vpc_id,
            region=args.scope.region,
            tags=self._tags(),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _admit_itself(self) -> None:
        vpc.SecurityGroupIngressRule(
            f"{self._prefix}-kernels",
            security_group_id=self.id,
            description="Kernels of the same profile",
            referenced_security_group_id=self.id,
            ip_protocol="tcp",
            from_port=_KERNELS[0],
            to_port=_KERNELS[1],
            region=self._args.scope.region,
            tags=self._tags("kernels"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _reach(
        self,
        slug: str,
        description: str,
        ports: tuple[int, int],
        *,
        group: pulumi.Input[str] | None = None,
        prefix_list: pulumi.Input[str] | None = None,
        cidr: str | None = None,
    ) -> None:
        vpc.SecurityGroupEgressRule(
            f"{self._prefix}-{slug}",
            security_group_id=self.id,
            description=description,
            referenced_security_group_id=group,
            prefix_list_id=prefix_list,
            cidr_ipv4=cidr,
            ip_protocol="tcp",
            from_port=ports[0],
            to_port=ports[1],
            region=self._args.scope.region,
            tags=self._tags(slug),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _tags(self, *parts: str) -> dict[str, str]:
        scope, args = self._args.scope, self._args
        return named_tags(scope, _CLASSIFICATION, scope.team, args.kind, args.profile, *parts)
