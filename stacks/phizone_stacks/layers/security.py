"""The security layer: trail, archive, recorders and detectors; in the management, log-archive and audit accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws

from phizone_environments.environment import DataClass
from phizone_environments.zone import Zone
from phizone_modules.alarms import AlertTopic, AlertTopicArgs, TrailAlarms, TrailAlarmsArgs, alarm_key_use
from phizone_modules.audit_log import (
    AuditArchive,
    AuditArchiveArgs,
    OrganizationTrail,
    OrganizationTrailArgs,
    log_group_key_use,
    trail_key_use,
)
from phizone_modules.boundary_ceilings import Duty
from phizone_modules.keys import Key, KeyArgs
from phizone_modules.role_names import auditor_role_arn, boundary_arn, deploy_role_arn
from phizone_modules.storage import AccessLogBucket, AccessLogBucketArgs
from phizone_modules.tags import Classification
from phizone_stacks.layers.accounts import log_key, shared_provider, shared_scope, within
from phizone_stacks.layers.detection import RECORDS, detect, record, record_bucket
from phizone_stacks.layers.foundation import foundation


def deploy(zone: Zone, _stack: str) -> Mapping[str, Any]:
    """Makes the layer; exports the archive's name, and where recorders deliver to."""
    accounts = zone.organization.accounts
    management = shared_provider(zone, "management", accounts.management)
    log_archive = shared_provider(zone, "log-archive", accounts.log_archive)
    audit = shared_provider(zone, "audit", accounts.audit)
    entered_by = [deploy_role_arn(shared_scope(zone.organization, accounts.management))]
    for name, account, owner in (("log-archive", accounts.log_archive, log_archive), ("audit", accounts.audit, audit)):
        scope = shared_scope(zone.organization, account)
        foundation(zone, name, scope, owner, [Duty.SECURITY], entered_by=entered_by)
    log_scope = shared_scope(zone.organization, accounts.log_archive)
    access_logs = AccessLogBucket("log-archive-access-logs", AccessLogBucketArgs(scope=log_scope), within(log_archive))
    key, archive = _archive(zone, log_archive, access_logs)
    trail = _trail(zone, management, key, archive)
    _alarms(zone, management, trail)
    records = record_bucket(zone, log_archive, access_logs)
    for name, account, owner in (
        ("management", accounts.management, management),
        ("log-archive", accounts.log_archive, log_archive),
        ("audit", accounts.audit, audit),
    ):
        record(zone, name, shared_scope(zone.organization, account), owner, records)
    detect(zone, management, audit)
    return {"audit_archive": archive.name, RECORDS: dict(records)}


def _archive(zone: Zone, owner: aws.Provider, access_logs: AccessLogBucket) -> tuple[Key, AuditArchive]:
    accounts = zone.organization.accounts
    management, scope = (shared_scope(zone.organization, each) for each in (accounts.management, accounts.log_archive))
    auditor = auditor_role_arn(shared_scope(zone.organization, accounts.audit))
    key = Key(
        "audit",
        KeyArgs(
            scope=scope,
            purpose="audit",
            classification=Classification.COMPANY_CONFIDENTIAL,
            administrators=[deploy_role_arn(scope)],
            services=[trail_key_use(management)],
        ),
        within(owner),
    )
    archive = AuditArchive(
        "audit-archive",
        AuditArchiveArgs(
            scope=scope,
            management=management,
            key_arn=key.arn,
            log_bucket=access_logs.id,
            administrators=[deploy_role_arn(scope)],
            readers=[auditor],
            lock_years=zone.organization.retention_years,
        ),
        within(owner),
    )
    return key, archive


def _trail(zone: Zone, owner: aws.Provider, key: Key, archive: AuditArchive) -> OrganizationTrail:
    scope = shared_scope(zone.organization, zone.organization.accounts.management)
    return OrganizationTrail(
        "trail",
        OrganizationTrailArgs(
            scope=scope,
            archive=archive.id,
            key_arn=key.arn,
            log_key_arn=log_key(scope, owner, log_group_key_use(scope)).arn,
            boundary_arn=boundary_arn(scope),
            phi_bucket_prefixes=[
                f"{zone.organization.name}-{environment.name}-"
                for environment in zone.environments
                if environment.data is DataClass.PHI
            ],
        ),
        within(owner),
    )


def _alarms(zone: Zone, owner: aws.Provider, trail: OrganizationTrail) -> None:
    """Where the trail's log group is; the audit account's people are told."""
    accounts = zone.organization.accounts
    scope = shared_scope(zone.organization, accounts.management)
    key = Key(
        "alerts",
        KeyArgs(
            scope=scope,
            purpose="alerts",
            classification=Classification.COMPANY_CONFIDENTIAL,
            administrators=[deploy_role_arn(scope)],
            services=[alarm_key_use(scope)],
        ),
        within(owner),
    )
    addressees = [accounts.audit.email]
    topic = AlertTopic("alerts", AlertTopicArgs(scope=scope, key_arn=key.arn, addresses=addressees), within(owner))
    watched = TrailAlarmsArgs(scope=scope, log_group_name=trail.log_group_name, topic_arn=topic.arn)
    TrailAlarms("trail", watched, within(owner, trail))
