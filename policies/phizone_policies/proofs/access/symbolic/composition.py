"""The rules by which the layers decide together, as clauses: the same as those of `decide`, written anew.

Source: IAM User Guide, "Policy evaluation logic" and "Cross-account policy evaluation logic"; AWS KMS Developer Guide,
"Key policies" and "Grants in AWS KMS".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from phizone_policies.proofs.access.caller import Kind
from phizone_policies.proofs.access.exempt import reached_by_scp
from phizone_policies.proofs.access.kms import ACROSS_ACCOUNTS
from phizone_policies.proofs.access.layers import BOUNDARY, ENDPOINT, IDENTITY, SESSION, Layer, rcp_layer, scp_layer
from phizone_policies.proofs.access.naming import Naming, names
from phizone_policies.proofs.access.request import Grant, Policies
from phizone_policies.proofs.access.symbolic.asking import Asking, Documents
from phizone_policies.proofs.access.symbolic.globs import exactly, glob
from phizone_policies.proofs.access.symbolic.keys import IS_ABSENT, KeyTest
from phizone_policies.proofs.access.symbolic.languages import language
from phizone_policies.proofs.access.symbolic.search import Clause, Option
from phizone_policies.proofs.access.symbolic.statements import ACTION, RESOURCE, Literal
from phizone_policies.proofs.access.symbolic.values import Text
from phizone_policies.views.dated import dated

_ON_ALIASES = ("kms:createalias", "kms:deletealias", "kms:updatealias")
_BUCKET_POLICY = ("s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy")
_WITH_CONTEXT = ("kms:decrypt", "kms:encrypt", "kms:generatedatakey*", "kms:reencrypt*")
_CONTEXT = "kms:encryptioncontext:"
_NAMES = {"kms": "the key policy", "sts": "the trust policy"}


@lru_cache(maxsize=4096)
def among(name: str, *patterns: str, wanted: bool = True) -> Literal:
    """The test that action or resource is one of some patterns, or none of them."""
    globs = frozenset(glob(each, fold=name == ACTION) for each in patterns)
    return Literal(name, KeyTest(Text(language(globs)), wanted=wanted))


class Composition:
    """All that decides about requests by one caller for one service's actions on one account's resources."""

    def __init__(self, asking: Asking, policies: Policies, service: str, resource_account: str) -> None:
        """Takes the question made ready; `service` is a prefix, or empty for any but kms, s3 and sts."""
        self.asking, self.policies = asking, policies
        self.foreign = asking.who.kind.has_account and asking.who.account != resource_account
        name = _NAMES.get(service, "the resource policy")
        self.on_resource = Layer(name, by_principal=True, unnamed=Naming.NOT, without_resource=True)
        self.resource: Documents = () if policies.resource is None else (policies.resource,)

    def clauses(self) -> Iterator[Clause]:
        """What must be so for a request to be allowed; what grants it first, since that fails most often."""
        yield from self._granted()
        yield from self.limits()

    def limits(self) -> Iterator[Clause]:
        """What must be so whatever grants it."""
        yield from self._possible()
        yield from self._let_through()
        yield from self._denials()

    def _some(self, literals: tuple[Literal, ...], then: tuple[Clause, ...] = ()) -> tuple[Option, ...]:
        """A way, where it is not certainly closed."""
        option = self.asking.option(literals, then)
        return () if option is None else (option,)

    def _granted(self) -> Iterator[Clause]:
        who, reason = self.asking.who, f"no statement of {self.on_resource.name} allows it to who asks"
        if not who.kind.has_account:
            ways, reasons = self._named(Naming.ACCOUNT), [reason]
        elif self.foreign:
            own = self._own()
            ways = () if _is_closed(own) else self._named(Naming.ACCOUNT, own)
            reasons = [reason, *(clause.reason for clause in own)]
        else:
            ways, reasons = self._same_account(), [clause.reason for clause in self._own()] + [reason]
        yield Clause((*ways, *self._by_grant()), "; ".join(dict.fromkeys(reasons)))

    def _named(self, least: Naming, then: tuple[Clause, ...] = ()) -> tuple[Option, ...]:
        return self.asking.allows(self.on_resource, self.resource, least, then)

    def _same_account(self) -> tuple[Option, ...]:
        own, caps = self._own(), self._caps()
        ways = self._named(Naming.ITSELF)
        if not _is_closed(caps):
            ways += self._named(Naming.ROLE, caps)
        if _is_closed(own):
            return ways
        explicit = self._explicit()
        named = Clause(self._named(Naming.ACCOUNT), f"{self.on_resource.name} does not allow it")
        if named.options and explicit:
            ways += tuple(way for option in explicit for way in self._some(option.literals, (named, *own)))
        implicit = self._implicit()
        return ways + tuple(way for option in implicit for way in self._some(option.literals, own))

    def _explicit(self) -> tuple[Option, ...]:
        """The ways to ask for a key or for a role, whose policy must agree."""
        keys = (among(ACTION, "kms:*"), _star(wanted=False))
        aliases = (
            self._some((*keys, among(RESOURCE, "*:alias/*", wanted=False))),
            self._some((*keys, among(ACTION, *_ON_ALIASES, wanted=False))),
        )
        roles = self._some((among(ACTION, "sts:*"), among(RESOURCE, "*:role/*")))
        return (*aliases[0], *aliases[1], *roles)

    def _implicit(self) -> tuple[Option, ...]:
        """The ways to ask for anything else."""
        other = (among(ACTION, "sts:*", wanted=False), among(RESOURCE, "*:role/*", wanted=False))
        return tuple(way for key in self._no_key() for test in other for way in self._some((*key, test)))

    def _no_key(self) -> tuple[tuple[Literal, ...], ...]:
        return (
            (among(ACTION, "kms:*", wanted=False),),
            (_star(wanted=True),),
            (among(RESOURCE, "*:alias/*"), among(ACTION, *_ON_ALIASES)),
        )

    def _own(self) -> tuple[Clause, ...]:
        """What the principal's own policies must give."""
        kind = self.asking.who.kind
        if kind is Kind.ROOT:
            return ()
        ways = self.asking.allows(IDENTITY, self.policies.identity)
        found = (Clause(ways, f"no statement of {IDENTITY.name} allows it"), *self._caps())
        if kind is Kind.FEDERATED and self.policies.session is None:
            return (*found, Clause((), "a federated user has no permission of its own without a session policy"))
        return found

    def _caps(self) -> tuple[Clause, ...]:
        layers = ((BOUNDARY, self.policies.boundary), (SESSION, self.policies.session))
        return tuple(
            Clause(self.asking.allows(layer, documents), f"no statement of {layer.name} allows it")
            for layer, documents in layers
            if documents is not None
        )

    def _by_grant(self) -> Iterator[Option]:
        for grant in self.policies.grants:
            naming = names((("AWS", grant.grantee),)).name(self.asking.who)
            own = self._own() if naming is Naming.ACCOUNT else ()
            operations = among(ACTION, *(f"kms:{each.lower()}" for each in grant.operations))
            if naming and not _is_closed(own):
                for key in self._explicit():
                    yield from self._some((*key.literals, operations, *self._context_of(grant)), own)
                    if grant.encryption_context:
                        apart = among(ACTION, *_WITH_CONTEXT, wanted=False)
                        yield from self._some((*key.literals, operations, apart), own)

    def _context_of(self, grant: Grant) -> Iterator[Literal]:
        pairs = [(_CONTEXT + key.lower(), value) for key, value in grant.encryption_context]
        for key, value in pairs:
            yield Literal(key, KeyTest(Text(language(frozenset({exactly(value.replace("$", "${$}"))})))))
        if grant.exact_context and pairs:
            yield from (Literal(key, IS_ABSENT) for key in sorted(self._context_keys() - {key for key, _ in pairs}))

    def _context_keys(self) -> set[str]:
        documents = (*self.policies.identity, *self.resource, *(each for level in self.policies.scp for each in level))
        documents += tuple(each for level in self.policies.rcp for each in level)
        documents += (*(self.policies.boundary or ()), *(self.policies.session or ()), *(self.policies.endpoint or ()))
        keys = (key.lower() for each in documents for one in each.statements for _, key, _ in one.conditions)
        return {key for key in keys if key.startswith(_CONTEXT)}

    def _possible(self) -> Iterator[Clause]:
        """What no policy can change."""
        who = self.asking.who
        if who.partition:
            same = self._some((among(RESOURCE, f"arn:{who.partition}", f"arn:{who.partition}:*", "arn::*"),))
            ways = (*same, *self._some((among(RESOURCE, "arn:*", wanted=False),)))
            yield Clause(ways, f"who asks is of partition {who.partition}")
        if who.kind is Kind.ROOT:
            yield Clause(
                self._some((among(ACTION, "sts:assumerole", wanted=False),)), "a root user cannot enter a role"
            )
        if self.foreign:
            no_key = tuple(way for literals in self._no_key() for way in self._some(literals))
            across = self._some((among(ACTION, *sorted(ACROSS_ACCOUNTS)),))
            yield Clause((*no_key, *across), "the action has no effect on a key of another account")

    def _let_through(self) -> Iterator[Clause]:
        """What must allow it whoever grants it: every level of the organization, every endpoint."""
        if reached_by_scp(self.asking.who):
            for level, documents in enumerate(self.policies.scp, start=1):
                layer = scp_layer(level)
                yield Clause(self.asking.allows(layer, documents), f"no statement of {layer.name} allows it")
        for document in self.policies.endpoint or ():
            yield Clause(self.asking.allows(ENDPOINT, (document,)), "no statement of the endpoint policy allows it")
        if self.policies.endpoint == ():
            yield Clause((), "no statement of the endpoint policy allows it")

    def _denials(self) -> Iterator[Clause]:
        ask, policies = self.asking, self.policies
        for layer, documents in (
            (IDENTITY, policies.identity),
            (BOUNDARY, policies.boundary),
            (SESSION, policies.session),
            (ENDPOINT, policies.endpoint),
        ):
            yield from ask.denials(layer, documents or ())
        if reached_by_scp(ask.who):
            for level, each in enumerate(policies.scp, start=1):
                yield from ask.denials(scp_layer(level), each)
        if not ask.who.is_service_linked:
            for level, each in enumerate(policies.rcp, start=1):
                yield from ask.denials(rcp_layer(level), each, self._beyond_rcp())
        own_root = ask.who.kind is Kind.ROOT and not self.foreign
        spared = self._some((among(ACTION, *_BUCKET_POLICY),)) if own_root else ()
        yield from ask.denials(self.on_resource, self.resource, spared)

    def _beyond_rcp(self) -> tuple[Option, ...]:
        """The ways to be beyond the resource control policies."""
        return tuple(option for literals in _spared_by_rcp() for option in self._some(literals))


@cache
def _spared_by_rcp() -> tuple[tuple[Literal, ...], ...]:
    """The tests on requests that are beyond the resource control policies, for each way to be so."""
    content = dated("rcp_services.yaml").content
    kms = among(ACTION, "kms:*")
    aliases = KeyTest(Text(language(frozenset({glob("alias/aws/*")}))))
    return (
        (among(ACTION, *(f"{service}:*" for service in content["services"]), wanted=False),),
        (among(ACTION, *content["spared"]),),
        (among(RESOURCE, "*:role/aws-service-role/*"),),
        (kms, among(RESOURCE, "*:alias/aws/*")),
        *((kms, Literal(key, aliases, several=True)) for key in ("kms:resourcealiases", "kms:requestalias")),
    )


@lru_cache(maxsize=2)
def _star(*, wanted: bool) -> Literal:
    """The test that no resource is named, or that one is."""
    return Literal(RESOURCE, KeyTest(Text(language(frozenset({exactly("*")}))), wanted=wanted))


def _is_closed(clauses: tuple[Clause, ...]) -> bool:
    return any(not clause.options for clause in clauses)
