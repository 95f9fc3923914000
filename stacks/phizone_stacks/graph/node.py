"""One resource of the graph, and how its attributes are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from phizone_stacks.graph.defaults import default_of
from phizone_stacks.graph.values import Ref, Unknown, Value


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A line of the program that made a resource."""

    file: str
    """Path relative to the project's root, with forward slashes."""
    line: int
    """Line number, from 1."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class UnknownValue(Exception):
    """A rule asked for a value that is not known before apply; whoever runs the rule answers UNKNOWN."""

    def __init__(self, address: str, path: str, reason: str = "") -> None:
        super().__init__(f"{path} of {address} is not known before apply" + (f": {reason}" if reason else ""))
        self.address = address
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A resource in the Terraform AWS provider's vocabulary; equal and hashed by its content and its address."""

    address: str
    """`<layer>.<stack>/<type>.<name>`, unique in the zone."""
    type: str
    """Terraform type as `aws_s3_bucket`; `data.` before it where the program only reads the resource."""
    name: str
    """Logical name in the program."""
    urn: str = ""
    """The URN that Pulumi's engine gives it; empty where the source is no Pulumi program."""
    account: str = ""
    """Twelve-digit id of the account it is made in; empty where the provider does not fix it."""
    region: str = ""
    """Region it is made in; `global` for types without one; empty where the provider does not fix it."""
    environment: str = "shared"
    """Name of the environment it belongs to, or `shared`."""
    layer: str = ""
    """Name of the layer, which is the Pulumi project."""
    component: tuple[str, ...] = ()
    """The ComponentResources around it, outermost first, each as `Type name`."""
    source: Source | None = None
    """The line of the resource call; None where it cannot be told."""
    called_from: tuple[Source, ...] = ()
    """The project's other lines on the way to that call, innermost first."""
    depends_on: tuple[str, ...] = ()
    """Addresses it waits for beside those its attributes refer to, sorted."""
    protect: bool = False
    """Whether Pulumi refuses to delete it."""
    retain_on_delete: bool = False
    """Whether AWS keeps it when the program lets it go."""
    ignore_changes: tuple[str, ...] = ()
    """Attributes whose later changes are not applied, sorted."""
    import_id: str = ""
    """Id under which an existing resource is adopted or read; empty for a new one."""
    attributes: Mapping[str, Value] = field(default_factory=dict)
    """Attributes as the source gives them, without defaults; read them with `get`."""

    def __hash__(self) -> int:
        return hash(self.address)

    def peek(self, path: str) -> Value:
        """The effective value at a path as `rule.0.status`: given, else the default, else None; may be `Unknown`."""
        head, *rest = path.split(".")
        value: Value = self.attributes.get(head)
        if value is None:
            value = default_of(self, head)
        for step in rest:
            value = _step(value, step)
        return value

    def get(self, path: str) -> Value:
        """As `peek`. Raises: UnknownValue where the value is, or lies inside, an unknown."""
        value = self.peek(path)
        if isinstance(value, Unknown):
            raise UnknownValue(self.address, path, value.reason)
        return value

    def text(self, path: str) -> str:
        """The literal text at a path; empty where it is absent, a reference or no text. Raises: UnknownValue."""
        value = self.get(path)
        return value if isinstance(value, str) else ""

    def blocks(self, path: str) -> list[dict[str, Value]]:
        """The blocks at a path as a list of objects, empty where absent. Raises: UnknownValue."""
        value = self.get(path)
        if isinstance(value, Ref):
            raise UnknownValue(self.address, path, f"the whole of {value.address} {value.attribute}")
        items = value if isinstance(value, list) else [] if value is None else [value]
        if any(isinstance(item, Unknown) for item in items):
            raise UnknownValue(self.address, path)
        return [item for item in items if isinstance(item, dict)]

    def items(self, path: str) -> list[Value]:
        """The elements of a list at a path, empty where absent; none is unknown. Raises: UnknownValue."""
        value = self.get(path)
        items: list[Value] = value if isinstance(value, list) else [] if value is None else [value]
        for item in items:
            if isinstance(item, Unknown):
                raise UnknownValue(self.address, path, item.reason)
        return items


def _step(value: Value, step: str) -> Value:
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Ref):
        return Ref(value.address, f"{value.attribute}.{step}")
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and step.isdigit():
        return value[int(step)] if int(step) < len(value) else None
    return None
