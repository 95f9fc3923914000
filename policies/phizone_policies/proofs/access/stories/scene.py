"""A story in one environment, with names filled in: the request it is, and every policy that has a say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from phizone_policies.check import View
from phizone_policies.proofs.access.chains.powers import letting
from phizone_policies.proofs.access.request import ANONYMOUS, Policies, Request
from phizone_policies.proofs.access.stories.model import Place, Story
from phizone_policies.proofs.access.world import Principal, Resource, World
from phizone_policies.proofs.access.world.beyond import NOBODYS, named
from phizone_policies.proofs.access.world.doors import Door
from phizone_policies.proofs.access.world.principals import Kind
from phizone_policies.proofs.access.world.search import resource_called
from phizone_stacks.graph.defaults import partition

Names = Mapping[str, str]
"""What stands for the names in braces."""
_ENDPOINTS = {"sagemaker": "sagemaker.api", "ecr": "ecr.api", "cloudwatch": "monitoring"}
# Of other services a thing that the graph does not hold is one to be made, as a job, and has no policy yet.
_WITH_POLICIES = frozenset(
    {"backup", "dynamodb", "ecr", "iam", "kms", "lambda", "logs", "s3", "secretsmanager", "sns", "sqs"}
)
_OUTSIDE = "203.0.113.10"
_ANONYMOUS, _STRANGER = "anonymous", "stranger"


class Untold(Exception):
    """A story speaks of something that the graph does not hold; its text says of what."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One request of a story."""

    what: str
    """The story's name, with names filled in."""
    principal: Principal
    """Who asks."""
    resource: Resource | None
    """What is asked for; None for what is still to be made."""
    request: Request
    """The request."""
    policies: Policies
    """What is known to have a say in it."""
    generous: Policies
    """The same, with everything allowed to whom not all permissions are known."""
    unknown: tuple[str, ...]
    """What is not known, a reason each."""


def casts(story: Story, view: View) -> Iterator[Names]:
    """The names that stand for those in braces, once for each team that a story speaks of.

    The other of a team is the next of the environment's list, the first after the last; an only team has none.
    """
    organization, environment = view.organization, view.environment
    accounts, github = organization.accounts, organization.identity_provider.github
    fixed = {
        "account": environment.account.id,
        "audit": accounts.audit.id,
        "environment": environment.name,
        "log_archive": accounts.log_archive.id,
        "management": accounts.management.id,
        "network": accounts.network.id,
        "organization": organization.name,
        "organization_id": organization.id,
        "region": environment.region,
        "repository": f"{github.owner}/{github.repository}",
    }
    teams = environment.teams
    if not story.speaks_of & {"team", "other"}:
        yield {**fixed, "team": "", "other": ""}
    elif "other" not in story.speaks_of or len(teams) > 1:
        following = (*teams[1:], teams[0])
        yield from ({**fixed, "team": team, "other": other} for team, other in zip(teams, following, strict=True))


def scenes(story: Story, names: Names, view: View, world: World) -> tuple[Scene, ...]:
    """The request of a story, once through each endpoint of the environment that makes a difference.

    Raises: Untold; UnknownValue.
    """
    resource, _ = resource_called(world, story.on.format(**names), names["account"])
    doors = _doors(story, view, world, resource) if story.place is Place.VPC else (None,)
    return tuple(_scene(story, names, world, door) for door in doors)


def _scene(story: Story, names: Names, world: World, door: Door | None) -> Scene:
    principal = _who(story.who.format(**names), names, world)
    on = story.on.format(**names)
    resource, arn = resource_called(world, on, names["account"])
    if resource is None and not arn.startswith("arn:") and arn != "*":
        raise Untold(f"{on} is not in the graph")
    context = _context(story, names, world, principal, resource, door)
    request = Request(
        principal=_caller(principal),
        action=story.does,
        resource=arn,
        resource_account=resource.account if resource else _account(arn, context, names),
        context=context,
    )
    known = world.policies_for(principal, story.does, resource, door)
    generous = world.policies_for(principal, story.does, resource, door, generous=True)
    unknown = [*world.unknown(principal, resource), *(door.unknown if door else ())]
    if resource is not None and resource.unknown:
        generous = replace(generous, resource=letting(principal))
    if resource is None and (request.resource_account != principal.account or _service(arn) in _WITH_POLICIES):
        unknown.append(f"{on} is not in the graph, nor what its policy says")
        generous = replace(generous, resource=letting(principal))
    return Scene(story.name.format(**names), principal, resource, request, known, generous, tuple(unknown))


