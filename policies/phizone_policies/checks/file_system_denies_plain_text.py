"""File systems are mounted with TLS only."""

from __future__ import annotations

from dataclasses import replace

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.documents import Statement, document
from phizone_policies.views.naming import naming
from phizone_policies.views.requests import Request, certainly_denied
from phizone_stacks.graph.node import Node

_ACTIONS = ("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite", "elasticfilesystem:ClientRootAccess")


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_efs_file_system",),
    reads=("aws_efs_file_system_policy.file_system_id", "aws_efs_file_system_policy.policy"),
)
def file_system_denies_plain_text(system: Node, view: View) -> Result:
    """A file system's policy denies every client that mounts it without TLS.

    Why: NFS is plain text; who listens in the VPC reads the files as they are read.
    Fix: give the file system a policy that denies everybody where aws:SecureTransport is false.
    Source: Amazon EFS User Guide, "Using IAM to control file system data access"; 45 CFR 164.312(e)(2)(ii).
    """
    policies = naming(view.graph, system, ("aws_efs_file_system_policy",), "file_system_id", "id")
    content = document(view.graph, policies[-1], "policy") if policies else None
    statements = tuple(_anywhere(each) for each in content.statements) if content else ()
    plain = {"aws:securetransport": ("false",)}
    for action in _ACTIONS:
        if not certainly_denied(statements, Request(action=action, resource="*", context=plain)):
            return failed(f"its policy does not deny {action} over plain text", action=action)
    return passed()


def _anywhere(statement: Statement) -> Statement:
    """A file system's policy speaks of that file system, whether it names it, says `*` or says nothing."""
    return statement if statement.not_resources else replace(statement, resources=("*",))
