"""Roles are passed to what they are made for."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.perimeter import binds
from phizone_policies.views.policies import GRANTING, READS, documents, grants_any, only_bounds
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=GRANTING,
    reads=READS,
)
def pass_role_names_its_service(node: Node, view: View) -> Result:
    """A policy that lets somebody pass roles says to which services.

    Why: a role made for training jobs, passed to a virtual machine, is a shell with all its rights.
    Fix: add a condition StringEquals iam:PassedToService with the services that need the role.
    Source: IAM User Guide, "IAM condition keys", iam:PassedToService; NIST SP 800-53 AC-6(10).
    """
    if only_bounds(view.graph, node):
        return not_applicable("it is a boundary only, which grants nothing")
    for document in documents(view.graph, node):
        for number, statement in enumerate(document.statements, start=1):
            if grants_any(statement, "iam:PassRole") and not binds(
                statement, "iam:PassedToService", lambda service: "*" not in service
            ):
                name = statement.sid or f"number {number}"
                return failed(f"statement {name} lets roles be passed to any service", statement=name)
    return passed()
