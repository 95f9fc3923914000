"""Instances of SageMaker: which keep their data on local disks, and so take no volume key."""

from __future__ import annotations

from collections.abc import Iterable

from phizone_policies.views.blocks import inside
from phizone_policies.views.requests import glob
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

_LOCAL_DISKS = (
    "ml.*d.*",
    "ml.*dn.*",
    "ml.dl1.*",
    "ml.g5.*",
    "ml.g6*",
    "ml.g7*",
    "ml.gr6*",
    "ml.p4de.*",
    "ml.p5*",
    "ml.p6*",
    "ml.trn*",
)
"""Types with local disks, which their own hardware encrypts; SageMaker refuses a volume key for them.

Source: Amazon SageMaker API Reference, "ResourceConfig"; Amazon EC2 User Guide, "Instance store volumes".
"""


def has_local_disks(kind: str) -> bool:
    """Whether an instance type as `ml.g5.xlarge` keeps its data on local disks."""
    return any(glob(pattern, kind) for pattern in _LOCAL_DISKS)


def takes_volume_key(node: Node, block: dict[str, Value]) -> bool:
    """Whether the instances of a block have network volumes; one that names no type does. Raises: UnknownValue."""
    kinds = list(_kinds(node, block))
    return not kinds or not all(has_local_disks(kind) for kind in kinds)


def _kinds(node: Node, block: dict[str, Value]) -> Iterable[str]:
    groups = inside(node, block, "instance_groups")
    for each in (block, *(groups if isinstance(groups, list) else ())):
        kind = inside(node, each, "instance_type") if isinstance(each, dict) else None
        if isinstance(kind, str):
            yield kind
