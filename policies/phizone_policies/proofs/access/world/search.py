"""What people call principals and resources: by address, ARN or name."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.proofs.access.world.names import arn_of
from phizone_policies.proofs.access.world.principals import Principal
from phizone_policies.proofs.access.world.resources import PROTECTED, Resource
from phizone_policies.proofs.access.world.world import World
from phizone_policies.views.keys import key_identity
from phizone_policies.views.naming import named_node
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

_BY_NAME = (
    "name",
    "bucket",
    "function_name",
    "user_profile_name",
    "model_package_group_name",
)


def resource_called(world: World, text: str, account: str = "") -> tuple[Resource | None, str]:
    """(resource, ARN) of what a text names, which may lie below the resource; (None, the text) for nothing known.

    A text is an address, an ARN, an alias of a key as `alias/name`, a bucket as `name` or `name/key`, or a name; of
    an account where it is given, since others may use the same names.
    """
    node = world.graph.find(text)
    if node is not None:
        found = world.resource_of(node)
        return found, found.arn
    if text.startswith("arn:"):
        return _by_arn(world, text), text
    if text.startswith("alias/"):
        key = _by_alias(world, text, account)
        return key, key.arn if key else text
    head, slash, rest = text.partition("/")
    named = named_node(world.graph, head, ("aws_s3_bucket",), "bucket")
    if named is not None:
        bucket = world.resource_of(named)
        return bucket, f"{bucket.arn}{slash}{rest}"
    return _by_name(world, text, account)


def principals_called(world: World, text: str) -> tuple[Principal, ...]:
    """The principals that a text may mean: by address, ARN, service, `*`, or the name of a role or user anywhere."""
    known = world.principals.get(text)
    if known is not None:
        return (known,)
    node = world.graph.find(text)
    if node is not None:
        found = world.principals.get(arn_of(world.graph, node))
        return (found,) if found is not None else ()
    return tuple(each for each in world.principals.values() if each.node and each.arn.rsplit("/", 1)[-1] == text)


def _by_arn(world: World, arn: str) -> Resource | None:
    """The resource of an ARN, or the one that an ARN lies below, as an object in its bucket."""
    exact = world.resources.get(arn)
    if exact is not None:
        return exact
    service = arn.split(":", 3)[2] if arn.count(":") > 2 else ""
    if service == "s3":
        return world.resources.get(arn.split("/", 1)[0])
    if service == "logs":
        return world.resources.get(arn.split(":log-stream:", 1)[0].removesuffix(":*"))
    return None


def _by_alias(world: World, name: str, account: str) -> Resource | None:
    found = world.graph.cached(_aliases).get(name, ())
    return next((world.resource_of(key) for owner, key in found if account in ("", owner)), None)


def _by_name(world: World, text: str, account: str) -> tuple[Resource | None, str]:
    found = world.graph.cached(_names).get(text, ())
    resource = next((world.resource_of(node) for node in found if account in ("", node.account)), None)
    return resource, resource.arn if resource is not None else text


def _aliases(graph: Graph) -> Mapping[str, tuple[tuple[str, Node], ...]]:
    """The (account, key) pairs of each alias; one that does not tell its key is none."""
    found: dict[str, list[tuple[str, Node]]] = {}
    for alias in graph.of_type("aws_kms_alias"):
        name, value = alias.peek("name"), alias.peek("target_key_id")
        known = key_identity(graph, value)
        if isinstance(name, str) and known is not None and known.key is not None:
            found.setdefault(name, []).append((alias.account, known.key))
    return {name: tuple(keys) for name, keys in found.items()}


def _names(graph: Graph) -> Mapping[str, tuple[Node, ...]]:
    """What access rules protect, by the names that people give it."""
    found: dict[str, list[Node]] = {}
    for node in graph.of_type(*PROTECTED):
        for name in dict.fromkeys(node.peek(each) for each in _BY_NAME if isinstance(node.peek(each), str)):
            found.setdefault(str(name), []).append(node)
    return {name: tuple(nodes) for name, nodes in found.items()}
