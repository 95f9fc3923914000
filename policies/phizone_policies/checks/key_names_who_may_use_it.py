"""Keys say who uses them."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.documents import Statement
from phizone_policies.views.keys import KEYS, policy
from phizone_policies.views.perimeter import binds
from phizone_policies.views.policies import grants_any
from phizone_stacks.graph.node import Node

_POWERS = (
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:CreateGrant",
    "kms:PutKeyPolicy",
)
_TAG = "aws:principaltag/"


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=KEYS,
    reads=(
        "aws_kms_external_key.policy",
        "aws_kms_key.policy",
        "aws_kms_key_policy.key_id",
        "aws_kms_key_policy.policy",
        "aws_kms_replica_key.policy",
    ),
)
def key_names_who_may_use_it(key: Node, view: View) -> Result:
    """A key's policy names the roles and services that use the key, grant it or write its policy.

    Why: a policy that leaves it to the account, as AWS's own does, lets every role decrypt PHI that some policy of the
    account allows to; the key is then no second lock.
    Fix: give the key a policy whose statements name roles, or the account with a condition on aws:PrincipalArn.
    Source: AWS KMS Developer Guide, "Default key policy", "Best practices for IAM policies"; NIST SP 800-53 AC-6.
    """
    document = policy(view.graph, key)
    if document is None:
        return failed("it has no policy, so that AWS's leaves it to the account's policies who uses it")
    for statement in document.allows:
        action, whole = grants_any(statement, *_POWERS), next(_whole(statement), "")
        if action and whole and not _names(statement):
            return failed(f"its policy lets all of {whole} do {action}", principal=whole, action=action)
    return passed()


def _whole(statement: Statement) -> Iterator[str]:
    """The principals of a statement that are an account as a whole, or everybody."""
    for kind, principal in statement.principals:
        if kind in ("AWS", "*") and (principal == "*" or principal.endswith(":root") or principal.isdigit()):
            yield "everybody" if principal == "*" else principal


def _names(statement: Statement) -> bool:
    """Whether a condition says who of them, or for which resource an AWS service asks."""
    tags = [key for _, key, _ in statement.conditions if key.lower().startswith(_TAG)]
    keys = ("aws:PrincipalArn", "aws:userid", "aws:SourceArn", *tags)
    return any(binds(statement, key, lambda value: set(value.rsplit("/", 1)[-1]) - {"*", "?"} != set()) for key in keys)
