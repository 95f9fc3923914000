"""The workspace layer: one environment's network, keys, storage and SageMaker platform, in its own account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from phizone_environments.environment import DataClass
from phizone_environments.zone import Zone
from phizone_modules.audit_log import log_group_key_use, named_log_groups_key_use
from phizone_modules.backup import Backup, BackupArgs
from phizone_modules.boundary_ceilings import Duty
from phizone_modules.dns_firewall import DnsFirewall, DnsFirewallArgs
from phizone_modules.dns_query_logs import DnsQueryLogs, DnsQueryLogsArgs
from phizone_modules.endpoints import Endpoints, EndpointsArgs
from phizone_modules.job_logs import JOB_LOG_PATTERN, JobLogs, JobLogsArgs
from phizone_modules.keys import Key
from phizone_modules.network import Network, NetworkArgs
from phizone_modules.role_names import attach_role_arn, boundary_arn, deploy_role_arn
from phizone_modules.scope import Scope
from phizone_modules.storage import AccessLogBucket, AccessLogBucketArgs
from phizone_modules.tags import Classification
from phizone_modules.transit import TransitAttachment, TransitAttachmentArgs
from phizone_stacks.layers.accounts import classification, environment_scope, log_key, provider, shared_scope, within
from phizone_stacks.layers.detection import exported_records, record
from phizone_stacks.layers.foundation import foundation
from phizone_stacks.layers.network import ROUTE_TABLES, TRANSIT_GATEWAY
from phizone_stacks.layers.references import output
from phizone_stacks.layers.team import Place, deploy_team

COPIES_WITHOUT_PHI_DAYS = 366
"""Days that monthly copies of an environment without PHI are kept: a year."""


def deploy(zone: Zone, stack: str) -> Mapping[str, Any]:
    """Makes an environment; exports its VPC and each team's Studio domain."""
    environment = zone.environment(stack)
    scope = environment_scope(zone, environment)
    owner = provider(zone, "environment", environment.account, deploy_role_arn(scope))
    logs = log_key(scope, owner, log_group_key_use(scope))
    network = _network(zone, scope, owner, logs)
    endpoints = _endpoints(scope, owner, network)
    _resolve(scope, owner, network, logs)
    _attach(zone, scope, owner, network)
    access_logs = AccessLogBucket("access-logs", AccessLogBucketArgs(scope=scope), within(owner))
    _log_jobs(scope, owner, classification(environment))
    attach = attach_role_arn(shared_scope(zone.organization, zone.organization.accounts.network), stack)
    foundation(zone, "account", scope, owner, [Duty.WORKSPACE], enters=[attach])
    record(zone, "account", scope, owner, exported_records())
    _backup(zone, scope, owner)
    place = Place(zone, environment, owner, network, endpoints, access_logs.id)
    teams = [team for team in zone.organization.teams if team.name in environment.teams]
    return {
        "vpc": network.vpc_id,
        "studio_domains": {team.name: deploy_team(place, team).domain_id for team in teams},
    }


def _log_jobs(scope: Scope, owner: aws.Provider, data: Classification) -> None:
    """Under a key of their own: a job can print what it reads, and other logs hold none of that."""
    key = log_key(scope, owner, named_log_groups_key_use(scope, JOB_LOG_PATTERN), "job-logs", data)
    JobLogs("jobs", JobLogsArgs(scope=scope, key_arn=key.arn, classification=data), within(owner))


def _backup(zone: Zone, scope: Scope, owner: aws.Provider) -> None:
    """Only PHI has copies that stay as long as records do: a lock in compliance mode cannot be taken back."""
    environment = zone.environment(scope.environment)
    Backup(
        "backup",
        BackupArgs(
            scope=scope,
            classification=classification(environment),
            monthly_days=scope.retention_days if environment.data is DataClass.PHI else COPIES_WITHOUT_PHI_DAYS,
            boundary_arn=boundary_arn(scope),
        ),
        within(owner),
    )


def _network(zone: Zone, scope: Scope, owner: aws.Provider, logs: Key) -> Network:
    environment = zone.environment(scope.environment)
    return Network(
        "network",
        NetworkArgs(
            scope=scope,
            cidr=str(environment.network.cidr),
            availability_zones=environment.network.availability_zones,
            log_key_arn=logs.arn,
            boundary_arn=boundary_arn(scope),
        ),
        within(owner),
    )


def _endpoints(scope: Scope, owner: aws.Provider, network: Network) -> Endpoints:
    return Endpoints(
        "endpoints",
        EndpointsArgs(
            scope=scope,
            vpc_id=network.vpc_id,
            subnet_ids=network.subnet_ids["endpoint"],
            route_table_ids=network.route_table_ids["workload"],
            workload_cidrs=network.subnet_cidrs["workload"],
        ),
        within(owner),
    )


def _resolve(scope: Scope, owner: aws.Provider, network: Network, logs: Key) -> None:
    """The names that the network may ask for, and a record of those it asks for."""
    DnsFirewall("dns-firewall", DnsFirewallArgs(scope=scope, vpc_id=network.vpc_id), within(owner))
    queries = DnsQueryLogsArgs(scope=scope, vpc_id=network.vpc_id, log_key_arn=logs.arn)
    DnsQueryLogs("dns-query-logs", queries, within(owner))


def _attach(zone: Zone, scope: Scope, owner: aws.Provider, network: Network) -> None:
    """Attached, accepted, associated and propagated, and without a route until there is something to reach.

    In the network account by the environment's attach role: no workspace's stack changes another environment's routes.
    """
    account = zone.organization.accounts.network
    network_scope = shared_scope(zone.organization, account)
    table: pulumi.Output[str] = output("network", ROUTE_TABLES).apply(lambda tables: tables[scope.environment])
    TransitAttachment(
        "transit",
        TransitAttachmentArgs(
            scope=scope,
            network_scope=network_scope,
            network_provider=provider(zone, "network", account, attach_role_arn(network_scope, scope.environment)),
            vpc_id=network.vpc_id,
            subnet_ids=network.subnet_ids["transit"],
            route_table_ids=network.route_table_ids["workload"],
            transit_gateway_id=output("network", TRANSIT_GATEWAY),
            transit_route_table_id=table,
            destinations=(),
        ),
        within(owner),
    )
