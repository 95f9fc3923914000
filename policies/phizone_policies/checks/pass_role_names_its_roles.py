"""Roles are passed to what they are made for."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.policies import GRANTING, READS, documents, grants_any, is_every_resource, only_bounds
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=GRANTING,
    reads=READS,
)
def pass_role_names_its_roles(node: Node, view: View) -> Result:
    """A policy that lets somebody pass roles to a service names the roles.

    Why: who may pass any role gives a machine of theirs the rights of whoever has most in the account.
    Fix: name the roles' ARNs under Resource.
    Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service"; NIST SP 800-53 AC-6.
    """
    if only_bounds(view.graph, node):
        return not_applicable("it is a boundary only, which grants nothing")
    for document in documents(view.graph, node):
        for number, statement in enumerate(document.statements, start=1):
            if grants_any(statement, "iam:PassRole") and is_every_resource(statement):
                name = statement.sid or f"number {number}"
                return failed(f"statement {name} lets any role be passed", statement=name)
    return passed()
