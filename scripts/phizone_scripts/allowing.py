"""What `phizone ask can` and `phizone ask who-can` ask and tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from phizone_policies.proof import Hop
from phizone_policies.proofs.access.chains import Access, Answer, Chain, Wanted, access_of
from phizone_policies.proofs.access.chains.opening import hops, told
from phizone_policies.proofs.access.chains.ways import reading
from phizone_policies.proofs.access.world import Principal, World, world_of
from phizone_policies.proofs.access.world.facts import Facts
from phizone_policies.proofs.access.world.search import principals_called, resource_called
from phizone_policies.views.authorization import action_exists
from phizone_scripts.asking import Place
from phizone_scripts.exits import Misuse

_IN_A_BUCKET = ("object", "multipart")
_NOT_HELD = "the graph does not hold the resource: only what is on the principal's own side was looked at"
_SAYS = {
    "ALLOWED": "a request is allowed",
    "CHAIN": "not by its own permissions, but by acting as somebody else or by changing a policy first",
    "DENIED": "no request is allowed, whatever its context",
    "UNKNOWN": "cannot be decided",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its answer."""

    principal: Principal
    """Who would ask."""
    action: str
    """What."""
    resource: str
    """Of what."""
    answer: Answer
    """Whether they can by themselves."""
    chain: Chain | None
    """How they can otherwise."""
    request: dict[str, str]
    """A request that is allowed, as names and values; empty where none is."""
    hops: tuple[Hop, ...]
    """The steps, last the request itself."""

    @property
    def verdict(self) -> str:
        """`ALLOWED`, `CHAIN`, `DENIED` or `UNKNOWN`."""
        if self.answer.is_certain:
            return "ALLOWED"
        if self.chain is not None and not self.chain.unknown:
            return "CHAIN"
        return "UNKNOWN" if self.answer.is_open or self.chain is not None else "DENIED"


def ask_can(place: Place, principal: str, action: str, resource: str, context: Sequence[str]) -> Asked:
    """Whether somebody can do something. Raises: Misuse for what names nothing, or several."""
    world, facts = _world(place), _facts(context)
    who = _principal(world, principal)
    _check(action)
    found, arn = resource_called(world, resource, who.account)
    if found is None:
        found, arn = resource_called(world, resource)
    access = access_of(world)
    if found is None:
        if not arn.startswith("arn:") and arn != "*":
            raise Misuse(f"{resource} is not in the graph; give an address, an ARN, a bucket, alias/NAME or *")
        answer = access.asking.ask_beyond(who, action, arn, facts)
        unknown = (*answer.unknown, _NOT_HELD) if answer.request is not None and arn != "*" else answer.unknown
        answer = Answer(answer.request, unknown, answer.because)
        return _asked(world, who, (action, arn), answer, None)
    wanted = Wanted((action,), found, arn.removeprefix(found.arn) or _below(action, found.node.type))
    answer, chain = access.can(who, wanted, facts)
    return _asked(world, who, (action, found.arn + wanted.below), answer, chain)


def ask_who_can(place: Place, action: str, resource: str) -> tuple[Access, str, tuple[Chain, ...]]:
    """Everybody who can do something to a resource, and its ARN. Raises: Misuse for what names nothing."""
    world = _world(place)
    _check(action)
    found, arn = resource_called(world, resource)
    if found is None:
        raise Misuse(f"{resource} is not in the graph; give an address, an ARN, a bucket or alias/NAME of it")
    wanted = Wanted((action,), found, arn.removeprefix(found.arn) or _below(action, found.node.type))
    access = access_of(world)
    return access, found.arn + wanted.below, access.who_can(wanted)


def can_as_data(asked: Asked) -> dict[str, Any]:
    """The answer about one principal as JSON data."""
    return {
        "verdict": asked.verdict,
        "principal": asked.principal.name,
        "action": asked.action,
        "resource": asked.resource,
        "request": asked.request,
        "hops": [_hop(hop) for hop in asked.hops],
        "because": list(asked.answer.because),
        "unknown": list(asked.answer.unknown or (asked.chain.unknown if asked.chain else ())),
    }


