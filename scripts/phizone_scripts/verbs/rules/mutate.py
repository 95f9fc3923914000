"""`phizone rules mutate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phizone_scripts.completion import environment_names
from phizone_scripts.exits import NOT_PROVED, PROVED
from phizone_scripts.options import AsJson, Directory, Format, GraphFile, Out, OutputFormat, RuleFolders, chosen


def mutate(
    environment: Annotated[
        str | None,
        typer.Argument(help="The environment to break; the last by default.", autocompletion=environment_names),
    ] = None,
    each: Annotated[int, typer.Option(min=1, help="Mutants of every kind (type, path, operator) to try.")] = 1,
    every: Annotated[bool, typer.Option("--all", help="Try every mutant, which takes some minutes.")] = False,
    most: Annotated[int | None, typer.Option(min=1, help="Mutants to try in all; no bound by default.")] = None,
    seed: Annotated[int, typer.Option(help="Chooses among mutants of one kind.")] = 0,
    proofs: Annotated[
        bool, typer.Option("--proofs", help="Break it over several hops, and see whether a proof notices.")
    ] = False,
    checkov: Annotated[bool, typer.Option("--checkov", help="Show the same mutants to checkov, too.")] = False,
    graph: GraphFile = None,
    rules: RuleFolders = None,
    directory: Directory = Path(),
    format: OutputFormat = Format.TABLE,  # noqa: A002 - the option's name
    json: AsJson = False,
    out: Out = None,
) -> None:
    """Break the zone in one place at a time, wherever a rule looks, and see whether some rule notices.

    With --proofs it is broken over several hops, as by a route and a propagation, or by a grant; a set is emptied; and
    the claims over the whole graph are asked instead. What nobody notices stands in policies/survivors.yaml with a
    reason; exit 1 if something does not.
    """
    from phizone_scripts.mutating import try_zone
    from phizone_scripts.mutation import as_json as told
    from phizone_scripts.mutation import as_text
    from phizone_scripts.output import as_json, emit

    tried = try_zone(
        directory,
        graph,
        environment,
        rules,
        each=None if every else each,
        most=most,
        seed=seed,
        checkov=checkov,
        proofs=proofs,
    )
    emit(as_json(told(tried)) if chosen(format, json) is Format.JSON else as_text(tried), out)
    if out is not None:
        print(f"wrote {out}")
    raise typer.Exit(PROVED if tried.holds else NOT_PROVED)
