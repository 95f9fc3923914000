"""Containers have no rights over their host."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.containers import READS, containers
from phizone_policies.views.settings import setting
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_ecs_task_definition",),
    reads=(
        *READS,
        "aws_ecs_task_definition.ipc_mode",
        "aws_ecs_task_definition.network_mode",
        "aws_ecs_task_definition.pid_mode",
    ),
)
def container_has_no_rights_over_its_host(task: Node, view: View) -> Result:
    """A task is not privileged, shares no process or memory space with its host, and on its network is not root.

    Why: a privileged container, or root on the host's network, is the host, and with it every other container
    there.
    Fix: drop privileged, pidMode and ipcMode of host; with network mode host give every container a user.
    Source: AWS Security Hub ECS.1, ECS.3, ECS.4; 45 CFR 164.312(a)(1).
    """
    for mode in ("pid_mode", "ipc_mode"):
        if setting(task, mode) == "host":
            return failed(f"its {mode} is host", setting=mode)
    on_host = setting(task, "network_mode") == "host"
    for container in containers(view.graph, task):
        name = str(container.get("name"))
        if container.get("privileged") is True:
            return failed(f"container {name} is privileged", container=name)
        if on_host and str(container.get("user") or "root").split(":")[0] in ("root", "0"):
            return failed(f"container {name} is root on its host's network", container=name)
    return passed()
