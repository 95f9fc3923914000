"""Who can do something to a resource without acting as anybody else: where chains start that others take up."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.acting import Acting
from phizone_policies.proofs.access.chains.asking import Asking
from phizone_policies.proofs.access.chains.chain import Chain, Wanted
from phizone_policies.proofs.access.chains.changing import Changing
from phizone_policies.proofs.access.chains.founded import as_founded
from phizone_policies.proofs.access.chains.making import Makers
from phizone_policies.proofs.access.chains.points import through_points
from phizone_policies.proofs.access.chains.step import lets_in
from phizone_policies.proofs.access.world import Principal
from phizone_policies.views.keys import KEYS


class Starts:
    """The ways that end with somebody's own request, in one world."""

    def __init__(self, asking: Asking) -> None:
        """Takes the questions to the world."""
        self.world, self.asking = asking.world, asking
        self.acting = Acting(asking)
        self.changing = Changing(self.acting)
        self._makers = Makers(self.acting)
        self._known: dict[tuple[tuple[str, ...], str, str], tuple[Chain, ...]] = {}

    def of(self, wanted: Wanted) -> tuple[Chain, ...]:
        """The chains of those who do what is wanted by themselves, or after they have changed or made something."""
        key = (wanted.actions, wanted.resource.arn, wanted.below)
        if key not in self._known:
            self._known[key] = tuple(self._found(wanted))
        return self._known[key]

    def _found(self, wanted: Wanted) -> Iterator[Chain]:
        able: set[str] = set()
        for principal in self._candidates(wanted):
            for chain in self._of(principal, wanted):
                yield chain
                if not chain.unknown:
                    able |= {principal.arn} if len(chain.steps) < 2 else set()
                    break
        yield from through_points(self.asking, wanted)
        yield from as_founded(self.asking, wanted)
        yield from self._makers.chains(wanted, able)
        for gap in self.world.gaps_at(wanted.resource):
            step = lets_in(gap, "gets at", wanted.resource)
            yield Chain(step.actor, (step,), step.actor, None, step.unknown)

    def _candidates(self, wanted: Wanted) -> Iterator[Principal]:
        """Who may be able to do what is wanted, or to change something before."""
        kind = wanted.resource.node.type
        granting = (*ways.actions("granting"), *ways.actions("aliasing")) if kind in KEYS else ()
        changing = (ways.opening(kind), ways.dropping(kind), *ways.tagging(kind), *granting)
        actions = [each for each in (*wanted.actions, *changing) if each]
        able = {each.arn for action in actions for each in self.asking.candidates.of(action, wanted.resource)}
        able |= self.acting.changers
        found = (each for name, each in self.world.principals.items() if name in able)
        retaggable, walls_off = self.acting.retaggable, self.asking.barred.walls_off
        return (
            each
            for each in found
            if not walls_off(each, wanted.actions, wanted.resource, retagged=each.arn in retaggable)
        )

    def _of(self, principal: Principal, wanted: Wanted) -> Iterator[Chain]:
        """The ways of somebody alone, the plainest first."""
        for action in wanted.actions:
            answer = self.asking.ask(principal, action, wanted.resource, below=wanted.below)
            if answer.is_open:
                yield Chain(principal, (), principal, answer.request, answer.unknown)
        yield from self.changing.alone(principal, wanted)
