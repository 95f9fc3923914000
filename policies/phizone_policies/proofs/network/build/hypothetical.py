"""Interfaces that may appear at run time: in each subnet that something may start in, one a security group and team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from phizone_policies.proofs.network.build.permissions import Starter, starters
from phizone_policies.proofs.network.build.stands import Stands
from phizone_policies.proofs.network.build.studio import Start, started
from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.build.teams import team_of
from phizone_policies.proofs.network.model import Attachment, Group, Interface, Kind
from phizone_stacks.graph.physical import physical

_UNSAID = "nothing in the graph says who starts what there, so that whoever does may give it any security group"
_DEFAULT = "whatever names no security group gets the VPC's default one"


@dataclass(frozen=True, slots=True)
class Found:
    """What is known when hypothetical interfaces are made."""

    stands: Stands
    """Where interfaces stand."""
    groups: Mapping[str, Group]
    """The security groups."""
    interfaces: Mapping[str, Interface]
    """The interfaces that the graph makes."""
    attachments: Mapping[str, Attachment]
    """Attachments of transit gateways."""
    passing: frozenset[str]
    """Subnets of firewalls."""


def hypothetical(found: Found) -> Iterator[Interface]:
    """The interfaces, by subnet, then group, then team.

    A group's own team has the interface named after subnet and group; another team that may use the group has one of
    its own beside it.
    """
    places = workload_subnets(found)
    reasons: dict[tuple[str, str], dict[str, str]] = {}
    for start in _starts(found, places):
        teams = reasons.setdefault((start.subnet, start.group), {})
        teams.setdefault(start.team or team_of(found.stands.survey.graph, start.group), start.because)
    for (subnet, group), teams in sorted(reasons.items()):
        own = team_of(found.stands.survey.graph, group)
        for team, because in sorted(teams.items()):
            yield _one(found, subnet, group, team, own, because)


def workload_subnets(found: Found) -> tuple[str, ...]:
    """The subnets in which something may compute: all of a VPC but those that hold only endpoints or gateways.

    Where a VPC has no others, these, too.
    """
    subnets = found.stands.subnets
    busy = {each.subnet for each in found.interfaces.values() if each.kind is not Kind.ENDPOINT}
    passing = {each.subnet for each in found.interfaces.values() if each.kind is Kind.ENDPOINT}
    passing |= {name for each in found.attachments.values() for name in each.subnets} | found.passing
    idle = passing - busy
    working = {subnet.vpc for subnet in subnets.values() if subnet.name not in idle}
    return tuple(
        name for name, each in subnets.items() if each.blocks and (name not in idle or each.vpc not in working)
    )


def _starts(found: Found, places: tuple[str, ...]) -> Iterator[Start]:
    survey, subnets = found.stands.survey, found.stands.subnets
    for name in places:
        yield Start(name, survey.default_group(subnets[name].vpc), "", _DEFAULT)
    yield from (start for start in started(found.stands) if start.subnet in subnets)
    by_account: dict[str, dict[str, list[str]]] = {}
    for name in places:
        node = survey.graph.find(name)
        if node is not None:
            by_account.setdefault(node.account, {}).setdefault(subnets[name].vpc, []).append(name)
    groups: dict[str, list[str]] = {}
    for group in found.groups.values():
        groups.setdefault(group.vpc, []).append(group.name)
    known = starters(survey)
    ids = {name: tuple(_ids(survey, name)) for names in groups.values() for name in names}
    for starter in known:
        for vpc, own in by_account.get(starter.node.account, {}).items():
            usable = [name for name in groups.get(vpc, ()) if starter.may_use(*ids[name])]
            yield from _permitted(survey, starter, own, usable)
    for account in by_account.keys() - {each.node.account for each in known}:
        for vpc, own in by_account[account].items():
            yield from _unsaid(found, vpc, own, groups.get(vpc, []))


def _unsaid(found: Found, vpc: str, subnets: Iterable[str], groups: Iterable[str]) -> Iterator[Start]:
    """What may start where no principal of the graph may start anything: with each group of the VPC.

    A program of a network and nothing that works in it has none but AWS's: then with one that lets everything through.
    """
    usable = list(groups)
    for subnet in subnets:
        if set(usable) <= {found.stands.survey.default_group(vpc)}:
            usable = [found.stands.open_group(f"{vpc} any security group", subnet)]
        for group in usable:
            yield Start(subnet, group, "", _UNSAID)


def _permitted(survey: Survey, starter: Starter, subnets: Iterable[str], groups: list[str]) -> Iterator[Start]:
    """What a principal that may use some groups of a VPC may start in its subnets."""
    because = f"{starter.node.address} may start something with it"
    for subnet in subnets if groups else ():
        if starter.may_enter(survey.graph[subnet]):
            for group in groups:
                yield Start(subnet, group, starter.team, because)


def _ids(survey: Survey, group: str) -> Iterator[str]:
    """What policies call a security group; AWS's own of a VPC by the VPC, too."""
    node = survey.graph.find(group)
    if node is not None:
        yield str(physical(node, "id"))
    vpc = survey.graph.find(survey.vpc_of_default_group(group))
    if vpc is not None:
        yield str(physical(vpc, "default_security_group_id"))


def _one(found: Found, subnet: str, group: str, team: str, own: str, because: str) -> Interface:
    beside = "" if team == own else f" for {team}"
    return Interface(
        name=f"{subnet} with {group}{beside}",
        subnet=subnet,
        blocks=found.stands.subnets[subnet].blocks,
        groups=(group,),
        kind=Kind.HYPOTHETICAL,
        public=found.stands.maps_public(subnet),
        team=team,
        because=because,
    )
