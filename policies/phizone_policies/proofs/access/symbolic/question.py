"""What is asked of all requests at once, and the three answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from phizone_policies.proofs.access.request import Request
from phizone_policies.proofs.access.symbolic.keys import Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whether any request of these is allowed; every condition key that is not pinned is free."""

    principal: str
    """As in a `Request`; a role's sessions ask for it, too. An ARN `arn:aws:iam::999999999999:role/*` is any role."""
    actions: tuple[str, ...]
    """Patterns; of a service that AWS knows only its own actions count, of any other and of `*` every text."""
    resources: tuple[str, ...]
    """Patterns of ARNs; `arn:aws:s3:::name/?*` for the objects of a bucket."""
    resource_account: str
    """Twelve-digit id of the account that owns them."""
    context: Mapping[str, Held] = field(default_factory=dict)
    """Pinned keys in lower case, None for one that is in no request; `aws:principaltag/*` pins all that begin so."""
    never: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Patterns of texts that a key in lower case, `action`, `resource` or `aws:principalarn` never holds."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Some request is allowed."""

    witness: Request
    """One that `decide` allows."""
    because: tuple[str, ...]
    """Why it does."""


@dataclass(frozen=True, slots=True)
class Denied:
    """No request is allowed, whatever its context."""

    because: tuple[str, ...]
    """What stands in the way, a sentence each."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """It cannot be told."""

    why: tuple[str, ...]
    """What is beyond what is decided here, a sentence each."""


Answer = Allowed | Denied | Undecided
"""What is said to a question."""
