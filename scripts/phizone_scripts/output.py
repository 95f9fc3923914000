"""Printing and writing: plain text where nobody watches, files whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 110
"""Columns of what is printed where there is no terminal to ask."""


def emit(text: str, out: Path | None) -> None:
    """Prints text, or writes it to a file atomically."""
    if out is None:
        print(text, end="" if text.endswith("\n") else "\n")
    else:
        write(out, text if text.endswith("\n") else f"{text}\n")


def write(file: Path, text: str) -> None:
    """Writes text in UTF-8 to a file whole or not at all."""
    write_bytes(file, text.encode())


def write_bytes(file: Path, content: bytes) -> None:
    """Writes a file whole or not at all: to a new file beside it, which then takes its place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def as_json(document: Any) -> str:
    """JSON with sorted keys and one newline at the end."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def console(out: Path | None) -> Console:
    """A console for tables: coloured on a terminal only, recording for a file."""
    from rich.console import Console

    if out is not None:
        return Console(file=open(os.devnull, "w", encoding="utf-8"), record=True, width=WIDTH, highlight=False)
    plain = Console(highlight=False)
    return plain if plain.is_terminal else Console(width=WIDTH, highlight=False)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[str], None]]:
    """A bar on the terminal, nothing elsewhere: standard error is for people here. Each call is one step done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total)

        def report(done: str) -> None:
            bar.update(task, advance=1, description=done)

        yield report
