"""The organization: its units, its accounts, and the policies that hold every account to what the zone promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import organizations, ram

from phizone_modules import guardrail_policies as policies
from phizone_modules.policy import document
from phizone_modules.sagemaker_guardrails import closed_sagemaker
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

ROOT = "root"
"""The `ou` of an account that stands directly under the organization's root: the management account."""
_WORKLOADS = "workloads"
_QUARANTINE = "quarantine"
_SHARED = ("security", "infrastructure")
_SHARED_POLICIES = ("regions", "foundations", "baseline")
# AWS attaches five to one target, FullAWSAccess among them: what workloads get beyond the baseline is in one policy.
_WORKLOAD_POLICIES = ("regions", "foundations", "workload-baseline", "sagemaker")
_POLICY_TYPES = ["RESOURCE_CONTROL_POLICY", "SERVICE_CONTROL_POLICY", "TAG_POLICY"]
_SERVICES = [
    "access-analyzer.amazonaws.com",
    "account.amazonaws.com",
    "backup.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "config-multiaccountsetup.amazonaws.com",
    "config.amazonaws.com",
    "guardduty.amazonaws.com",
    "macie.amazonaws.com",
    "ram.amazonaws.com",
    "securityhub.amazonaws.com",
    "sso.amazonaws.com",
    "tagpolicies.tag.amazonaws.com",
]


@dataclass(frozen=True, kw_only=True)
class MemberAccount:
    """An account that exists and is adopted by its id."""

    name: str
    """Name of the account in the organization."""
    id: str
    """Twelve-digit id."""
    email: str
    """Mail address of its root user."""
    ou: str
    """Unit it stands in: `security`, `infrastructure`, `workloads/<environment>`, `quarantine` or `root`."""


@dataclass(frozen=True, kw_only=True)
class GuardrailsArgs:
    """The organization's environments, accounts and regions, and who deploys."""

    scope: Scope
    """Scope of the management account."""
    root_id: str
    """Id of the organization's root, as `r-demo`."""
    environments: Sequence[str]
    """Names of the environments: each has a unit under `workloads` and all policies attached to that."""
    members: Sequence[MemberAccount]
    """Accounts, the management account with `ou` `root` among them."""
    allowed_regions: Sequence[str]
    """Regions that anything may be asked of."""
    deploy_role_pattern: str
    """ARN pattern of the roles that CI deploys with, as `arn:aws:iam::*:role/meridian-*-deploy`."""


