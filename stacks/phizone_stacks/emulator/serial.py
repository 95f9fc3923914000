"""What two threads must not do at once: Python 3.11 counts the depth of the syntax trees it builds in one place.

moto writes its routes as small programs when a service is first called. When two threads do that at the same moment,
one is told "AST constructor recursion depth mismatch" and its call fails.
Source: https://github.com/python/cpython/issues/106905, `Rule._compile_builder` in `werkzeug/routing/rules.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any
from unittest.mock import patch


@contextmanager
def serially() -> Iterator[None]:
    """While this lasts, one thread at a time writes a route of the emulator of this process."""
    from werkzeug.routing import Rule

    alone, write = Lock(), Rule._compile_builder

    def written(self: Rule, append_unknown: bool = True) -> Any:
        with alone:
            return write(self, append_unknown)

    with patch.object(Rule, "_compile_builder", written):
        yield
