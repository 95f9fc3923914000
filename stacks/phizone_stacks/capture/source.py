"""Where in the project a resource was made: the stack trace of its constructor call."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any

from pulumi import Resource
from pulumi.runtime import resource as resource_runtime
from pulumi.runtime.proto import source_pb2

from phizone_stacks.graph.node import Source

_CONSTRUCTOR = Resource.__init__.__code__
_MACHINERY = str(Path(__file__).parent) + "/"
_RUNNER = _MACHINERY + "program.py"


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
        """The program's frames inside the project from this one outwards, as relative path and line.

        A line that calls itself is told once: a comprehension is a frame of its own in Python 3.11 and none in 3.12.
        """
        last = ("", 0)
        while frame is not None and frame.f_code.co_filename != _RUNNER:
            file = _relative(frame.f_code.co_filename, self._root)
            if file and (file, frame.f_lineno) != last:
                last = (file, frame.f_lineno)
                yield last
            frame = frame.f_back

    def is_program(self, frame: FrameType) -> bool:
        """Whether a frame runs code of the project."""
        return bool(_relative(frame.f_code.co_filename, self._root))

    def here(self, frames: int = 1) -> str:
        """The innermost lines of the project on the stack now, as `a.py:1 from b.py:2`; empty outside of it."""
        lines = [f"{file}:{line}" for file, line in islice(self.project_lines(sys._getframe(1)), frames)]
        return " from ".join(lines)


def _first_argument(frame: FrameType) -> Any:
    code = frame.f_code
    return frame.f_locals.get(code.co_varnames[0]) if code.co_argcount else None


@lru_cache(maxsize=4096)
def _relative(filename: str, root: str) -> str:
    """The path under the root, or nothing for code from outside it or from installed packages."""
    if filename.startswith(("<", _MACHINERY)):
        return ""
    path = str(Path(filename).resolve())
    if not path.startswith(root) or "/site-packages/" in path or "/.venv/" in path:
        return ""
    return path[len(root) :]


def frames_of(trace: source_pb2.StackTrace) -> tuple[Source, ...]:
    """The frames of a request as sources, innermost first."""
    return tuple(Source(frame.pc.uri, frame.pc.line) for frame in trace.frames)
