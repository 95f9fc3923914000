"""What a resource type can have at all, asked of the translation data when a rule needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phizone_stacks.translation import TypeSchema


def taggable(type: str) -> bool | None:  # noqa: A002 - a node calls it so
    """Whether resources of a type take `tags`; None for a type that the provider's schema does not hold."""
    found = _schema(type)
    return None if found is None else found.taggable


def regional(type: str) -> bool | None:  # noqa: A002 - as above
    """Whether resources of a type lie in a region; None for a type that the provider's schema does not hold."""
    found = _schema(type)
    return None if found is None else found.has_region


def _schema(type: str) -> TypeSchema | None:  # noqa: A002 - as above
    # Imported late: most readers of a graph ask nothing of the data.
    from phizone_stacks.translation import UnknownType, schema

    try:
        return schema(type)
    except UnknownType:
        return None
