"""What a request asks of AWS and every policy that has a say in it: plain facts, free of the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from phizone_policies.views.documents import Document

ANONYMOUS = "*"
"""The principal of a request without credentials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Something that somebody asks of AWS."""

    principal: str
    """ARN of a user, role, role session, federated user or account root; a service as `s3.amazonaws.com`; or `*`."""
    action: str
    """As `s3:GetObject`."""
    resource: str
    """ARN it is asked of; `*` for an action that takes no resource."""
    resource_account: str
    """Twelve-digit id of the account that owns the resource."""
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values by condition key in lower case; a key that is absent is not in the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A grant on a KMS key."""

    grantee: str
    """ARN of the principal it is given to."""
    operations: tuple[str, ...]
    """As `Decrypt`, without prefix."""
    encryption_context: tuple[tuple[str, str], ...] = ()
    """Pairs that the request's context must hold."""
    exact_context: bool = False
    """Whether the context must be equal to these pairs, not only hold them."""
    name: str = ""
    """Address of the resource that makes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """Every policy that has a say in a request; `None` where a layer is not there, which is not the same as empty."""

    identity: tuple[Document, ...] = ()
    """Of the principal itself and its groups."""
    boundary: tuple[Document, ...] | None = None
    """Its permissions boundary."""
    session: tuple[Document, ...] | None = None
    """Those given with its session."""
    scp: tuple[tuple[Document, ...], ...] = ()
    """Service control policies of the principal's account, from the root down; none where none can apply."""
    rcp: tuple[tuple[Document, ...], ...] = ()
    """Resource control policies of the resource's account, from the root down, AWS's own `RCPFullAWSAccess` implied."""
    resource: Document | None = None
    """The policy on the resource; for `sts:AssumeRole*` the role's trust, for `kms:*` the key policy."""
    endpoint: tuple[Document, ...] | None = None
    """Policies of the VPC endpoint it passes, any of which may allow it; None where it passes none."""
    grants: tuple[Grant, ...] = ()
    """Grants on the key."""


class Outcome(StrEnum):
    """What AWS answers."""

    ALLOWED = "Allowed"
    """Something allows it and nothing denies it."""
    IMPLICITLY_DENIED = "ImplicitlyDenied"
    """Something that would have to allow it does not."""
    EXPLICITLY_DENIED = "ExplicitlyDenied"
    """A Deny meets it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """AWS's answer, and why."""

    outcome: Outcome
    """The answer."""
    because: tuple[str, ...]
    """What decided, a sentence each, naming layer and statement."""