class Guardrails(pulumi.ComponentResource):
    """The organization, its units and accounts, and the control policies attached to each unit."""

    ou_ids: Mapping[str, pulumi.Output[str]]
    """Ids of the units by path, as `workloads/prod`."""

    def __init__(self, name: str, args: GuardrailsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Guardrails", name, None, opts)
        organization = self._organization(name, args)
        self._share(name, organization)
        self.ou_ids = self._units(name, args, organization)
        self._adopt(name, args)
        scps = self._service_controls(name, args, organization)
        self._attach_service_controls(name, args, scps)
        self._perimeter(name, args, organization)
        self._classify(name, args, organization)
        self.register_outputs({"ou_ids": self.ou_ids})

    def _organization(self, name: str, args: GuardrailsArgs) -> organizations.Organization:
        return organizations.Organization(
            name,
            feature_set="ALL",
            enabled_policy_types=_POLICY_TYPES,
            aws_service_access_principals=_SERVICES,
            opts=pulumi.ResourceOptions(parent=self, protect=True, import_=args.scope.organization_id),
        )

    def _share(self, name: str, organization: pulumi.Resource) -> None:
        """Shares reach the organization's accounts without an invitation, as the Transit Gateway's does.

        Trust in `ram.amazonaws.com` alone lacks RAM's role. Source: AWS RAM User Guide, "Enable resource sharing within
        AWS Organizations".
        """
        ram.SharingWithOrganization(name, opts=pulumi.ResourceOptions(parent=self, depends_on=[organization]))

    def _units(self, name: str, args: GuardrailsArgs, organization: pulumi.Resource) -> dict[str, pulumi.Output[str]]:
        top = {
            unit: self._unit(name, args, unit, args.root_id, organization)
            for unit in (*_SHARED, _WORKLOADS, _QUARANTINE)
        }
        below = {
            f"{_WORKLOADS}/{environment}": self._unit(
                name, args, f"{_WORKLOADS}/{environment}", top[_WORKLOADS], organization
            )
            for environment in args.environments
        }
        return {**top, **below}

    def _unit(
        self, name: str, args: GuardrailsArgs, path: str, parent_id: pulumi.Input[str], organization: pulumi.Resource
    ) -> pulumi.Output[str]:
        unit = organizations.OrganizationalUnit(
            _child(name, path),
            name=path.rsplit("/", 1)[-1],
            parent_id=parent_id,
            tags=tags(args.scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self, protect=True, depends_on=[organization]),
        )
        return unit.id

    def _adopt(self, name: str, args: GuardrailsArgs) -> None:
        parents: dict[str, pulumi.Input[str]] = {ROOT: args.root_id, **self.ou_ids}
        for member in args.members:
            if member.ou not in parents:
                raise ValueError(f"account {member.name}: ou {member.ou!r} is none of {', '.join(sorted(parents))}")
            organizations.Account(
                f"{name}-{member.name}",
                name=member.name,
                email=member.email,
                parent_id=parents[member.ou],
                close_on_deletion=False,
                tags=tags(args.scope, Classification.COMPANY_CONFIDENTIAL),
                opts=pulumi.ResourceOptions(parent=self, protect=True, import_=member.id),
            )

    def _service_controls(
        self, name: str, args: GuardrailsArgs, organization: pulumi.Resource
    ) -> dict[str, organizations.Policy]:
        contents = {
            "regions": policies.allowed_regions(args.allowed_regions),
            "foundations": policies.protected_foundations(args.scope.organization, args.deploy_role_pattern),
            "baseline": policies.baseline(),
            "workload-baseline": [*policies.baseline(), *policies.no_internet()],
            "sagemaker": closed_sagemaker(),
            _QUARANTINE: policies.quarantine(),
        }
        return {
            purpose: self._policy(name, args, purpose, "SERVICE_CONTROL_POLICY", document(*statements), organization)
            for purpose, statements in contents.items()
        }

    def _attach_service_controls(
        self, name: str, args: GuardrailsArgs, scps: Mapping[str, organizations.Policy]
    ) -> None:
        attached = {
            **dict.fromkeys(_SHARED, _SHARED_POLICIES),
            **{f"{_WORKLOADS}/{environment}": _WORKLOAD_POLICIES for environment in args.environments},
            _QUARANTINE: (_QUARANTINE,),
        }
        for unit, purposes in attached.items():
            for purpose in purposes:
                self._attach(name, purpose, scps[purpose], unit, self.ou_ids[unit])

    def _perimeter(self, name: str, args: GuardrailsArgs, organization: pulumi.Resource) -> None:
        content = document(*policies.perimeter(args.scope.organization_id))
        policy = self._policy(name, args, "perimeter", "RESOURCE_CONTROL_POLICY", content, organization)
        for unit in (*_SHARED, *(f"{_WORKLOADS}/{environment}" for environment in args.environments)):
            self._attach(name, "perimeter", policy, unit, self.ou_ids[unit])

    def _classify(self, name: str, args: GuardrailsArgs, organization: pulumi.Resource) -> None:
        content = pulumi.Output.json_dumps(policies.classified(), sort_keys=True)
        policy = self._policy(name, args, "classification", "TAG_POLICY", content, organization)
        self._attach(name, "classification", policy, ROOT, args.root_id)

    def _policy(
        self,
        name: str,
        args: GuardrailsArgs,
        purpose: str,
        kind: str,
        content: pulumi.Input[str],
        organization: pulumi.Resource,
    ) -> organizations.Policy:
        return organizations.Policy(
            _child(name, purpose),
            name=args.scope.name(purpose),
            type=kind,
            content=content,
            tags=tags(args.scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[organization]),
        )

    def _attach(
        self, name: str, purpose: str, policy: organizations.Policy, unit: str, target_id: pulumi.Input[str]
    ) -> None:
        organizations.PolicyAttachment(
            f"{_child(name, unit)}-{purpose}",
            policy_id=policy.id,
            target_id=target_id,
            opts=pulumi.ResourceOptions(parent=self),
        )


def _child(name: str, path: str) -> str:
    return f"{name}-{path.replace('/', '-')}"
