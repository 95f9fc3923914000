"""Studio's users open their own spaces."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.documents import Statement
from phizone_policies.views.perimeter import binds
from phizone_policies.views.policies import GRANTING, READS, documents, grants_any, only_bounds
from phizone_stacks.graph.node import Node

_OPENING = ("sagemaker:CreateApp", "sagemaker:CreateSpace", "sagemaker:UpdateSpace")
_OWNER = "sagemaker:OwnerUserProfileArn"


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=GRANTING,
    reads=READS,
)
def studio_space_belongs_to_its_user(node: Node, view: View) -> Result:
    """A policy lets nobody open an application of SageMaker Studio, or change a space, that is another user's.

    Why: what runs in a space has the role of the space's owner, and reads what the owner may read.
    Fix: require sagemaker:OwnerUserProfileArn, or name the domain and the user profile in the resource.
    Source: SageMaker AI Developer Guide, "Studio spaces" permissions; 45 CFR 164.312(a)(2)(i); NIST SP 800-53 AC-6.
    """
    if only_bounds(view.graph, node):
        return not_applicable("it is a boundary only, which grants nothing")
    for document in documents(view.graph, node):
        for number, statement in enumerate(document.statements, start=1):
            action = grants_any(statement, *_OPENING)
            if action and _of_anybody(statement) and not _names_owner(statement):
                name = statement.sid or f"number {number}"
                return failed(f"statement {name} allows {action} in anybody's space", statement=name, action=action)
    return passed()


def _of_anybody(statement: Statement) -> bool:
    """Whether a statement is about apps or spaces of which it names neither the user profile nor the space."""
    return bool(statement.not_resources) or any(_is_anybodys(resource) for resource in statement.resources)


def _is_anybodys(resource: str) -> bool:
    """As `*`, `…:app/*` and `…:app/d-1/*`; the part after the domain says whose it is."""
    if set(resource) <= {"*", "?"}:
        return True
    kind, _, rest = resource.rsplit(":", 1)[-1].partition("/")
    owner = rest.split("/")[1] if "/" in rest else "*"
    return kind.rstrip("*") in ("app", "space", "") and set(owner) <= {"*", "?"}


def _names_owner(statement: Statement) -> bool:
    return binds(statement, _OWNER, lambda arn: set(arn.rsplit("/", 1)[-1]) - {"*", "?"} != set())
