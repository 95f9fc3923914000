"""Who makes a role or user of their own, gives it every permission that its boundary lets it have, and works as it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.acting import Acting, Step
from phizone_policies.proofs.access.chains.asking import NO, Answer
from phizone_policies.proofs.access.chains.barred import Place, place_of
from phizone_policies.proofs.access.chains.chain import Chain, Wanted, reasons
from phizone_policies.proofs.access.chains.powers import letting
from phizone_policies.proofs.access.chains.ways import Making
from phizone_policies.proofs.access.request import Policies
from phizone_policies.proofs.access.world import Kind, Principal
from phizone_policies.proofs.access.world.facts import BOUNDARY, Facts
from phizone_policies.proofs.access.world.managed import aws_policy
from phizone_policies.proofs.access.world.names import arn_of
from phizone_policies.proofs.access.world.texts import EVERYTHING, Held, read
from phizone_policies.views.documents import Document, MalformedPolicy
from phizone_policies.views.requests import acts
from phizone_stacks.graph.node import Node, UnknownValue

_MAKERS = (Kind.ROLE, Kind.USER, Kind.NAMED)
_PASS, _PASSED_TO = "iam:PassRole", "iam:passedtoservice"
_UNBOUND = "arn:aws:iam::aws:policy/AdministratorAccess"


@dataclass(frozen=True, slots=True)
class Made:
    """Something that somebody can make and work as."""

    maker: Principal
    """Who makes it."""
    way: Making
    """What is made, and how."""
    patterns: tuple[str, ...]
    """Patterns of the ARNs it may have."""
    facts: Facts
    """The boundary that it is made with, as a condition key."""
    boundary: Held | None = None
    """What that boundary says; None where it bounds nothing."""
    unknown: tuple[str, ...] = ()
    """What is not known of it, a reason each."""


class Makers:
    """Those who can make principals of their own, looked for when they are asked for."""

    def __init__(self, acting: Acting) -> None:
        """Takes who can act as whom."""
        self.acting, self.asking, self.world = acting, acting.asking, acting.world
        self._made: dict[str, tuple[Made, ...]] = {}
        self._asked: dict[tuple[object, ...], tuple[tuple[str, Answer], ...]] = {}
        self._left: dict[tuple[str, tuple[str, ...], Place | None], tuple[tuple[Made, str, str], ...]] = {}

    def chains(self, wanted: Wanted, able: Collection[str] = ()) -> Iterator[Chain]:
        """The chains of those who do what is wanted as somebody whom they make; who is `able` needs to make nobody."""
        for way in ways.making():
            for account in sorted({each.account for each in self.world.principals.values() if each.kind in _MAKERS}):
                for maker in self.asking.candidates.speakers(way.make, account):
                    if maker.kind in _MAKERS and maker.arn not in able and self._reaches(maker, wanted):
                        yield from self._first(maker, wanted)

    def made(self, maker: Principal) -> tuple[Made, ...]:
        """What somebody can make: without a boundary where they can, else with each that they can put on it."""
        if maker.arn not in self._made:
            self._made[maker.arn] = tuple(each for way in ways.making() for each in self._of(maker, way))
        return self._made[maker.arn]

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
                for made in self.made(maker)
                for pattern in made.patterns
                for action in wanted.actions
            )
            self._left[key] = tuple(each for each in tried if not self._is_barred(*each, wanted))
        return self._left[key]

    def _is_barred(self, made: Made, pattern: str, action: str, wanted: Wanted) -> bool:
        known = _as_made(self.world.policies_for(made.maker, action, wanted.resource), made)
        somebody = self._somebody(made, pattern)
        return self.asking.barred.bars_made(somebody, known, made.facts, action, wanted.resource)

    def _somebody(self, made: Made, pattern: str) -> Principal:
        return Principal(
            arn=pattern if made.way.kind == "role" else self._named(made, pattern),
            kind=Kind.ROLE if made.way.kind == "role" else Kind.USER,
            account=made.maker.account,
            session_tags=None,
        )

    def _of(self, maker: Principal, way: Making) -> Iterator[Made]:
        patterns = self._patterns(maker, way)
        for facts, boundary, unknown in self._boundaries(maker):
            made = Made(maker, way, patterns, facts, boundary, unknown)
            if any(self._works(made, pattern).is_open for pattern in patterns):
                yield made
                # Whoever can do without a boundary needs none.
                if boundary is None:
                    return

    def _patterns(self, maker: Principal, way: Making) -> tuple[str, ...]:
        """The names that policies of somebody let them give, the narrower ones first."""
        partition = maker.arn.split(":")[1]
        every = f"arn:{partition}:iam::{maker.account}:{way.kind}/"
        found: set[str] = set()
        for statement in (each for document in maker.generous for each in document.allows):
            if any(acts(statement.actions, statement.not_actions, action) for action in (way.make, *way.write)):
                given = statement.resources if not statement.not_resources else ("*",)
                found |= {f"{every}{each.rpartition(f':{way.kind}/')[2]}" for each in given if f":{way.kind}/" in each}
        # A name has a letter at least.
        plain = {each.replace("/*", "/?*") if each == f"{every}*" else each for each in found if "$" not in each}
        return (*sorted(plain, key=lambda each: (-len(each), each)), *({f"{every}?*"} - plain))

    def _boundaries(self, maker: Principal) -> Iterator[tuple[Facts, Held | None, tuple[str, ...]]]:
        """The boundaries that may be put on what somebody makes, with what is not known of each."""
        yield {BOUNDARY: None}, None, ()
        yield {BOUNDARY: (_UNBOUND,)}, None, ()
        named = {value for document in self._documents(maker) for value in _bounding(document)}
        graph = self.world.graph
        policies = {arn_of(graph, node): node for node in graph.of_type("aws_iam_policy")}
        literal = {value for value in named if not set(value) & set("*?$")}
        own = {arn for arn, node in policies.items() if node.account == maker.account}
        for arn in sorted(literal | {each for each in own if any(fnmatchcase(each, value) for value in named)}):
            yield {BOUNDARY: (arn,)}, *self._boundary(arn, policies.get(arn))

    def _boundary(self, arn: str, node: Node | None) -> tuple[Held, tuple[str, ...]]:
        aws = aws_policy(arn.rsplit("/", 1)[-1]) if ":iam::aws:policy/" in arn else None
        if aws is not None:
            return Held(aws), ()
        try:
            found = read(self.world.graph, node, "policy") if node is not None else None
        except (UnknownValue, MalformedPolicy) as reason:
            return Held(EVERYTHING, node), (str(reason),)
        told = () if found is not None else (f"the boundary {arn} is not in the graph",)
        return Held(found or EVERYTHING, node), told

    def _documents(self, maker: Principal) -> Iterator[Document]:
        policies = self.world.policies_for(maker, "iam:CreateRole", None)
        yield from (*policies.identity, *(policies.boundary or ()))
        yield from (document for level in policies.scp for document in level)

    def _works(self, made: Made, arn: str) -> Answer:
        """Whether somebody makes something of a name, writes permissions into it, and works as it."""
        return _all(*(answer for _, answer in self._parts(made, arn)))

    def _parts(self, made: Made, arn: str) -> tuple[tuple[str, Answer], ...]:
        """What it takes, each part with its answer, asked once; the last is the first that is not open."""
        key = (made.maker.arn, made.way.make, tuple(sorted(made.facts.items())), arn)
        if key not in self._asked:
            found: list[tuple[str, Answer]] = []
            for part in self._asking(made, arn):
                found.append(part)
                if not part[1].is_open:
                    break
            self._asked[key] = tuple(found)
        return self._asked[key]

    def _asking(self, made: Made, arn: str) -> Iterator[tuple[str, Answer]]:
        maker, way = made.maker, made.way
        yield "make", self.asking.ask_beyond(maker, way.make, arn, made.facts)
        yield "write", _any(self.asking.ask_beyond(maker, action, arn, made.facts) for action in way.write)
        yield "enter", _any(self._entering(made, arn))

    def _entering(self, made: Made, arn: str) -> Iterator[Answer]:
        maker, way = made.maker, made.way
        known = self.world.policies_for(maker, way.enter, None, generous=True)
        trusted = replace(known, resource=letting(maker)) if way.enter.startswith("sts:") else known
        yield self.asking.ask_made(trusted, maker, way.enter, arn)
        for method in ways.passing() if way.kind == "role" else ():
            passed = self.asking.ask_beyond(maker, _PASS, arn, {_PASSED_TO: (method.passes_to,)})
            if passed.is_open:
                needs = (self.asking.ask_anything(maker, action) for action in method.needs if action != _PASS)
                yield _all(passed, *needs)

    def _chain(self, made: Made, pattern: str, action: str, wanted: Wanted) -> Iterator[Chain]:
        somebody = self._somebody(made, pattern)
        known = _as_made(self.world.policies_for(made.maker, action, wanted.resource), made)
        answer = self.asking.ask_with(known, somebody, action, wanted.resource, wanted.below, {})
        if not answer.is_open:
            return
        arn = answer.request.principal if answer.request else pattern
        works = self._works(made, arn)
        unknown = reasons(answer.unknown, works.unknown, made.unknown)
        if not works.is_open:
            if not self._works(made, pattern).is_open:
                return
            unknown = (*unknown, f"whether {made.maker.name} can do all of it to one name is not known")
        requests = tuple(each.request for _, each in self._parts(made, arn) if each.request is not None)
        step = Step(made.maker, f"{made.way.name} {arn}", arn, requests, unknown)
        yield Chain(made.maker, (step,), replace(somebody, arn=arn), answer.request, unknown)

    def _named(self, made: Made, pattern: str) -> str:
        """A name that fits a pattern: one that somebody can make."""
        answer = self.asking.ask_beyond(made.maker, made.way.make, pattern, made.facts)
        return answer.request.resource if answer.request else pattern.replace("*", "x")


def _as_made(known: Policies, made: Made) -> Policies:
    boundary = (made.boundary.document,) if made.boundary else None
    return replace(known, identity=(EVERYTHING,), boundary=boundary)


def _bounding(document: Document) -> Iterator[str]:
    return (value for each in document.statements for _, values in each.condition(BOUNDARY) for value in values)


def _all(*answers: Answer) -> Answer:
    """That all of some answers are open: the first request, and everything that is not known."""
    if not all(answer.is_open for answer in answers):
        return NO
    return Answer(answers[0].request, reasons(*(answer.unknown for answer in answers)))


def _any(answers: Iterator[Answer]) -> Answer:
    """The first certain answer, else the first open one."""
    open_ = NO
    for answer in answers:
        if answer.is_certain:
            return answer
        open_ = answer if answer.is_open and not open_.is_open else open_
    return open_
