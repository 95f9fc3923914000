"""What the loss of each key strands, and whether anybody of an environment can bring it about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from phizone_policies.check import View
from phizone_policies.proof import Hop, Proof, Refutation, conclude
from phizone_policies.proofs.access.chains import Chain, Wanted, access_of
from phizone_policies.proofs.access.chains.opening import hops, to_mend, told
from phizone_policies.proofs.access.entrusted import EMERGENCY, roles_of
from phizone_policies.proofs.access.keepers import keepers
from phizone_policies.proofs.access.reads import ALONE
from phizone_policies.proofs.access.world import World, world_of
from phizone_policies.proofs.keys.custody import Store, custody_of
from phizone_policies.views.keys import KEYS
from phizone_stacks.graph.node import Node, UnknownValue

ENDING = ("kms:DeleteImportedKeyMaterial", "kms:DisableKey", "kms:ScheduleKeyDeletion")
"""What takes a key away from whoever needs it."""


def stranding(view: View) -> Iterator[Proof]:
    """What each key strands, and that nobody ends one, of the keys that the environment answers for."""
    keys = view.judged(*KEYS)
    stranded = custody_of(view.graph).stranded
    stores = {key.address: stranded[key.address] for key in keys}
    yield _known(view, keys, stores)
    yield _kept(view, keys, stores)


def _known(view: View, keys: Sequence[Node], stores: Mapping[str, Sequence[Store]]) -> Proof:
    """Each key is of one team and one class of data."""
    open_ = _keyless(view)
    mixed: list[Refutation] = []
    for key in keys:
        try:
            found = _mixed(key, stores[key.address])
        except UnknownValue as reason:
            open_.append(str(reason))
            continue
        mixed += [found] if found else []
    return conclude(
        f"each key of {view.environment.name} and of the shared accounts strands data of one team and one class",
        {"keys": len(keys), "stores under them": len({each.node.address for some in stores.values() for each in some})},
        refutation=mixed[0] if mixed else None,
        unknown=open_,
        assumptions=("tags say whose and of which class the data of a store is",),
        inventory=Counter(store.node.type for each in stores.values() for store in each),
    )


def _keyless(view: View) -> list[str]:
    """Why it is not known under which key something is stored that the environment answers for."""
    return [store.unknown for store in custody_of(view.graph).stores if store.unknown and view.answers_for(store.node)]


def _mixed(key: Node, stores: Sequence[Store]) -> Refutation | None:
    """Two stores under a key of which the team or the class differs. Raises: UnknownValue."""
    for what, attribute in (("team", "team"), ("class", "classification")):
        named = {name: store for store in stores if (name := str(getattr(store, attribute)))}
        if len(named) > 1:
            (one, first), (other, second), *_ = sorted(named.items())
            found = f"{key.address} encrypts data of {what} {one} and of {what} {other}, so its loss strands both"
            steps = tuple(
                Hop(each.node.address, f"holds data of {what} {name} under {key.address}", each.node.source)
                for name, each in ((one, first), (other, second))
            )
            facts = {
                store.node.address: f"{store.team or 'no team'}, {store.classification or 'no class'}"
                for store in stores
            }
            return Refutation(found, steps, facts, second.node)
    return None


def _kept(view: View, keys: Sequence[Node], stores: Mapping[str, Sequence[Store]]) -> Proof:
    """Nobody at all ends a key, not even who is entrusted with the account."""
    world = world_of(view.graph, view.organization)
    used = [key for key in keys if stores[key.address]]
    people = {actor for actor, _ in keepers(view).enter}
    found = [(key, chain) for key in used for chain in _enders(world, key) if chain.principal.arn not in people]
    certain = [each for each in found if not each[1].unknown]
    return conclude(
        f"nobody disables or deletes a key under which {view.environment.name} or a shared account stores something",
        {"keys": len(used), "roles": roles_of(world), "principals": len(world.principals)},
        refutation=_ended(world, stores, *certain[0]) if certain else None,
        unknown=tuple(dict.fromkeys((*_keyless(view), *(reason for _, chain in found for reason in chain.unknown)))),
        assumptions=(*ALONE, EMERGENCY),
        inventory=Counter(key.type for key in used),
    )


def _enders(world: World, key: Node) -> tuple[Chain, ...]:
    return access_of(world).who_can(Wanted(ENDING, world.resource_of(key)))


def _ended(world: World, stores: Mapping[str, Sequence[Store]], key: Node, chain: Chain) -> Refutation:
    action = chain.request.action if chain.request else ENDING[0]
    lost = ", ".join(store.node.address for store in stores[key.address])
    found = f"{chain.principal.name} can ask for {action} of {key.address}, which strands {lost}"
    return Refutation(found, hops(world, chain), told(world, chain.request), to_mend(world, chain) or key)
