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

    A policy that is taken off and allows something, too, goes on allowing it: the one that is needed may stay. Which of
    several boundaries is put on it is left open, as something unknown.
    """
    powers = {use.power for use in uses}
    held = (*_kept(principal, uses), *(Held(document) for document in _given(uses, Power.WIDEN)))
    changed = replace(principal, held=held)
    if Power.RETAG in powers:
        changed = replace(changed, session_tags=None)
    if Power.UNBIND in powers:
        changed = replace(changed, boundary=None)
        if all(use.gives for use in uses if use.power is Power.UNBIND):
            why = f"what another boundary lets {principal.name} do before it changes something else is not followed"
            changed = replace(changed, unknown=(*changed.unknown, why))
    return changed


def _given(uses: tuple[Use, ...], power: Power) -> Iterator[Document]:
    for use in uses:
        if use.power is power:
            yield from use.gives or (EVERYTHING,)


def _kept(principal: Principal, uses: tuple[Use, ...]) -> Iterator[Held]:
    lifted = [held for use in uses for held in use.lifts]
    for held in principal.held:
        if held not in lifted or not denies(held.document):
            yield held
        elif held.document.allows:
            yield Held(replace(held.document, statements=held.document.allows), held.node)
