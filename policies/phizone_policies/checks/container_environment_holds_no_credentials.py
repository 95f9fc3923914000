"""Containers' environments hold no credentials."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.containers import READS, containers, variables
from phizone_policies.views.credentials import credential
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=("aws_ecs_task_definition",),
    reads=READS,
)
def container_environment_holds_no_credentials(task: Node, view: View) -> Result:
    """No plain environment variable of a container is a password, a token or a key.

    Why: whoever may look at a task definition, or at its history, reads them.
    Fix: put the value into a secret, change it, and give it to the container by `secrets`.
    Source: AWS Security Hub ECS.8; 45 CFR 164.308(a)(5)(ii)(D).
    """
    for container in containers(view.graph, task):
        for name, value in variables(container):
            kind = credential(name, value)
            if kind:
                return failed(f"variable {name} of container {container.get('name')} is {kind}", variable=name)
    return passed()
