"""Who is entrusted with a whole account: who deploys it, who rescues it, and what only AWS's services enter."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import View
from phizone_policies.proofs.access.chains import Chain
from phizone_policies.proofs.access.world import Kind, Principal, World
from phizone_policies.views.guardrails import members
from phizone_policies.views.tags import PLATFORM
from phizone_stacks.graph.defaults import partition

ASSUMPTIONS = (
    "the deploy roles do what the proved programs say, and nobody but the pipeline of this repository enters them",
    "a break-glass role is entered in an emergency only; who enters it and what is read with it is recorded",
)
"""What is taken for true of them."""
_ROLES = ("break-glass", "deploy")
_SHARED = "shared"


def entrusted_arns(view: View) -> frozenset[str]:
    """ARNs of the deploy and break-glass roles of every account, and of the user that enters the latter."""
    organization, at = view.organization, partition(view.organization.home_region)
    management = organization.accounts.management.id
    accounts = [(management, _SHARED), *((each.id, each.environment) for each in members(view))]
    roles = {
        f"arn:{at}:iam::{account}:role/{organization.name}-{environment}-{role}"
        for account, environment in accounts
        for role in _ROLES
    }
    return frozenset(roles | {f"arn:{at}:iam::{management}:user/{organization.name}-{_SHARED}-break-glass"})


def is_entrusted(view: View, world: World, chain: Chain) -> bool:
    """Whether it is entrusted with an account whoever a chain begins with, or whom an identity provider vouches for."""
    trusted = entrusted_arns(view)
    first = next((each for each in _acting(chain) if each.kind is not Kind.FEDERATED), None)
    return first is not None and (first.arn in trusted or is_service_s(world, first))


def is_service_s(world: World, principal: Principal) -> bool:
    """Whether it is a service of AWS, or a role of the platform that services of AWS alone enter."""
    if principal.kind is Kind.SERVICE:
        return True
    role = world.resources.get(principal.arn)
    if principal.tags.get("Team") != PLATFORM or role is None or role.policy is None:
        return False
    allowed = role.policy.document.allows
    named = [kind for statement in allowed for kind, _ in statement.principals]
    return bool(named) and set(named) == {"Service"} and not any(each.not_principals for each in allowed)


def _acting(chain: Chain) -> Iterator[Principal]:
    """Who acts in a chain, one after the other."""
    yield chain.principal
    yield from (step.actor for step in chain.steps[1:])
    yield chain.last
