"""Recorders in every account, and detectors of all accounts that are seen in the audit account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from phizone_environments.zone import Zone
from phizone_modules.detective import Recorder, RecorderArgs
from phizone_modules.detective_delivery import RecordBucket, RecordBucketArgs, record_key_use
from phizone_modules.detective_detectors import Delegation, DelegationArgs, Detectors, DetectorsArgs
from phizone_modules.detective_organization import OrganizationDetectors, OrganizationDetectorsArgs
from phizone_modules.keys import Key, KeyArgs
from phizone_modules.role_names import auditor_role_arn, boundary_arn, deploy_role_arn
from phizone_modules.scope import Scope
from phizone_modules.storage import AccessLogBucket
from phizone_modules.tags import Classification
from phizone_stacks.layers.accounts import shared_scope, within
from phizone_stacks.layers.references import output

RECORDS = "records"
"""Export: name of the bucket that recorders deliver to, as `bucket`, and the ARN of its key, as `key`."""


def record_bucket(zone: Zone, owner: aws.Provider, access_logs: AccessLogBucket) -> Mapping[str, pulumi.Output[str]]:
    """Makes the bucket for all accounts' records and its key in the log-archive account; what `RECORDS` exports."""
    organization = zone.organization
    scope = shared_scope(organization, organization.accounts.log_archive)
    accounts = list(_accounts(zone))
    key = Key(
        "config",
        KeyArgs(
            scope=scope,
            purpose="config",
            classification=Classification.COMPANY_CONFIDENTIAL,
            administrators=[deploy_role_arn(scope)],
            services=[record_key_use(accounts)],
        ),
        within(owner),
    )
    bucket = RecordBucket(
        "config",
        RecordBucketArgs(
            scope=scope,
            accounts=accounts,
            key_arn=key.arn,
            log_bucket=access_logs.id,
            administrators=[deploy_role_arn(scope)],
            readers=[auditor_role_arn(shared_scope(organization, organization.accounts.audit))],
        ),
        within(owner),
    )
    return {"bucket": bucket.id, "key": key.arn}


def exported_records() -> Mapping[str, pulumi.Output[str]]:
    """What `record_bucket` gave, for a later layer."""
    exported: pulumi.Output[Any] = output("security", RECORDS)
    return {
        "bucket": exported.apply(lambda values: values["bucket"]),
        "key": exported.apply(lambda values: values["key"]),
    }


def record(zone: Zone, name: str, scope: Scope, owner: aws.Provider, records: Mapping[str, pulumi.Output[str]]) -> None:
    """Records an account in all allowed regions, into the bucket that `records` tells with its key."""
    args = RecorderArgs(
        scope=scope,
        allowed_regions=zone.organization.allowed_regions,
        bucket=records["bucket"],
        key_arn=records["key"],
    )
    Recorder(f"{name}-recorder", args, within(owner))


def detect(zone: Zone, management: aws.Provider, audit: aws.Provider) -> None:
    """Detectors in the two accounts, then their delegation, then what the audit account makes of it for all others."""
    organization, regions = zone.organization, zone.organization.allowed_regions
    scope = shared_scope(organization, organization.accounts.audit)
    own = Detectors("audit", DetectorsArgs(scope=scope, allowed_regions=regions), within(audit))
    first = shared_scope(organization, organization.accounts.management)
    others = Detectors("management", DetectorsArgs(scope=first, allowed_regions=regions), within(management))
    delegation = Delegation(
        "audit",
        DelegationArgs(audit_account=organization.accounts.audit.id, allowed_regions=regions),
        within(management, own, others),
    )
    OrganizationDetectors(
        "organization",
        OrganizationDetectorsArgs(
            scope=scope,
            root_id=organization.root_id,
            allowed_regions=regions,
            detector_ids=own.detector_ids,
            members=_members(zone),
            boundary_arn=boundary_arn(scope),
        ),
        within(audit, delegation),
    )


def _accounts(zone: Zone) -> Mapping[str, tuple[str, str]]:
    """Name and mail address of every account, by id."""
    accounts = zone.organization.accounts
    shared = {
        "management": accounts.management,
        "log-archive": accounts.log_archive,
        "audit": accounts.audit,
        "network": accounts.network,
    }
    every = {**shared, **{environment.name: environment.account for environment in zone.environments}}
    return {account.id: (name, account.email) for name, account in every.items()}


def _members(zone: Zone) -> dict[str, tuple[str, str]]:
    """Every account that does not switch on its own detectors: id and mail address by name."""
    own = (zone.organization.accounts.management.id, zone.organization.accounts.audit.id)
    return {name: (account, email) for account, (name, email) in _accounts(zone).items() if account not in own}
