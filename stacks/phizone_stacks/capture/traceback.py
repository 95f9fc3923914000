"""A failed program's own traceback, without the frames of the machinery that ran it."""

from __future__ import annotations

import traceback

_MACHINERY = (
    "/phizone_stacks/capture/",
    "/pulumi/runtime/",
    "/pulumi/output.py",
    "/asyncio/",
    "<frozen runpy>",
    "/runpy.py",
)


class ProgramFailed(Exception):
    """A program raised an error of its own; the message holds its traceback."""


def program_traceback(error: BaseException) -> str:
    """The traceback as Python prints it, the frames of Pulumi's runtime, asyncio and of the capture left out."""
    summary = traceback.TracebackException.from_exception(error)
    part: traceback.TracebackException | None = summary
    while part is not None:
        kept = [frame for frame in part.stack if not any(name in frame.filename for name in _MACHINERY)]
        if kept:
            part.stack = traceback.StackSummary.from_list(kept)
        part = part.__cause__ or (None if part.__suppress_context__ else part.__context__)
    return "".join(summary.format()).rstrip()
