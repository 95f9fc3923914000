"""Whether a team's stores are decrypted by the team's own principals and by nobody who is not entrusted with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from phizone_policies.check import View
from phizone_policies.proof import Proof, Refutation, conclude
from phizone_policies.proofs.access import entrusted
from phizone_policies.proofs.access.chains import Chain, Wanted, access_of
from phizone_policies.proofs.access.told import hops_of, request_facts
from phizone_policies.proofs.access.world import ASSUMPTIONS, Principal, World, world_of
from phizone_policies.proofs.keys.custody import Store, custody_of
from phizone_policies.views.tags import PLATFORM
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue

DECRYPT = ("kms:Decrypt",)
"""What opens what a key has closed."""
# What holds nothing by itself: a default for volumes, and functions, whose variables are judged one by one.
_EMPTY = ("aws_ebs_default_kms_key", "aws_lambda_function")


def decrypts(view: View) -> Iterator[Proof]:
    """A proof for each team of the environment, and one for what the platform holds for all of them."""
    teams = sorted(view.environment.teams)
    for team in (*teams, PLATFORM):
        yield _of_team(view, team)


def _of_team(view: View, team: str) -> Proof:
    world, open_ = world_of(view.graph, view.organization), list[str]()
    stores = list(_stores(view, team, open_))
    keys = {key.address: key for store in stores for key in store.keys}
    found = [(key, chain) for key in keys.values() for chain in _chains(world, key)]
    strange = [(key, chain) for key, chain in found if not _may(view, world, chain, team)]
    certain = [each for each in strange if not each[1].unknown]
    open_ += [reason for _, chain in strange for reason in chain.unknown]
    return conclude(
        f"what {team} stores in {view.environment.name} is decrypted by nobody but {team} and who is entrusted with it",
        {
            "stores": len(stores),
            "keys": len(keys),
            "principals": len(world.principals),
            "principals that can decrypt": len({chain.principal.arn for _, chain in found}),
        },
        refutation=_without_key(stores, team) or (_refutation(view.graph, team, *certain[0]) if certain else None),
        unknown=tuple(dict.fromkeys(open_)),
        assumptions=(*ASSUMPTIONS, *entrusted.ASSUMPTIONS),
        inventory=Counter(store.node.type for store in stores),
    )


def _stores(view: View, team: str, open_: list[str]) -> Iterator[Store]:
    """The stores of a team in the environment; what the platform holds under AWS's own key is not the team's."""
    for store in custody_of(view.graph).stores:
        if store.node.environment != view.environment.name or store.node.type in _EMPTY:
            continue
        try:
            theirs = store.team == team
        except UnknownValue as reason:
            open_.append(str(reason))
            continue
        if theirs and (store.keys or store.unknown or team != PLATFORM):
            open_ += [store.unknown] if store.unknown else []
            yield store


def _chains(world: World, key: Node) -> tuple[Chain, ...]:
    return access_of(world).who_can(Wanted(DECRYPT, world.resource_of(key)))


def _may(view: View, world: World, chain: Chain, team: str) -> bool:
    return _is_of(view, chain.principal, team) or entrusted.is_entrusted(view, world, chain)


def _is_of(view: View, principal: Principal, team: str) -> bool:
    node = principal.node
    return node is not None and node.environment == view.environment.name and principal.tags.get("Team") == team


def _without_key(stores: Sequence[Store], team: str) -> Refutation | None:
    """The first store that something else than a key of the graph encrypts, of which nothing says who may use it."""
    bare = next((store for store in stores if store.others), None)
    if bare is None:
        return None
    told = f"{bare.node.address} of {team} is encrypted with {bare.others[0]}, whose users nobody of this zone names"
    return Refutation(told, (), {"store": bare.node.address, "key": bare.others[0]}, bare.node)


def _refutation(graph: Graph, team: str, key: Node, chain: Chain) -> Refutation:
    stores = [store.node.address for store in custody_of(graph).stranded[key.address]]
    told = f"{chain.principal.name} decrypts what {team} stores under {key.address}"
    hops = hops_of(graph, chain, f"decrypts with {key.address}", key)
    facts = {**request_facts(chain), "opens": ", ".join(stores)}
    return Refutation(told, hops, facts, _to_mend(graph, key, chain))


def _to_mend(graph: Graph, key: Node, chain: Chain) -> Node:
    """The first step's resource; where there is none, a grant to whoever asks, else the key."""
    if chain.steps:
        return graph.find(chain.steps[0].on) or key
    grants = graph.referrers(key, "aws_kms_grant")
    named = (
        each for each in grants if chain.last.node and graph.target(each.peek("grantee_principal")) == chain.last.node
    )
    return next(named, key)
