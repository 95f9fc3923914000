"""What the organization layer would adopt by its id, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from phizone_environments.zone import Zone
from phizone_scripts.accounts.seen import ROOT, Member, Seen
from phizone_scripts.diagnosis.finding import FAIL, NOTE, OK, Finding
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.live.zone import names_of

_ORGANIZATION = "aws_organizations_organization"
_ACCOUNT = "aws_organizations_account"
_UNIT = "aws_organizations_organizational_unit"
_POLICY = "aws_organizations_policy"
_IDS = "environments/organization.yaml"
_APPLY = "`pulumi up` of the organization layer"


def adoption(zone: Zone, graph: Graph, seen: Seen) -> Iterator[Finding]:
    """Everything that a first apply of the organization layer meets."""
    yield from organization_found(zone, seen)
    yield from _settings(graph, seen)
    yield from accounts_found(zone, seen)
    yield from _moves(graph, seen)
    yield from _clashes(graph, seen)
    yield from _strangers(zone, seen)


def organization_found(zone: Zone, seen: Seen) -> Iterator[Finding]:
    """Whether the ids of organization, root and management account are those of `environments/`."""
    organization = zone.organization
    for what, wanted, found in (
        ("organization", organization.id, seen.id),
        ("root", organization.root_id, seen.root),
        ("management account", organization.accounts.management.id, seen.management),
    ):
        right = wanted == found
        say = found if right else f"AWS has {found}, {_IDS} says {wanted}; correct it"
        yield Finding(OK if right else FAIL, what, say)
    whole = seen.feature_set == "ALL"
    say = seen.feature_set if whole else f"{seen.feature_set}: no policies; run `aws organizations enable-all-features`"
    yield Finding(OK if whole else FAIL, "features", say)


def accounts_found(zone: Zone, seen: Seen) -> Iterator[Finding]:
    """Whether each account of `environments/` is in the organization, open, and has the mail address told there."""
    members = {member.id: member for member in seen.members}
    emails = {each.account.id: each.account.email for each in zone.environments}
    emails |= {account.id: account.email for _, account in zone.organization.accounts}
    for number, name in names_of(zone).items():
        yield _account(name, number, emails[number], members)


def _account(name: str, number: str, email: str, members: Mapping[str, Member]) -> Finding:
    what, member = f"account {name}", members.get(number)
    if member is None:
        other = next((each.id for each in members.values() if each.email.lower() == email.lower()), None)
        say = f"account {other} has its mail address" if other else "invite it, or write `id: new` to have one made"
        return Finding(FAIL, what, f"{number} is not in the organization; {say}")
    if member.status != "ACTIVE":
        return Finding(FAIL, what, f"{number} is {member.status}; nothing can be made in it")
    if member.email.lower() != email.lower():
        say = f"{number} has the mail address {member.email}, environments/ says {email}; correct either"
        return Finding(FAIL, what, f"{say}: the program cannot change it")
    return Finding(OK, what, f"{number}, in {member.unit}")


def _settings(graph: Graph, seen: Seen) -> Iterator[Finding]:
    for node in graph.of_type(_ORGANIZATION):
        yield Finding(OK, "adopted", f"{node.import_id} as {node.address}")
        for what, attribute, found in (
            ("policy types", "enabled_policy_types", seen.policy_types),
            ("trusted services", "aws_service_access_principals", seen.services),
        ):
            yield from _held(what, _texts(node, attribute), found)


def _held(what: str, wanted: frozenset[str], found: frozenset[str]) -> Iterator[Finding]:
    """What the program would switch off stands in the way: somebody may rely on it."""
    if off := sorted(found - wanted):
        say = f"{_APPLY} would switch off {', '.join(off)}; do so knowingly, or add them to the program"
        yield Finding(FAIL, what, say)
    if on := sorted(wanted - found):
        yield Finding(NOTE, what, f"{_APPLY} switches on {', '.join(on)}")
    if wanted == found:
        yield Finding(OK, what, ", ".join(sorted(found)))


def _moves(graph: Graph, seen: Seen) -> Iterator[Finding]:
    members = {member.id: member for member in seen.members}
    for node in graph.of_type(_ACCOUNT):
        member = members.get(node.import_id or "")
        if member is None:
            continue
        unit, name = _parent(graph, node), str(node.attributes.get("name"))
        changes = [f"moves it from {member.unit} to {unit}"] if unit != member.unit else []
        changes += [f"renames it from {member.name} to {name}"] if name != member.name else []
        if not changes:
            yield Finding(OK, "adopted", f"{member.id} as {node.address}")
            continue
        say = f"{member.id} as {node.address}; {_APPLY} {' and '.join(changes)}"
        lost = (
            f"; policies of {member.unit} then hold it no more" if unit != member.unit and member.unit != ROOT else ""
        )
        yield Finding(NOTE, "adopted", say + lost)


def _clashes(graph: Graph, seen: Seen) -> Iterator[Finding]:
    """Units and policies that the program makes, and that there are already."""
    for node in graph.of_type(_UNIT):
        if (path := _path(graph, node)) in seen.units:
            number = seen.units[path]
            yield Finding(FAIL, f"unit {path}", f"exists as {number}; {_import(node, number)}")
    for node in graph.of_type(_POLICY):
        if (name := str(node.attributes.get("name"))) in seen.policies:
            number = seen.policies[name]
            yield Finding(FAIL, f"policy {name}", f"exists as {number}; {_import(node, number)}")


def _import(node: Node, number: str) -> str:
    return f"rename it, or adopt it: give {node.address} import_={number!r} in {node.source} for the first apply"


def _strangers(zone: Zone, seen: Seen) -> Iterator[Finding]:
    known = names_of(zone)
    strangers = [f"{each.name} ({each.id}) in {each.unit}" for each in seen.members if each.id not in known]
    if strangers:
        yield Finding(NOTE, "other accounts", f"{', '.join(strangers)}: environments/ does not name them; they stay")


def _parent(graph: Graph, node: Node) -> str:
    target = graph.target(node.attributes.get("parent_id"))
    return ROOT if target is None else _path(graph, target)


def _path(graph: Graph, unit: Node) -> str:
    above = graph.target(unit.attributes.get("parent_id"))
    name = str(unit.attributes.get("name"))
    return name if above is None else f"{_path(graph, above)}/{name}"


def _texts(node: Node, attribute: str) -> frozenset[str]:
    value = node.attributes.get(attribute)
    return frozenset(str(each) for each in value) if isinstance(value, Sequence) else frozenset()
