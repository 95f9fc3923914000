"""The root module of each stack of a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import Any

from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, references
from phizone_stacks.layers.order import LAYERS
from phizone_stacks.terraform.archives import Archive, archive_of
from phizone_stacks.terraform.body import body, exportable
from phizone_stacks.terraform.expressions import Unexportable, attribute
from phizone_stacks.terraform.names import output_name, resource_address, resource_name, stack_of, state_name
from phizone_stacks.terraform.providers import SOURCE, VERSIONS, Provider

STATE_BUCKET, STATE_REGION = "state_bucket", "state_region"
"""The variables by which a root finds the states of others."""
_VARIABLES = {
    STATE_BUCKET: {"type": "string", "description": "S3 bucket that holds the states of all roots."},
    STATE_REGION: {"type": "string", "description": "Region of that bucket."},
}


@dataclass(frozen=True, slots=True)
class Root:
    """One root module."""

    name: str
    """Name of its stack, as `workspace.prod`."""
    document: Mapping[str, Any]
    """What `main.tf.json` says."""
    needs: tuple[str, ...]
    """The roots that must be applied before, sorted."""
    resources: int
    """How many resources and data sources of the graph it holds."""
    archives: tuple[Archive, ...]
    """The files beside it, by name."""


def roots(graph: Graph, stacks: Iterable[str], providers: Callable[[str], Mapping[str, Provider]]) -> tuple[Root, ...]:
    """The roots of these stacks, in the order they are applied; `providers` gives those of a stack by account.

    Raises: Unexportable naming the node and what cannot be said of it.
    """
    names = sorted(set(stacks))
    by_stack = {name: [node for node in graph if stack_of(node.address) == name] for name in names}
    made = {name: _Root(graph, name, nodes, providers(name)) for name, nodes in by_stack.items()}
    outputs = _outputs(graph)
    order = _order({name: root.needs for name, root in made.items()})
    return tuple(made[name].root(outputs.get(name, {})) for name in order)


class _Root:
    """Writes one root and keeps what it takes from others."""

    def __init__(self, graph: Graph, name: str, nodes: Sequence[Node], providers: Mapping[str, Provider]) -> None:
        self._graph = graph
        self._name = name
        self._nodes = nodes
        self._providers = providers
        for node in nodes:
            exportable(node)
            self._provider(node)
        self.foreign = sorted({ref for node in nodes for ref in references(dict(node.attributes)) if self._away(ref)})
        """The references to other roots' resources."""
        waits = {each for node in nodes for each in node.depends_on}
        self.needs = sorted({stack_of(each) for each in (*waits, *(ref.address for ref in self.foreign))} - {name})
        """The roots that must be there first."""

    def root(self, outputs: Mapping[str, Any]) -> Root:
        """The root, with the outputs that others read."""
        used = sorted({node.account for node in self._nodes})
        kinds = self._states() | {kind.removeprefix("data."): found for kind, found in self._by_type("data.").items()}
        document = {
            "terraform": {
                "required_providers": {"aws": {"source": SOURCE, "version": VERSIONS}},
                "backend": {"s3": {"key": _key(self._name), "encrypt": True, "use_lockfile": True}},
            },
            "variable": _VARIABLES if self.foreign else {},
            "provider": {"aws": [self._providers[account].body for account in used]},
            "data": kinds,
            "resource": self._by_type(""),
            "import": [{"to": resource_address(node), "id": node.import_id} for node in self._nodes if node.import_id],
            "output": outputs,
        }
        stated = {word: told for word, told in document.items() if told}
        archives = {found.name: found for node in self._nodes if (found := archive_of(node)) is not None}
        files = tuple(archives[name] for name in sorted(archives))
        return Root(self._name, stated, tuple(self.needs), len(self._nodes), files)

    def _by_type(self, mode: str) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for node in self._nodes:
            if node.type.startswith("data.") == bool(mode):
                waits = [self._node(node, address) for address in node.depends_on]
                near = [resource_address(each) for each in waits if stack_of(each.address) == self._name]
                told = body(node, self._provider(node), near, partial(self._spell, node))
                found.setdefault(node.type, {})[resource_name(node)] = told
        return found

    def _provider(self, node: Node) -> Provider:
        if node.account not in self._providers:
            known = ", ".join(f"{each.alias} {account}" for account, each in sorted(self._providers.items()))
            raise Unexportable(
                f"{node.address} is made in account {node.account or 'of nobody knows whom'}, for which stack "
                f"{self._name} has no provider; it has {known}: export a graph of these environments"
            )
        return self._providers[node.account]

    def _node(self, node: Node, address: str) -> Node:
        found = self._graph.find(address)
        if found is None:
            raise Unexportable(f"{node.address} refers to {address}, which the graph does not hold: write it anew")
        return found

    def _away(self, ref: Ref) -> bool:
        return stack_of(ref.address) != self._name

    def _spell(self, node: Node, ref: Ref) -> str:
        target = self._node(node, ref.address)
        if self._away(ref):
            state = state_name(stack_of(ref.address))
            return f"data.terraform_remote_state.{state}.outputs.{output_name(target, ref.attribute)}"
        return attribute(target, ref.attribute)

    def _states(self) -> dict[str, Any]:
        config = {"bucket": f"${{var.{STATE_BUCKET}}}", "region": f"${{var.{STATE_REGION}}}"}
        told = {
            state_name(stack): {"backend": "s3", "config": {**config, "key": _key(stack)}}
            for stack in sorted({stack_of(ref.address) for ref in self.foreign})
        }
        return {"terraform_remote_state": told} if told else {}


def _outputs(graph: Graph) -> dict[str, dict[str, Any]]:
    """What each root must tell the others, by output.

    Those that are not exported among them: they read the same state, and lose what a root no longer tells.
    """
    found: dict[str, dict[str, Any]] = {}
    for node in graph:
        for ref in references(dict(node.attributes)):
            target, stack = graph.find(ref.address), stack_of(ref.address)
            if target is not None and stack != stack_of(node.address):
                told = {"value": f"${{{attribute(target, ref.attribute)}}}"}
                found.setdefault(stack, {})[output_name(target, ref.attribute)] = told
    return {stack: dict(sorted(outputs.items())) for stack, outputs in found.items()}


def _order(needs: Mapping[str, Sequence[str]]) -> list[str]:
    missing = {each for found in needs.values() for each in found} - set(needs)
    if missing:
        raise Unexportable(f"{', '.join(sorted(missing))}: other stacks refer to it, and it is not exported with them")
    layers = [layer.name for layer in LAYERS]
    place = {name: layers.index(layer) for name in needs if (layer := name.partition(".")[0]) in layers}
    earlier = {name: [each for each in place if place[each] < place.get(name, 0)] for name in needs}
    try:
        return list(TopologicalSorter({name: [*needs[name], *earlier[name]] for name in sorted(needs)}).static_order())
    except CycleError as cycle:
        raise Unexportable(f"{' -> '.join(cycle.args[1])}: no root can be applied before the other") from None


def _key(stack: str) -> str:
    return f"{stack}/terraform.tfstate"
