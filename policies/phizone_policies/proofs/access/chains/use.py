"""A power over a principal or a resource, and the step by which somebody uses it."""

from __future__ import annotations

from dataclasses import dataclass

from phizone_policies.proofs.access.chains.powers import Power
from phizone_policies.proofs.access.chains.step import Step
from phizone_policies.proofs.access.world.texts import Held
from phizone_policies.views.documents import Document


@dataclass(frozen=True, slots=True)
class Use:
    """A power, and the step by which it is used."""

    power: Power
    """What is changed."""
    step: Step
    """The step."""
    gives: tuple[Document, ...] = ()
    """The policies that it gives, or the boundary that it puts; empty where it gives everything."""
    lifts: tuple[Held, ...] = ()
    """Policies that it removes or overwrites."""
