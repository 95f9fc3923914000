"""Whether anything hangs on the tags of who asks: where nothing does, nobody changes them to any purpose."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.proofs.access.world import World
from phizone_policies.proofs.access.world.facts import PRINCIPAL_TAG
from phizone_policies.proofs.access.world.texts import held_in
from phizone_policies.views.documents import Document, Statement


def asks_for_tags(world: World) -> bool:
    """Whether a policy of the graph asks for the tags of who asks; none of AWS's that are held here does."""
    found = {id(each): each for each in _documents(world)}
    return any(_asks(statement) for each in found.values() for statement in each.statements)


def _documents(world: World) -> Iterator[Document]:
    for principal in world.principals.values():
        yield from principal.identity
        yield from ([principal.boundary.document] if principal.boundary else [])
    for resource in world.resources.values():
        yield from ([resource.policy.document] if resource.policy else [])
    for account in sorted(world.accounts):
        ceiling = world.ceiling(account)
        yield from (held.document for level in (*ceiling.service, *ceiling.resource) for held in level)
    for node in world.graph.of_type("aws_iam_policy"):
        held = held_in(world.graph, node, "", [])
        yield from ([held.document] if held else [])


def _asks(statement: Statement) -> bool:
    if any(key.lower().startswith(PRINCIPAL_TAG) for _, key, _ in statement.conditions):
        return True
    texts = (
        *statement.resources,
        *statement.not_resources,
        *(one for _, _, some in statement.conditions for one in some),
    )
    return any("${" in text and PRINCIPAL_TAG in text.lower() for text in texts)
