"""Everything that has a say in who may do what: principals, resources, control policies and endpoints of a graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from phizone_environments.organization import Organization
from phizone_policies.proofs.access.request import Policies
from phizone_policies.proofs.access.world import facts
from phizone_policies.proofs.access.world.aliases import aliases_of
from phizone_policies.proofs.access.world.beyond import (
    anonymous,
    any_role,
    made_by,
    named_in,
    root,
    strange_accounts,
    stranger,
)
from phizone_policies.proofs.access.world.ceilings import Ceiling, Shape, ceiling_of, shape_of
from phizone_policies.proofs.access.world.doors import Door, doors
from phizone_policies.proofs.access.world.facts import Facts
from phizone_policies.proofs.access.world.gaps import Gap, Gaps, gaps_of
from phizone_policies.proofs.access.world.kinds import modelled
from phizone_policies.proofs.access.world.managed import read_on
from phizone_policies.proofs.access.world.names import arn_of, unnamed
from phizone_policies.proofs.access.world.people import people
from phizone_policies.proofs.access.world.principals import Kind, Principal, built
from phizone_policies.proofs.access.world.resources import PROTECTED, Resource, protected, resource_of
from phizone_policies.proofs.access.world.texts import EVERYTHING, Held
from phizone_policies.views.documents import Document
from phizone_policies.views.keys import KEYS
from phizone_policies.views.requests import acts
from phizone_stacks.graph.graph import UNNAMED_ACCOUNT, Graph
from phizone_stacks.graph.node import Node

_UNREACHED = (Kind.SERVICE, Kind.FEDERATED, Kind.STRANGER)
_ROLE = "aws_iam_role"
ASSUMPTIONS = (
    f"AWS's managed policies say what they said on {read_on()}",
    "AWS's services do with the roles that AWS makes for them, and with what they are let do, what AWS documents",
    "who may change control policies, or whom IAM Identity Center assigns to accounts, leaves them as they are",
)
"""What is taken for true beside the graph wherever principals are looked at."""


class World:
    """The principals and resources of a graph and the policies between them; it does not change."""

    def __init__(self, graph: Graph, organization: Organization | None = None) -> None:
        """Takes a graph, and the organization that `environments/` describes where there is one."""
        self.graph = graph
        self.shape: Shape = shape_of(graph, organization)
        self._ceilings: dict[str, Ceiling] = {}
        self._policies: dict[tuple[str, str, str, bool, bool], Policies] = {}
        self._others: dict[str, Resource] = {}
        self._groups: dict[tuple[int, ...], tuple[Document, ...]] = {}

    @cached_property
    def resources(self) -> Mapping[str, Resource]:
        """What access rules protect, by ARN."""
        return {each.arn: each for each in protected(self.graph)}

    @cached_property
    def principals(self) -> Mapping[str, Principal]:
        """Everybody who can ask, by ARN: the graph's own, the named, the root users and the strangers."""
        found = {each.arn: self._doubted(each) for each in built(self.graph)}
        beyond = (
            *map(stranger, strange_accounts(self._on_resources, self._grantees, self._ours)),
            anonymous(),
            *self._unseen(),
        )
        found |= {each.arn: each for each in people(self.graph)}
        for other in (*self._named(), *map(root, sorted(self.accounts)), *beyond):
            found.setdefault(other.arn, other)
        return found

    @property
    def gaps(self) -> Gaps:
        """What may give somebody access by rules that are not modelled."""
        return self.graph.cached(gaps_of)

    def gaps_at(self, resource: Resource) -> tuple[Gap, ...]:
        """What of it names a resource, and so may let somebody at it."""
        return self.gaps.named.get(resource.node.address, ())

    @cached_property
    def accounts(self) -> frozenset[str]:
        """Ids of the accounts that the graph builds in or that its organization holds."""
        return frozenset(node.account or UNNAMED_ACCOUNT for node in self.graph)

    @cached_property
    def doors(self) -> Mapping[str, tuple[Door, ...]]:
        """The VPC endpoints by the address of their VPC."""
        return doors(self.graph)

    def door(self, address: str) -> Door | None:
        """The endpoint of an address; None where there is none."""
        return next((each for found in self.doors.values() for each in found if each.node.address == address), None)

    def resource_of(self, node: Node) -> Resource:
        """A resource of the graph, of whatever type."""
        known = self.resources.get(arn_of(self.graph, node)) if node.type in PROTECTED else None
        if known is not None:
            return known
        return self._others.setdefault(node.address, resource_of(self.graph, node))

    def ceiling(self, account: str) -> Ceiling:
        """The control policies that reach an account."""
        if account not in self._ceilings:
            self._ceilings[account] = ceiling_of(self.graph, self.shape, account)
        return self._ceilings[account]

    def policies_for(
        self,
        principal: Principal,
        action: str,
        resource: Resource | None,
        door: Door | None = None,
        *,
        generous: bool = False,
    ) -> Policies:
        """The policies that have a say in what somebody asks of something, through an endpoint or through none.

        `generous` takes what is not known of the principal's permissions for an Allow of everything.
        """
        # What stands on a role says who enters it, and nothing of who changes or passes it.
        on_it = resource is not None and (resource.node.type != _ROLE or action.lower().startswith("sts:"))
        generous = generous and bool(principal.unknown)
        key = (principal.arn, resource.arn if resource else "", door.id if door else "", on_it, generous)
        if key not in self._policies:
            self._policies[key] = self._put_together(principal, resource, door, on_it, generous)
        return self._policies[key]

    def facts(self, principal: Principal, action: str, resource: Resource | None) -> Facts:
        """What is certain of the condition keys of such a request; a key that is not told could hold anything."""
        found = facts.of_principal(principal, self.organization_id_of(principal.account))
        if principal.kind in (Kind.ROLE, Kind.USER) and not self._takes_tags(principal):
            found |= facts.tags_of(principal)
        if resource is not None:
            found |= facts.of_resource(action, resource, self.organization_id_of(resource.account))
            if resource.node.type in KEYS:
                found |= aliases_of(self.graph, resource.node)
            target = self.principals.get(resource.arn)
            if target is not None and action.lower() in facts.ABOUT_THE_BOUNDARY:
                found |= self._boundary(target)
        return found

    @cached_property
    def inventory(self) -> Mapping[str, int]:
        """Number of resources by type that were looked at."""
        kinds = Counter(node.type for node in self.graph)
        return {kind: kinds[kind] for kind in sorted(modelled() & set(kinds))}

    def _boundary(self, target: Principal) -> Facts:
        """The key of the boundary that a principal has; free where that is not known."""
        if target.boundary is not None and target.boundary.node is not None:
            return {facts.BOUNDARY: (arn_of(self.graph, target.boundary.node),)}
        bare = target.node is not None and target.node.peek("permissions_boundary") is None
        return {facts.BOUNDARY: None} if bare else {}

    def never(self, principal: Principal) -> Mapping[str, tuple[str, ...]]:
        """Patterns of what condition keys of somebody's requests never hold."""
        return facts.never(principal, self.shape.id)

    def _takes_tags(self, principal: Principal) -> bool:
        """Whether whoever enters a role may bring tags of their own, which go before the role's."""
        resource = self.resources.get(principal.arn)
        if resource is not None and resource.unknown:
            return True
        statements = resource.policy.document.allows if resource is not None and resource.policy else ()
        return any(acts(each.actions, each.not_actions, "sts:TagSession") for each in statements)

    def organization_id_of(self, account: str) -> str:
        """Id of our organization for an account of ours; empty for any other, and where it is not known."""
        return self.shape.id if account in self._ours else ""

    def unknown(self, principal: Principal, resource: Resource | None) -> tuple[str, ...]:
        """What is not known of the policies between a principal and a resource, a reason each."""
        of_resource = (*resource.unknown, *self.ceiling(resource.account).unknown) if resource else ()
        of_account = self.ceiling(principal.account).unknown if self._is_reached(principal) else ()
        return tuple(dict.fromkeys((*principal.unknown, *of_account, *of_resource)))

    @cached_property
    def _ours(self) -> frozenset[str]:
        held = (node.import_id for node in self.graph.of_type("aws_organizations_account"))
        return self.accounts | {account for account in (*held, self.shape.management) if account}

    def _is_reached(self, principal: Principal) -> bool:
        """Whether service control policies may reach a principal: it is of our accounts, and not AWS itself."""
        return principal.kind not in _UNREACHED and principal.account in self._ours

    def _put_together(
        self, principal: Principal, resource: Resource | None, door: Door | None, on_it: bool, generous: bool
    ) -> Policies:
        scp = self.ceiling(principal.account).service if self._is_reached(principal) else ()
        rcp = self.ceiling(resource.account).resource if resource else ()
        return Policies(
            identity=self._same(principal.generous if generous else principal.identity),
            boundary=self._same((principal.boundary.document,)) if principal.boundary else None,
            scp=tuple(self._same(tuple(each.document for each in level)) for level in scp),
            rcp=tuple(self._same(tuple(each.document for each in level)) for level in rcp),
            resource=resource.policy.document if on_it and resource and resource.policy else None,
            endpoint=(door.policy.document,) if door and door.policy else None,
            grants=resource.grants if resource else (),
        )

    def _same(self, documents: tuple[Document, ...]) -> tuple[Document, ...]:
        """The same object for the same documents, so that what is known of them is known by their tuple."""
        return self._groups.setdefault(tuple(map(id, documents)), documents)

    def _named(self) -> Iterator[Principal]:
        """Whom policies and grants name; one of an account that is not ours may whatever that account lets it."""
        for each in named_in(self._on_resources, self._grantees):
            is_foreign = each.kind is Kind.NAMED and each.account and each.account not in self._ours
            yield replace(each, held=(Held(EVERYTHING),), unknown=()) if is_foreign else each

    @cached_property
    def _grantees(self) -> frozenset[str]:
        return frozenset(grant.grantee for each in self.resources.values() for grant in each.grants)

    def _doubted(self, principal: Principal) -> Principal:
        """A principal with what may give it more permissions than are known."""
        gaps = [gap for gap in self.gaps.named.get(principal.name, ()) if gap.widens]
        return replace(principal, unknown=(*principal.unknown, *(gap.why for gap in gaps))) if gaps else principal

    def _unseen(self) -> Iterator[Principal]:
        """What is made in accounts and nobody sees, and roles whose names are not known: these may be any."""
        for node in self.graph.of_type(_ROLE):
            for reason in unnamed(node):
                yield any_role(node.account or UNNAMED_ACCOUNT, reason, node.region)
        for gap in self.gaps.anything:
            node = gap.node
            for account in sorted(self.accounts) if gap.everywhere else (node.account or UNNAMED_ACCOUNT,):
                yield made_by(node.address, account, gap.why, node.region)

    @cached_property
    def _on_resources(self) -> tuple[Document, ...]:
        held = {id(each.policy.document): each.policy.document for each in self.resources.values() if each.policy}
        return tuple(held.values())
