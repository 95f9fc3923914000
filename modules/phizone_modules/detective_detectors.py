"""GuardDuty, Security Hub and Macie in an account of their own right, and the account they are delegated to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import guardduty, macie2, organizations, securityhub

from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

OBJECT_EVENTS = "S3_DATA_EVENTS"
"""GuardDuty's feature that watches reads and writes of objects."""
_DELEGATED_BY_ORGANIZATIONS = ("access-analyzer.amazonaws.com", "config.amazonaws.com")


@dataclass(frozen=True, kw_only=True)
class DetectorsArgs:
    """The account and its regions."""

    scope: Scope
    """The management or the audit account, as the platform team's."""
    allowed_regions: Sequence[str]
    """Regions in which anything may be made."""


class Detectors(pulumi.ComponentResource):
    """GuardDuty with S3 protection, Security Hub and Macie, on in each region of one account.

    For the management account, which enrols itself, and the audit account, which must have them before they are
    delegated to it; every other account gets them from the organization. Supports 45 CFR 164.308(a)(1)(ii)(D).
    """

    detector_ids: dict[str, pulumi.Output[str]]
    """Id of GuardDuty's detector by region."""

    def __init__(self, name: str, args: DetectorsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Detectors", name, None, opts)
        self.detector_ids = {}
        for region in args.allowed_regions:
            self.detector_ids[region] = self._guardduty(f"{name}-{region}", args.scope, region)
            self._security_hub(f"{name}-{region}", region)
            self._macie(f"{name}-{region}", region)
        self.register_outputs({"detector_ids": self.detector_ids})

    def _guardduty(self, name: str, scope: Scope, region: str) -> pulumi.Output[str]:
        detector = guardduty.Detector(
            name,
            enable=True,
            finding_publishing_frequency="FIFTEEN_MINUTES",
            region=region,
            tags=tags(scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        guardduty.DetectorFeature(
            name,
            detector_id=detector.id,
            name=OBJECT_EVENTS,
            status="ENABLED",
            region=region,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return detector.id

    def _security_hub(self, name: str, region: str) -> None:
        """The standards come by the organization's policy."""
        securityhub.Account(
            name,
            enable_default_standards=False,
            control_finding_generator="SECURITY_CONTROL",
            auto_enable_controls=True,
            region=region,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _macie(self, name: str, region: str) -> None:
        macie2.Account(
            name,
            status="ENABLED",
            finding_publishing_frequency="FIFTEEN_MINUTES",
            region=region,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )


@dataclass(frozen=True, kw_only=True)
class DelegationArgs:
    """Whom the management account leaves the detectors to, and where."""

    audit_account: str
    """Id of the audit account."""
    allowed_regions: Sequence[str]
    """Regions in which anything may be made."""


class Delegation(pulumi.ComponentResource):
    """The audit account administers the detectors of the whole organization; made in the management account.

    GuardDuty, Security Hub and Macie are delegated region by region, Access Analyzer and AWS Config once.
    """

    def __init__(self, name: str, args: DelegationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Delegation", name, None, opts)
        for region in args.allowed_regions:
            self._delegate(f"{name}-{region}", args.audit_account, region)
        for principal in _DELEGATED_BY_ORGANIZATIONS:
            organizations.DelegatedAdministrator(
                f"{name}-{principal.split('.')[0]}",
                account_id=args.audit_account,
                service_principal=principal,
                opts=pulumi.ResourceOptions(parent=self, protect=True),
            )
        self.register_outputs({})

    def _delegate(self, name: str, account: str, region: str) -> None:
        options = pulumi.ResourceOptions(parent=self, protect=True)
        guardduty.OrganizationAdminAccount(name, admin_account_id=account, region=region, opts=options)
        securityhub.OrganizationAdminAccount(name, admin_account_id=account, region=region, opts=options)
        macie2.OrganizationAdminAccount(name, admin_account_id=account, region=region, opts=options)
