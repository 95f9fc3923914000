"""Whether stories come true: each request as AWS would answer it, against the answer that was expected."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import View
from phizone_policies.proof import Decision, Hop, Proof, Refutation, conclude
from phizone_policies.proofs.access.chains.opening import openings, told
from phizone_policies.proofs.access.decide import decide
from phizone_policies.proofs.access.request import Outcome
from phizone_policies.proofs.access.stories.model import Expected, Told
from phizone_policies.proofs.access.stories.scene import Scene, Untold, casts, scenes
from phizone_policies.proofs.access.world import ASSUMPTIONS, World, world_of
from phizone_stacks.graph.node import UnknownValue


def tell(told_: tuple[Told, ...], view: View) -> Iterator[Proof]:
    """A proof for each story of the environment that is judged, and each team it speaks of. Raises: NoZone."""
    world = world_of(view.graph, view.organization)
    for each in told_:
        story = each.story
        if story.environments and view.environment.name not in story.environments:
            continue
        for names in casts(story, view):
            what = f"{story.name.format(**names)} ({view.environment.name}): {story.expected}"
            try:
                yield _decided(what, each, _played(scenes(story, names, view, world)), world)
            except (Untold, UnknownValue) as reason:
                yield _proof(what, world, unknown=(str(reason),))


def together(what: str, told_: tuple[Told, ...], view: View) -> Proof:
    """One claim that all stories come true; the first that does not is the witness. Raises: NoZone."""
    proofs = tuple(tell(told_, view))
    world = world_of(view.graph, view.organization)
    wrong = [each for each in proofs if each.decision is Decision.REFUTED]
    refutation = None
    if wrong:
        first = wrong[0]
        more = f", and {len(wrong) - 1} more stories do not come true" if len(wrong) > 1 else ""
        refutation = Refutation(f"{first.what}, but {first.message}{more}", first.hops, first.facts, first.node)
    return conclude(
        what,
        {"stories": len(told_), "requests": len(proofs), "principals": len(world.principals)},
        refutation=refutation,
        unknown=tuple(f"{each.what}: {each.message}" for each in proofs if each.decision is Decision.UNKNOWN),
        assumptions=ASSUMPTIONS,
        inventory=world.inventory,
    )


def _played(played: tuple[Scene, ...]) -> Scene:
    """Of several ways to ask one that is allowed, else the first: who must not be able to, must not on any."""
    if len(played) == 1:
        return played[0]
    allowed = (each for each in played if decide(each.request, each.policies).outcome is Outcome.ALLOWED)
    return next(allowed, played[0])


def _decided(what: str, each: Told, played: Scene, world: World) -> Proof:
    """How a story goes; what is not known counts where it could change the answer."""
    decision = decide(played.request, played.policies)
    allowed = decision.outcome is Outcome.ALLOWED
    same = played.generous is played.policies
    most = allowed if same else decide(played.request, played.generous).outcome is Outcome.ALLOWED
    beside = tuple(gap.why for gap in world.gaps_at(played.resource)) if played.resource and not allowed else ()
    if most != allowed or (allowed and played.unknown) or beside:
        return _proof(what, world, unknown=(*played.unknown, *beside))
    if allowed == (each.story.expected is Expected.ALLOWED):
        return _proof(what, world)
    found = openings(world, played.principal, played.request) if allowed else ()
    hops = [Hop(played.principal.name, f"asks for {played.request.action} of {played.request.resource}", each.source)]
    hops += [Hop(one.node.address, f"statement {one.statement} allows it", one.node.source) for one in found]
    hops += [Hop("AWS", reason) for reason in decision.because]
    node = found[0].node if found else played.resource.node if played.resource else played.principal.node
    message = f"it is {'allowed' if allowed else 'denied'}: {'; '.join(decision.because)}"
    return _proof(what, world, refutation=Refutation(message, tuple(hops), told(world, played.request), node))


def _proof(what: str, world: World, *, refutation: Refutation | None = None, unknown: tuple[str, ...] = ()) -> Proof:
    return conclude(
        what,
        {"requests": 1, "principals": len(world.principals)},
        refutation=refutation,
        unknown=unknown,
        assumptions=ASSUMPTIONS,
        inventory=world.inventory,
    )
