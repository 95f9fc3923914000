"""Keys are managed by others than use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.documents import Document, Statement
from phizone_policies.views.keys import KEYS, policy
from phizone_policies.views.perimeter import binds
from phizone_policies.views.requests import Request, acts_on, certainly_denied
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
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
def key_users_do_not_manage_it(key: Node, view: View) -> Result:
    """A key's policy lets no principal both decrypt and decide who decrypts.

    Why: who does both reads PHI and lets friends in; two people have to agree where the rights are apart.
    Fix: give one role kms:PutKeyPolicy, another kms:Decrypt; bind kms:CreateGrant by kms:GrantIsForAWSResource.
    Source: AWS KMS Developer Guide, "Default key policy", key administrators and key users; NIST SP 800-53 AC-5, SC-12.
    """
    document = policy(view.graph, key)
    if document is None:
        return passed()
    managing, using = (set(_principals(document, does)) for does in (_manages, _uses))
    both = sorted(managing & using)
    return failed(f"{both[0]} both manages and uses it", principal=both[0]) if both else passed()


def _manages(statement: Statement) -> str:
    """The action by which a statement lets somebody decide who uses the key, or nothing."""
    if acts_on(statement, "kms:PutKeyPolicy"):
        return "kms:PutKeyPolicy"
    for_aws = ("Bool", ("true",)) in statement.condition("kms:GrantIsForAWSResource")
    through_aws = binds(statement, "kms:ViaService", lambda service: service != "*")
    return "kms:CreateGrant" if acts_on(statement, "kms:CreateGrant") and not (for_aws or through_aws) else ""


def _uses(statement: Statement) -> str:
    return "kms:Decrypt" if acts_on(statement, "kms:Decrypt") else ""


def _principals(document: Document, does: Callable[[Statement], str]) -> Iterator[str]:
    """Whom the policy lets do something, unless it denies it to them, too."""
    for statement in document.allows:
        action = does(statement)
        for principal in _named(statement) if action else ():
            request = Request(action=action, context={"aws:principalarn": (principal,)})
            if not certainly_denied(document.statements, request):
                yield principal


def _named(statement: Statement) -> Iterator[str]:
    """The principals by name; an account as a whole only hands the decision to its own policies."""
    arns = [value for _, values in statement.condition("aws:PrincipalArn") for value in values]
    if arns and binds(statement, "aws:PrincipalArn", lambda arn: bool(arn)):
        yield from arns
        return
    for kind, principal in statement.principals:
        if kind in ("AWS", "*") and not principal.endswith(":root") and not principal.isdigit():
            yield principal
