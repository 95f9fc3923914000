"""Who may be allowed something at all, looked up by how the resources begin that policies name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from phizone_policies.proofs.access.chains.overlap import SESSIONS, Reach, beginning
from phizone_policies.proofs.access.world import Kind, Principal, Resource, World


class Beginnings:
    """Principals by how the resources begin on which they may be allowed an action."""

    def __init__(self, pairs: Iterable[tuple[Principal, Iterable[str]]]) -> None:
        """Takes principals, each with all its beginnings; an empty one is any resource's."""
        self._by: dict[str, list[tuple[int, Principal]]] = {}
        for place, (principal, heads) in enumerate(pairs):
            for head in heads:
                self._by.setdefault(head, []).append((place, principal))
        self._sorted = sorted(self._by)
        self._lengths = sorted({len(head) for head in self._sorted})

    def of(self, arn: str) -> tuple[Principal, ...]:
        """Those one of whose beginnings fits an ARN or a pattern of one, in the order they were given."""
        head = beginning(arn)
        found = dict(pair for one in (*self._shorter(head), *self._longer(head)) for pair in self._by[one])
        return tuple(found[place] for place in sorted(found))

    def _shorter(self, head: str) -> Iterator[str]:
        return (head[:length] for length in self._lengths if length < len(head) and head[:length] in self._by)

    def _longer(self, head: str) -> Iterator[str]:
        for one in self._sorted[bisect_left(self._sorted, head) :]:
            if not one.startswith(head):
                return
            yield one


class Candidates:
    """The principals of a world that have anything to say to a request."""

    def __init__(self, world: World, reach: Reach) -> None:
        """Takes a world, and what its policies allow at a glance."""
        self.world, self.reach = world, reach
        self._speakers: dict[tuple[str, str], Beginnings] = {}

    @cached_property
    def _of_account(self) -> Mapping[str, tuple[Principal, ...]]:
        found: dict[str, list[Principal]] = {}
        for each in self.world.principals.values():
            found.setdefault(each.account, []).append(each)
        return {account: tuple(principals) for account, principals in found.items()}

    def speakers(self, action: str, account: str, arn: str = "*") -> tuple[Principal, ...]:
        """Who of an account may be allowed an action on a resource by policies of their own."""
        key = (action, account)
        if key not in self._speakers:
            able = (each for each in self._of_account.get(account, ()) if self._speaks(each, action, "*"))
            self._speakers[key] = Beginnings((each, self.reach.beginnings(each, action)) for each in able)
        return tuple(each for each in self._speakers[key].of(arn) if self._speaks(each, action, arn))

    def _speaks(self, principal: Principal, action: str, arn: str) -> bool:
        return principal.kind is Kind.ROOT or self.reach.speaks(principal, action, arn)

    def of(self, action: str, resource: Resource) -> Iterable[Principal]:
        """Who may be allowed an action on a resource, or below it, at all; everybody where its policy does not tell."""
        names = self.reach.named(action, resource)
        if resource.unknown or names is None:
            return self.world.principals.values()
        principals = self.world.principals
        by_name = [principals[name] for name in names if name in principals]
        by_account = [
            each
            for name in names
            for each in self._of_account.get(name.removesuffix(SESSIONS), ())
            if name != resource.account
        ]
        return (*self.speakers(action, resource.account, resource.arn), *by_name, *by_account)
