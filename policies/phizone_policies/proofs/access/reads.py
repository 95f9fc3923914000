"""Claims about who reads what holds an environment's data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from phizone_policies.check import View
from phizone_policies.proof import Proof, Refutation, conclude
from phizone_policies.proofs.access.chains import Chain, access_of
from phizone_policies.proofs.access.chains.opening import hops, to_mend, told
from phizone_policies.proofs.access.holdings import Holding, holdings, wanted
from phizone_policies.proofs.access.keepers import keepers
from phizone_policies.proofs.access.world import ASSUMPTIONS, Kind, Principal, world_of
from phizone_policies.views.tags import PLATFORM
from phizone_stacks.graph.defaults import partition

ALONE = (
    *ASSUMPTIONS,
    "who writes a policy or takes a role's part does so for themselves; two who are let in apart do not join hands",
    "who gains permissions by changing a policy uses them for what is asked, not for a further step into somebody else",
    "who can read what is also encrypted is let through by the key, too",
)
"""What is taken for true where chains are followed."""
_OUTSIDE = (Kind.STRANGER, Kind.FEDERATED, Kind.NAMED, Kind.SERVICE)


class Readers:
    """Who reads what in the environment that is judged."""

    def __init__(self, view: View) -> None:
        """Takes the view. Raises: NoZone."""
        self.view = view
        self.world = world_of(view.graph, view.organization)
        self.access = access_of(self.world)
        self.holdings = holdings(view)
        self.keepers = keepers(view)

    def only_of(self, team: str) -> Proof:
        """The claim that nobody but a team and the account's keepers reads what is the team's."""
        whose = "the platform keeps of its data" if team == PLATFORM else f"is {team}'s"
        what = f"in {self.view.environment.name} only {self._who(team)} read what {whose}"
        return self._decided(what, self.holdings.of_team(team), self.keepers.may_hold("" if team == PLATFORM else team))

    def no_outsider(self) -> Proof:
        """The claim that nobody from outside the organization reads what holds data."""
        what = f"nobody outside the organization reads what holds the data of {self.view.environment.name}"
        return self._decided(what, self.holdings.with_data, self._is_inside)

    def _who(self, team: str) -> str:
        return "the account's keepers" if team == PLATFORM else f"{team} and the account's keepers"

    def _is_inside(self, principal: Principal) -> bool:
        ours = f"arn:{partition(self.view.environment.region)}:iam::"
        known = principal.kind is Kind.NAMED and principal.account in self.view.accounts
        return (known and principal.arn.startswith(ours)) or principal.kind not in _OUTSIDE

    def _decided(self, what: str, stores: Iterable[Holding], may: Callable[[Principal], bool]) -> Proof:
        refutation, unknown, looked_at = None, [*self.holdings.unknown, *self._leaving()], tuple(stores)
        for store in looked_at:
            unknown += self.world.resource_of(store.node).unknown
            for chain in self._chains(store):
                if may(chain.principal):
                    continue
                if chain.unknown:
                    unknown.append(f"{chain.principal.name} may read {store.node.address}: {'; '.join(chain.unknown)}")
                elif refutation is None:
                    refutation = self._refuted(chain, store)
        return conclude(
            what,
            {
                "stores": len(looked_at),
                "stores that hold the environment's data": sum(store.holds_data for store in looked_at),
                "roles and users": sum(each.node is not None for each in self.world.principals.values()),
                "principals": len(self.world.principals),
            },
            refutation=refutation,
            unknown=tuple(dict.fromkeys(unknown)),
            assumptions=ALONE,
            inventory=self.world.inventory,
        )

    def _chains(self, store: Holding) -> Iterator[Chain]:
        for each in wanted(self.world, store):
            yield from self.access.who_can(each, self.keepers.lets_in)

    def _leaving(self) -> Iterator[str]:
        """Why data may be read where it is not looked for: something that is not modelled takes it away."""
        return (gap.why for gap in self.world.gaps.data if self.view.answers_for(gap.node))

    def _refuted(self, chain: Chain, store: Holding) -> Refutation:
        by = f" by acting as {chain.last.name}" if chain.last is not chain.principal else ""
        node = to_mend(self.world, chain) or store.node
        message = f"{chain.principal.name} reads {store.node.address}{by}"
        return Refutation(message, hops(self.world, chain), told(self.world, chain.request), node)
