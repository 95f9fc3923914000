"""The identity path: what a principal may do by its own policies, inside its boundary and its session policies."""

from __future__ import annotations

from dataclasses import dataclass

from phizone_policies.proofs.access.caller import Kind
from phizone_policies.proofs.access.index import Asked
from phizone_policies.proofs.access.layers import BOUNDARY, IDENTITY, SESSION
from phizone_policies.proofs.access.request import Policies


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a way of getting at something is open, and why."""

    opens: bool
    """Whether it is."""
    because: tuple[str, ...]
    """What opens it, or all that closes it."""


def identity_path(asked: Asked, policies: Policies) -> Answer:
    """Whether the principal's own policies allow the request.

    A root user has every permission. A federated user has those that its session policies and the policies of the
    user who federated it both give, so none without session policies.
    """
    if asked.who.kind is Kind.ROOT:
        return Answer(True, ("the root user holds every permission in its account",))
    granted = IDENTITY.strongest(asked, policies.identity)[1]
    silent = () if granted else (f"no statement of {IDENTITY.name} allows it",)
    closed = (*silent, *caps(asked, policies))
    if asked.who.kind is Kind.FEDERATED and policies.session is None:
        closed = (*closed, "a federated user has no permission of its own without a session policy")
    return Answer(not closed, closed or (granted,))


def caps(asked: Asked, policies: Policies) -> tuple[str, ...]:
    """A sentence for each of boundary and session policies that is there and allows nothing of it."""
    layers = ((BOUNDARY, policies.boundary), (SESSION, policies.session))
    return tuple(
        f"no statement of {layer.name} allows it"
        for layer, documents in layers
        if documents is not None and not layer.allows(asked, documents)
    )
