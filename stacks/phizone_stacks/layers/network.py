"""The network layer: the Transit Gateway with a route table for each environment; in the network account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phizone_environments.zone import Zone
from phizone_modules.boundary_ceilings import Duty
from phizone_modules.role_names import boundary_arn
from phizone_modules.transit import TransitGateway, TransitGatewayArgs
from phizone_modules.transit_roles import TransitRoles, TransitRolesArgs
from phizone_stacks.layers.accounts import shared_provider, shared_scope, within
from phizone_stacks.layers.detection import exported_records, record
from phizone_stacks.layers.foundation import foundation

TRANSIT_GATEWAY = "transit_gateway"
"""Export: id of the Transit Gateway."""
ROUTE_TABLES = "transit_route_tables"
"""Export: id of each environment's Transit Gateway route table, by environment."""


def deploy(zone: Zone, _stack: str) -> Mapping[str, Any]:
    """Makes the layer; exports the gateway and its route tables."""
    account = zone.organization.accounts.network
    scope, owner = shared_scope(zone.organization, account), shared_provider(zone, "network", account)
    limits = foundation(zone, "network", scope, owner, [Duty.NETWORK])
    record(zone, "network", scope, owner, exported_records())
    gateway = TransitGateway(
        "transit",
        TransitGatewayArgs(
            scope=scope,
            environments=[environment.name for environment in zone.environments],
            accounts=[environment.account.id for environment in zone.environments],
        ),
        within(owner),
    )
    TransitRoles(
        "transit-roles",
        TransitRolesArgs(
            scope=scope,
            accounts={environment.name: environment.account.id for environment in zone.environments},
            route_table_arns=gateway.route_table_arns,
            boundary_arn=boundary_arn(scope),
        ),
        within(owner, limits),
    )
    return {TRANSIT_GATEWAY: gateway.id, ROUTE_TABLES: dict(gateway.route_table_ids)}
