"""The whole zone captured: shared layers once and in order, then every environment's stacks at the same time."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from phizone_environments.zone import Zone
from phizone_stacks.capture.assemble import assemble
from phizone_stacks.capture.program import ORGANIZATION, Exports, run_project
from phizone_stacks.capture.record import CaptureError, StackRun
from phizone_stacks.capture.tokens import Registry
from phizone_stacks.capture.traceback import ProgramFailed, program_traceback
from phizone_stacks.graph.graph import SHARED, Graph
from phizone_stacks.layers.order import LAYERS

Report = Callable[[str, int], None]
"""Told the name of each stack and its number of resources as it is captured."""


@dataclass(frozen=True, slots=True, order=True)
class StackName:
    """A stack of the zone."""

    layer: str
    """Folder under `stacks/` and name of the Pulumi project."""
    stack: str
    """`shared` or an environment's name."""

    def __str__(self) -> str:
        return f"{self.layer}.{self.stack}"


def stacks(zone: Zone) -> tuple[tuple[StackName, ...], ...]:
    """The stacks in waves: those of a wave need only what earlier waves export."""
    waves = []
    for layer in LAYERS:
        names = [environment.name for environment in zone.environments] if layer.per_environment else [SHARED]
        waves.append(tuple(StackName(layer.name, name) for name in names))
    return tuple(waves)


def capture_zone(root: Path, zone: Zone, report: Report = lambda name, count: None) -> Graph:
    """The zone graph of the Pulumi projects under `root/stacks`.

    Raises: ProgramFailed with a program's own traceback; CaptureError naming everything that cannot be a graph.
    """
    runs = _run_all(root, zone, report)
    graph, problems = assemble(runs)
    if problems:
        raise CaptureError("\n".join(str(problem) for problem in problems))
    dangling = graph.dangling()
    if dangling:
        node, address = dangling[0]
        raise CaptureError(f"{node.source}: {node.address} refers to {address}, which no stack makes")
    return graph


def _run_all(root: Path, zone: Zone, report: Report) -> list[StackRun]:
    runs: list[StackRun] = []
    exports: dict[str, dict[str, object]] = {}
    registry = Registry()
    with _workers() as workers:
        for wave in stacks(zone):
            done = _run_wave(workers, wave, root, exports, registry, report)
            for run in done:
                exports[f"{ORGANIZATION}/{run.project}/{run.stack}"] = dict(run.outputs)
                registry.merge(run.registry)
            runs += done
    return runs


def _run_wave(
    workers: Executor | None,
    wave: Sequence[StackName],
    root: Path,
    exports: Exports,
    registry: Registry,
    report: Report,
) -> list[StackRun]:
    """A single stack in this process, several in the workers; the order of the result is the order of the wave."""
    if workers is None or len(wave) == 1:
        done = [run_stack(root, name, exports, registry) for name in wave]
        for run in done:
            report(run.name, len(run.records))
        return done
    futures: dict[Future[StackRun], StackName] = {
        workers.submit(run_stack, root, name, exports, registry): name for name in wave
    }
    for future in as_completed(futures):
        report(str(futures[future]), len(future.result().records))
    return [future.result() for future in futures]


def run_stack(root: Path, name: StackName, exports: Exports, registry: Registry) -> StackRun:
    """One stack. Raises: ProgramFailed, CaptureError."""
    try:
        return run_project(root / "stacks" / name.layer, name.stack, root, exports, registry)
    except (CaptureError, ProgramFailed):
        raise
    except Exception as error:  # noqa: BLE001 - whatever an adopter's program raises is its own failure
        raise ProgramFailed(f"{name}: the program failed\n{program_traceback(error)}") from None


@contextmanager
def _workers() -> Iterator[Executor | None]:
    """Processes that start from this one with all its imports done; None where the system cannot fork safely."""
    count = os.cpu_count() or 1
    if count == 1 or "fork" not in multiprocessing.get_all_start_methods() or os.uname().sysname != "Linux":
        yield None
        return
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork")) as pool:
        try:
            yield pool
        except (KeyboardInterrupt, SystemExit):
            # Who stops this waits for no program to end: under load that takes minutes.
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise
