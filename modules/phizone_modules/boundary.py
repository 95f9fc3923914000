"""Permission boundaries: the customer-managed policies that no role of an account, or of a team in it, exceeds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pulumi
from pulumi_aws import iam

from phizone_modules import boundary_denials, boundary_sagemaker, role_names
from phizone_modules.boundary_ceilings import Duty, allowed, platform, workloads
from phizone_modules.policy import Statement, allow, document
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

SIZE_LIMIT = 6144
"""Characters of a managed policy without white space. Source: IAM User Guide, "IAM and AWS STS quotas"."""
_SUBNET_ID = "subnet-" + 17 * "0"
_KEY_ARN = f"arn:aws:kms:ap-southeast-1:{12 * '0'}:key/mrk-{32 * '0'}"


class PolicyTooLong(ValueError):
    """A managed policy has more characters than IAM takes; the message says by how many and what to shorten."""


@dataclass(frozen=True, kw_only=True)
class BoundaryArgs:
    """The account or the team, and what SageMaker may use there."""

    scope: Scope
    """The account as the platform's, or a team in it."""
    duties: Sequence[Duty]
    """What the account is for; the ceilings follow from it."""
    allowed_regions: Sequence[str]
    """Regions in which anything may be done at all."""
    subnet_ids: Sequence[pulumi.Input[str]] = ()
    """Private subnets that SageMaker's jobs, models and endpoints run in; none: SageMaker creates nothing."""
    key_arns: Sequence[pulumi.Input[str]] = ()
    """Keys for SageMaker's volumes and output, about seven fit; none: SageMaker creates nothing."""


class Boundary(pulumi.ComponentResource):
    """What an account's roles may be allowed at most: one policy for workloads, one for those who build and watch them.

    Neither can be changed by a role under it: the organization's access role puts them up, before any deployment.
    Supports 45 CFR 164.308(a)(4) and 164.312(a)(1).
    """

    arn: pulumi.Output[str]
    """ARN of the boundary of the roles that a deployment makes for no team; SageMaker creates nothing under it."""
    platform_arn: pulumi.Output[str]
    """ARN of the boundary of the deploy, auditor and break-glass roles."""

    def __init__(self, name: str, args: BoundaryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Boundary", name, None, opts)
        _check_size(args)
        names = role_names.boundary_policy(args.scope), role_names.platform_boundary_policy(args.scope)
        self.arn = _policy(self, name, names[0], args.scope, workload_boundary(args)).arn
        self.platform_arn = _policy(self, f"{name}-platform", names[1], args.scope, platform_boundary(args)).arn
        self.register_outputs({"arn": self.arn, "platform_arn": self.platform_arn})


class TeamBoundary(pulumi.ComponentResource):
    """What a team's roles may be allowed at most: as the account's boundary, and SageMaker under the team's own keys.

    One a team, since the keys of many do not fit into one policy, and one team's roles have no business with another's.
    """

    arn: pulumi.Output[str]
    """ARN of the boundary of the team's roles."""

    def __init__(self, name: str, args: BoundaryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:TeamBoundary", name, None, opts)
        _check_size(args)
        physical = role_names.team_boundary_policy(args.scope)
        self.arn = _policy(self, name, physical, args.scope, workload_boundary(args)).arn
        self.register_outputs({"arn": self.arn})


def _policy(parent: pulumi.Resource, name: str, physical: str, scope: Scope, statements: list[Statement]) -> iam.Policy:
    return iam.Policy(
        name,
        name=physical,
        description="Permission boundary: what a role may be allowed at most",
        policy=document(*statements),
        tags=tags(scope, Classification.COMPANY_CONFIDENTIAL),
        opts=pulumi.ResourceOptions(parent=parent, protect=True),
    )


def workload_boundary(args: BoundaryArgs) -> list[Statement]:
    """The statements of the boundary that every role has which a deployment makes."""
    ceilings = workloads(args.duties)
    return [
        _ceiling("Workloads", allowed([each for each in ceilings if each.service != "kms"]), args.scope),
        _keys_through_services(allowed([each for each in ceilings if each.service == "kms"]), args.scope),
        *boundary_denials.for_workloads(args.scope, args.duties, args.allowed_regions),
        *boundary_sagemaker.statements(args.subnet_ids, args.key_arns),
    ]


def platform_boundary(args: BoundaryArgs) -> list[Statement]:
    """The statements of the boundary of the deploy, auditor and break-glass roles."""
    return [
        _ceiling("Platform", allowed(platform(args.duties)), args.scope),
        *boundary_denials.for_platform(args.scope, args.allowed_regions),
    ]


def _ceiling(sid: str, actions: list[str], scope: Scope) -> Statement:
    """A ceiling grants nothing, so it names no resources; but none lies outside the organization."""
    return allow(sid, actions=actions, condition=_ours(scope))


def _keys_through_services(actions: list[str], scope: Scope) -> Statement:
    """A key opens what a service holds, as S3 an object, and no ciphertext that somebody brings along.

    Source: KMS Developer Guide, "kms:ViaService".
    """
    condition = {**_ours(scope), "StringLike": {"kms:ViaService": "*.amazonaws.com"}}
    return allow("Keys", actions=actions, condition=condition)


def _ours(scope: Scope) -> dict[str, dict[str, str]]:
    """The key is absent where an action has no resource, or a service does not tell its owner: hence `IfExists`."""
    return {"StringEqualsIfExists": {"aws:ResourceOrgID": scope.organization_id}}


def _check_size(args: BoundaryArgs) -> None:
    """Raises: PolicyTooLong, measured with ids of full length in place of those that AWS assigns."""
    measured = replace(args, subnet_ids=[_SUBNET_ID] * len(args.subnet_ids), key_arns=[_KEY_ARN] * len(args.key_arns))
    for statements in (workload_boundary(measured), platform_boundary(measured)):
        size = len(json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":")))
        if size > SIZE_LIMIT:
            raise PolicyTooLong(
                f"a permission boundary of {args.scope.name()} has {size} characters, {SIZE_LIMIT} are allowed;"
                f" give fewer than its {len(args.key_arns)} keys and {len(args.subnet_ids)} subnets"
            )
