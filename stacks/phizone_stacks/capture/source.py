"""Where in the project a resource was made: the stack trace of its constructor call."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any

from pulumi import Resource
from pulumi.runtime import resource as resource_runtime
from pulumi.runtime.proto import source_pb2

from phizone_stacks.graph.node import Source

_CONSTRUCTOR = Resource.__init__.__code__


class CallSites:
    """Replaces the SDK's stack trace while a program runs, and learns each token's class on the way.

    The SDK's own trace starts at the third `__init__` from the top, which is not the caller's line for a provider, a
    class with a base class of its own or a subclass of a resource, and it reads the source text of every frame.
    """

    def __init__(self, root: Path) -> None:
        self._root = str(root.resolve()) + "/"
        self.classes: dict[str, type] = {}
        self._original = resource_runtime._get_stack_trace

    def __enter__(self) -> CallSites:
        resource_runtime._get_stack_trace = self._trace
        return self

    def __exit__(self, *_: object) -> None:
        resource_runtime._get_stack_trace = self._original

    def _trace(self) -> source_pb2.StackTrace:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code is not _CONSTRUCTOR:
            frame = frame.f_back
        if frame is None:
            return source_pb2.StackTrace()
        made = frame.f_locals["self"]
        self.classes.setdefault(frame.f_locals["t"], type(made))
        while frame is not None and _first_argument(frame) is made:
            frame = frame.f_back
        frames = [
            source_pb2.StackFrame(pc=source_pb2.SourcePosition(uri=file, line=line))
            for file, line in self.project_lines(frame)
        ]
        return source_pb2.StackTrace(frames=frames)

    def project_lines(self, frame: FrameType | None) -> Iterator[tuple[str, int]]:
        """The frames inside the project from this one outwards, as relative path and line."""
        while frame is not None:
            file = _relative(frame.f_code.co_filename, self._root)
            if file:
                yield file, frame.f_lineno
            frame = frame.f_back

    def line_of(self, error: BaseException) -> str:
        """`file:line: ` of the innermost project frame in an error's traceback, or nothing."""
        found = ""
        trace = error.__traceback__
        while trace is not None:
            file = _relative(trace.tb_frame.f_code.co_filename, self._root)
            if file:
                found = f"{file}:{trace.tb_lineno}: "
            trace = trace.tb_next
        return found


def _first_argument(frame: FrameType) -> Any:
    code = frame.f_code
    return frame.f_locals.get(code.co_varnames[0]) if code.co_argcount else None


@lru_cache(maxsize=4096)
def _relative(filename: str, root: str) -> str:
    """The path under the root, or nothing for code from outside it or from installed packages."""
    if filename.startswith("<"):
        return ""
    path = str(Path(filename).resolve())
    if not path.startswith(root) or "/site-packages/" in path or "/.venv/" in path:
        return ""
    return path[len(root) :]


def frames_of(trace: source_pb2.StackTrace) -> tuple[Source, ...]:
    """The frames of a request as sources, innermost first."""
    return tuple(Source(frame.pc.uri, frame.pc.line) for frame in trace.frames)
