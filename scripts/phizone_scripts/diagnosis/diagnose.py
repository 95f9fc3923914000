"""Every finding, in the order in which things are needed; what takes long is looked at together."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from phizone_environments.zone import Zone
from phizone_scripts.diagnosis import checkout, tools
from phizone_scripts.diagnosis.finding import FAIL, Finding, Look, Question
from phizone_scripts.exits import Misuse
from phizone_stacks.graph.graph import ZONE, Graph

ALWAYS: tuple[Look, ...] = (
    checkout.python,
    checkout.packages,
    checkout.environments,
    checkout.projects,
    checkout.checkov,
    tools.pulumi,
    tools.project_environment,
    tools.node,
    tools.optional,
    checkout.dated,
)
"""What is looked at whatever is asked."""


def diagnose(question: Question) -> list[Finding]:
    """What this machine and checkout have and lack, and where an environment is asked about, what its deployment needs.

    Raises: Misuse for an environment that there is not.
    """
    zone, root = _zone(question)
    with ThreadPoolExecutor(len(ALWAYS)) as pool:
        begun = [pool.submit(guarded, look, question) for look in ALWAYS]
        found = [finding for each in begun for finding in each.result()]
    if zone is None or root is None:
        return found
    return [*found, *_of_environment(question, zone, root)]


def guarded(look: Look, question: Question) -> list[Finding]:
    """What a look finds; where a package is not installed that it needs, that."""
    try:
        return list(look(question))
    except ModuleNotFoundError as missing:
        say = "not installed; run ./scripts/verify once, it makes .venv with all that is needed"
        return [Finding(FAIL, str(missing.name), say)]


def _zone(question: Question) -> tuple[Zone | None, Path | None]:
    """The zone of an environment that is asked about; what is wrong with the files is told by their own look."""
    from phizone_scripts.sources import read_zone, selected

    if not question.environment:
        return None, None
    try:
        zone, root = read_zone(question.directory)
    except Misuse:
        return None, None
    selected(zone, [question.environment])
    return zone, root


def _of_environment(question: Question, zone: Zone, root: Path) -> Iterator[Finding]:
    from phizone_scripts.diagnosis import agreement, backend, entering, ids, quotas, services

    with ThreadPoolExecutor(5) as pool:
        entered = pool.submit(entering.entering, question, zone)
        graph, failed = _graph(question, zone, root)
        inside = entered.result()
        asks = bool(inside.account)
        begun = [pool.submit(list, backend.bucket(zone, root, inside))] if inside.into else []
        begun += [pool.submit(list, ids.ids(zone, inside))] if inside.into else []
        if graph is not None and inside.into:
            begun.append(pool.submit(list, quotas.of_accounts(graph, inside)))
            begun.append(pool.submit(list, services.endpoints(graph, zone, question.environment, inside)))
        yield from agreement.agreement(question, zone)
        yield from inside.findings
        yield from backend.backend(question, zone, root)
        for each in begun:
            yield from each.result()
    yield from failed
    if graph is not None:
        yield from services.availability(graph)
        yield from quotas.by_default(graph) if not asks else ()


def _graph(question: Question, zone: Zone, root: Path) -> tuple[Graph | None, list[Finding]]:
    from phizone_scripts.sources import read_graph
    from phizone_stacks.capture.record import CaptureError
    from phizone_stacks.capture.traceback import ProgramFailed

    try:
        graph = read_graph(question.graph, zone, root)
    except (CaptureError, ProgramFailed) as failure:
        first = str(failure).strip().splitlines()[0]
        say = f"cannot be captured, so services and quotas were not counted: {first}; see `phizone verify`"
        return None, [Finding(FAIL, "programs", say)]
    environment = question.environment
    if graph.view not in (ZONE, environment):
        say = f"write it with `phizone graph {environment} --out {question.graph}`"
        raise Misuse(f"{question.graph}: is the view {graph.view}, not {environment}'s; {say}")
    return graph if graph.view == environment else graph.for_environment(environment), []
