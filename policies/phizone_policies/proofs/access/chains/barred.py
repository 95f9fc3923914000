"""What somebody can never do to anything of an account, whatever its policies say: looked at once for all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from phizone_policies.proofs.access.request import Policies
from phizone_policies.proofs.access.symbolic.keys import KeyTest
from phizone_policies.proofs.access.symbolic.possible import closed, limits
from phizone_policies.proofs.access.symbolic.question import Question
from phizone_policies.proofs.access.symbolic.search import Clause, Option
from phizone_policies.proofs.access.symbolic.statements import RESOURCE, Literal
from phizone_policies.proofs.access.symbolic.values import Undecidable
from phizone_policies.proofs.access.symbolic.whom import PRINCIPAL_ARN
from phizone_policies.proofs.access.world import Kind, Principal, Resource, World
from phizone_policies.proofs.access.world import facts as certain
from phizone_policies.proofs.access.world.facts import PRINCIPAL_TAG, Facts

_NO_FACTS: Facts = {}
# What control policies treat apart from all else of its account, by service.
_APART = {"iam": ("*:role/aws-service-role/*",), "kms": ("*:alias/*",)}
_PARTS_BEFORE_THE_NAME = 5
Place = tuple[str, str, str]
"""Account, Region, and how the ARNs of what is there begin."""
Walls = tuple[frozenset[KeyTest], tuple[Clause, ...]]
"""The tests on the ARN of a role that are meant, and what each of them must meet."""
Key = tuple[str, str, Place, bool, bool, tuple[tuple[str, tuple[str, ...] | None], ...]]
"""Who, what, where, whether without boundary, whether with other tags, and what is certain beside that."""


class Barred:
    """Who is kept from what by a Deny, or by a level of the organization that lets nothing of it through."""

    def __init__(self, world: World) -> None:
        """Takes the world."""
        self.world = world
        self._known: dict[Key, bool] = {}
        self._asked: set[Key] = set()
        self._left: dict[tuple[tuple[str, ...], Place | None], tuple[Principal, ...]] = {}
        self._walls: dict[tuple[str, str, Place], Walls] = {}
        self._personal: dict[str, Facts] = {}

    def bars(
        self,
        principal: Principal,
        action: str,
        resource: Resource,
        *,
        unbound: bool = False,
        retagged: bool = False,
        facts: Facts = _NO_FACTS,
    ) -> bool:
        """Whether it is certain that somebody cannot do something to a resource, whatever is changed of its policy.

        Their own permissions may be widened, too, with `unbound` their boundary taken off, and with `retagged` their
        tags changed.
        """
        place = place_of(resource)
        if principal.kind is Kind.STRANGER or place is None:
            return False
        key = (principal.arn, action, place, unbound, retagged, tuple(sorted(facts.items())))
        if key not in self._known:
            if not facts and self.walls_off(principal, (action,), resource, retagged=retagged):
                self._known[key] = True
            elif key not in self._asked:
                # Whoever asks this of a single resource is answered as quickly without.
                self._asked.add(key)
                return False
            else:
                known = self.world.policies_for(principal, action, resource)
                left = replace(known, boundary=None) if unbound else known
                self._known[key] = self._is_closed(principal, left, action, resource, place, facts, retagged)
        return self._known[key]

    def bars_made(
        self, principal: Principal, policies: Policies, made_with: Facts, action: str, resource: Resource
    ) -> bool:
        """The same of somebody still to be made with a boundary, which `made_with` names, as policies will be then."""
        place = place_of(resource)
        if place is None:
            return False
        key = (principal.arn, action, place, False, False, tuple(sorted(made_with.items())))
        if key not in self._known:
            self._known[key] = self._is_closed(principal, policies, action, resource, place, _NO_FACTS)
        return self._known[key]

    def _is_closed(
        self,
        principal: Principal,
        policies: Policies,
        action: str,
        resource: Resource,
        place: Place,
        facts: Facts,
        retagged: bool = False,
    ) -> bool:
        policies = replace(policies, resource=None, grants=())
        known = self.world.facts(principal, action, None)
        if retagged:
            known = {key: held for key, held in known.items() if not _is_personal(key)}
        asked = {**known, **self._of_place(action, resource), **facts}
        return closed(policies, _question(principal.arn, action, place, asked, self.world.never(principal)))

    def left(
        self, actions: tuple[str, ...], resource: Resource, retaggable: frozenset[str] = frozenset()
    ) -> tuple[Principal, ...]:
        """The roles and users that the organization does not keep from all of some actions on a resource.

        Those whose ARNs are `retaggable` may get other tags.
        """
        key = (actions, place_of(resource))
        if key not in self._left:
            asking = (each for each in self.world.principals.values() if each.kind in (Kind.ROLE, Kind.USER))
            self._left[key] = tuple(
                each for each in asking if not self.walls_off(each, actions, resource, retagged=each.arn in retaggable)
            )
        return self._left[key]

    def walls_off(
        self, principal: Principal, actions: tuple[str, ...], resource: Resource, *, retagged: bool = False
    ) -> bool:
        """Whether the organization keeps a role from each of some actions, had it every permission and no boundary.

        With `retagged` its tags may be any, too.
        """
        place = place_of(resource)
        if principal.kind is not Kind.ROLE or place is None:
            return False
        return all(self._is_walled_off(principal, action, resource, place, retagged) for action in actions)

    def _is_walled_off(self, role: Principal, action: str, resource: Resource, place: Place, retagged: bool) -> bool:
        key = (role.account, action, place)
        if key not in self._walls:
            self._walls[key] = self._around(role, action, resource, place)
        meant, walls = self._walls[key]
        return all(each.holds((role.arn,)) for each in meant) and any(
            all(self._fails(role, each.literals, retagged) for each in wall.options) for wall in walls
        )

    def _around(self, role: Principal, action: str, resource: Resource, place: Place) -> Walls:
        """What control policies ask of the roles of an account, as far as a role's ARN and tags may decide it."""
        known = self.world.policies_for(role, action, resource)
        shared = {key: held for key, held in self.world.facts(role, action, None).items() if not _is_personal(key)}
        anybody = f"{role.arn.partition(':role/')[0]}:role/*"
        question = _question(anybody, action, place, {**shared, **self._of_place(action, resource)}, {})
        meant, found = limits(Policies(scp=known.scp, rcp=known.rcp), question)
        return meant, tuple(wall for wall in found if all(map(_is_about_a_role, wall.options)))

    def _fails(self, role: Principal, literals: tuple[Literal, ...], retagged: bool) -> bool:
        """Whether one of some tests is certain to fail for a role."""
        decided = (
            each for each in literals if each.name == PRINCIPAL_ARN or (_is_personal(each.name) and not retagged)
        )
        return any(self._holds(role, each) is False for each in decided)

    def _holds(self, role: Principal, literal: Literal) -> bool | None:
        if role.arn not in self._personal:
            self._personal[role.arn] = {**self.world.facts(role, "", None), PRINCIPAL_ARN: (role.arn,)}
        known = self._personal[role.arn]
        tags = f"{PRINCIPAL_TAG}*"
        if literal.name not in known and not (literal.name.startswith(PRINCIPAL_TAG) and tags in known):
            return None
        try:
            return literal.test.holds(known.get(literal.name))
        except Undecidable:
            return None

    def _of_place(self, action: str, resource: Resource) -> Facts:
        """What is certain of everything there: the tags of one resource are left open."""
        organization = self.world.organization_id_of(resource.account)
        return certain.of_resource(action, replace(resource, tags={}), organization)


def _question(
    principal: str, action: str, place: Place, facts: Facts, never: Mapping[str, tuple[str, ...]]
) -> Question:
    """Of everything that is there."""
    return Question(
        principal=principal,
        actions=(action,),
        resources=(f"{place[-1]}:*",),
        resource_account=place[0],
        context=facts,
        never={**never, RESOURCE: _APART.get(place[-1].split(":")[2], ())},
    )


def _is_about_a_role(option: Option) -> bool:
    return any(_is_personal(each.name) for each in option.literals)


def _is_personal(key: str) -> bool:
    return key == PRINCIPAL_ARN or key.startswith(PRINCIPAL_TAG)


def place_of(resource: Resource) -> Place | None:
    """Where a resource is; None where control policies may treat it apart."""
    parts = resource.arn.split(":", _PARTS_BEFORE_THE_NAME)
    if len(parts) <= _PARTS_BEFORE_THE_NAME or ":role/aws-service-role/" in resource.arn or ":alias/" in resource.arn:
        return None
    return resource.account, resource.node.region, ":".join(parts[:_PARTS_BEFORE_THE_NAME])
