"""What the audit account, once the detectors are delegated to it, switches on in every account of the organization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import accessanalyzer, cfg, guardduty, iam, macie2, securityhub

from phizone_modules.detective_detectors import OBJECT_EVENTS
from phizone_modules.policy import document, service, trust
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

AGGREGATION = "arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations"
"""AWS's policy for asking which accounts there are. Source: AWS Managed Policy Reference."""
_EVERYBODY = "ALL"


@dataclass(frozen=True, kw_only=True)
class OrganizationDetectorsArgs:
    """The audit account's own detectors, and the accounts that they watch."""

    scope: Scope
    """Scope of the audit account, in the home region."""
    root_id: str
    """Id of the organization's root, as `r-demo`."""
    allowed_regions: Sequence[str]
    """Regions in which anything may be made, the home region among them."""
    detector_ids: Mapping[str, pulumi.Input[str]]
    """Id of the audit account's own GuardDuty detector by region."""
    members: Mapping[str, tuple[str, str]]
    """Id and mail address of each account, by name, that Macie watches beside the management and audit accounts."""
    boundary_arn: pulumi.Input[str]
    """ARN of the audit account's boundary."""


class OrganizationDetectors(pulumi.ComponentResource):
    """All accounts' detectors, findings and records, switched on and seen in the audit account.

    GuardDuty enrols accounts that exist and those to come; Macie only those to come, so the others are named; Security
    Hub enrols all by a policy on the root. Supports 45 CFR 164.308(a)(1)(ii)(D) and 164.308(a)(6)(ii).
    """

    def __init__(self, name: str, args: OrganizationDetectorsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:OrganizationDetectors", name, None, opts)
        for region in args.allowed_regions:
            self._guardduty(f"{name}-{region}", args.detector_ids[region], region)
            self._macie(f"{name}-{region}", args, region)
            self._access_analyzer(f"{name}-{region}", args.scope, region)
        self._security_hub(name, args)
        self._aggregator(name, args)
        self.register_outputs({})

    def _guardduty(self, name: str, detector_id: pulumi.Input[str], region: str) -> None:
        everybody = guardduty.OrganizationConfiguration(
            name,
            detector_id=detector_id,
            auto_enable_organization_members=_EVERYBODY,
            region=region,
            opts=pulumi.ResourceOptions(parent=self),
        )
        guardduty.OrganizationConfigurationFeature(
            name,
            detector_id=detector_id,
            name=OBJECT_EVENTS,
            auto_enable=_EVERYBODY,
            region=region,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[everybody]),
        )

    def _macie(self, name: str, args: OrganizationDetectorsArgs, region: str) -> None:
        newcomers = macie2.OrganizationConfiguration(
            name, auto_enable=True, region=region, opts=pulumi.ResourceOptions(parent=self)
        )
        for member, (account, email) in args.members.items():
            macie2.Member(
                f"{name}-{member}",
                account_id=account,
                email=email,
                status="ENABLED",
                region=region,
                tags=tags(args.scope, Classification.COMPANY_CONFIDENTIAL),
                opts=pulumi.ResourceOptions(parent=self, depends_on=[newcomers]),
            )

    def _access_analyzer(self, name: str, scope: Scope, region: str) -> None:
        """What anybody outside the organization can reach."""
        accessanalyzer.Analyzer(
            name,
            analyzer_name=scope.name("organization"),
            type="ORGANIZATION",
            region=region,
            tags=tags(scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _security_hub(self, name: str, args: OrganizationDetectorsArgs) -> None:
        """One policy on the root, in all regions that report to the home region.

        Source: AWS Security Hub User Guide, "Central configuration": only so accounts that exist are enrolled too.
        """
        home, child = args.scope.region, pulumi.ResourceOptions(parent=self)
        others = [region for region in args.allowed_regions if region != home]
        findings = securityhub.FindingAggregator(
            name, linking_mode="SPECIFIED_REGIONS", specified_regions=others, region=home, opts=child
        )
        central = securityhub.OrganizationConfiguration(
            name,
            auto_enable=False,
            auto_enable_standards="NONE",
            organization_configuration=securityhub.OrganizationConfigurationOrganizationConfigurationArgs(
                configuration_type="CENTRAL"
            ),
            region=home,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[findings]),
        )
        policy = securityhub.ConfigurationPolicy(
            name,
            name=args.scope.name("security-hub"),
            description="Security Hub is on in every account, with AWS's foundational best practices",
            configuration_policy=_everything_on(home),
            region=home,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[central]),
        )
        securityhub.ConfigurationPolicyAssociation(
            name, policy_id=policy.id, target_id=args.root_id, region=home, opts=child
        )

    def _aggregator(self, name: str, args: OrganizationDetectorsArgs) -> None:
        """The records of all accounts and regions, in the home region."""
        role = iam.Role(
            name,
            name=args.scope.name("config-aggregator"),
            description="Tells AWS Config which accounts the organization has",
            assume_role_policy=document(_config_only(args.scope)),
            permissions_boundary=args.boundary_arn,
            tags=tags(args.scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self),
        )
        permission = iam.RolePolicyAttachment(
            name, role=role.name, policy_arn=AGGREGATION, opts=pulumi.ResourceOptions(parent=self)
        )
        cfg.ConfigurationAggregator(
            name,
            name=args.scope.name("organization"),
            organization_aggregation_source=cfg.ConfigurationAggregatorOrganizationAggregationSourceArgs(
                all_regions=True, role_arn=role.arn
            ),
            region=args.scope.region,
            tags=tags(args.scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self, protect=True, depends_on=[permission]),
        )


def _config_only(scope: Scope) -> dict[str, object]:
    """AWS Config for this account. Source: IAM User Guide, "The confused deputy problem"."""
    return dict(
        trust("Config", principal=service("config"), condition={"StringEquals": {"aws:SourceAccount": scope.account}})
    )


def _everything_on(region: str) -> securityhub.ConfigurationPolicyConfigurationPolicyArgs:
    return securityhub.ConfigurationPolicyConfigurationPolicyArgs(
        service_enabled=True,
        enabled_standard_arns=[
            f"arn:aws:securityhub:{region}::standards/aws-foundational-security-best-practices/v/1.0.0"
        ],
        security_controls_configuration=securityhub.ConfigurationPolicyConfigurationPolicySecurityControlsConfigurationArgs(
            disabled_control_identifiers=[]
        ),
    )
