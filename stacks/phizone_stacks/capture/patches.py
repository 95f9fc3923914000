"""Where the SDK is changed while a program is captured: each change is undone at its end, and each has a test."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pulumi.runtime
from pulumi import Output, StackReference, _types
from pulumi.runtime import rpc, settings
from pulumi.runtime import stack as stack_runtime

from phizone_stacks.capture.source import CallSites
from phizone_stacks.capture.symbols import StackOutputs, SymbolicList, SymbolicMap, SymbolicText

_SYMBOLS = (SymbolicList, SymbolicMap, StackOutputs)


@contextmanager
def symbols_kept() -> Iterator[None]:
    """The SDK copies every dict and list that it receives or joins; symbols pass it as they are."""
    translated, lifted = rpc.translate_output_properties, Output.from_input

    def translate(output: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(output, _SYMBOLS) or _types.is_output_type(type(output)):
            return output
        return translated(output, *args, **kwargs)

    def lift(value: Any) -> Output[Any]:
        shallow = isinstance(value, (*_SYMBOLS, SymbolicText))
        return Output._from_input_shallow(value) if shallow else lifted(value)

    rpc.translate_output_properties = translate
    Output.from_input = staticmethod(lift)  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        rpc.translate_output_properties = translated
        Output.from_input = staticmethod(lifted)  # type: ignore[assignment, method-assign]


@contextmanager
def waiting_once() -> Iterator[None]:
    """The SDK waits for the first of all outputs that are left, again and again: quadratic in their number."""
    original = stack_runtime.wait_for_rpcs

    async def wait_for_all(await_all_outstanding_tasks: bool = True) -> None:
        manager, outputs = settings._get_rpc_manager(), settings.SETTINGS.outputs
        while manager.rpcs or outputs:
            waiting = [*manager.rpcs, *outputs]
            manager.rpcs.clear()
            outputs.clear()
            await asyncio.gather(*waiting)
        if manager.unhandled_exception is not None:
            raise manager.unhandled_exception.with_traceback(manager.exception_traceback)

    stack_runtime.wait_for_rpcs = wait_for_all
    try:
        yield
    finally:
        stack_runtime.wait_for_rpcs = original


@contextmanager
def without_collection() -> Iterator[None]:
    """Garbage waits until the program is done: nearly all that is made lives until then anyway."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def calls_located(sites: CallSites, called: dict[str, str]) -> Iterator[None]:
    """Notes the line of each provider function call and of each stack output asked for: no request carries it."""

    def located(original: Callable[..., Any], argument: int) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            name = args[argument] if len(args) > argument else kwargs.get("name")
            if isinstance(name, str):
                called[name] = sites.here(frames=2)
            return original(*args, **kwargs)

        return call

    places: list[tuple[Any, str, int]] = [
        (pulumi.runtime, name, 0) for name in ("invoke", "invoke_async", "invoke_output", "invoke_output_single")
    ]
    places += [(StackReference, name, 1) for name in ("get_output", "require_output")]
    originals = [getattr(holder, name) for holder, name, _ in places]
    for (holder, name, argument), original in zip(places, originals, strict=True):
        setattr(holder, name, located(original, argument))
    try:
        yield
    finally:
        for (holder, name, _), original in zip(places, originals, strict=True):
            setattr(holder, name, original)
