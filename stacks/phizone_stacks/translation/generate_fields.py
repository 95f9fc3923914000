"""Which Terraform attribute a Pulumi property stands for, at every depth of a resource type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from phizone_stacks.translation import generate_assembly as terraform
from phizone_stacks.translation import generate_pulumi as pulumi
from phizone_stacks.translation.generate_pairs import agreement, squashed, stem
from phizone_stacks.translation.names import snake

_SCALARS = frozenset({"string", "number", "bool", "any"})
_MANY = frozenset({"list", "set"})


@dataclass(slots=True)
class Tally:
    """How the properties of all types were matched."""

    inputs: Counter[str] = field(default_factory=Counter)
    """Inputs by how they were matched: rule, renamed, table or none."""
    outputs: Counter[str] = field(default_factory=Counter)
    """Properties that are outputs only, in the same way."""
    renamed: list[str] = field(default_factory=list)
    """The renames found from the data, as `path: pulumi -> terraform`."""
    unmatched: list[str] = field(default_factory=list)
    """The paths of inputs and outputs that stand for no attribute."""


def match(
    properties: pulumi.Properties,
    attributes: Mapping[str, terraform.Attribute],
    renames: Mapping[str, str],
    path: str,
    tally: Tally,
) -> dict[str, str]:
    """Terraform name by Pulumi name; properties that stand for nothing are left out."""
    table = {name: renames[f"{path}.{name}"] for name in properties if f"{path}.{name}" in renames}
    ruled = _by_rule(_without(properties, table), attributes, table.values())
    found = table | ruled
    unused = {name: each for name, each in attributes.items() if name not in found.values() and name != "timeouts"}
    guessed = _by_shape(_without(properties, found), unused)
    found |= guessed
    how = dict.fromkeys(table, "table") | dict.fromkeys(ruled, "rule") | dict.fromkeys(guessed, "renamed")
    tally.renamed += [f"{path}: {name} -> {guessed[name]}" for name in sorted(guessed)]
    for name, each in sorted(properties.items()):
        (tally.inputs if each.is_input else tally.outputs)[how.get(name, "none")] += 1
    tally.unmatched += [f"{path}.{name}" for name in sorted(properties) if name not in found]
    return found


def _without(properties: pulumi.Properties, names: Mapping[str, str]) -> pulumi.Properties:
    return {name: each for name, each in properties.items() if name not in names}


def _by_rule(
    properties: pulumi.Properties, attributes: Mapping[str, terraform.Attribute], taken: Iterable[str]
) -> dict[str, str]:
    """Names that are equal but for their case, then those equal but for their number."""
    spellings = {squashed(name): name for name in attributes}
    found = {
        name: spellings[squashed(name)]
        for name, each in properties.items()
        if squashed(name) in spellings and compatible(each.shape, attributes[spellings[squashed(name)]].shape)
    }
    used = {*found.values(), *taken}
    stems: dict[str, list[str]] = {}
    for name in attributes:
        stems.setdefault(stem(name), []).append(name)
    for name, each in properties.items():
        # A block may have two names: `expiration` in aws:s3/bucket:Bucket is `expirations` in BucketV2.
        choices = [
            other
            for other in stems.get(stem(name), ())
            if (other not in used or _inside(each.shape).classes) and compatible(each.shape, attributes[other].shape)
        ]
        if name not in found and len(choices) == 1:
            found[name] = choices[0]
    return found


def _by_shape(properties: pulumi.Properties, attributes: Mapping[str, terraform.Attribute]) -> dict[str, str]:
    """Pairs of the unmatched that fit each other and nothing else, and share a word or all of their fields."""
    fits = {
        name: [other for other, attribute in attributes.items() if _alike(name, each, other, attribute)]
        for name, each in properties.items()
    }
    uses = Counter(other for others in fits.values() for other in others)
    return {name: others[0] for name, others in fits.items() if len(others) == 1 and uses[others[0]] == 1}


def _alike(name: str, each: pulumi.Property, other: str, attribute: terraform.Attribute) -> bool:
    if each.is_input == attribute.computed or not compatible(each.shape, attribute.shape):
        return False
    inner, outer = _inside(each.shape), _innermost(attribute.shape)
    if inner.kind == "object":
        return agreement(pulumi.properties(inner), outer.attributes) >= 0.8
    shorter, longer = sorted((snake(name), other), key=len)
    return stem(longer).endswith(stem(shorter)) or longer.startswith(shorter)


def _inside(shape: pulumi.Shape) -> pulumi.Shape:
    return _inside(shape.element) if shape.element else shape


def _innermost(shape: terraform.Shape) -> terraform.Shape:
    return _innermost(shape.element) if shape.element else shape


def compatible(shape: pulumi.Shape, attribute: terraform.Shape) -> bool:
    """True where a value of `shape` can stand for `attribute`, wrapped in a list if need be."""
    if "any" in (shape.kind, attribute.kind):
        return True
    if shape.kind == "list" or shape.kind == "map" or attribute.kind == "map":
        wanted = _MANY if shape.kind == "list" else {"map"}
        return attribute.kind in wanted and compatible(
            shape.element or pulumi.Shape("any"), attribute.element or terraform.Shape("any")
        )
    if attribute.kind in _MANY:
        return compatible(shape, attribute.element or terraform.Shape("any"))
    return shape.kind == attribute.kind or (shape.kind in _SCALARS and attribute.kind in _SCALARS)
