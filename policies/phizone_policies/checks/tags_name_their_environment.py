"""Tags say the truth about where a resource belongs."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.accounts import in_shared_account
from phizone_policies.views.tags import PLATFORM, beyond_tags, tag
from phizone_stacks.graph.graph import SHARED
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.TAGGING, severity=Severity.MEDIUM, profile=Profile.ZONE, types=("*",), reads=("*.tags", "*.tags_all")
)
def tags_name_their_environment(resource: Node, view: View) -> Result:
    """The tags Environment, Organization and Team name the resource's own environment, organization and a known team.

    Why: access by tag, bills and inventories go by these; a resource of prod that is tagged dev is nobody's in prod.
    Fix: make the tags from the scope of the environment that the resource is made for.
    Source: environments/organization.yaml; NIST SP 800-53 CM-8.
    """
    beyond = beyond_tags(resource)
    if beyond is not None:
        return beyond
    allowed = _allowed(resource, view)
    wrong = {key: tag(resource, key) for key in allowed if tag(resource, key) not in allowed[key]}
    if not wrong:
        return passed()
    told = (f"{key} is {value!r}, not {' or '.join(allowed[key])}" for key, value in wrong.items())
    return failed("; ".join(told), **wrong)


def _allowed(resource: Node, view: View) -> dict[str, tuple[str, ...]]:
    """What an environment makes in an account that all share, as on the network's side, may be tagged as shared."""
    # A stack of prod that accepts its attachment in the network account makes something of both.
    shared = (SHARED,) if in_shared_account(view.organization, resource) and resource.environment != SHARED else ()
    teams = (team.name for team in view.organization.teams)
    return {
        "Environment": (resource.environment, *shared),
        "Organization": (view.organization.name,),
        "Team": (*teams, PLATFORM),
    }
