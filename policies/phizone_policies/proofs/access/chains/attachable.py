"""Which managed policies somebody can attach to a principal, or put as its boundary, and what these permit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from phizone_policies.proofs.access.chains.asking import NO, Answer, Asking
from phizone_policies.proofs.access.chains.chain import reasons
from phizone_policies.proofs.access.world import Principal, World
from phizone_policies.proofs.access.world.facts import Facts
from phizone_policies.proofs.access.world.managed import aws_arns, aws_policy
from phizone_policies.proofs.access.world.names import arn_of
from phizone_policies.proofs.access.world.texts import EVERYTHING, Held, held_in
from phizone_policies.views.documents import Document
from phizone_stacks.graph.node import Node

POLICY = "iam:policyarn"
"""The key of the policy that is attached."""
_MAKE = "iam:CreatePolicy"
_ANY: Facts = {}
Ask = Callable[[Facts, Facts], Answer]
"""Asks for the attachment where some keys are certain, and some hold none of some patterns."""


@dataclass(frozen=True, slots=True)
class Gift:
    """What somebody can give by one or more policies."""

    documents: tuple[Document, ...]
    """What these permit; empty where it is everything."""
    answers: tuple[Answer, ...]
    """The requests it takes."""

    @property
    def is_certain(self) -> bool:
        """Whether it can be given for certain."""
        return all(answer.is_certain for answer in self.answers)

    @property
    def denies(self) -> bool:
        """Whether one of its policies denies something."""
        return any(not statement.allows for document in self.documents for statement in document.statements)


def attached(asking: Asking, caller: Principal, ask: Ask) -> Iterator[Gift]:
    """What somebody can give by attaching policies: all at once that they certainly can and that deny nothing.

    One that denies something stands alone: nobody has to attach it beside another.
    """
    found = list(choices(asking, caller, POLICY, ask))
    plain = [gift for gift in found if gift.is_certain and gift.documents and not gift.denies]
    if plain:
        documents = tuple(document for gift in plain for document in gift.documents)
        yield Gift(documents, tuple(answer for gift in plain for answer in gift.answers))
    yield from (gift for gift in found if gift not in plain)


def choices(asking: Asking, caller: Principal, key: str, ask: Ask) -> Iterator[Gift]:
    """Each policy of which a condition key lets somebody choose; only the one that is everything, where they can."""
    administrator = f"{_start(caller)}aws:policy/AdministratorAccess"
    whole = ask({key: (administrator,)}, _ANY)
    if whole.is_open:
        yield Gift((), (whole,))
    if whole.is_certain or not ask(_ANY, _ANY).is_open:
        return
    world = asking.world
    known = {arn: node for arn, node in _known(world, caller).items() if arn != administrator}
    for gift in _each(world, key, ask, known, _patterns(world, caller, key)):
        # Whoever may give everything, as far as is known, is in doubt already.
        if gift.is_certain or not whole.is_open:
            yield gift
    if not whole.is_open:
        yield from _others(asking, caller, key, ask, (administrator, *known))


def _each(
    world: World, key: str, ask: Ask, known: Mapping[str, Node | None], patterns: tuple[str, ...]
) -> Iterator[Gift]:
    closed: set[tuple[bool, ...]] = set()
    for arn, node in known.items():
        # Those are refused alike that the same texts of conditions mean.
        same = (node is None, *(fnmatchcase(arn.lower(), each) for each in patterns))
        if same in closed and not any("$" in each for each in patterns):
            continue
        answer = ask({key: (arn,)}, _ANY)
        if answer.is_open:
            held, unknown = policy(world, arn, node)
            yield Gift((held.document,), (Answer(answer.request, reasons(answer.unknown, unknown)),))
        else:
            closed.add(same)


def policy(world: World, arn: str, node: Node | None) -> tuple[Held, tuple[str, ...]]:
    """What a managed policy says, and what is not known of it; one that is not known says everything."""
    aws = aws_policy(arn.rsplit("/", 1)[-1]) if ":iam::aws:policy/" in arn else None
    if aws is not None:
        return Held(aws), ()
    unknown: list[str] = []
    held = held_in(world.graph, node, f"the policy {arn} is not in the graph", unknown)
    return held or Held(EVERYTHING, node), tuple(unknown)


def _known(world: World, caller: Principal) -> dict[str, Node | None]:
    """The managed policies that somebody can name: AWS's that are held here, and those of the account."""
    aws: dict[str, Node | None] = dict.fromkeys(aws_arns(caller.arn.split(":")[1]))
    own = (node for node in world.graph.of_type("aws_iam_policy") if node.account == caller.account)
    return aws | {arn_of(world.graph, node): node for node in own}


def _others(asking: Asking, caller: Principal, key: str, ask: Ask, known: tuple[str, ...]) -> Iterator[Gift]:
    """AWS's policies that are not held here, and those that somebody makes to give them."""
    start = _start(caller)
    aws, own = f"{start}aws:policy/*", f"{start}{caller.account}:policy/"
    beyond = ask(_ANY, {key: (*known, f"{own}*")})
    if beyond.is_open:
        why = f"what AWS's policies permit that are not in the graph and that {caller.name} may give is not known"
        yield Gift((), (Answer(beyond.request, (*beyond.unknown, why)),))
    yield from _made(asking, caller, key, ask, (*known, aws))


def _made(asking: Asking, caller: Principal, key: str, ask: Ask, old: tuple[str, ...]) -> Iterator[Gift]:
    """What somebody makes to give it: a policy of a name that conditions let them choose."""
    own = f"{_start(caller)}{caller.account}:policy/"
    made = ask(_ANY, {key: old}) if asking.ask_beyond(caller, _MAKE, f"{own}?*").is_open else NO
    if not made.is_open:
        return
    named = [each for document in _documents(asking.world, caller) for each in _tests(document, key)]
    chosen = [value for _, values in named for value in values]
    doubted = any("not" in operator.lower() for operator, _ in named)
    written = (each for document in caller.generous for statement in document.allows for each in statement.resources)
    for place, name in enumerate((f"{own}own", *chosen, *(each for each in written if each.startswith(own)))):
        makes = asking.ask_beyond(caller, _MAKE, name)
        given = ask({key: (makes.request.resource,)}, _ANY) if makes.request else NO
        if given.is_open and makes.request and makes.request.resource not in old:
            yield Gift((), (makes, given))
            return
        doubted = doubted or "$" in name or (makes.is_open and 0 < place <= len(chosen))
    if doubted:
        why = f"whether {caller.name} can make a policy that it may give is not known"
        yield Gift((), (Answer(made.request, (*made.unknown, why)),))


def _patterns(world: World, caller: Principal, key: str) -> tuple[str, ...]:
    """What conditions on a key name, in lower case, in all that has a say in what somebody may do."""
    named = (each for document in _documents(world, caller) for each in _tests(document, key))
    return tuple(sorted({value.lower() for _, values in named for value in values}))


def _documents(world: World, caller: Principal) -> tuple[Document, ...]:
    policies = world.policies_for(caller, _MAKE, None)
    levels = (document for level in policies.scp for document in level)
    return (*policies.identity, *(policies.boundary or ()), *levels)


def _tests(document: Document, key: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    return (test for statement in document.statements for test in statement.condition(key))


def _start(caller: Principal) -> str:
    return f"arn:{caller.arn.split(':')[1]}:iam::"
