"""What a rule is: a pure function from a resource, or from what is required, to one of four outcomes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from phizone_environments.environment import Environment
from phizone_environments.organization import Organization
from phizone_environments.zone import Zone
from phizone_policies.proof import Proof
from phizone_stacks.graph.graph import SHARED, Graph
from phizone_stacks.graph.node import Node

if TYPE_CHECKING:
    from phizone_policies.proofs.access.stories.model import Told

LEAST_RETENTION_YEARS = 6
"""Years that HIPAA's documentation is kept at least. Source: 45 CFR 164.316(b)(2)(i)."""


class Outcome(StrEnum):
    """What a rule says of one subject."""

    PASS = "PASS"  # noqa: S105 - no password
    """The state that must hold holds."""
    FAIL = "FAIL"
    """It does not."""
    NOT_APPLICABLE = "NOT_APPLICABLE"
    """The rule does not speak of this subject."""
    UNKNOWN = "UNKNOWN"
    """It cannot be decided before apply."""


class Claim(StrEnum):
    """What a zone is proved to be; every rule supports one claim."""

    ENCRYPTION = "encryption"
    """Data at rest and in transit is encrypted under our own keys."""
    TAGGING = "tagging"
    """Everything says whose it is and what data it holds."""
    ISOLATION = "isolation"
    """No network path leads where none should."""
    LOGGING = "logging"
    """What happens is recorded, completely and for years."""
    ACCESS = "access"
    """Nobody can do more than they must."""
    RESIDENCY = "residency"
    """Everything stays in the allowed regions."""


class Severity(StrEnum):
    """How bad a failure is."""

    CRITICAL = "critical"
    """PHI is exposed, or evidence is lost."""
    HIGH = "high"
    """One further mistake exposes PHI."""
    MEDIUM = "medium"
    """Defence in depth is missing."""
    LOW = "low"
    """Housekeeping."""

    @property
    def rank(self) -> int:
        """0 for the worst, 3 for the mildest."""
        return list(Severity).index(self)


class Profile(StrEnum):
    """Where a rule must hold."""

    BASELINE = "baseline"
    """In every program on AWS."""
    PHI = "phi"
    """Wherever protected health information may be, beside the baseline."""
    ZONE = "zone"
    """In a landing zone, by what its `environments/` says: accounts, teams, regions, tags."""


class NoZone(Exception):
    """A rule asked what `environments/` says where there is none; only rules of profile `zone` may."""


@dataclass(frozen=True, slots=True)
class Result:
    """A rule's answer for one subject."""

    outcome: Outcome
    """The outcome."""
    message: str = ""
    """What was found, in a sentence without full stop; empty for a pass."""
    witness: dict[str, str] = field(default_factory=dict)
    """What proves a failure: names and values anyone can look up in the graph."""


def passed() -> Result:
    """The state holds."""
    return Result(Outcome.PASS)


def failed(message: str, **witness: str) -> Result:
    """The state does not hold, and this is what was found."""
    return Result(Outcome.FAIL, message, witness)


def not_applicable(message: str) -> Result:
    """The rule does not speak of this subject, and this is why."""
    return Result(Outcome.NOT_APPLICABLE, message)


def unknown(message: str) -> Result:
    """It cannot be decided, and this is what is missing."""
    return Result(Outcome.UNKNOWN, message)


@dataclass(frozen=True, slots=True)
class View:
    """What a rule looks at: one environment's graph, and what `environments/` wants of it where there is a zone."""

    graph: Graph
    """The environment's view of the zone graph, or the graph of a program without a zone."""
    _zone: Zone | None = None
    _environment: Environment | None = None
    stories: tuple[Told, ...] = ()
    """What the adopter tells of who may do what, beside what this package tells itself."""

    @property
    def zone(self) -> Zone:
        """Everything that `environments/` says. Raises: NoZone."""
        if self._zone is None:
            raise NoZone("a program without environments/ is judged")
        return self._zone

    @property
    def environment(self) -> Environment:
        """The environment that is judged. Raises: NoZone."""
        if self._environment is None:
            raise NoZone("a program without environments/ is judged")
        return self._environment

    @property
    def organization(self) -> Organization:
        """The organization. Raises: NoZone."""
        return self.zone.organization

    @property
    def accounts(self) -> frozenset[str]:
        """Ids of our accounts: the organization's, or those that a program without a zone builds in.

        What is built in an account that nothing names has `phizone_stacks.graph.graph.UNNAMED_ACCOUNT`.
        """
        if self._zone is None:
            return frozenset(node.account for node in self.graph) - {""}
        shared = self._zone.organization.accounts
        fixed = (shared.management, shared.log_archive, shared.audit, shared.network)
        return frozenset(each.id for each in (*fixed, *(every.account for every in self._zone.environments)))

    @property
    def organization_id(self) -> str:
        """Id of the AWS organization, as `o-exampleorg0`; empty without a zone."""
        return self._zone.organization.id if self._zone else ""

    @property
    def retention_years(self) -> int:
        """Years that logs and records are kept; six without a zone. Source: 45 CFR 164.316(b)(2)(i)."""
        return self._zone.organization.retention_years if self._zone else LEAST_RETENTION_YEARS

    def of(self, graph: Graph) -> View:
        """The same view of another graph."""
        return View(graph, self._zone, self._environment, self.stories)

    def answers_for(self, node: Node) -> bool:
        """Whether this environment answers for a node: its own or a shared one; without a zone, any."""
        return self._environment is None or node.environment in (self._environment.name, SHARED)

    def answers_in(self, account: str) -> bool:
        """Whether this environment answers for an account: its own or a shared one; without a zone, any."""
        if self._zone is None or self._environment is None:
            return True
        others = {each.account.id for each in self._zone.environments} - {self._environment.account.id}
        return account not in others

    def judged(self, *types: str) -> tuple[Node, ...]:
        """The nodes of these types, or of all for `*`, that this environment answers for."""
        nodes = tuple(self.graph) if types == ("*",) else self.graph.of_type(*types)
        return tuple(node for node in nodes if self.answers_for(node))


