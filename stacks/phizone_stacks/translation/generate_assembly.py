"""The Terraform AWS provider's schema, read from the text of the JavaScript that cdktn generated from it."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_CLASS = re.compile(r"^class (\w+) extends cdktn\.(\w+) \{$", re.MULTILINE)
_ATTRIBUTE = re.compile(
    r"^    // (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n"
    r"(.*?)(?=^    // \w+ - computed: |^    // =|\Z)",
    re.MULTILINE | re.DOTALL,
)
_CHILD = re.compile(r'new (?:\w+\.)?(\w+)\(this, "\w+"(?:, (true|false))?\)')
_ITEM = re.compile(r"^        return new (?:\w+\.)?(\w+)\(this\.terraformResource", re.MULTILINE)
_GETTER = re.compile(r"return (.*);")
_TYPE = re.compile(r'static tfResourceType = "(\w+)";')
_PROVIDER = re.compile(r"providerVersion: '([^']+)'")
_SCALARS = {"String": "string", "Number": "number", "Boolean": "bool"}
_SOURCE_MAP = "//# sourceMappingURL="


@dataclass(frozen=True, slots=True)
class Shape:
    """What values a Terraform attribute takes."""

    kind: str
    """One of string, number, bool, any, list, set, map and object."""
    element: Shape | None = None
    """The shape of the members of a list, set or map."""
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    """The attributes of an object by Terraform name."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute or block of a resource or of a block."""

    shape: Shape
    """What values it takes."""
    required: bool
    """True where a configuration must give it."""
    computed: bool
    """True where only the provider gives it."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """The schemas of all resource types of one provider release."""

    version: str
    """Version of the assembly's package."""
    provider: str
    """Version of the Terraform AWS provider it was made from."""
    resources: Mapping[str, Mapping[str, Attribute]]
    """Attributes by Terraform type."""


class _Classes:
    """The JavaScript classes of one resource type and the shapes they stand for."""

    def __init__(self, text: str) -> None:
        heads = list(_CLASS.finditer(text))
        ends = [*(head.start() for head in heads[1:]), len(text)]
        self.bodies = {head[1]: text[head.end() : end] for head, end in zip(heads, ends, strict=False)}
        self.bases = {head[1]: head[2] for head in heads}
        self._shapes: dict[str, Shape] = {}

    def attributes(self, name: str) -> dict[str, Attribute]:
        return {
            found[1]: Attribute(self._value(found[5]), found[4] == "true", found[3] == found[4] == "false")
            for found in _ATTRIBUTE.finditer(self.bodies[name])
        }

    def _value(self, text: str) -> Shape:
        child = _CHILD.search(text)
        if child is None:
            getter = _GETTER.search(text)
            return _plain(getter[1] if getter else "")
        if child[1] not in self.bases:
            return _plain(f"this.get{child[1]}Attribute()")
        return self._nested(child[1], wraps_set=child[2] == "true")

    def _nested(self, name: str, *, wraps_set: bool = False) -> Shape:
        base, body = self.bases[name], self.bodies[name]
        if base == "ComplexObject":
            # A block of at most one is a list read at index 0; a nested attribute has no index.
            block = "super(terraformResource, terraformAttribute, false, 0)" in body
            return Shape("list", self._object(name)) if block else self._object(name)
        item = _ITEM.search(body)
        element = self._nested(item[1]) if item else Shape("any")
        return Shape("map" if base == "ComplexMap" else "set" if wraps_set else "list", element)

    def _object(self, name: str) -> Shape:
        if name not in self._shapes:
            # Kept before it is filled: a web ACL's statement holds statements.
            found: dict[str, Attribute] = {}
            self._shapes[name] = Shape("object", None, found)
            found.update(self.attributes(name))
        return self._shapes[name]


def _plain(getter: str) -> Shape:
    """The shape read by a getter such as `cdktn.Fn.tolist(this.getListAttribute('x'))`."""
    found = re.search(r"this\.get(String|Number|Boolean)?(Map|List)?Attribute\(", getter)
    if found is None:
        return Shape("any")
    scalar = Shape(_SCALARS[found[1] or "String"])
    if found[2] is None:
        return scalar
    return Shape("map" if found[2] == "Map" else "set" if "Fn.tolist(" in getter else "list", scalar)


def _texts(archive: tarfile.TarFile) -> Iterator[tuple[str, str]]:
    """Directory under lib/ and text of every resource's JavaScript file."""
    for member in archive:
        parts = member.name.split("/")
        if not member.name.endswith(".js") or len(parts) < 4 or parts[2].startswith("data-aws-"):
            continue
        stream = archive.extractfile(member)
        if stream is not None:
            yield parts[2], stream.read().decode().partition(_SOURCE_MAP)[0]


def _resource(text: str) -> Iterator[tuple[str, dict[str, Attribute]]]:
    classes = _Classes(text)
    for name, base in classes.bases.items():
        found = _TYPE.search(classes.bodies[name])
        if base == "TerraformResource" and found:
            yield found[1], classes.attributes(name)


def read_assembly(path: Path) -> Assembly:
    """Reads the assembly archive at `path`; no Node and no jsii runtime are needed."""
    with tarfile.open(path, "r:gz") as archive:
        manifest = archive.extractfile("package/package.json")
        version = json.load(manifest)["version"] if manifest else ""
        files: dict[str, list[str]] = {}
        for folder, text in _texts(archive):
            files.setdefault(folder, []).append(text)
    resources: dict[str, Mapping[str, Attribute]] = {}
    provider = ""
    for folder in sorted(files):
        text = "\n".join(files.pop(folder))
        resources.update(_resource(text))
        found = _PROVIDER.search(text)
        provider = found[1] if found else provider
    return Assembly(version, provider, resources)
