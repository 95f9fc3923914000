"""Stores take encrypted connections only."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.blocks import inside, leaf, leaves
from phizone_policies.views.settings import given, literal, reads, setting
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

_EFS = "volume.efs_volume_configuration"
_ON: tuple[Value, ...] = (True, "true")
# None stands where the provider's or the service's default encrypts.
_SETTINGS: Mapping[str, Mapping[str, tuple[Value, ...]]] = {
    "aws_dax_cluster": {"cluster_endpoint_encryption_type": ("TLS",)},
    "aws_ecs_task_definition": {f"{_EFS}.transit_encryption": ("ENABLED",)},
    "aws_elasticache_replication_group": {
        "transit_encryption_enabled": _ON,
        "transit_encryption_mode": (None, "required"),
    },
    "aws_memorydb_cluster": {"tls_enabled": _ON},
    "aws_msk_cluster": {
        "encryption_info.encryption_in_transit.client_broker": (None, "TLS"),
        "encryption_info.encryption_in_transit.in_cluster": (None, *_ON),
    },
}


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=tuple(_SETTINGS),
    reads=(
        *reads({kind: tuple(paths) for kind, paths in _SETTINGS.items()}),
        "aws_elasticache_replication_group.engine",
    ),
)
def store_requires_tls(store: Node, view: View) -> Result:
    """A cache, broker or mounted file system encrypts what goes to and from it, with no plain text beside.

    Why: who listens on the way reads the data and the credentials that open it.
    Fix: switch transit encryption on, with TLS only, where the type takes it.
    Source: AWS Security Hub ElastiCache.5, MSK.1, DynamoDB.7; checkov CKV_AWS_97; 45 CFR 164.312(e)(2)(ii).
    """
    if store.type == "aws_elasticache_replication_group" and not given(store, ("transit_encryption_enabled",)):
        engine = setting(store, "engine")
        return passed() if engine == "valkey" else failed("its transit_encryption_enabled is absent")
    found = [(path, good, value) for path, good in _SETTINGS[store.type].items() for value in _values(store, path)]
    for path, good, value in found:
        if literal(store, path, value) not in good:
            return failed(f"its {path} is {'absent' if value is None else value}", setting=path)
    return passed() if found else not_applicable("it mounts no file system over the network")


def _values(store: Node, path: str) -> list[Value]:
    """The value at a path, or of every file system that a task mounts."""
    if not path.startswith(_EFS):
        return [leaf(store, path)]
    mounts = [mount for mount in leaves(store, _EFS) if isinstance(mount, dict)]
    return [inside(store, mount, path.rsplit(".", 1)[-1]) for mount in mounts]
