"""One Terraform type as data: its fields by Pulumi name, nested objects in a table of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from phizone_stacks.translation import generate_assembly as terraform
from phizone_stacks.translation import generate_pulumi as pulumi
from phizone_stacks.translation.generate_fields import Tally, match
from phizone_stacks.translation.names import camel, snake

Shape = str | int | dict[str, "Shape"]
Field = list[str | Shape]
Matched = dict[str, tuple[str, pulumi.Shape]]


class TypeData:
    """Collects the fields of one Terraform type and the objects inside it."""

    def __init__(self, name: str, renames: Mapping[str, str], assumed: Mapping[str, str], tally: Tally) -> None:
        self.name = name
        self.objects: list[dict[str, Field]] = []
        """The fields of each nested object, pointed to by position."""
        self._renames = renames
        self._assumed_names = assumed
        self._tally = tally
        self._known: dict[tuple[int, tuple[type, ...]], int] = {}
        self._assumed: dict[tuple[type, ...], terraform.Shape] = {}

    def resource(
        self, versions: Iterable[pulumi.Properties], attributes: Mapping[str, terraform.Attribute]
    ) -> dict[str, Field]:
        """The fields of the type itself; several classes may stand for it, each with names of its own."""
        matched: Matched = {}
        for properties in versions:
            for name, shape in self._matched(properties, attributes, self.name).items():
                before = matched.get(name)
                matched[name] = (shape[0], _both(before[1], shape[1])) if before else shape
        return self._fields(matched, attributes, self.name)

    def _matched(
        self, properties: pulumi.Properties, attributes: Mapping[str, terraform.Attribute], path: str
    ) -> Matched:
        found = match(properties, attributes, self._renames, path, self._tally)
        return {name: (found[name], properties[name].shape) for name in found}

    def _fields(self, matched: Matched, attributes: Mapping[str, terraform.Attribute], path: str) -> dict[str, Field]:
        taken = {name for name, _ in matched.values()}
        rest = {camel(name): (name, None) for name in attributes if name not in taken and camel(name) not in matched}
        return {
            name: self._field(name, other, shape, attributes[other], path)
            for name, (other, shape) in sorted({**rest, **matched}.items())
        }

    def _field(
        self, name: str, other: str, shape: pulumi.Shape | None, attribute: terraform.Attribute, path: str
    ) -> Field:
        given = attribute.shape
        if given.kind == "any" and shape is not None and _inside(shape).kind == "object":
            given = self._assume(shape)
        single = shape is not None and shape.kind not in ("list", "any") and given.kind in ("list", "set")
        flags = "r" * attribute.required + "c" * attribute.computed + "s" * single
        data = self._shape(shape, given, f"{path}.{other}")
        return [other if other != snake(name) else "", data, *([flags] if flags else [])]

    def _shape(self, shape: pulumi.Shape | None, given: terraform.Shape, path: str) -> Shape:
        if given.kind == "object":
            return self._object(shape.classes if shape else (), given, path)
        if given.element is None:
            return given.kind
        inner = shape.element if shape and shape.kind in ("list", "map") else shape
        return {given.kind: self._shape(inner, given.element, path)}

    def _object(self, classes: tuple[type, ...], given: terraform.Shape, path: str) -> int:
        key = (id(given), classes)
        if key not in self._known:
            # Numbered before it is filled: a web ACL's statement holds statements.
            self._known[key] = len(self.objects)
            self.objects.append({})
            properties = pulumi.properties(pulumi.Shape("object", None, classes))
            matched = self._matched(properties, given.attributes, path)
            self.objects[self._known[key]].update(self._fields(matched, given.attributes, path))
        return self._known[key]

    def _assume(self, shape: pulumi.Shape) -> terraform.Shape:
        """What Terraform has where the assembly says nothing: blocks for objects, named in the singular."""
        if shape.kind == "list" and shape.element:
            return terraform.Shape("list", self._assume_one(shape.element))
        one = self._assume_one(shape)
        return terraform.Shape("list", one) if one.kind == "object" else one

    def _assume_one(self, shape: pulumi.Shape) -> terraform.Shape:
        if shape.kind != "object":
            return terraform.Shape(shape.kind, self._assume_one(shape.element) if shape.element else None)
        if shape.classes not in self._assumed:
            attributes: dict[str, terraform.Attribute] = {}
            self._assumed[shape.classes] = terraform.Shape("object", None, attributes)
            for name, each in pulumi.properties(shape).items():
                block = each.shape.kind == "list" and _inside(each.shape).kind == "object"
                known = snake(name).removesuffix("s") if block else snake(name)
                attributes[self._assumed_names.get(name, known)] = terraform.Attribute(
                    self._assume(each.shape), False, not each.is_input
                )
        return self._assumed[shape.classes]


def _inside(shape: pulumi.Shape) -> pulumi.Shape:
    return _inside(shape.element) if shape.element else shape


def _both(first: pulumi.Shape, second: pulumi.Shape) -> pulumi.Shape:
    """One shape for a property that one class gives as an object and another as a list of objects."""
    if first.kind == "list" and second.kind == "object":
        first, second = second, first
    inner = second.element if first.kind == "object" and second.element else second
    return pulumi.merged(first, inner)