def _service(arn: str) -> str:
    return arn.split(":", 3)[2] if arn.startswith("arn:") else ""


def _account(arn: str, context: Mapping[str, tuple[str, ...]], names: Names) -> str:
    """Whose a thing is that the graph does not hold: by its ARN, by what the story says, else the environment's."""
    told = context.get("aws:resourceaccount") or (arn.split(":", 5)[4:5] or [""])
    return told[0] or names["account"]


def _who(text: str, names: Names, world: World) -> Principal:
    if text == _ANONYMOUS:
        return world.principals[ANONYMOUS]
    if text == _STRANGER:
        return next(each for each in world.principals.values() if each.account == NOBODYS)
    if text.endswith(".amazonaws.com"):
        return world.principals.get(text) or Principal(arn=text, kind=Kind.SERVICE)
    arn = text if text.startswith("arn:") else f"arn:{partition(names['region'])}:iam::{names['account']}:role/{text}"
    # Of an ARN that the graph does not hold, all is unknown but whose it is; a role's bare name has to be there.
    found = world.principals.get(arn) or (named("AWS", arn) if text == arn else None)
    if found is None:
        raise Untold(f"{text} is not in the graph")
    return found


def _caller(principal: Principal) -> str:
    """Who asks, of everybody in another account somebody."""
    return principal.arn.replace("*", _STRANGER) if principal.account == NOBODYS else principal.arn


def _doors(story: Story, view: View, world: World, resource: Resource | None) -> tuple[Door, ...]:
    """The endpoints that the resource's policy names, else one for each endpoint policy that there is."""
    prefix = story.does.partition(":")[0]
    wanted = _ENDPOINTS.get(prefix, prefix)
    every = (door for doors in world.doors.values() for door in doors if door.service == wanted)
    found = tuple(door for door in every if door.node.environment == view.environment.name)
    if not found:
        raise Untold(f"{view.environment.name} has no endpoint of {wanted}")
    statements = resource.policy.document.statements if resource and resource.policy else ()
    named = {value for each in statements for _, _, values in each.conditions for value in values}
    differing = {id(door.policy.document) if door.policy else 0: door for door in reversed(found)}
    return tuple(door for door in found if door.id in named) or tuple(differing.values())


def _context(
    story: Story, names: Names, world: World, principal: Principal, resource: Resource | None, door: Door | None
) -> dict[str, tuple[str, ...]]:
    """The condition keys of the request; a key of the story goes before what else is known."""
    found: dict[str, tuple[str, ...]] = {
        "aws:securetransport": ("true",),
        "s3:tlsversion": ("1.3",),
        "aws:requestedregion": (names["region"],),
        "aws:viaawsservice": ("true" if story.via else "false",),
    }
    certain = world.facts(principal, story.does, resource)
    found |= {key: values for key, values in certain.items() if values is not None}
    if door is not None:
        found |= {"aws:sourcevpce": (door.id,), "aws:sourcevpc": (door.vpc,)}
    if story.place is Place.INTERNET:
        found["aws:sourceip"] = (_OUTSIDE,)
    if story.via:
        host = f"{story.via.format(**names)}.{names['region']}.amazonaws.com"
        found |= {"aws:calledvia": (f"{story.via.format(**names)}.amazonaws.com",), "kms:viaservice": (host,)}
    for key, given in story.context.items():
        values = (given,) if isinstance(given, str) else given
        found[key.format(**names).lower()] = tuple(value.format(**names) for value in values)
    return found
