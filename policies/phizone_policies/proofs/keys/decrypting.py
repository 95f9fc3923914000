"""Whether a team's stores are decrypted by the team's own principals and by nobody who is not entrusted with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from phizone_policies.check import View
from phizone_policies.proof import Proof, Refutation, conclude
from phizone_policies.proofs.access.chains import Chain, Wanted, access_of
from phizone_policies.proofs.access.chains.opening import hops, to_mend, told
from phizone_policies.proofs.access.entrusted import ENTRUSTED, roles_of
from phizone_policies.proofs.access.keepers import keepers
from phizone_policies.proofs.access.reads import ALONE
from phizone_policies.proofs.access.world import Kind, World, world_of
from phizone_policies.proofs.keys.custody import Store, custody_of
from phizone_policies.views.tags import PLATFORM
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
    able = {chain.principal.arn for key in keys.values() for chain in _chains(view, world, key)}
    strange = [(key, chain) for key in keys.values() for chain in _strange(view, world, key, team)]
    certain = [each for each in strange if not each[1].unknown]
    open_ += [reason for _, chain in strange for reason in chain.unknown]
    return conclude(
        f"what {team} stores in {view.environment.name} is decrypted by nobody but {team} and the account's keepers",
        {
            "stores": len(stores),
            "keys": len(keys),
            "roles": roles_of(world),
            "principals": len(world.principals),
            "principals that can decrypt": len(able),
        },
        refutation=_without_key(stores, team) or (_refutation(world, team, *certain[0]) if certain else None),
        unknown=tuple(dict.fromkeys(open_)),
        assumptions=(*ALONE, *ENTRUSTED),
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


def _strange(view: View, world: World, key: Node, team: str) -> Iterator[Chain]:
    """Who decrypts with a key and is neither of the team, nor a keeper of the account, nor a service the key names."""
    kept = keepers(view)
    may = kept.may_hold("" if team == PLATFORM else team)
    for chain in _chains(view, world, key):
        if chain.principal.kind is not Kind.SERVICE and not may(chain.principal):
            yield chain


def _chains(view: View, world: World, key: Node) -> tuple[Chain, ...]:
    return access_of(world).who_can(Wanted(DECRYPT, world.resource_of(key)), keepers(view).lets_in)


def _without_key(stores: Sequence[Store], team: str) -> Refutation | None:
    """The first store that something else than a key of the graph encrypts, of which nothing says who may use it."""
    bare = next((store for store in stores if store.others), None)
    if bare is None:
        return None
    told = f"{bare.node.address} of {team} is encrypted with {bare.others[0]}, whose users nobody of this zone names"
    return Refutation(told, (), {"store": bare.node.address, "key": bare.others[0]}, bare.node)


def _refutation(world: World, team: str, key: Node, chain: Chain) -> Refutation:
    stores = [store.node.address for store in custody_of(world.graph).stranded[key.address]]
    found = f"{chain.principal.name} decrypts what {team} stores under {key.address}"
    facts = {**told(world, chain.request), "opens": ", ".join(stores)}
    return Refutation(found, hops(world, chain), facts, to_mend(world, chain) or _grant(world, key, chain) or key)


def _grant(world: World, key: Node, chain: Chain) -> Node | None:
    """The grant on a key by which somebody decrypts."""
    given = (each for each in world.resource_of(key).grants if each.grantee == chain.last.arn)
    return next((world.graph.find(each.name) for each in given), None)
