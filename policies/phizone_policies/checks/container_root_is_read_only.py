"""Containers cannot change their own programs."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.containers import READS, containers
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_ecs_task_definition",),
    reads=READS,
)
def container_root_is_read_only(task: Node, view: View) -> Result:
    """A container's root file system is read-only.

    Why: who breaks in can else leave a program behind, and write PHI where nobody looks.
    Fix: set readonlyRootFilesystem to true and mount volumes for what must be written.
    Source: AWS Security Hub ECS.5; 45 CFR 164.312(c)(1).
    """
    found = [each for each in containers(view.graph, task) if each.get("readonlyRootFilesystem") is not True]
    return failed(f"container {found[0].get('name')} can write to its root file system") if found else passed()
