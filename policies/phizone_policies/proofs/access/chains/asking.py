"""Whether somebody can ask for something with success, whatever the open condition keys of the request hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from phizone_policies.proofs.access.chains.overlap import Reach
from phizone_policies.proofs.access.request import Grant, Policies, Request
from phizone_policies.proofs.access.symbolic.possible import possible
from phizone_policies.proofs.access.symbolic.question import Allowed, Question, Undecided
from phizone_policies.proofs.access.world import Kind, Principal, Resource, World
from phizone_policies.proofs.access.world.facts import Facts
from phizone_policies.proofs.access.world.texts import EVERYTHING
from phizone_policies.views.documents import Document, Statement

_NOTHING: Facts = {}
_VERSION = "2012-10-17"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something can be asked for with success."""

    request: Request | None = None
    """A request that is allowed, for certain or, with something unknown, perhaps; None where none is."""
    unknown: tuple[str, ...] = ()
    """What is not known and may change the answer, a reason each."""
    because: tuple[str, ...] = ()
    """What stands in the way where no request is allowed, a sentence each."""

    @property
    def is_certain(self) -> bool:
        """Whether a request is allowed for certain."""
        return self.request is not None and not self.unknown

    @property
    def is_open(self) -> bool:
        """Whether a request is allowed, or may be."""
        return self.request is not None or bool(self.unknown)


NO = Answer(because=("no statement allows it",))
"""Nothing speaks of it at all."""
Key = tuple[str, str, str, tuple[tuple[str, tuple[str, ...] | None], ...]]
"""Who asks, what, of what, and what is certain beside that."""


class Asking:
    """Questions to a world, each answered once."""

    def __init__(self, world: World) -> None:
        """Takes the world that is asked about."""
        self.world = world
        self.reach = Reach()
        self._answers: dict[Key, Answer] = {}

    def ask(
        self, principal: Principal, action: str, resource: Resource, *, below: str = "", facts: Facts = _NOTHING
    ) -> Answer:
        """Whether somebody can do something to a resource of the graph, or to what is `below` it as `/*`."""
        arn = resource.arn + below
        key = (principal.arn, action, arn, tuple(sorted(facts.items())))
        if key not in self._answers:
            on_it = resource.policy.document if resource.policy else None
            # Reach knows policies only: whoever has a grant is asked about in full.
            open_ = bool(resource.unknown or resource.grants)
            may = open_ or self.reach.may(principal, action, arn, resource.account, on_it)
            self._answers[key] = self._ask(principal, action, resource, arn, facts) if may else NO
        return self._answers[key]

    def ask_anything(self, principal: Principal, action: str) -> Answer:
        """Whether somebody can do something to anything of their own account, as to a job that is still to be made."""
        key = (principal.arn, action, "*", ())
        if key not in self._answers:
            may = bool(principal.account) and self.reach.speaks(principal, action, "*")
            self._answers[key] = self._ask(principal, action, None, "*", _NOTHING) if may else NO
        return self._answers[key]

    def ask_opened(self, principal: Principal, action: str, resource: Resource, *, below: str = "") -> Answer:
        """The same as `ask`, had the principal written the policy on the resource for itself."""
        known = replace(self.world.policies_for(principal, action, resource), resource=letting(principal))
        return self._possible(principal, action, resource, resource.arn + below, known, _NOTHING)

    def ask_widened(self, principal: Principal, action: str, resource: Resource, *, below: str = "") -> Answer:
        """The same, had the principal every permission that its boundary and its organization let it have."""
        on_it = resource.policy.document if resource.policy else None
        if not self.reach.may_widened(principal, action, resource.account, on_it):
            return NO
        known = self.world.policies_for(principal, action, resource)
        every = replace(known, identity=(*known.identity, EVERYTHING))
        return self._possible(principal, action, resource, resource.arn + below, every, _NOTHING)

    def ask_granted(self, principal: Principal, operation: str, resource: Resource) -> Answer:
        """Whether somebody can use a key, had they a grant for an operation as `Decrypt`."""
        action = f"kms:{operation}"
        known = self.world.policies_for(principal, action, resource)
        given = Grant(grantee=principal.arn, operations=(operation,), name="its own grant")
        policies = replace(known, grants=(*known.grants, given))
        return self._possible(principal, action, resource, resource.arn, policies, _NOTHING)

    def _ask(self, principal: Principal, action: str, resource: Resource | None, arn: str, facts: Facts) -> Answer:
        known = self.world.policies_for(principal, action, resource)
        answer = self._possible(principal, action, resource, arn, known, facts)
        missing = self.world.unknown(principal, resource)
        if not missing:
            return answer
        generous = self.world.policies_for(principal, action, resource, generous=True)
        if resource is not None and resource.unknown:
            generous = replace(generous, resource=letting(principal))
        most = answer if answer.is_open else self._possible(principal, action, resource, arn, generous, facts)
        return Answer(most.request, (*most.unknown, *missing)) if most.is_open else most

    def _possible(
        self,
        principal: Principal,
        action: str,
        resource: Resource | None,
        arn: str,
        policies: Policies,
        facts: Facts,
    ) -> Answer:
        question = Question(
            principal=principal.arn,
            actions=(action,),
            resources=(arn,),
            resource_account=resource.account if resource else principal.account,
            context={**self.world.facts(principal, action, resource), **facts},
            never=self.world.never(principal),
        )
        found = possible(policies, question)
        if isinstance(found, Undecided):
            return Answer(unknown=found.why)
        return Answer(found.witness) if isinstance(found, Allowed) else Answer(because=found.because)


def letting(principal: Principal) -> Document:
    """A policy on a resource that lets one principal do everything."""
    kind = "Service" if principal.kind is Kind.SERVICE else "AWS"
    return _naming(kind, "*" if principal.kind is Kind.STRANGER else principal.arn)


@lru_cache(maxsize=4096)
def _naming(kind: str, name: str) -> Document:
    named = ((kind, name),)
    return Document(_VERSION, (Statement("ForItself", "Allow", named, (), ("*",), (), ("*",), (), ()),))
