"""The network layer: the Transit Gateway with a route table for each environment; in the network account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phizone_environments.zone import Zone
from phizone_modules.boundary_ceilings import Duty
from phizone_modules.transit import TransitGateway, TransitGatewayArgs
from phizone_stacks.layers.accounts import provider, shared_scope, within
from phizone_stacks.layers.foundation import foundation

TRANSIT_GATEWAY = "transit_gateway"
"""Export: id of the Transit Gateway."""
ROUTE_TABLES = "transit_route_tables"
"""Export: id of each environment's Transit Gateway route table, by environment."""


def deploy(zone: Zone, _stack: str) -> Mapping[str, Any]:
    """Makes the layer; exports the gateway and its route tables."""
    account = zone.organization.accounts.network
    scope, owner = shared_scope(zone.organization, account), provider(zone, "network", account)
    foundation(zone, "network", scope, owner, [Duty.NETWORK])
    gateway = TransitGateway(
        "transit",
        TransitGatewayArgs(
            scope=scope,
            environments=[environment.name for environment in zone.environments],
            accounts=[environment.account.id for environment in zone.environments],
        ),
        within(owner),
    )
    return {TRANSIT_GATEWAY: gateway.id, ROUTE_TABLES: dict(gateway.route_table_ids)}
