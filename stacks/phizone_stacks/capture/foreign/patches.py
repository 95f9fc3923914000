"""Where Python and the SDK are changed while a foreign program runs: each change is undone at its end."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pulumi.runtime
from pulumi import Config, Output
from pulumi.runtime import sync_await

from phizone_stacks.capture.anything import Anything, GuessedBoolean, parsed
from phizone_stacks.capture.tokens import TOKEN, Registry

Symbol = Callable[[str], Anything]
"""The symbol of a full configuration key."""


@contextmanager
def _replaced(holder: Any, **attributes: Any) -> Iterator[None]:
    before = {name: getattr(holder, name) for name in attributes}
    for name, value in attributes.items():
        setattr(holder, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(holder, name, value)


def _boolean(symbol: Anything) -> Any:
    return GuessedBoolean(symbol._registry, symbol._origin)


_KINDS: dict[str, Callable[[Anything], Any]] = {
    "": lambda symbol: symbol,
    "_bool": _boolean,
    "_int": int,
    "_float": float,
    "_object": lambda symbol: symbol,
}


@contextmanager
def configured(
    encrypted: Collection[str], symbol_of: Symbol, missing: Symbol, noted: Callable[[str, str], None]
) -> Iterator[None]:
    """Encrypted configuration is symbols, a secret in the open is noted; a missing key is told, and it goes on."""

    def getter(original: Any, cast: Callable[[Anything], Any]) -> Any:
        def get(self: Config, key: str, *args: Any, **kwargs: Any) -> Any:
            full = self.full_key(key)
            return cast(symbol_of(full)) if full in encrypted else original(self, key, *args, **kwargs)

        return get

    def requirer(get: str, cast: Callable[[Anything], Any]) -> Any:
        def require(self: Config, key: str, *args: Any, **kwargs: Any) -> Any:
            value = getattr(self, get)(key)
            return cast(missing(self.full_key(key))) if value is None else value

        return require

    def noting(original: Any) -> Any:
        def read(self: Config, key: str, *args: Any, **kwargs: Any) -> Any:
            value = self._get(key)
            if type(value) is str:
                noted(self.full_key(key), value)
            return original(self, key, *args, **kwargs)

        return read

    getters = {f"_get{kind}": getter(getattr(Config, f"_get{kind}"), cast) for kind, cast in _KINDS.items()}
    requirers = {f"_require{kind}": requirer(f"_get{kind}", cast) for kind, cast in _KINDS.items()}
    secrets = {name: noting(getattr(Config, name)) for name in ("get_secret", "require_secret")}
    with _replaced(Config, **getters, **requirers, **secrets):
        yield


@contextmanager
def results_known(answers: dict[str, type]) -> Iterator[None]:
    """Notes the declared result type of each provider function: no request carries it."""

    def noting(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(tok: str, *args: Any, **kwargs: Any) -> Any:
            declared = kwargs.get("typ")
            if isinstance(declared, type):
                answers[tok] = declared
            return original(tok, *args, **kwargs)

        return call

    names = ("invoke", "invoke_async", "invoke_output", "invoke_output_single", "invoke_single", "call", "call_single")
    made = {name: noting(getattr(pulumi.runtime, name)) for name in names if hasattr(pulumi.runtime, name)}
    with _replaced(pulumi.runtime, **made):
        yield


@contextmanager
def json_symbolic(registry: Registry) -> Iterator[None]:
    """`json.loads` of an unknown text is an unknown value."""
    original = json.loads

    def loads(text: Any, *args: Any, **kwargs: Any) -> Any:
        return parsed(original, text, registry, *args, **kwargs)

    with _replaced(json, loads=loads):
        yield


@contextmanager
def loops_nested() -> Iterator[None]:
    """A program that runs an event loop of its own runs it inside the one that it is run in."""
    run, until = asyncio.run, asyncio.BaseEventLoop.run_until_complete

    def run_here(main: Any, **kwargs: Any) -> Any:
        return run(main, **kwargs) if asyncio._get_running_loop() is None else sync_await._sync_await(main)

    def run_until(self: asyncio.BaseEventLoop, future: Any) -> Any:
        here = asyncio._get_running_loop()
        foreign = asyncio.isfuture(future) and future.get_loop() is not here
        return until(self, future) if here is None or foreign else sync_await._sync_await(future)

    with _replaced(asyncio, run=run_here), _replaced(asyncio.BaseEventLoop, run_until_complete=run_until):
        yield


@contextmanager
def secrets_noticed(registry: Registry) -> Iterator[None]:
    """Notes what a program makes a secret of that can be read, and what a provider's class takes for one."""
    original = Output.secret

    def secret(value: Any) -> Output[Any]:
        made: Output[Any] = original(value)
        of_class = sys._getframe(1).f_globals.get("__name__", "").startswith("pulumi_")
        made.apply(lambda found: notice(found, of_class))
        return made

    def notice(value: Any, of_class: bool) -> None:
        if isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                notice(each, of_class)
        elif isinstance(value, str) and of_class:
            registry.withheld.add(value)
        elif value is not None and not (isinstance(value, str) and TOKEN.fullmatch(value)):
            registry.readable_secrets = True

    with _replaced(Output, secret=staticmethod(secret)):
        yield
