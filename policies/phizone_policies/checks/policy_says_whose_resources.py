"""Policies say whose their resources are."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement
from phizone_policies.views.perimeter import binds
from phizone_policies.views.policies import GRANTING, READS, documents, grants_any, only_bounds
from phizone_policies.views.principals import Known
from phizone_policies.views.scopes import is_chosen
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical

# AWS takes logs and traces of the caller's account only, whatever account a policy names.
_OF_THE_CALLER = ("logs", "xray")


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=GRANTING,
    reads=(*READS, "aws_s3_bucket.bucket", "aws_s3_bucket.bucket_prefix"),
)
def policy_says_whose_resources(node: Node, view: View) -> Result:
    """A policy names the account of what it allows something on, or a condition holds it to ours.

    Why: a bucket whose name only begins like ours, or a role of any account, may be a stranger's who waits for PHI.
    Fix: name the account in the ARN and the bucket in full, or require aws:ResourceAccount or aws:ResourceOrgID.
    Source: AWS, "Building a data perimeter on AWS", trusted resources; NIST SP 800-53 AC-4; 45 CFR 164.312(a)(1).
    """
    if only_bounds(view.graph, node):
        return not_applicable("it is a boundary only, which grants nothing")
    for document in documents(view.graph, node):
        for number, statement in enumerate(document.statements, start=1):
            found = _anybodys(view, statement)
            if found:
                name = statement.sid or f"number {number}"
                return failed(f"statement {name} is about {found} of any account", statement=name, resource=found)
    return passed()


def _anybodys(view: View, statement: Statement) -> str:
    """The first resource of a statement that may be of any account; empty where a condition or its name says whose."""
    if not statement.allows or is_chosen(statement) or _is_held_to_ours(Known(view, generous=True), statement):
        return ""
    moves_data = bool(grants_any(statement, "s3:GetObject", "s3:PutObject"))
    for resource in statement.resources:
        parts = resource.split(":", 5)
        if len(parts) == 6 and (
            _may_be_any_bucket(view.graph, parts[5]) and moves_data if parts[2] == "s3" else _names_no_account(parts)
        ):
            return resource
    return ""


def _is_held_to_ours(known: Known, statement: Statement) -> bool:
    return (
        any(binds(statement, key, known.is_ours) for key in ("aws:ResourceAccount", "s3:ResourceAccount"))
        or binds(statement, "aws:ResourceOrgID", known.is_organization)
        or binds(statement, "aws:ResourceOrgPaths", lambda each: known.is_organization(each.split("/", 1)[0]))
    )


def _names_no_account(parts: list[str]) -> bool:
    return bool(set(parts[4]) & {"*", "?"}) and parts[2] not in _OF_THE_CALLER


def _may_be_any_bucket(graph: Graph, name: str) -> bool:
    """Whether the bucket of a name is a pattern, and not one that Pulumi makes of a bucket of the program."""
    bucket = name.split("/", 1)[0]
    return bool(set(bucket) & {"*", "?"}) and bucket not in graph.cached(_bucket_names)


def _bucket_names(graph: Graph) -> frozenset[str]:
    return frozenset(str(physical(node, "bucket")) for node in graph.of_type("aws_s3_bucket"))
