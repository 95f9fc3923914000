"""The command `phizone`: every file in `verbs/` is one verb, found by walking the folder."""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module
from importlib.metadata import version
from typing import Annotated

import typer

from phizone_scripts import verbs
from phizone_scripts.exits import MISUSE, Misuse


def _version(wanted: bool) -> None:
    if wanted:
        print(f"phizone {version('phizone')}")
        raise typer.Exit


def _root(
    shown: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """HIPAA-eligible MLOps landing zones on AWS, proved before they are applied.

    Exit codes: 0 proved, 1 not proved, 2 misuse.
    """


def application() -> typer.Typer:
    """The command with all its verbs."""
    app = typer.Typer(name="phizone", no_args_is_help=True, pretty_exceptions_enable=False, callback=_root)
    for name in sorted(module.name for module in pkgutil.iter_modules(verbs.__path__)):
        app.command(name)(getattr(import_module(f"{verbs.__name__}.{name}"), name))
    return app


def main() -> None:
    """Runs the command; what the user did wrong is told in plain sentences, with exit code 2."""
    try:
        application()()
    except Misuse as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(MISUSE)
