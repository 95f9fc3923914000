"""Roots as a Python app: a module a stack, `main.py`, `cdktf.json` and the requirements."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from phizone_stacks.cdktf.bindings import Library
from phizone_stacks.cdktf.stack import StackModule
from phizone_stacks.terraform.roots import Root

_ARCHIVES = "archives"
_SETTINGS = {"language": "python", "app": "python main.py", "output": "cdktf.out", "sendCrashReports": "false"}


@dataclass(frozen=True, slots=True)
class App:
    """An app."""

    files: dict[str, bytes]
    """Its files by relative path."""
    typed: int
    """How many resources and data sources it makes through typed bindings."""
    raw: dict[str, str]
    """Those it makes without types, by stack and address, and what the library lacks for each."""


def app(roots: Sequence[Root], library: Library) -> App:
    """The app that makes these roots, given in the order they are applied."""
    modules = [StackModule(library, root) for root in roots]
    files = {f"{module.name}.py": module.text().encode() for module in modules}
    files["main.py"] = _main(modules, library).encode()
    files["cdktf.json"] = (json.dumps(_SETTINGS, indent=2) + "\n").encode()
    files["requirements.txt"] = "".join(f"{each}\n" for each in library.requirements).encode()
    for root in roots:
        files |= {f"{_ARCHIVES}/{root.name}/{archive.name}": archive.content for archive in root.archives}
    raw = {f"{module.root.name}/{address}": lacking for module in modules for address, lacking in module.raw.items()}
    return App(files, sum(root.resources for root in roots) - len(raw), raw)


def _main(modules: Sequence[StackModule], library: Library) -> str:
    names = {module.root.name: module.name for module in modules}
    made = "\n".join(f"{module.name} = {module.class_name}(app)" for module in modules)
    waits = "\n".join(
        f"{module.name}.add_dependency({names[need]})" for module in modules for need in module.root.needs
    )
    imports = "\n".join(f"from {module.name} import {module.class_name}" for module in modules)
    return f'''"""The stacks, in the order they are applied; written by `phizone export cdktf`."""

import shutil
from pathlib import Path

from {library} import App
{imports}

app = App()
{made}
{waits}
app.synth()
# Functions find their code beside their stack.
for archive in sorted(Path(__file__).parent.glob("{_ARCHIVES}/*/*.zip")):
    shutil.copy(archive, Path(app.outdir) / "stacks" / archive.parent.name)
'''
