"""What somebody can make and work as: roles and users of their own, with the boundary and permissions they can give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import partial

from phizone_policies.proofs.access.chains import ways
from phizone_policies.proofs.access.chains.asking import NO, Answer, Asking
from phizone_policies.proofs.access.chains.attachable import attached, policy
from phizone_policies.proofs.access.chains.chain import reasons
from phizone_policies.proofs.access.chains.powers import letting
from phizone_policies.proofs.access.chains.ways import Making
from phizone_policies.proofs.access.world import Principal
from phizone_policies.proofs.access.world.facts import BOUNDARY, Facts
from phizone_policies.proofs.access.world.names import arn_of
from phizone_policies.proofs.access.world.principals import held_by
from phizone_policies.proofs.access.world.texts import Held
from phizone_policies.views.documents import Document
from phizone_policies.views.requests import acts
from phizone_stacks.graph.node import Node

_PASS, _PASSED_TO = "iam:PassRole", "iam:passedtoservice"
_UNBOUND = "arn:aws:iam::aws:policy/AdministratorAccess"
_GROUP, _USER = "aws_iam_group", "user"
Given = tuple[tuple[Document, ...], Answer]
"""The policies that can be given, none for every permission, and whether they can."""


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
    gives: tuple[Document, ...] = ()
    """The policies that it is given; empty where it is every permission."""
    unknown: tuple[str, ...] = ()
    """What is not known of it, a reason each."""


class Makeable:
    """What each of those can make who can make principals, looked for when it is asked for."""

    def __init__(self, asking: Asking) -> None:
        """Takes the questions to the world."""
        self.asking, self.world = asking, asking.world
        self._made: dict[str, tuple[Made, ...]] = {}
        self._asked: dict[tuple[object, ...], tuple[tuple[str, Answer], ...]] = {}
        self._given: dict[tuple[object, ...], tuple[Given, ...]] = {}

    def made(self, maker: Principal) -> tuple[Made, ...]:
        """What somebody can make: without a boundary where they can, else with each that they can put on it."""
        if maker.arn not in self._made:
            self._made[maker.arn] = tuple(each for way in ways.making() for each in self._of(maker, way))
        return self._made[maker.arn]

    def _of(self, maker: Principal, way: Making) -> Iterator[Made]:
        patterns = self._patterns(maker, way)
        for facts, boundary, unknown in self._boundaries(maker):
            given = [each for pattern in patterns for each in self._gifts(maker, way, facts, pattern)]
            for gives in dict.fromkeys(gives for gives, answer in given if answer.is_open):
                made = Made(maker, way, patterns, facts, boundary, gives, unknown)
                if any(self.works(made, pattern).is_open for pattern in patterns):
                    yield made
                    # Whoever can give everything and put no boundary needs nothing else.
                    if boundary is None and not gives:
                        return

    def _patterns(self, maker: Principal, way: Making) -> tuple[str, ...]:
        """The names that policies of somebody let them give, the narrower ones first."""
        partition = maker.arn.split(":")[1]
        every = f"arn:{partition}:iam::{maker.account}:{way.kind}/"
        found: set[str] = set()
        for statement in (each for document in maker.generous for each in document.allows):
            if any(
                acts(statement.actions, statement.not_actions, action)
                for action in (way.make, *ways.writing(f"aws_iam_{way.kind}"))
            ):
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
            yield {BOUNDARY: (arn,)}, *policy(self.world, arn, policies.get(arn))

    def _documents(self, maker: Principal) -> Iterator[Document]:
        policies = self.world.policies_for(maker, "iam:CreateRole", None)
        yield from (*policies.identity, *(policies.boundary or ()))
        yield from (document for level in policies.scp for document in level)

    def works(self, made: Made, arn: str) -> Answer:
        """Whether somebody makes something of a name, writes permissions into it, and works as it."""
        return all_of(*(answer for _, answer in self.parts(made, arn)))

    def parts(self, made: Made, arn: str) -> tuple[tuple[str, Answer], ...]:
        """What it takes, each part with its answer, asked once; the last is the first that is not open."""
        key = (made.maker.arn, made.way.make, tuple(sorted(made.facts.items())), made.gives, arn)
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
        gifts = self._gifts(maker, way, made.facts, arn)
        yield "write", any_of(answer for gives, answer in gifts if gives == made.gives)
        yield "enter", any_of(self._entering(made, arn))

    def _gifts(self, maker: Principal, way: Making, facts: Facts, arn: str) -> tuple[Given, ...]:
        """What somebody can give to what they make with a boundary, every permission first."""
        key = (maker.arn, way.kind, tuple(sorted(facts.items())), arn)
        if key not in self._given:
            self._given[key] = tuple(self._giving(maker, way, facts, arn))
        return self._given[key]

    def _giving(self, maker: Principal, way: Making, facts: Facts, arn: str) -> Iterator[Given]:
        write, attach = ways.writing(f"aws_iam_{way.kind}")
        written = self.asking.ask_beyond(maker, write, arn, facts)
        yield (), written
        if written.is_certain:
            return
        ask = partial(self._attaching, maker, attach, arn, facts)
        yield from ((gift.documents, all_of(*gift.answers)) for gift in attached(self.asking, maker, ask))
        groups = self.world.graph.of_type(_GROUP) if way.kind == _USER else ()
        for group in (each for each in groups if each.account == maker.account):
            yield from self._joining(maker, group)

    def _attaching(
        self, maker: Principal, action: str, arn: str, made_with: Facts, facts: Facts, never: Facts
    ) -> Answer:
        known = {**made_with, **facts}
        if never:
            return self.asking.ask_unlike(never, maker, action, arn, None, known)
        return self.asking.ask_beyond(maker, action, arn, known)

    def _joining(self, maker: Principal, group: Node) -> Iterator[Given]:
        (join,), unknown = ways.actions("joining"), list[str]()
        answer = self.asking.ask(maker, join, self.world.resource_of(group))
        if answer.is_open:
            documents = tuple(held.document for held in held_by(self.world.graph, group, unknown))
            yield from ([(documents, answer)] if documents else [])
            yield from ([((), Answer(answer.request, (*answer.unknown, *unknown)))] if unknown else [])

    def _entering(self, made: Made, arn: str) -> Iterator[Answer]:
        maker, way = made.maker, made.way
        known = self.world.policies_for(maker, way.enter, None, generous=True)
        trusted = replace(known, resource=letting(maker)) if way.enter.startswith("sts:") else known
        yield self.asking.ask_made(trusted, maker, way.enter, arn)
        for method in ways.passing() if way.kind == "role" else ():
            passed = self.asking.ask_beyond(maker, _PASS, arn, {_PASSED_TO: (method.passes_to,)})
            if passed.is_open:
                needs = (self.asking.ask_anything(maker, action) for action in method.needs if action != _PASS)
                yield all_of(passed, *needs)


def _bounding(document: Document) -> Iterator[str]:
    return (value for each in document.statements for _, values in each.condition(BOUNDARY) for value in values)


def all_of(*answers: Answer) -> Answer:
    """That all of some answers are open: the first request, and everything that is not known."""
    if not all(answer.is_open for answer in answers):
        return NO
    return Answer(answers[0].request, reasons(*(answer.unknown for answer in answers)))


def any_of(answers: Iterator[Answer]) -> Answer:
    """The first certain answer, else the first open one."""
    open_ = NO
    for answer in answers:
        if answer.is_certain:
            return answer
        open_ = answer if answer.is_open and not open_.is_open else open_
    return open_
