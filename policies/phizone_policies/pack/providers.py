"""Providers held to the proved graph, which knows them by account and region."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from phizone_policies.pack.told import Told, bare
from phizone_stacks.capture.monitor import PROVIDER, caller_of
from phizone_stacks.capture.record import Record
from phizone_stacks.graph.node import Node

AWS = f"{PROVIDER}aws"
"""Token of the only kind of provider that the landing zone has."""
OWN = f"{PROVIDER}pulumi"
"""Token of the engine's own provider, which serves stack references and reaches nothing else."""
REFERENCE = "pulumi:pulumi:StackReference"
"""Token of what reads another stack's outputs."""
_GLOBAL = "global"
_OFF = ("skipCredentialsValidation", "skipMetadataApiCheck", "skipRegionValidation")
_KNOWN = ("region", "allowedAccountIds", "assumeRoles", "version", *_OFF)


def provider_differences(told: Told, nodes: Collection[Node]) -> Iterator[str]:
    """What of a provider resource is not as the stack's resources in the graph want it."""
    if told.token == OWN:
        return
    if told.token != AWS:
        yield f"it is a provider of {told.token.removeprefix(PROVIDER)}, and the proved graph has AWS's alone"
        return
    for name in sorted(set(told.properties) - set(_KNOWN)):
        if not name.startswith("__"):
            yield f"it has {name}, which no provider of the proved stack has"
    accounts, enters = _accounts(told)
    known = {node.account for node in nodes}
    if not accounts or not accounts <= known or not enters or enters != accounts:
        yield (
            f"it allows the accounts {_list(accounts)} and enters a role in {_list(enters)}; the proved stack builds "
            f"in {_list(known)}, and a provider allows one of them and enters a role there"
        )
    regions = {node.region for node in nodes if _by_provider(node)} or {node.region for node in nodes} - {_GLOBAL}
    region = _caller(told).region
    if regions and region not in regions:
        yield f"its region is {region or 'not told'}; proved was {_list(regions)}"


def caller_differences(told: Told | None, node: Node) -> Iterator[str]:
    """Whether a resource is made by a provider of another account or region than its node's."""
    if told is None:
        if node.account:
            yield f"it has no provider of its own; proved was account {node.account}"
        return
    found = _caller(told)
    if found.account != node.account:
        yield f"account is {found.account or 'not told'}; proved was {node.account or 'none that the program fixes'}"
    if _by_provider(node) and found.region != node.region:
        yield f"region of its provider is {found.region or 'not told'}; proved was {node.region or 'none'}"


def reference_differences(told: Told, stacks: Collection[str]) -> Iterator[str]:
    """Whether a StackReference reads another stack than those of the proved graph."""
    name = bare(told.properties.get("name"))
    if name not in {f"organization/{stack.replace('.', '/')}" for stack in stacks}:
        yield f"it reads the outputs of {name!r}, which is no stack of the proved graph"


def _by_provider(node: Node) -> bool:
    return "region" not in node.attributes and node.region != _GLOBAL


def _caller(told: Told) -> Any:
    return caller_of(
        Record(
            urn=told.urn,
            token=told.token,
            name=told.name,
            parent="",
            custom=True,
            provider="",
            properties=bare(dict(told.properties)),
        )
    )


def _accounts(told: Told) -> tuple[set[str], set[str]]:
    """The accounts that a provider allows, and those of the roles that it enters."""
    allowed = {str(each) for each in _listed(told.properties.get("allowedAccountIds"))}
    roles = [each for each in _listed(told.properties.get("assumeRoles")) if isinstance(each, dict)]
    arns = [str(role.get("roleArn") or role.get("role_arn") or "").split(":") for role in roles]
    return allowed, {arn[4] if len(arn) > 4 else "" for arn in arns}


def _listed(value: Any) -> list[Any]:
    """A list argument of a provider, which the SDK sends as JSON text."""
    plain = bare(value)
    if isinstance(plain, str):
        try:
            plain = json.loads(plain)
        except json.JSONDecodeError:
            return []
    return plain if isinstance(plain, list) else []


def _list(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or "none"
