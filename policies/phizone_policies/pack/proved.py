"""The proved graph that a stack is held to: read once, by path and digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from phizone_stacks.graph.canonical import UnreadableGraph, digest, loads
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.layers.order import LAYERS

_ANEW = "write it with `phizone graph ENV --out FILE` and prove it with `phizone verify ENV --graph FILE`"


class NotHeld(Exception):
    """A stack cannot be held to a proved graph; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Proved:
    """One stack of the proved graph."""

    graph: Graph
    """All of it: what the stack's resources refer to lies in other stacks too."""
    nodes: Mapping[str, Node]
    """The stack's own resources by URN."""


def is_ours(project: str) -> bool:
    """Whether a Pulumi project has the name of one of the landing zone's layers."""
    return project in {layer.name for layer in LAYERS}


def proved(config: Mapping[str, Any], project: str, stack: str) -> Proved | None:
    """The proved stack; None for somebody else's stack without a graph. Raises: NotHeld."""
    file, wanted = str(config.get("graph") or ""), str(config.get("digest") or "")
    if not file and not wanted:
        if is_ours(project):
            raise NotHeld(
                f"{project}.{stack} is a stack of the landing zone, and the pack has no graph to hold it to; {_ANEW}, "
                "and give the pack its path and digest with --policy-pack-config, as `phizone apply` does"
            )
        return None
    if not file or not wanted:
        raise NotHeld(f"the pack's configuration has {'graph' if file else 'digest'} alone; it needs both; {_ANEW}")
    graph = _read(file, wanted)
    nodes = {node.urn: node for node in graph if _of(node.urn, project, stack)}
    if not nodes:
        raise NotHeld(
            f"the graph {Path(file).name} (view {graph.view}) holds no resource of {project}.{stack}: the pack is "
            f"configured for another stack; take the graph out of the configuration, or {_ANEW} for this stack"
        )
    return Proved(graph, nodes)


def _of(urn: str, project: str, stack: str) -> bool:
    return urn.startswith(f"urn:pulumi:{stack}::{project}::")


@lru_cache(maxsize=1)
def _read(file: str, wanted: str) -> Graph:
    name = Path(file).name
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotHeld(f"the proved graph {name} cannot be read ({type(error).__name__}); {_ANEW}") from None
    found = digest(text)
    if found != wanted:
        raise NotHeld(
            f"the graph {name} has the digest {found}, and the one that was proved {wanted}: "
            f"the file is not the proved one; {_ANEW}, and give the pack its digest"
        )
    try:
        return loads(text, name)
    except UnreadableGraph as error:
        raise NotHeld(str(error)) from None