@dataclass(frozen=True, slots=True)
class Required:
    """Something that must exist, and the answer whether it does."""

    what: str
    """The thing, as `the organization trail in account 111111111111`."""
    result: Result
    """PASS where it exists as required."""
    node: Node | None = None
    """The resource the answer is about; None where there is none."""


ResourceRule = Callable[[Node, View], Result]
"""A rule about one resource and its neighbours."""
RequirementRule = Callable[[View], Iterable[Required]]
"""A rule about what must exist."""
ProofRule = Callable[[View], Iterable[Proof]]
"""A claim over the whole graph, split into what it is decided for: an environment, a team, a store."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose rule a rule is."""

    name: str
    """`phizone`, or the folder of an adopter's rules as it was given."""
    folder: Path
    """The folder that holds the rule and its cases."""


PHIZONE = Origin("phizone", Path(__file__).parent / "checks")
"""The checks of this package."""
PROOFS = Origin("phizone", Path(__file__).parent / "proofs" / "claims")
"""The proofs of this package."""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule with what people need to know of it."""

    id: str
    """Its name, its function's name and its file's name: the state that must hold."""
    claim: Claim
    """The claim it supports."""
    severity: Severity
    """How bad a failure is."""
    profile: Profile
    """Where it must hold."""
    title: str
    """What must be true, in a sentence."""
    why: str
    """Why it matters."""
    fix: str
    """What to do about a failure."""
    source: str
    """Where the rule comes from."""
    types: tuple[str, ...]
    """Resource types it is asked about; `*` for all; empty for a rule about what must exist and for a proof."""
    reads: tuple[str, ...]
    """Attributes it reads, as `aws_kms_key.enable_key_rotation`; a proof tells an inventory of types instead."""
    rule: ResourceRule | None = None
    """The function, for a rule about resources."""
    requirement: RequirementRule | None = None
    """The function, for a rule about what must exist."""
    proof: ProofRule | None = None
    """The function, for a claim over the whole graph."""
    origin: Origin = PHIZONE
    """Whose rule it is."""
    supports: tuple[str, ...] = ()
    """Ids of the requirements that an adopter's rule supports, sorted; those of ours stand in `controls/`."""


_SECTION = re.compile(r"^\s*(Why|Fix|Source): ", re.MULTILINE)


def check(
    *, claim: Claim, severity: Severity, profile: Profile, types: tuple[str, ...], reads: tuple[str, ...]
) -> Callable[[ResourceRule], Check]:
    """Makes a rule of a function of a resource; its docstring is title, `Why:`, `Fix:` and `Source:`."""

    def make(function: ResourceRule) -> Check:
        return _check(function, claim, severity, profile, types, reads, rule=function)

    return make


def requirement(
    *, claim: Claim, severity: Severity, profile: Profile, reads: tuple[str, ...]
) -> Callable[[RequirementRule], Check]:
    """Makes a rule about what must exist of a function of the view; its docstring is as for `check`."""

    def make(function: RequirementRule) -> Check:
        return _check(function, claim, severity, profile, (), reads, requirement=function)

    return make


def proof(*, claim: Claim, severity: Severity, profile: Profile) -> Callable[[ProofRule], Check]:
    """Makes a rule of a function that decides a claim; its docstring is as for `check`."""

    def make(function: ProofRule) -> Check:
        return _check(function, claim, severity, profile, (), (), proof=function, origin=PROOFS)

    return make


def _check(
    function: Callable[..., object],
    claim: Claim,
    severity: Severity,
    profile: Profile,
    types: tuple[str, ...],
    reads: tuple[str, ...],
    rule: ResourceRule | None = None,
    requirement: RequirementRule | None = None,
    proof: ProofRule | None = None,
    origin: Origin = PHIZONE,
) -> Check:
    title, *sections = _SECTION.split(inspect.getdoc(function) or "")
    told = {name: " ".join(text.split()) for name, text in zip(sections[::2], sections[1::2], strict=True)}
    missing = [name for name in ("Why", "Fix", "Source") if not told.get(name)]
    if not title.strip() or missing:
        raise ValueError(f"check {function.__name__}: its docstring has no {', '.join(missing) or 'title'}")
    return Check(
        id=function.__name__,
        claim=claim,
        severity=severity,
        profile=profile,
        title=" ".join(title.split()),
        why=told["Why"],
        fix=told["Fix"],
        source=told["Source"],
        types=types,
        reads=reads,
        rule=rule,
        requirement=requirement,
        proof=proof,
        origin=origin,
    )
