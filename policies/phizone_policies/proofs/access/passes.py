"""The claim that a team's roles hand no role but the team's own to a service."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import View
from phizone_policies.proof import Hop, Proof, Refutation, conclude
from phizone_policies.proofs.access.chains import Answer, access_of
from phizone_policies.proofs.access.chains.asking import Asking
from phizone_policies.proofs.access.chains.opening import openings, told
from phizone_policies.proofs.access.world import ASSUMPTIONS, Kind, Principal, Resource, World, world_of
from phizone_policies.views.tags import tag
from phizone_stacks.graph.node import UnknownValue

_PASS = "iam:PassRole"  # noqa: S105 - no password
_TEAM = "Team"


def passes_only_its_own(view: View, team: str) -> Proof:
    """The claim of one team in the environment that is judged. Raises: NoZone."""
    world = world_of(view.graph, view.organization)
    asking = access_of(world).asking
    account = view.environment.account.id
    roles = [each for each in world.principals.values() if each.kind is Kind.ROLE and each.account == account]
    own = [role for role in roles if role.tags.get(_TEAM) == team]
    # Nobody passes the role of a permission set, which lets no service in.
    others = [role for role in roles if role.tags.get(_TEAM) != team and role.arn in world.resources]
    refutation, unknown = None, [reason for role in roles for reason in _untold(role)]
    for role, other in _able(asking, own, others):
        resource = world.resources[other.arn]
        answer = asking.ask(role, _PASS, resource)
        if answer.unknown:
            unknown.append(f"{role.name} may pass {other.name}: {'; '.join(answer.unknown)}")
        elif answer.request is not None and refutation is None:
            refutation = _refuted(world, role, resource, answer)
    return conclude(
        f"in {view.environment.name} a role of {team} passes none but {team}'s to a service",
        {f"roles of {team}": len(own), "other roles": len(others)},
        refutation=refutation,
        unknown=unknown,
        assumptions=ASSUMPTIONS,
        inventory=world.inventory,
    )


def _untold(role: Principal) -> Iterator[str]:
    """Why it is not known whose a role is."""
    try:
        if role.node is not None:
            tag(role.node, _TEAM)
    except UnknownValue as reason:
        yield str(reason)


def _able(asking: Asking, own: list[Principal], others: list[Principal]) -> list[tuple[Principal, Principal]]:
    """The pairs of a role and another that it may be let pass, in order."""
    resources = asking.world.resources
    may = {other.arn: {each.arn for each in asking.candidates.of(_PASS, resources[other.arn])} for other in others}
    return [(role, other) for role in own for other in others if role.arn in may[other.arn]]


def _refuted(world: World, role: Principal, other: Resource, answer: Answer) -> Refutation:
    request = answer.request
    found = openings(world, role, request) if request is not None else ()
    by = f", which statement {found[0].statement} of {found[0].node.address} lets it" if found else ""
    hop = Hop(role.name, f"passes {other.node.address} to a service{by}", found[0].node.source if found else None)
    message = f"{role.name} can pass {other.node.address}"
    return Refutation(message, (hop,), told(world, request), found[0].node if found else None)
