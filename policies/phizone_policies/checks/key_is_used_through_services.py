"""Keys are used where their data is."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement
from phizone_policies.views.keys import KEYS, policy
from phizone_policies.views.perimeter import binds
from phizone_policies.views.policies import grants_any
from phizone_stacks.graph.node import Node

_USING = (
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    types=KEYS,
    reads=(
        "aws_kms_external_key.policy",
        "aws_kms_key.policy",
        "aws_kms_key_policy.key_id",
        "aws_kms_key_policy.policy",
        "aws_kms_replica_key.policy",
    ),
)
def key_is_used_through_services(key: Node, view: View) -> Result:
    """A key's policy lets roles use the key through named AWS services only, and grant it to AWS services only.

    Why: who calls KMS itself takes the plain data key away, and no bucket's policy or trail of it says what was read.
    Fix: require kms:ViaService of whoever uses the key, kms:ViaService or kms:GrantIsForAWSResource of who grants it.
    Source: AWS KMS Developer Guide, "kms:ViaService"; NIST SP 800-53 AC-6, SC-12; 45 CFR 164.312(a)(1).
    """
    document = policy(view.graph, key)
    used = [each for each in (document.allows if document else ()) if _by_roles(each)]
    if not used:
        return not_applicable("its policy lets no role use it")
    for statement in used:
        action = _direct(statement)
        if action:
            name = statement.sid or action
            return failed(f"statement {name} allows {action} outside of any service", statement=name, action=action)
    return passed()


def _by_roles(statement: Statement) -> bool:
    people = any(kind in ("AWS", "*") for kind, _ in statement.principals) or bool(statement.not_principals)
    return people and bool(grants_any(statement, *_USING, "kms:CreateGrant"))


def _direct(statement: Statement) -> str:
    """What a statement allows without a service between, or nothing."""
    if binds(statement, "kms:ViaService", lambda service: not service.startswith("*")):
        return ""
    for_aws = ("Bool", ("true",)) in statement.condition("kms:GrantIsForAWSResource")
    return grants_any(statement, *_USING, *(() if for_aws else ("kms:CreateGrant",)))
