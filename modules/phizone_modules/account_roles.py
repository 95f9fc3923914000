"""An account's three roles for people and CI: build it, look at it, rescue it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pulumi
from pulumi_aws import iam

from phizone_modules import account_policies, role_names
from phizone_modules.account_policies import GitHubSubject
from phizone_modules.boundary_ceilings import Duty
from phizone_modules.deploy_policy import deploy_policies
from phizone_modules.policy import Statement, document
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

GITHUB = "token.actions.githubusercontent.com"
"""Issuer of GitHub's tokens, without the scheme."""
AUDIT = "audit"
"""GitHub environment whose workflows audit: one that deploys nothing, and so needs no reviewer every day."""
BREAK_GLASS_HOURS = 1
"""Longest emergency session. Source: 45 CFR 164.312(a)(2)(ii)."""


@dataclass(frozen=True, kw_only=True)
class AccountRolesArgs:
    """The account, and who enters its roles; plain text all of it, so that the roles depend on nothing else."""

    scope: Scope
    """The account, as the platform team's."""
    duties: Sequence[Duty]
    """What the account is for; what its deploy role may build follows from it."""
    github: GitHubSubject
    """The repository and environment whose workflows build the account."""
    boundary_arn: str
    """ARN of the account's platform boundary."""
    audit_account: str
    """Id of the account whose auditor role enters the auditor roles of the others."""
    management_account: str
    """Id of the account whose emergency user enters the break-glass roles."""
    entered_by: Sequence[str]
    """ARNs of the deploy roles that enter this deploy role, named before they exist.

    Its own is among them: a provider enters its account's role whatever role the workflow began with, and since
    September 2022 a role enters itself only if its trust says so. Source: AWS Security Blog, "Announcing an update to
    IAM role trust policy behavior".
    """
    enters: Sequence[str]
    """ARNs of the roles that this deploy role enters, its own among them."""
    deploy_hours: int = 1
    """Longest session of the deploy role in hours, 1 to 12; entered from another role AWS allows 1 at most."""
    audit_hours: int = 1
    """Longest session of the auditor role in hours, 1 to 12; entered from another role AWS allows 1 at most."""


class AccountRoles(pulumi.ComponentResource):
    """The deploy, auditor and break-glass roles, all under the platform boundary, which none of them can change.

    Supports 45 CFR 164.308(a)(4), 164.312(a)(2)(ii) and 164.312(d).
    """

    deploy_role_arn: pulumi.Output[str]
    """ARN of the role that CI builds the account with."""
    auditor_role_arn: pulumi.Output[str]
    """ARN of the role that reads settings and no data."""
    break_glass_role_arn: pulumi.Output[str]
    """ARN of the emergency role."""

    def __init__(self, name: str, args: AccountRolesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:AccountRoles", name, None, opts)
        self._prefix, self._args = name, args
        provider = self._github()
        self.deploy_role_arn = self._deploy(provider).arn
        self.auditor_role_arn = self._auditor(provider).arn
        self.break_glass_role_arn = self._break_glass().arn
        self.register_outputs(
            {
                "deploy_role_arn": self.deploy_role_arn,
                "auditor_role_arn": self.auditor_role_arn,
                "break_glass_role_arn": self.break_glass_role_arn,
            }
        )

    def _github(self) -> iam.OpenIdConnectProvider:
        return iam.OpenIdConnectProvider(
            f"{self._prefix}-github",
            url=f"https://{GITHUB}",
            client_id_lists=["sts.amazonaws.com"],
            tags=self._tags(),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _deploy(self, provider: iam.OpenIdConnectProvider) -> iam.Role:
        args, physical = self._args, role_names.deploy_role(self._args.scope)
        trusted = [
            account_policies.github_trust(provider.arn, args.github, GITHUB),
            account_policies.deploy_trust(args.scope, args.entered_by),
        ]
        role = self._role("deploy", physical, "Builds the account from CI", trusted, args.deploy_hours)
        for part, statements in deploy_policies(args.scope, args.duties, args.enters).items():
            self._attach(f"deploy-{part}", f"{physical}-{part}", role, statements)
        return role

    def _auditor(self, provider: iam.OpenIdConnectProvider) -> iam.Role:
        """In the audit account itself an auditing workflow enters it: a role cannot trust itself before it is made."""
        args, physical = self._args, role_names.auditor_role(self._args.scope)
        home = args.scope.account == args.audit_account
        trusted = (
            account_policies.github_trust(provider.arn, replace(args.github, environment=AUDIT), GITHUB)
            if home
            else account_policies.auditor_trust(args.scope, args.audit_account)
        )
        role = self._role("auditor", physical, "Reads settings and no data", [trusted], args.audit_hours)
        self._attach("auditor", physical, role, account_policies.auditor(args.scope, home))
        iam.RolePolicyAttachment(
            f"{self._prefix}-auditor-reads",
            role=role.name,
            policy_arn=account_policies.SECURITY_AUDIT,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return role

    def _break_glass(self) -> iam.Role:
        args, physical = self._args, role_names.break_glass_role(self._args.scope)
        trusted = account_policies.break_glass_trust(args.scope, args.management_account)
        role = self._role("break-glass", physical, "Rescues data and stops harm", [trusted], BREAK_GLASS_HOURS)
        self._attach("break-glass", physical, role, account_policies.break_glass(args.scope, args.duties))
        return role

    def _role(self, part: str, physical: str, description: str, trusted: list[Statement], hours: int) -> iam.Role:
        return iam.Role(
            f"{self._prefix}-{part}",
            name=physical,
            description=description,
            assume_role_policy=document(*trusted),
            permissions_boundary=self._args.boundary_arn,
            max_session_duration=hours * 3600,
            tags=self._tags(),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _attach(self, part: str, physical: str, role: iam.Role, statements: list[Statement]) -> None:
        policy = iam.Policy(
            f"{self._prefix}-{part}",
            name=physical,
            description=f"What {physical} may do",
            policy=document(*statements),
            tags=self._tags(),
            opts=pulumi.ResourceOptions(parent=self),
        )
        iam.RolePolicyAttachment(
            f"{self._prefix}-{part}",
            role=role.name,
            policy_arn=policy.arn,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _tags(self) -> dict[str, str]:
        return tags(self._args.scope, Classification.COMPANY_CONFIDENTIAL)
