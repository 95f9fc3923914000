"""Who makes a role or user of their own, gives it what permissions they can, and works as it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cached_property

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.acting import Acting
from phizone_policies.proofs.access.chains.barred import Place, place_of
from phizone_policies.proofs.access.chains.chain import Chain, Wanted, reasons
from phizone_policies.proofs.access.chains.makeable import Made, Makeable
from phizone_policies.proofs.access.chains.step import Step, is_acting
from phizone_policies.proofs.access.request import Policies
from phizone_policies.proofs.access.world import Kind, Principal
from phizone_policies.proofs.access.world.texts import EVERYTHING


class Makers:
    """Those who can make principals of their own, looked for when they are asked for."""

    def __init__(self, acting: Acting) -> None:
        """Takes who can act as whom."""
        self.asking, self.world = acting.asking, acting.world
        self._makeable = Makeable(self.asking)
        self._left: dict[tuple[str, tuple[str, ...], Place | None], tuple[tuple[Made, str, str], ...]] = {}

    def chains(self, wanted: Wanted, able: Collection[str] = ()) -> Iterator[Chain]:
        """The chains of those who do what is wanted as somebody whom they make; who is `able` needs to make nobody."""
        for maker in self._makers:
            if maker.arn not in able and self._reaches(maker, wanted):
                yield from self._first(maker, wanted)

    @cached_property
    def _makers(self) -> tuple[Principal, ...]:
        accounts = sorted({each.account for each in self.world.principals.values() if is_acting(each)})
        pairs = ((way.make, account) for way in ways.making() for account in accounts)
        found = (each for make, account in pairs for each in self.asking.candidates.speakers(make, account))
        return tuple({each.arn: each for each in found if is_acting(each)}.values())

    def _reaches(self, maker: Principal, wanted: Wanted) -> bool:
        may = self.asking.reach.may_widened
        return any(may(maker, action, wanted.resource, is_capped=False) for action in wanted.actions)

    def _first(self, maker: Principal, wanted: Wanted) -> Iterator[Chain]:
        """The first certain chain of somebody, and those before it that hang on what is not known."""
        for made, pattern, action in self._open(maker, wanted):
            for chain in self._chain(made, pattern, action, wanted):
                yield chain
                if not chain.unknown:
                    return

    def _open(self, maker: Principal, wanted: Wanted) -> tuple[tuple[Made, str, str], ...]:
        """What somebody can make, its names, and the actions that are not barred to it on anything of that place."""
        key = (maker.arn, wanted.actions, place_of(wanted.resource))
        if key not in self._left:
            tried = (
                (made, pattern, action)
                for made in self._makeable.made(maker)
                for pattern in made.patterns
                for action in wanted.actions
            )
            self._left[key] = tuple(each for each in tried if not self._is_barred(*each, wanted))
        return self._left[key]

    def _is_barred(self, made: Made, pattern: str, action: str, wanted: Wanted) -> bool:
        known = _as_made(self.world.policies_for(made.maker, action, wanted.resource), made)
        # What is asked once for all that may be given to it leaves aside what some of that denies.
        known = replace(known, identity=(EVERYTHING,))
        somebody = self._somebody(made, pattern)
        return self.asking.barred.bars_made(somebody, known, made.facts, action, wanted.resource)

    def _somebody(self, made: Made, pattern: str) -> Principal:
        return Principal(
            arn=pattern if made.way.kind == "role" else self._named(made, pattern),
            kind=Kind.ROLE if made.way.kind == "role" else Kind.USER,
            account=made.maker.account,
            session_tags=None,
        )

    def _chain(self, made: Made, pattern: str, action: str, wanted: Wanted) -> Iterator[Chain]:
        somebody = self._somebody(made, pattern)
        known = _as_made(self.world.policies_for(made.maker, action, wanted.resource), made)
        answer = self.asking.ask_with(known, somebody, action, wanted.resource, wanted.below, {})
        if not answer.is_open:
            return
        arn = answer.request.principal if answer.request else pattern
        works = self._makeable.works(made, arn)
        unknown = reasons(answer.unknown, works.unknown, made.unknown)
        if not works.is_open:
            if not self._makeable.works(made, pattern).is_open:
                return
            unknown = (*unknown, f"whether {made.maker.name} can do all of it to one name is not known")
        requests = tuple(each.request for _, each in self._makeable.parts(made, arn) if each.request is not None)
        step = Step(made.maker, f"{made.way.name} {arn}", arn, requests, unknown)
        yield Chain(made.maker, (step,), replace(somebody, arn=arn), answer.request, unknown)

    def _named(self, made: Made, pattern: str) -> str:
        """A name that fits a pattern: one that somebody can make."""
        answer = self.asking.ask_beyond(made.maker, made.way.make, pattern, made.facts)
        return answer.request.resource if answer.request else pattern.replace("*", "x")


def _as_made(known: Policies, made: Made) -> Policies:
    boundary = (made.boundary.document,) if made.boundary else None
    return replace(known, identity=made.gives or (EVERYTHING,), boundary=boundary)
