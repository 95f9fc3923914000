"""What somebody can never do to anything of an account, whatever its policies say: looked at once for all of it."""

from __future__ import annotations

from dataclasses import replace

from phizone_policies.proofs.access.request import Policies
from phizone_policies.proofs.access.symbolic.possible import closed
from phizone_policies.proofs.access.symbolic.question import Question
from phizone_policies.proofs.access.symbolic.statements import RESOURCE
from phizone_policies.proofs.access.world import Kind, Principal, Resource, World
from phizone_policies.proofs.access.world import facts as certain
from phizone_policies.proofs.access.world.facts import Facts

_NO_FACTS: Facts = {}
# What control policies treat apart from all else of its account, by service.
_APART = {"iam": ("*:role/aws-service-role/*",), "kms": ("*:alias/*",)}
_PARTS_BEFORE_THE_NAME = 5
Place = tuple[str, str, str]
"""Account, Region, and how the ARNs of what is there begin."""


class Barred:
    """Who is kept from what by a Deny, or by a level of the organization that lets nothing of it through."""

    def __init__(self, world: World) -> None:
        """Takes the world."""
        self.world = world
        self._known: dict[tuple[str, str, Place, bool, tuple[tuple[str, tuple[str, ...] | None], ...]], bool] = {}

    def bars(
        self,
        principal: Principal,
        action: str,
        resource: Resource,
        *,
        unbound: bool = False,
        facts: Facts = _NO_FACTS,
    ) -> bool:
        """Whether it is certain that somebody cannot do something to a resource, whatever is changed of its policy.

        Their own permissions may be widened, too, and with `unbound` their boundary taken off.
        """
        place = _place(resource)
        if principal.kind is Kind.STRANGER or place is None:
            return False
        key = (principal.arn, action, place, unbound, tuple(sorted(facts.items())))
        if key not in self._known:
            question = self._question(principal, action, resource, place, facts)
            self._known[key] = closed(self._policies(principal, action, resource, unbound), question)
        return self._known[key]

    def _question(self, principal: Principal, action: str, resource: Resource, place: Place, facts: Facts) -> Question:
        """About everything that is there: what is certain of one resource alone, its tags, is left open."""
        organization = self.world.organization_id_of(resource.account)
        of_place = certain.of_resource(action, replace(resource, tags={}), organization)
        return Question(
            principal=principal.arn,
            actions=(action,),
            resources=(f"{place[-1]}:*",),
            resource_account=resource.account,
            context={**self.world.facts(principal, action, None), **of_place, **facts},
            never={**self.world.never(principal), RESOURCE: _APART.get(place[-1].split(":")[2], ())},
        )

    def _policies(self, principal: Principal, action: str, resource: Resource, unbound: bool) -> Policies:
        """The policies between the two, without those that stand on the resource itself."""
        known = self.world.policies_for(principal, action, resource)
        return replace(known, resource=None, grants=(), boundary=None if unbound else known.boundary)


def _place(resource: Resource) -> Place | None:
    """Where a resource is; None where control policies may treat it apart."""
    parts = resource.arn.split(":", _PARTS_BEFORE_THE_NAME)
    if len(parts) <= _PARTS_BEFORE_THE_NAME or ":role/aws-service-role/" in resource.arn or ":alias/" in resource.arn:
        return None
    return resource.account, resource.node.region, ":".join(parts[:_PARTS_BEFORE_THE_NAME])
