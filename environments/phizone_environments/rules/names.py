"""Names and ids are each given once, and what refers to a team refers to one that there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from phizone_environments.document import Steps
from phizone_environments.draft import Draft
from phizone_environments.environment import Environment
from phizone_environments.errors import Problem
from phizone_environments.organization import MANDATORY_TAGS, Accounts, Organization
from phizone_environments.wording import either, hint

_Place = tuple[Draft[Organization] | Draft[Environment], Steps]


def accounts_are_given_once(
    organization: Draft[Organization], environments: Sequence[Draft[Environment]]
) -> Iterator[Problem]:
    """No account serves two purposes, and no two accounts share a root user's mail address (AWS refuses that)."""
    accounts: list[_Place] = [(organization, ("accounts", name)) for name in Accounts.model_fields]
    accounts += [(draft, ("account",)) for draft in environments]
    for field, thing in (("id", "an account"), ("email", "a mail address")):
        places: list[_Place] = [(draft, (*path, field)) for draft, path in accounts]
        yield from _given_once(places, f"{thing} of its own")


def _given_once(places: Iterable[_Place], own: str) -> Iterator[Problem]:
    first: dict[str, _Place] = {}
    for draft, path in places:
        text = draft.get(*path)
        if text is None:
            continue
        other, other_path = first.setdefault(text.lower(), (draft, path))
        if (other, other_path) != (draft, path):
            where = f"{other.document.file}:{other.document.line(other_path)}"
            yield draft.problem(path, f"is given before, in {where}; choose {own}", text)


def lists_repeat_nothing(
    organization: Draft[Organization], environments: Sequence[Draft[Environment]]
) -> Iterator[Problem]:
    """A list names nothing twice; IAM compares tag keys without case, so we do too."""
    for field in ("allowed_regions", "required_tags"):
        yield from _no_item_twice(organization, [path for path, _ in organization.items(field)])
    teams = range(organization.count("teams"))
    yield from _no_item_twice(organization, [("teams", position, "name") for position in teams])
    for draft in environments:
        yield from _no_item_twice(draft, [path for path, _ in draft.items("teams")])
        yield from _no_item_twice(draft, [path for path, _ in draft.items("network", "availability_zones")])


def _no_item_twice(draft: Draft[Organization] | Draft[Environment], paths: list[Steps]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for path in paths:
        text = draft.get(*path)
        if text is None:
            continue
        if text.lower() in first:
            message = f"is listed before, on line {first[text.lower()]}; name each once"
            yield draft.problem(path, message, text)
        first.setdefault(text.lower(), draft.document.line(path))


def teams_are_known(organization: Draft[Organization], environments: Sequence[Draft[Environment]]) -> Iterator[Problem]:
    """An environment's teams stand in `organization.yaml`."""
    found = [organization.get("teams", position, "name") for position in range(organization.count("teams"))]
    known = [name for name in found if name]
    if not known or len(known) < len(found):
        return
    for draft in environments:
        for path, team in draft.items("teams"):
            if team not in known:
                where = organization.document.file
                yield draft.problem(
                    path, f"is not a team of {where}; {hint(team, known, f'choose {either(known)}')}", team
                )


def mandatory_tags_are_required(
    organization: Draft[Organization], environments: Sequence[Draft[Environment]]
) -> Iterator[Problem]:
    """`required_tags` leaves out none of the keys that the rules read."""
    if not organization.holds("required_tags"):
        return
    required = [text for _, text in organization.items("required_tags")]
    missing = [key for key in MANDATORY_TAGS if key not in required]
    if missing:
        message = f"leaves out {', '.join(missing)}; add what is missing, or leave the whole field out"
        yield organization.problem(("required_tags",), message)
