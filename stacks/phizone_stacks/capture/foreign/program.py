"""One foreign program run in this process, and its graph."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pulumi.runtime.config import set_all_config

from phizone_stacks.capture.anything import Anything
from phizone_stacks.capture.assemble import Problem, assemble
from phizone_stacks.capture.foreign.monitor import ForeignMonitor
from phizone_stacks.capture.foreign.patches import (
    configured,
    json_symbolic,
    loops_nested,
    results_known,
    secrets_noticed,
)
from phizone_stacks.capture.foreign.settings import Settings
from phizone_stacks.capture.program import inside, observe
from phizone_stacks.capture.record import CaptureError, StackRun
from phizone_stacks.capture.source import CallSites
from phizone_stacks.capture.tokens import Registry
from phizone_stacks.capture.traceback import ProgramFailed, program_traceback
from phizone_stacks.graph.graph import UNNAMED_ACCOUNT, Graph
from phizone_stacks.graph.node import Node


@dataclass(frozen=True, slots=True)
class MissingKey:
    """A required configuration key that has no value."""

    key: str
    """The full key, as `aws:region`."""
    where: str
    """The line that requires it; empty where it cannot be told."""


class MissingConfiguration(Exception):
    """A program requires configuration that nobody gave; the message names all of it."""

    def __init__(self, missing: tuple[MissingKey, ...]) -> None:
        lines = [f"{each.where + ': ' if each.where else ''}requires the configuration {each.key}" for each in missing]
        options = " ".join(f"--config {each.key}=…" for each in missing)
        super().__init__("\n".join([*lines, f"give what is missing as {options}, or in the stack's file"]))


class MissingImport(Exception):
    """A program imports a module that its interpreter does not have; the message names it and what to do."""


@dataclass(frozen=True, slots=True)
class Captured:
    """What became of a foreign program."""

    graph: Graph
    """Its graph."""
    warnings: tuple[str, ...]
    """What in it is unknown or a guess, sorted."""


def capture(settings: Settings, root: Path, account: str = "") -> Captured:
    """The graph of a project's stack; paths in it are relative to `root`.

    Raises: MissingConfiguration; MissingImport; ProgramFailed; CaptureError.
    """
    run, problems = _Capture(settings, root, account).run()
    graph, guesses = assemble([run])
    nodes = [_in_an_account(node) for node in graph]
    mentioned = {address for node in graph for address in graph.refers_to(node)}
    kept = [node for node in nodes if node.address in mentioned or not _is_look_up(node)]
    found = {*problems, *(guess for guess in guesses if not guess.what.startswith("data."))}
    return Captured(Graph(kept), tuple(str(problem) for problem in sorted(found)))


def _in_an_account(node: Node) -> Node:
    ours = node.type.startswith(("aws_", "data.aws_")) and not node.account
    return replace(node, account=UNNAMED_ACCOUNT) if ours else node


def _is_look_up(node: Node) -> bool:
    return node.type.startswith("data.") and not node.import_id


class _Capture:
    def __init__(self, settings: Settings, root: Path, account: str) -> None:
        self._settings = settings
        self._sites = CallSites(root)
        self._tokens = Registry()
        self._missing: dict[str, MissingKey] = {}
        self._monitor = ForeignMonitor(
            settings.name, settings.stack, self._sites, self._tokens, self._provider(account), settings.disabled
        )

    def _provider(self, account: str) -> dict[str, Any]:
        """The default provider's arguments. Source: pulumi-aws, "Configuration"."""
        prefix = "aws:"
        config = self._settings.config.items()
        arguments: dict[str, Any] = {key.removeprefix(prefix): value for key, value in config if key.startswith(prefix)}
        if account:
            arguments["allowedAccountIds"] = f'["{account}"]'
        return arguments

    def run(self) -> tuple[StackRun, set[Problem]]:
        """The run and its problems. Raises: as `capture`."""
        try:
            with inside(self._settings.program.parent), self._patched():
                run = observe(self._program, self._monitor, self._sites, self._tokens)
        except BaseException as error:  # noqa: BLE001 - whatever a foreign program raises, SystemExit included
            raise self._told(error) from None
        if self._missing:
            raise self._incomplete()
        return run, self._monitor.problems

    def _program(self) -> None:
        set_all_config(dict(self._settings.config), list(self._settings.secrets))
        runpy.run_path(str(self._settings.program), run_name="__main__")

    @contextmanager
    def _patched(self) -> Iterator[None]:
        with ExitStack() as stack:
            monitor = self._monitor
            stack.enter_context(
                configured(self._settings.secrets, monitor.encrypted, self._missed, monitor.note_secret)
            )
            stack.enter_context(results_known(self._monitor.answers))
            stack.enter_context(json_symbolic(self._tokens))
            stack.enter_context(loops_nested())
            stack.enter_context(secrets_noticed(self._tokens))
            yield

    def _missed(self, key: str) -> Anything:
        self._missing.setdefault(key, MissingKey(key, self._sites.here()))
        return self._monitor.encrypted(key)

    def _incomplete(self) -> MissingConfiguration:
        return MissingConfiguration(tuple(self._missing.values()))

    def _told(self, error: BaseException) -> BaseException:
        """The error that says what to do about this one."""
        if isinstance(error, KeyboardInterrupt | CaptureError):
            return error
        if self._missing:  # what a program does with a missing value is no further news
            return self._incomplete()
        if isinstance(error, ModuleNotFoundError) and error.name:
            return _missing_import(error, error.name)
        return ProgramFailed(
            f"{self._settings.name}.{self._settings.stack}: the program failed\n{program_traceback(error)}"
        )


def _missing_import(error: ModuleNotFoundError, name: str) -> MissingImport:
    frames = program_traceback(error)
    return MissingImport(
        f"the program imports {name}, which its Python does not have; make an environment for the project: "
        f"`python -m venv venv && venv/bin/pip install -r requirements.txt`\n{frames}"
    )
