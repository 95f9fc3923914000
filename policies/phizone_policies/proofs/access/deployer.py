"""The claim that whoever deploys an account can still change every policy in it."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import View
from phizone_policies.proof import Hop, Proof, Refutation, conclude
from phizone_policies.proofs.access.chains import Answer, access_of
from phizone_policies.proofs.access.chains.ways import actions, opening
from phizone_policies.proofs.access.world import ASSUMPTIONS, Principal, Resource, World, world_of
from phizone_policies.proofs.access.world.facts import Facts
from phizone_stacks.graph.graph import SHARED

_GUARDED = ("auditor", "break-glass", "deploy")
# Continuous integration asks over the internet, over TLS, by itself and without a second factor.
_FROM_OUTSIDE: Facts = {
    "aws:securetransport": ("true",),
    "aws:sourcevpc": None,
    "aws:sourcevpce": None,
    "aws:viaawsservice": ("false",),
    "aws:multifactorauthpresent": ("false",),
}


def deployers(view: View) -> Iterator[tuple[str, str]]:
    """(account, name of the deploy role) of each account that this environment answers for. Raises: NoZone."""
    shared = view.organization.accounts
    fixed = (shared.management, shared.log_archive, shared.audit, shared.network)
    yield view.environment.account.id, f"{view.organization.name}-{view.environment.name}-deploy"
    yield from ((account.id, f"{view.organization.name}-{SHARED}-deploy") for account in fixed)


def can_change(view: View, account: str, name: str) -> Proof:
    """The claim that the deploy role of an account can change every policy on what the account holds."""
    world = world_of(view.graph, view.organization)
    deployer = next((each for each in world.principals.values() if _is(each, account, name)), None)
    needed = list(_needed(view, world, account))
    refutation, unknown = None, []
    for resource, action in needed:
        if deployer is None:
            break
        answer = access_of(world).asking.explain(deployer, action, resource, facts=_FROM_OUTSIDE)
        if answer.unknown:
            unknown.append(f"{action} on {resource.node.address}: {'; '.join(answer.unknown)}")
        elif answer.request is None and refutation is None:
            refutation = _refuted(deployer, resource, action, answer)
    return conclude(
        f"{name} can change every policy on what account {account} holds",
        {"deploy roles": 0 if deployer is None else 1, "policies": len(needed)},
        refutation=refutation,
        unknown=unknown,
        assumptions=(*ASSUMPTIONS, f"the roles that end in {', '.join(_GUARDED)} are changed by whoever set them up"),
        inventory=world.inventory,
    )


def _is(principal: Principal, account: str, name: str) -> bool:
    return principal.account == account and principal.arn.endswith(f":role/{name}")


def _needed(view: View, world: World, account: str) -> Iterator[tuple[Resource, str]]:
    """What has a policy in an account, with the action that writes it; of roles, those that a deployment makes."""
    (admit,) = actions("admitting")
    for resource in world.resources.values():
        node = resource.node
        if resource.account != account or node.environment not in (view.environment.name, SHARED):
            continue
        if node.type == "aws_iam_role":
            if not resource.arn.endswith(tuple(f"-{each}" for each in _GUARDED)):
                yield resource, admit
        elif opening(node.type) and (resource.policy is not None or resource.unknown):
            yield resource, opening(node.type)


def _refuted(deployer: Principal, resource: Resource, action: str, answer: Answer) -> Refutation:
    address = resource.node.address
    hops = tuple(Hop(address, f"{action} by {deployer.name}: {reason}") for reason in answer.because)
    asked = {"principal": deployer.arn, "action": action, "resource": resource.arn}
    return Refutation(f"{deployer.name} cannot change the policy of {address}", hops, asked, resource.node)
