"""A zone: an organization and its environments, which is everything that `environments/` says."""

from __future__ import annotations

from pydantic import field_validator

from phizone_environments.environment import Environment
from phizone_environments.errors import UnknownName
from phizone_environments.fields import Frozen
from phizone_environments.organization import Organization


class Zone(Frozen):
    """An organization and its environments."""

    organization: Organization
    """What the environments share."""
    environments: tuple[Environment, ...]
    """The environments: each after the one it promotes from, then by name."""

    @field_validator("environments")
    @classmethod
    def _in_order_of_promotion(cls, environments: tuple[Environment, ...]) -> tuple[Environment, ...]:
        sources = {each.name: each.promotes_from for each in environments}
        return tuple(sorted(environments, key=lambda each: (_promotions_before(each.name, sources), each.name)))

    def environment(self, name: str) -> Environment:
        """Return the environment of a name.

        Raises:
            UnknownName: there is none; the error lists those there are.
        """
        for each in self.environments:
            if each.name == name:
                return each
        raise UnknownName("environment", name, (each.name for each in self.environments))


def _promotions_before(name: str, sources: dict[str, str | None]) -> int:
    """Count the promotions that lead to an environment; a circle is walked once."""
    seen = {name}
    source = sources.get(name)
    while source is not None and source not in seen:
        seen.add(source)
        source = sources.get(source)
    return len(seen) - 1
