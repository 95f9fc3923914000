"""Which repositories of the graph the images come from that something runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.proofs.access.chains.ways import Running
from phizone_policies.proofs.access.world.names import text_of
from phizone_policies.views.blocks import leaves
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref, Value

_REPOSITORY = "aws_ecr_repository"
_BY_DIGEST = "@sha256:"
# What stands behind a repository where it is named, and not one whose name only begins alike.
_ENDS = frozenset(":@\"'\\ \n,")


@dataclass(frozen=True, slots=True)
class Image:
    """An image that something runs."""

    repository: Node
    """The repository it comes from."""
    unknown: tuple[str, ...] = ()
    """What is not known of it, a reason each."""


def images_at(graph: Graph, node: Node, way: Running) -> Iterator[Image]:
    """The images that something runs and a push can replace: those it names by a tag and not by what they hold."""
    late = (f"whether {node.address} runs what is pushed hangs on when {way.resolved}",) if way.resolved else ()
    repositories = graph.of_type(_REPOSITORY)
    try:
        values = leaves(node, way.image)
    except UnknownValue as reason:
        yield from (Image(each, (str(reason), *late)) for each in repositories if each.account == node.account)
        return
    for repository in repositories:
        if any(_runs(graph, value, repository) for value in values):
            yield Image(repository, late)


def _runs(graph: Graph, value: Value, repository: Node) -> bool:
    text = text_of(graph, value)
    names = (text_of(graph, Ref(repository.address, "repository_url")), _url(graph, repository))
    return text is not None and any(_is_in(name, text) for name in names if name)


def _is_in(name: str, text: str) -> bool:
    """Whether a text names a repository, and somewhere without a digest."""
    return any(not rest or (rest[0] in _ENDS and not rest.startswith(_BY_DIGEST)) for rest in text.split(name)[1:])


def _url(graph: Graph, repository: Node) -> str:
    name = text_of(graph, repository.peek("name"))
    return f"{repository.account}.dkr.ecr.{repository.region}.amazonaws.com/{name}" if name else ""
