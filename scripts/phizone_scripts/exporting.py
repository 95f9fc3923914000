"""What every export to Terraform and its relatives begins with: the roots of an environment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from phizone_scripts.exits import Misuse

if TYPE_CHECKING:
    from phizone_stacks.graph.graph import Graph
    from phizone_stacks.terraform.roots import Root

STATE_SETTINGS = {
    "backend.tfbackend.example": """\
# Where the states of all roots lie. Copy to backend.tfbackend, fill in, and give it to each root:
#   terraform init -backend-config=../backend.tfbackend
# Credentials do not belong here: the tool takes them from its environment.
bucket     = "example-terraform-states"
region     = "us-east-1"
kms_key_id = "alias/example-terraform-states"
""",
    "states.tfvars.example": """\
# How a root reads the outputs of others: the same bucket. Copy to states.tfvars, fill in, and give it to each root
# that declares these variables:
#   terraform plan -var-file=../states.tfvars
state_bucket = "example-terraform-states"
state_region = "us-east-1"
""",
}
"""Examples that stand beside the roots; nothing of them is secret."""


def exported_roots(environment: str, graph: Path | None, directory: Path) -> tuple[Root, ...]:
    """The root of each stack of an environment and of each shared one, in the order they are applied.

    Raises: Misuse.
    """
    from phizone_scripts.judge import graph_of
    from phizone_scripts.sources import read_zone, selected
    from phizone_stacks.terraform.expressions import Unexportable
    from phizone_stacks.terraform.providers import providers
    from phizone_stacks.terraform.roots import roots

    zone, root = read_zone(directory)
    name = selected(zone, [environment])[0]
    whole = graph_of(zone, root, graph)
    try:
        return roots(whole, _stacks(whole, name, graph), lambda stack: providers(zone, stack))
    except Unexportable as wrong:
        raise Misuse(str(wrong)) from None


def _stacks(graph: Graph, environment: str, file: Path | None) -> list[str]:
    """The stacks to export, every one there. Raises: Misuse where the graph does not hold them whole."""
    from phizone_stacks.graph.graph import SHARED, ZONE
    from phizone_stacks.layers.order import LAYERS
    from phizone_stacks.terraform.names import stack_of

    where = file or "the graph"
    fitting = f"write it with `phizone graph --out {file or 'FILE'}`"
    if graph.view not in (ZONE, environment):
        raise Misuse(f"{where}: is the view of {graph.view}, which holds only a part of {environment}; {fitting}")
    wanted = {f"{layer.name}.{environment if layer.per_environment else SHARED}" for layer in LAYERS}
    found = {stack_of(node.address) for node in graph}
    if wanted - found:
        raise Misuse(f"{where}: holds nothing of {', '.join(sorted(wanted - found))}; {fitting}")
    return sorted(each for each in found if each.partition(".")[2] in (SHARED, environment))
