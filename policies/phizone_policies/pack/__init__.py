"""The policy pack that `pulumi preview` and `pulumi up` ask, by `--policy-pack`."""

from __future__ import annotations

from pathlib import Path

EQUAL = "resource_equals_proved_graph"
"""The policy that holds each resource of one of our stacks to the proved graph before it is created."""
WHOLE = "stack_equals_proved_graph"
"""The policy that holds the whole of one of our stacks to the proved graph, at preview."""


def pack_folder() -> Path:
    """The folder of the pack, for `--policy-pack`; in a checkout `policies/pulumi` is the same pack.

    It names no virtual environment, so the Python that is first on PATH runs it: put the one first that runs Phizone.
    """
    return Path(__file__).parent / "program"


def configuration(graph_file: Path, digest: str) -> dict[str, dict[str, str]]:
    """The pack's configuration for `--policy-pack-config`, to be written as JSON.

    `graph_file` is what `phizone graph ENV --out FILE` wrote, `digest` its digest by `phizone_stacks.graph.canonical`.
    """
    proved = {"graph": str(graph_file.resolve()), "digest": digest}
    return {EQUAL: {"enforcementLevel": "remediate", **proved}, WHOLE: {"enforcementLevel": "mandatory", **proved}}
