"""Policies open no key they do not name."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement
from phizone_policies.views.perimeter import binds
from phizone_policies.views.policies import GRANTING, READS, documents, grants_any, is_every_resource, only_bounds
from phizone_stacks.graph.node import Node

_OPENING = (
    "kms:Decrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyPairWithoutPlaintext",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)
_CHOOSING = ("kms:ViaService", "kms:RequestAlias", "kms:ResourceAliases")
_BY_TAG = "aws:resourcetag/"


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=GRANTING,
    reads=READS,
)
def policy_grants_no_open_decrypt(node: Node, view: View) -> Result:
    """A policy lets nobody decrypt, or make data keys, under keys that it does not name or choose by a condition.

    Why: a role that may open every key reads every team's PHI as soon as one key's policy trusts its account.
    Fix: name the keys' ARNs, or require kms:ViaService, an alias or a tag of the key.
    Source: AWS KMS Developer Guide, "Best practices for IAM policies"; AWS Security Hub KMS.1, KMS.2.
    """
    if only_bounds(view.graph, node):
        return not_applicable("it is a boundary only, which grants nothing")
    for document in documents(view.graph, node):
        for number, statement in enumerate(document.statements, start=1):
            action = grants_any(statement, *_OPENING)
            if action and is_every_resource(statement) and not _chooses(statement):
                name = statement.sid or f"number {number}"
                return failed(f"statement {name} allows {action} under every key", statement=name, action=action)
    return passed()


def _chooses(statement: Statement) -> bool:
    """Whether a condition says which keys, or through which services."""
    tags = [key for _, key, _ in statement.conditions if key.lower().startswith(_BY_TAG)]
    return any(
        binds(statement, key, lambda value: set(value) > {"*"} or "*" not in value) for key in (*_CHOOSING, *tags)
    )
