"""Whether any request of a question is allowed: a witness that `decide` confirms, or what stands in the way of all."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.proofs.access.caller import Kind, context_of
from phizone_policies.proofs.access.decide import decide
from phizone_policies.proofs.access.request import Outcome, Policies, Request
from phizone_policies.proofs.access.symbolic.asking import Asking
from phizone_policies.proofs.access.symbolic.composition import Composition
from phizone_policies.proofs.access.symbolic.domains import of_caller
from phizone_policies.proofs.access.symbolic.keys import Held, KeyTest
from phizone_policies.proofs.access.symbolic.kinds import Kinds, kinds
from phizone_policies.proofs.access.symbolic.links import links
from phizone_policies.proofs.access.symbolic.question import Allowed, Answer, Denied, Question, Undecided
from phizone_policies.proofs.access.symbolic.screen import hopeless
from phizone_policies.proofs.access.symbolic.search import Clause, Found, Model, search
from phizone_policies.proofs.access.symbolic.statements import ACTION, RESOURCE
from phizone_policies.proofs.access.symbolic.whom import PRINCIPAL_ARN, Asker, askers

_FREE_ACTION = "sts:getcalleridentity"


def possible(policies: Policies, question: Question) -> Answer:
    """Whether some request of a question is allowed. Raises: ValueError where the principal is none."""
    reasons = hopeless(policies, question)
    if reasons:
        return Denied(reasons)
    because: dict[str, None] = {}
    why: dict[str, None] = {}
    for asker in askers(question, policies):
        for kind in kinds(question.actions, question.never.get(ACTION, ())):
            answer = _One(policies, question, asker, kind).answer()
            if isinstance(answer, Allowed):
                return answer
            if isinstance(answer, Undecided):
                why |= dict.fromkeys(answer.why)
            else:
                because |= dict.fromkeys(answer.because)
    return Undecided(tuple(why)) if why else Denied(tuple(because) or ("there is no such request",))


def closed(policies: Policies, question: Question) -> bool:
    """Whether no request of a question can be allowed whatever grants it: some Deny meets all, or a level lets none in.

    Raises: ValueError where the principal is none.
    """
    every = kinds(question.actions, question.never.get(ACTION, ()))
    return all(
        _One(policies, question, asker, kind).is_closed() for asker in askers(question, policies) for kind in every
    )


def limits(policies: Policies, question: Question) -> tuple[frozenset[KeyTest], tuple[Clause, ...]]:
    """What a request must meet whatever grants it, in a question about all roles of a pattern that no policy names.

    Before that the tests on the ARNs of those roles.
    """
    *_, asker = askers(question, policies)
    (kind,) = kinds(question.actions, ())
    return asker.tests[PRINCIPAL_ARN], _One(policies, question, asker, kind).limits()


class _One:
    """A question for one principal and one kind of actions."""

    def __init__(self, policies: Policies, question: Question, asker: Asker, kind: Kinds) -> None:
        self.policies, self.question, self.asker, self.kind = policies, question, asker, kind
        empty = Request(
            principal=asker.who.text,
            action=f"{kind.service}:any",
            resource="*",
            resource_account=question.resource_account,
        )
        self.implied = dict(context_of(empty, asker.who))
        if asker.tests:
            del self.implied[PRINCIPAL_ARN]

    def is_closed(self) -> bool:
        return any(not clause.options for clause in self.limits())

    def limits(self) -> tuple[Clause, ...]:
        account = self.question.resource_account
        composition = Composition(self._asking({}), self.policies, self.kind.service, account)
        return () if self._is_free else tuple(composition.limits())

    @property
    def _is_free(self) -> bool:
        return _FREE_ACTION in self.kind.texts and self.asker.who.kind is not Kind.ANONYMOUS

    def answer(self) -> Answer:
        if self._is_free:
            return self._confirmed({ACTION: (_FREE_ACTION,), RESOURCE: ("*",)}, {})
        asking = self._asking({})
        found = self._search(asking)
        if found.model is None:
            return self._refused(found)
        if not asking.free:
            return self._confirmed(found.model, {})
        return self._linked(asking, found.model)

    def _linked(self, asking: Asking, model: Model) -> Answer:
        """The answer where values of free keys stand in statements: each value that matters is tried."""
        tied = links(asking, model)
        why: dict[str, None] = {}
        for pinned in tied.pins():
            found = self._search(self._asking(pinned))
            why |= found.undecided
            if found.model is not None:
                answer = self._confirmed(found.model, pinned)
                if isinstance(answer, Allowed):
                    return answer
                why |= dict.fromkeys(answer.why)
        if not tied.decides:
            why[f"what {', '.join(tied.keys)} holds stands in a statement, and no value that was tried does"] = None
        return Undecided(tuple(why)) if why else Denied((f"no value of {', '.join(tied.keys)} lets it through",))

    def _asking(self, more: Mapping[str, Held]) -> Asking:
        own, absent = of_caller(self.asker.who)
        given = {key: held for key, held in self.question.context.items() if not key.endswith("*")}
        beginnings = tuple(key[:-1] for key in self.question.context if key.endswith("*"))
        never = self.kind.never(self.question)
        return Asking(
            who=self.asker.who,
            bounded=self.policies.boundary is not None,
            pinned={**own, **self.implied, **given, **more},
            absent=(*absent, *beginnings),
            base=_joined({ACTION: self.kind.tests}, self.asker.tests, never),
        )

    def _search(self, asking: Asking) -> Found:
        tests = {name: (on_it, False) for name, on_it in asking.base.items() if name in (ACTION, RESOURCE)}
        tests |= {name: (asking.domain(name), False) for name in self.asker.tests}
        account = self.question.resource_account
        clauses = []
        for clause in Composition(asking, self.policies, self.kind.service, account).clauses():
            if not clause.options:
                return Found(blocked={clause.reason: None})
            clauses.append(clause)
        return search(tests, clauses, asking.domain)

    def _refused(self, found: Found) -> Denied | Undecided:
        if found.undecided:
            return Undecided(tuple(found.undecided))
        return Denied(tuple(found.blocked))

    def _confirmed(self, model: Model, pinned: Mapping[str, Held]) -> Allowed | Undecided:
        """The model as a request, as the evaluator of single requests answers it."""
        request = self._request(model, pinned)
        decision = decide(request, self.policies)
        if decision.outcome is Outcome.ALLOWED:
            return Allowed(request, decision.because)
        shown = f"{request.action} on {request.resource} by {request.principal}"
        return Undecided((f"the request found, {shown}, is {decision.outcome}: {'; '.join(decision.because)}",))

    def _request(self, model: Model, pinned: Mapping[str, Held]) -> Request:
        own, _ = of_caller(self.asker.who)
        given = {key: held for key, held in self.question.context.items() if not key.endswith("*")}
        keys = {**model, **own, **given, **pinned}
        action, resource = (keys.pop(name) or ("*",) for name in (ACTION, RESOURCE))
        (principal,) = keys.pop(PRINCIPAL_ARN, None) or ("",) if self.asker.tests else (self.asker.who.text,)
        # What is implied and pinned as absent has to be given as empty.
        context = {key: held or () for key, held in keys.items() if held or key in self.implied}
        return Request(
            principal=principal,
            action=self.kind.spelled(action[0]),
            resource=resource[0],
            resource_account=self.question.resource_account,
            context=dict(sorted(context.items())),
        )


def _joined(*tests: Mapping[str, frozenset[KeyTest]]) -> Mapping[str, frozenset[KeyTest]]:
    found: dict[str, frozenset[KeyTest]] = {}
    for each in tests:
        for name, on_it in each.items():
            found[name] = found.get(name, frozenset()) | on_it
    return found
