"""Resource transforms replayed in the engine's order: a resource's own, its parents' from the inside out, the stack's.

The engine calls them back over gRPC; here the SDK's own callbacks are called in the same process.
Source: pulumi, pkg/resource/deploy/source_eval.go, RegisterResource.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pulumi.runtime import _callbacks, sync_await
from pulumi.runtime.proto import resource_pb2

# Options that decide what the graph holds, by their name in a request and in a transform.
_PLAIN = {"protect": "protect", "retainOnDelete": "retain_on_delete", "provider": "provider"}
_LISTS = {"dependencies": "depends_on", "ignoreChanges": "ignore_changes"}


class Transforms:
    """The transforms that a program has registered so far."""

    def __init__(self) -> None:
        self._of_stack: list[str] = []
        self._of_resource: dict[str, tuple[str, ...]] = {}

    def add_for_stack(self, token: str) -> None:
        """Remembers a transform of every later resource."""
        self._of_stack.append(token)

    def apply(self, request: Any, urn: str, parents: Iterable[str]) -> frozenset[str]:
        """Changes a registration as its transforms want it; the names of the properties that are other now."""
        own = tuple(callback.token for callback in request.transforms)
        self._of_resource[urn] = own
        del request.transforms[:]
        inherited = [token for parent in parents for token in self._of_resource.get(parent, ())]
        before = dict(request.object.fields)
        for token in (*own, *inherited, *self._of_stack):
            _apply(token, request)
        names = {*before, *request.object.fields}
        return frozenset(name for name in names if before.get(name) != request.object.fields.get(name))


def _apply(token: str, request: Any) -> None:
    options = resource_pb2.TransformResourceOptions(version=request.version)
    for ours, theirs in _PLAIN.items():
        setattr(options, theirs, getattr(request, ours))
    for ours, theirs in _LISTS.items():
        getattr(options, theirs).extend(getattr(request, ours))
    asked = resource_pb2.TransformRequest(
        type=request.type,
        name=request.name,
        custom=request.custom,
        parent=request.parent,
        properties=request.object,
        options=options,
    )
    answer: Any = sync_await._sync_await(_callback(token)(asked.SerializeToString()))
    request.object.CopyFrom(answer.properties)
    if not answer.HasField("options"):
        return
    for ours, theirs in _PLAIN.items():
        setattr(request, ours, getattr(answer.options, theirs))
    for ours, theirs in _LISTS.items():
        getattr(request, ours)[:] = getattr(answer.options, theirs)


def _callback(token: str) -> Any:
    """The SDK's function for a token; it may have made several servers when resources were made at the same time."""
    found = (each._callbacks.get(token) for each in _callbacks._CallbackServicer._servicers)
    return next(callback for callback in found if callback is not None)
