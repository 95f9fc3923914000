"""Who may hold an environment's data by what `environments/` says: its team, and the roles that keep the account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from phizone_policies.check import View
from phizone_policies.proofs.access.chains import Step
from phizone_policies.proofs.access.world import Kind, Principal
from phizone_stacks.graph.defaults import partition

KEEPING = ("backup", "break-glass", "deploy", "restore")
"""Ends of the names of the roles that keep an account and can get at its data by their task."""
_BREAK_GLASS, _DEPLOY = "break-glass", "deploy"
_SHARED = "shared"
_TEAM = "Team"


@dataclass(frozen=True, slots=True)
class Keepers:
    """The principals that keep one environment's account, and who may take their part."""

    account: str
    """The environment's account."""
    roles: frozenset[str]
    """ARNs of the roles."""
    enter: frozenset[tuple[str, str]]
    """Pairs of who may enter a role of these from beyond the graph, and that role, by ARN."""

    def lets_in(self, step: Step, target: Principal) -> bool:
        """Whether a step into a role is one that whoever keeps the account may take."""
        return (step.actor.arn, target.arn) in self.enter

    def may_hold(self, team: str) -> Callable[[Principal], bool]:
        """The test whether a principal may hold a team's data: it is a keeper or a role that the team's tag names."""

        def test(principal: Principal) -> bool:
            own = principal.kind is Kind.ROLE and principal.account == self.account
            return principal.arn in self.roles or (own and bool(team) and principal.tags.get(_TEAM) == team)

        return test


def keepers(view: View) -> Keepers:
    """The keepers of the environment that is judged. Raises: NoZone."""
    organization, environment = view.organization, view.environment
    account, management = environment.account.id, organization.accounts.management.id
    root = f"arn:{partition(environment.region)}:iam::"
    named = {each: f"{root}{account}:role/{organization.name}-{environment.name}-{each}" for each in KEEPING}
    person = f"{root}{management}:user/{organization.name}-{_SHARED}-{_BREAK_GLASS}"
    provider = f"{root}{account}:oidc-provider/token.actions.githubusercontent.com"
    enter = {(person, named[_BREAK_GLASS]), (provider, named[_DEPLOY])}
    return Keepers(account, frozenset(named.values()), frozenset(enter))
