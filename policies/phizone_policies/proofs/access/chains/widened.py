"""A role or user as it is when somebody has changed all of it that they can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from phizone_policies.proofs.access.chains.powers import Power
from phizone_policies.proofs.access.chains.removing import denies
from phizone_policies.proofs.access.chains.use import Use
from phizone_policies.proofs.access.world import Principal
from phizone_policies.proofs.access.world.texts import EVERYTHING, Held
from phizone_policies.views.documents import Document

Change = tuple[Power, tuple[Document, ...], tuple[Held, ...], bool]
"""What is changed, by which policies, and whether that is certain."""


def change(use: Use) -> Change:
    """What a use comes to, whoever it is by."""
    return use.power, use.gives, use.lifts, not use.step.unknown


def chosen(uses: Iterable[Use]) -> tuple[Use, ...]:
    """Of some changes of one principal those that matter: what gives everything spares what gives less."""
    uses, found = tuple(uses), list[Use]()
    for power in dict.fromkeys(use.power for use in uses):
        same = [use for use in uses if use.power == power]
        whole = [use for use in same if not use.gives and not use.step.unknown] or [
            use for use in same if not use.gives
        ]
        found += same if power is Power.LIFT or not whole else whole[:1]
    return tuple(found)


def widened(principal: Principal, uses: tuple[Use, ...]) -> Principal:
    """A principal after some changes that were `chosen`.

    Where a certain other boundary is put on it, it keeps its own, and where it is not given everything, a policy that
    is taken off and allows something, too: what these would let it do is looked for in its own last request alone.
    """
    powers = {use.power for use in uses}
    given = tuple(Held(document) for document in _given(uses, Power.WIDEN))
    everything = any(held.document is EVERYTHING for held in given)
    lifted = [held for use in uses for held in use.lifts]
    kept = (held for held in principal.held if held not in lifted or not (everything or _only_denies(held)))
    changed = replace(principal, held=(*kept, *given))
    if Power.RETAG in powers:
        changed = replace(changed, session_tags=None)
    if any(use.power is Power.UNBIND and not use.gives for use in uses):
        changed = replace(changed, boundary=None)
    return changed


def _only_denies(held: Held) -> bool:
    return denies(held.document) and not held.document.allows


def _given(uses: tuple[Use, ...], power: Power) -> Iterator[Document]:
    for use in uses:
        if use.power is power:
            yield from use.gives or (EVERYTHING,)
