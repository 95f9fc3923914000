"""Teams do not reach each other."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.network.claim import Asked, decide, network, sizes_of
from phizone_policies.proofs.network.question import Ends, Question
from phizone_policies.proofs.network.sets_of import of_team

_ASSUMED = (
    "SageMaker's own groups on the mount targets of a domain's home directories admit that domain alone.",
    "What the deploy role and the account's administrators start is no team's, whichever group they give it.",
)


@proof(claim=Claim.ISOLATION, severity=Severity.CRITICAL, profile=Profile.ZONE)
def teams_reach_no_other_team(view: View) -> Iterator[Proof]:
    """No packet gets from what a team runs to what another team of the environment runs.

    Why: teams share subnets, so security groups alone keep one team's notebooks and endpoints from another's.
    Fix: take away the rule that the witness names; a rule names groups of its own team or the endpoints' group.
    Source: 45 CFR 164.308(a)(4); SageMaker Developer Guide, "Connect Studio notebooks in a VPC to external resources".
    """
    built, environment = network(view), view.environment
    members = {team: of_team(built, team, environment.name).interfaces for team in environment.teams}
    sizes = {f"interfaces of {team}": len(found) for team, found in members.items()}
    everyone = [name for found in members.values() for name in found]
    asked = (
        Asked(built, Question(Ends(found), Ends(tuple(name for name in everyone if name not in found))))
        for found in members.values()
    )
    what = f"no path between the teams of {environment.name}"
    yield decide(view, what, {**sizes_of(view.graph, built, everyone), **sizes}, asked, _ASSUMED)
