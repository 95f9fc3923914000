"""Who changes somebody, and by what those then may takes a further step: enters, passes or changes somebody else.

Whoever takes somebody's part changes whom they can, and goes on as those whom they have changed, each of them once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from phizone_policies.proofs.access.chains.acting import Acting
from phizone_policies.proofs.access.chains.asking import Asking
from phizone_policies.proofs.access.chains.chain import Chain, Wanted, reasons
from phizone_policies.proofs.access.chains.starts import Starts
from phizone_policies.proofs.access.chains.step import Step
from phizone_policies.proofs.access.chains.use import Use
from phizone_policies.proofs.access.chains.widened import Change, change, chosen, widened
from phizone_policies.proofs.access.world import Kind, Principal

Follows = Callable[[Step, Principal], bool]
"""Whether a step into somebody, or a change of them, is followed."""
_Steps = tuple[Step, ...]


@dataclass(slots=True)
class _Row:
    """What somebody gets at."""

    acts_as: dict[str, _Steps]
    """The steps by which they act as somebody, by ARN."""
    changes: dict[str, dict[Change, tuple[Use, _Steps]]] = field(default_factory=dict)
    """What they change of those, each with the steps before it, by ARN; what comes to the same once."""
    after: Starts | None = None
    """The world with those as they are then; None where nobody is changed."""

    @property
    def size(self) -> tuple[int, int]:
        """Number of those whom they act as, and of changes."""
        return len(self.acts_as), sum(map(len, self.changes.values()))

    def as_changed(self, arn: str) -> _Steps:
        """The steps by which they act as somebody whom they have changed."""
        used = chosen(use for use, _ in self.changes[arn].values())
        before = (step for use in used for step in (*self.changes[arn][change(use)][1], use.step))
        return _once(*before, *self.acts_as[arn])


class Rows:
    """The chains with a change before a step into somebody else, looked for when they are asked for."""

    def __init__(self, starts: Starts) -> None:
        """Takes the world as it is."""
        self.starts, self.world = starts, starts.world
        self._targets = [each for each in self.world.principals.values() if each.kind in (Kind.ROLE, Kind.USER)]
        self._alone: dict[str, Acting] = {}
        self._after: dict[frozenset[tuple[str, Change]], Starts] = {}
        self._rows: dict[tuple[str, Follows], _Row] = {}

    def chains(self, wanted: Wanted, found: Mapping[str, Chain], follows: Follows) -> tuple[Chain, ...]:
        """The chains of those who do what is wanted so and were not found, by steps and ends that are followed."""
        rows = ((actor, self._row(actor, follows)) for actor in self._attackers(found, follows))
        chains = (each for actor, row in rows for each in self._ends(actor, row, wanted, found))
        return tuple(sorted(chains, key=lambda chain: (bool(chain.unknown), len(chain.steps))))

    def _attackers(self, found: Mapping[str, Chain], follows: Follows) -> Iterator[Principal]:
        """Those who may change somebody, and whoever can act as them."""
        seen = {arn: self.world.principals[arn] for arn in sorted(self.starts.acting.changers - found.keys())}
        waiting = list(seen.values())
        while waiting:
            target = waiting.pop()
            yield target
            for step in self.starts.acting.into(target):
                if step.actor.arn not in seen and step.actor.arn not in found and follows(step, target):
                    seen[step.actor.arn] = step.actor
                    waiting.append(step.actor)

    def _row(self, actor: Principal, follows: Follows) -> _Row:
        key = (actor.arn, follows)
        if key not in self._rows:
            row = self._rows[key] = _Row({actor.arn: ()})
            size = (0, 0)
            while size != row.size:
                size = row.size
                self._enter(row, follows)
                self._change(row, follows)
        return self._rows[key]

    def _enter(self, row: _Row, follows: Follows) -> None:
        """Adds everybody whom those that are acted as can act as, as they are or as they were changed."""
        waiting = list(row.acts_as)
        while waiting:
            alone = self._by(waiting.pop())
            states = [(alone, row.acts_as.__getitem__)]
            states += [(row.after.acting, row.as_changed)] if row.after else []
            for target in (each for each in self._targets if each.arn not in row.acts_as):
                for acting, before in states:
                    step = next(
                        (s for s in acting.into(target) if s.actor.arn in row.acts_as and follows(s, target)), None
                    )
                    if step is not None:
                        row.acts_as[target.arn] = _once(*before(step.actor.arn), step)
                        waiting.append(target.arn)
                        break

    def _by(self, arn: str) -> Acting:
        """The steps of one principal as it is."""
        if arn not in self._alone:
            self._alone[arn] = Acting(self.starts.asking.only(frozenset({arn})))
        return self._alone[arn]

    def _change(self, row: _Row, follows: Follows) -> None:
        """Adds what can be changed of those that are acted as."""
        for arn in row.acts_as:
            target = self.world.principals.get(arn)
            if target is None or target.kind not in (Kind.ROLE, Kind.USER):
                continue
            for starts in (self.starts, *([row.after] if row.after else [])):
                for use in starts.changing.giving.onto(starts.world.principals[arn]):
                    actor = use.step.actor.arn
                    if actor in row.acts_as and follows(use.step, target):
                        before = row.acts_as[actor] if starts is self.starts else row.as_changed(actor)
                        row.changes.setdefault(arn, {}).setdefault(change(use), (use, before))
        row.after = self._changed(row)

    def _changed(self, row: _Row) -> Starts | None:
        """The world in which everybody is changed who can be."""
        uses = {arn: chosen(use for use, _ in changes.values()) for arn, changes in row.changes.items()}
        key = frozenset((arn, change(use)) for arn, used in uses.items() for use in used)
        if not key:
            return None
        if key not in self._after:
            changed = {arn: widened(self.world.principals[arn], used) for arn, used in uses.items()}
            self._after[key] = Starts(Asking(self.world.where(changed), frozenset(changed)))
        return self._after[key]

    def _ends(self, actor: Principal, row: _Row, wanted: Wanted, found: Mapping[str, Chain]) -> Iterator[Chain]:
        if row.after is None:
            return
        known = ((row.acts_as[arn], found[arn]) for arn in row.acts_as if arn in found)
        ends = (each for each in row.after.of(wanted) if each.principal.arn in row.changes)
        for steps, end in (*known, *((row.as_changed(each.principal.arn), each) for each in ends)):
            every = _once(*steps, *end.steps)
            unknown = reasons(*(step.unknown for step in every), end.unknown)
            yield Chain(actor, every, end.last, end.request, unknown)


def _once(*steps: Step) -> _Steps:
    """Steps in order, each once."""
    return tuple({id(step): step for step in steps}.values())
