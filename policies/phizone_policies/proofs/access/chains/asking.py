"""Whether somebody can ask for something at all, whatever the request's open condition keys hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from phizone_policies.proofs.access.chains.overlap import Reach
from phizone_policies.proofs.access.request import Policies, Request
from phizone_policies.proofs.access.symbolic.possible import Possible, possible
from phizone_policies.proofs.access.world import Principal, Resource, World
from phizone_policies.proofs.access.world.facts import Facts
from phizone_policies.views.documents import Document, Statement

_NOTHING: Facts = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something can be asked for with success."""

    request: Request | None = None
    """A request that is allowed; None for none."""
    unknown: tuple[str, ...] = ()
    """What is not known, a reason each: with it, an allowed request may be denied, and none may still be one."""

    @property
    def is_possible(self) -> bool:
        """Whether it certainly can."""
        return self.request is not None and not self.unknown

    @property
    def is_open(self) -> bool:
        """Whether it can, or may."""
        return self.request is not None or bool(self.unknown)


NO = Answer()
"""Nothing allows it."""


class Asking:
    """Questions to a world, each answered once."""

    def __init__(self, world: World) -> None:
        """Takes the world that is asked about."""
        self.world = world
        self._reach = Reach()
        self._answers: dict[tuple[str, str, str, tuple[tuple[str, tuple[str, ...] | None], ...]], Answer] = {}

    def ask(
        self, principal: Principal, action: str, resource: Resource, *, below: str = "", facts: Facts = _NOTHING
    ) -> Answer:
        """Whether somebody can do something to a resource of the graph, or to what is `below` it as `/*`."""
        arn = resource.arn + below
        key = (principal.arn, action, arn, tuple(sorted(facts.items())))
        if key not in self._answers:
            on_it = resource.policy.document if resource.policy else None
            may = resource.unknown or self._reach.may(principal, action, arn, resource.account, on_it)
            self._answers[key] = self._decide(principal, action, resource, arn, facts) if may else NO
        return self._answers[key]

    def ask_opened(self, principal: Principal, action: str, resource: Resource, *, below: str = "") -> Answer:
        """The same, had the policy on the resource been written by the principal for itself."""
        opened = Document("2012-10-17", (_for(principal),))
        known = replace(self.world.policies_for(principal, resource), resource=opened)
        return self._possible(principal, action, resource, resource.arn + below, known, _NOTHING)

    def ask_with(
        self, principal: Principal, action: str, resource: Resource, policies: Policies, *, below: str = ""
    ) -> Answer:
        """The same, had the policies been these."""
        return self._possible(principal, action, resource, resource.arn + below, policies, _NOTHING)