def can_as_text(asked: Asked) -> str:
    """The same for people."""
    lines = [f"{asked.verdict}: {_SAYS[asked.verdict]}"]
    lines += [f"  {number:>3}      {hop}" for number, hop in enumerate(asked.hops, start=1)]
    data = can_as_data(asked)
    lines += [f"  with     {key} = {value}" for key, value in data["request"].items() if ":" in key]
    lines += [f"  blocked  {text}" for text in (asked.answer.because if asked.verdict == "DENIED" else ())]
    lines += [f"  missing  {text}" for text in data["unknown"]]
    return "\n".join(lines) + "\n"


def who_as_data(access: Access, action: str, arn: str, chains: tuple[Chain, ...]) -> dict[str, Any]:
    """Everybody who can, as JSON data."""
    return {
        "action": action,
        "resource": arn,
        "principals_asked": len(access.world.principals),
        "principals": [
            {
                "principal": chain.principal.name,
                "certain": not chain.unknown,
                "directly": not chain.steps,
                "acts_as": chain.last.name,
                "hops": [_hop(hop) for hop in hops(access.world, chain)],
                "request": told(access.world, chain.request),
                "unknown": list(chain.unknown),
            }
            for chain in chains
        ],
    }


def who_as_text(access: Access, action: str, arn: str, chains: tuple[Chain, ...]) -> str:
    """The same for people."""
    return "\n".join(_who_lines(access, action, arn, chains)) + "\n"


def _who_lines(access: Access, action: str, arn: str, chains: tuple[Chain, ...]) -> Iterator[str]:
    yield f"{action} of {arn}: {len(chains)} of {len(access.world.principals)} principals can, or may"
    for chain in chains:
        how = "" if not chain.steps else f", as {chain.last.name}" if chain.last is not chain.principal else ""
        yield f"  {'may' if chain.unknown else 'can'}      {chain.principal.name}{how}"
        yield from (f"  {number:>5}      {hop}" for number, hop in enumerate(hops(access.world, chain), start=1))
        yield from (f"  missing      {text}" for text in chain.unknown)


def _world(place: Place) -> World:
    return world_of(place.graph, place.zone.organization if place.zone else None)


def _principal(world: World, text: str) -> Principal:
    found = principals_called(world, text)
    if not found:
        raise Misuse(f"{text} is no principal of the graph; give an address, an ARN, a service, or a role's name")
    if len(found) > 1:
        names = ", ".join(sorted(each.arn for each in found))
        raise Misuse(f"{text} is the name of several principals; give one of {names}")
    return found[0]


def _check(action: str) -> None:
    if set(action) & {"*", "?"} or not action_exists(action):
        raise Misuse(f"{action} is no action of AWS; give one as s3:GetObject")


def _facts(context: Sequence[str]) -> Facts:
    """Condition keys given as KEY=VALUE, several values by commas; KEY= alone says that it is in no request."""
    wrong = [text for text in context if ":" not in text.partition("=")[0] or "=" not in text]
    if wrong:
        raise Misuse(f"--context {', '.join(wrong)} is not KEY=VALUE, as aws:SourceVpce=vpce-1")
    pairs = (text.partition("=")[::2] for text in context)
    return {key.lower(): tuple(value.split(",")) if value else None for key, value in pairs}


def _below(action: str, kind: str) -> str:
    """What of a resource an action is about, where only the resource is named: of a bucket any object."""
    name = action.lower().partition(":")[2]
    if kind == "aws_s3_bucket":
        return "/?*" if any(word in name for word in _IN_A_BUCKET) else ""
    known = reading().get(kind)
    return known.below if known and action.lower() in {each.lower() for each in known.actions} else ""


def _asked(world: World, who: Principal, what: tuple[str, str], answer: Answer, chain: Chain | None) -> Asked:
    shown = chain
    if chain is None and answer.request is not None:
        shown = Chain(who, (), who, answer.request)
    request = told(world, shown.request) if shown is not None else {}
    return Asked(who, *what, answer, chain, request, hops(world, shown) if shown is not None else ())


def _hop(hop: Hop) -> dict[str, Any]:
    return {"at": hop.at, "does": hop.does, "source": str(hop.source) if hop.source else None}
