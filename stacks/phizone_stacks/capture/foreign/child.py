"""Runs one foreign program and writes what became of it: a program of its own, for an interpreter of its own.

It is started by its path, and its interpreter need not have Phizone: only the package it lies in is made importable,
so that every other import of the program finds the project's own packages.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2]


def _make_importable(name: str, folder: Path) -> None:
    """Makes one package, and nothing beside it, importable from its folder."""
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder} is no package")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


class _ProvidersFirst(importlib.abc.MetaPathFinder):
    """Finds the SDKs of providers in the project's packages, whatever this interpreter has of them."""

    def __init__(self, packages: str) -> None:
        self._packages = packages

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        """The specification of a top-level `pulumi_…`, None for anything else."""
        if path is not None or not fullname.startswith("pulumi_"):
            return None
        return importlib.machinery.PathFinder.find_spec(fullname, [self._packages])


def _captured(request: dict[str, Any]) -> dict[str, Any]:
    from phizone_stacks.capture.foreign.program import MissingConfiguration, MissingImport, capture
    from phizone_stacks.capture.foreign.settings import Settings
    from phizone_stacks.capture.record import CaptureError
    from phizone_stacks.capture.traceback import ProgramFailed
    from phizone_stacks.graph.canonical import dumps

    told = request["settings"]
    paths = {name: Path(told[name]) for name in ("directory", "program")}
    tuples = {name: tuple(told[name]) for name in ("disabled", "secrets", "warnings")}
    settings = Settings(**{**told, **paths, **tuples})
    try:
        found = capture(settings, Path(request["root"]), request["account"])
    except (MissingConfiguration, MissingImport, ProgramFailed, CaptureError) as failure:
        return {"failure": type(failure).__name__, "message": str(failure)}
    return {"graph": dumps(found.graph), "warnings": found.warnings}


def main() -> None:
    """Reads the request from standard input and writes the answer to the file named first.

    What the program prints goes to standard error, for standard output is the verdict's.
    """
    script = Path(__file__).resolve().parent
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != script]
    request = json.load(sys.stdin)
    os.dup2(2, 1)
    if request["packages"]:
        sys.path.append(request["packages"])
        sys.meta_path.insert(0, _ProvidersFirst(request["packages"]))
    _make_importable(FOLDER.name, FOLDER)
    answer = _captured(request)
    Path(sys.argv[1]).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
