"""Who can do something to a resource, by themselves or through a chain of steps."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush

from phizone_policies.proofs.access.chains.asking import Answer, Asking
from phizone_policies.proofs.access.chains.chain import Chain, Wanted, before
from phizone_policies.proofs.access.chains.starts import Starts
from phizone_policies.proofs.access.chains.step import Step
from phizone_policies.proofs.access.world import Principal, World
from phizone_policies.proofs.access.world.facts import Facts

_NO_FACTS: Facts = {}
Spared = Callable[[Step, Principal], bool]
"""Whether a step into somebody is not to be followed."""


def _nobody(step: Step, target: Principal) -> bool:
    """No step is spared."""
    return False


class Access:
    """Who can do what in a world."""

    def __init__(self, world: World) -> None:
        """Takes the world."""
        self.world = world
        self.asking = Asking(world)
        self._starts = Starts(self.asking)
        self.acting, self._changing = self._starts.acting, self._starts.changing

    def who_can(self, wanted: Wanted, spared: Spared = _nobody) -> tuple[Chain, ...]:
        """Everybody who can do what is wanted, each with a shortest chain, the certain ones first, then by name.

        A service counts where it can by itself; that it works for whoever hands it a role is a step of theirs. Steps
        that are `spared` are not followed.
        """
        starts, found = self._starts.of(wanted), dict[str, Chain]()
        # What is certain first: a chain that hangs on something unknown goes after every one that does not.
        self._spread([each for each in starts if not each.unknown], found, True, spared)
        more = self._changing.by_others(self._changing.others(wanted).difference(found), wanted)
        self._spread([each for each in more if not each.unknown], found, True, spared)
        self._spread([*starts, *more], found, False, spared)
        return tuple(sorted(found.values(), key=lambda chain: (bool(chain.unknown), chain.principal.name)))

    def can(self, principal: Principal, wanted: Wanted, facts: Facts = _NO_FACTS) -> tuple[Answer, Chain | None]:
        """Whether somebody can do what is wanted by their own permissions, and a chain by which they can otherwise.

        `facts` are condition keys that are certain beside what follows from who asks for what.
        """
        asked = (
            self.asking.explain(principal, each, wanted.resource, below=wanted.below, facts=facts)
            for each in wanted.actions
        )
        answers = sorted(asked, key=lambda answer: (not answer.is_certain, not answer.is_open))
        if answers[0].is_certain:
            return answers[0], None
        chains = (chain for chain in self.who_can(wanted) if chain.principal.arn == principal.arn and chain.steps)
        return self._doubted(answers[0], wanted), next(chains, None)

    def _doubted(self, answer: Answer, wanted: Wanted) -> Answer:
        """An answer, with what is not modelled and may let anybody at the resource."""
        gaps = tuple(gap.why for gap in self.world.gaps_at(wanted.resource))
        return Answer(answer.request, (*answer.unknown, *gaps), answer.because) if gaps else answer

    def _spread(self, starts: list[Chain], found: dict[str, Chain], certain: bool, spared: Spared) -> None:
        """Adds whoever acts as somebody that was found, the shortest chains first."""
        waiting: list[tuple[int, int, Chain]] = []
        for chain in (*found.values(), *starts):
            heappush(waiting, (len(chain.steps), len(waiting), chain))
        count = len(waiting)
        while waiting:
            _, _, chain = heappop(waiting)
            if found.setdefault(chain.principal.arn, chain) is not chain:
                continue
            for step in self.acting.into(chain.principal):
                if step.actor.arn not in found and not (certain and step.unknown) and not spared(step, chain.principal):
                    count += 1
                    heappush(waiting, (len(chain.steps) + 1, count, before(step, chain)))
