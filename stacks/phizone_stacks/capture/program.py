"""Running one Pulumi program of one stack in this process, against a monitor that keeps what it asks for."""

from __future__ import annotations

import asyncio
import contextvars
import os
import runpy
import sys
import threading
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pulumi.runtime
from pulumi.runtime import settings
from pulumi.runtime.mocks import MockSettings

from phizone_stacks.capture.monitor import RecordingMonitor
from phizone_stacks.capture.patches import calls_located, symbols_kept, waiting_once, without_collection
from phizone_stacks.capture.project import read_project
from phizone_stacks.capture.record import CaptureError, StackRun
from phizone_stacks.capture.source import CallSites
from phizone_stacks.capture.tokens import Registry

Exports = Mapping[str, Mapping[str, Any]]
"""Outputs of earlier stacks by their StackReference name, `organization/<project>/<stack>`."""
ORGANIZATION = "organization"
"""What a self-managed Pulumi backend calls every organization."""


def run_project(directory: Path, stack: str, root: Path, exports: Exports, registry: Registry) -> StackRun:
    """Runs the `__main__.py` of a Pulumi project as the CLI would: from its folder, which is first on the path."""

    def program() -> None:
        runpy.run_path(str(directory / "__main__.py"), run_name="__main__")

    project = read_project(directory)
    with inside(directory):
        return run_program(program, project.name, stack, root, exports, registry, project.disabled)


def run_program(
    program: Callable[[], None],
    project: str,
    stack: str,
    root: Path,
    exports: Exports,
    registry: Registry,
    disabled: Collection[str] = (),
) -> StackRun:
    """Runs a program and returns what it asked for; its own exceptions come out as they are.

    `disabled` names the packages whose resources must have an explicit provider.

    Raises: CaptureError for what cannot be captured.
    """
    sites = CallSites(root)
    tokens = Registry()
    tokens.merge(registry)
    run = observe(program, RecordingMonitor(project, stack, sites, tokens, exports, disabled), sites, tokens)
    if not run.records:
        raise CaptureError(f"{run.name}: the program makes no resource; there is nothing to prove")
    return run


def observe(program: Callable[[], None], monitor: RecordingMonitor, sites: CallSites, tokens: Registry) -> StackRun:
    """Runs a program against a monitor, the SDK changed meanwhile, and returns all that it asked for."""
    tokens.locate, tokens.is_program = sites.here, sites.is_program
    try:
        with sites, symbols_kept(), waiting_once(), without_collection(), calls_located(sites, monitor.called):
            contextvars.copy_context().run(_run, program, monitor, monitor.project, monitor.stack)
    finally:
        tokens.locate = tokens.is_program = None  # the registry goes to other processes
    return StackRun(
        project=monitor.project,
        stack=monitor.stack,
        records=tuple(sorted(monitor.records.values(), key=lambda record: record.urn)),
        outputs=monitor.outputs,
        registry=tokens,
    )


def _run(program: Callable[[], None], monitor: RecordingMonitor, project: str, stack: str) -> None:
    """In a context and an event loop of its own, so that nothing of a failed program reaches the next."""
    settings.configure(
        MockSettings(  # type: ignore[no-untyped-call]
            monitor=monitor,
            monitor_features=set(),
            engine=_Silent(),
            project=project,
            stack=stack,
            dry_run=False,
            organization=ORGANIZATION,
            root_directory=os.getcwd(),
            outputs=set(),
            lock=threading.Lock(),
            callbacks=None,
            package_refs={},
            base_providers_by_ref={},
            legacy_apply_enabled=False,
        )
    )
    settings.set_root_resource(None)  # type: ignore[arg-type]
    loop = asyncio.new_event_loop()
    loop.set_default_executor(_Inline())
    # The first error is raised to the caller; the SDK leaves it in every output that depended on it too, and asyncio
    # would print each of them whenever it is collected.
    loop.set_exception_handler(lambda _loop, _context: None)
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(program))
    except BaseException:
        # Outputs that wait for one that failed are never awaited; Python would report each beside the real error.
        warnings.filterwarnings("ignore", message="coroutine 'Output", category=RuntimeWarning)
        raise
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        asyncio.set_event_loop(None)
        loop.close()


class _Inline(ThreadPoolExecutor):
    """Runs a call where it is submitted: the monitor is in this process and never waits."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - handed to whoever awaits the future
            future.set_exception(error)
        return future


class _Silent:
    """An engine whose log nobody reads."""

    def Log(self, request: Any) -> None:  # noqa: N802 - gRPC's name
        """Drops a message."""


@contextmanager
def inside(directory: Path) -> Iterator[None]:
    """As the CLI runs a program: from its folder, which is first on the path, its modules its own."""
    before, path, modules = os.getcwd(), list(sys.path), set(sys.modules)
    os.chdir(directory)
    sys.path.insert(0, str(directory))
    try:
        yield
    finally:
        os.chdir(before)
        sys.path[:] = path
        for name in set(sys.modules) - modules:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).is_relative_to(directory):
                del sys.modules[name]
