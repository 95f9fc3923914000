"""The engine's side of a program that runs for its graph: keeps every request and answers with symbols."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.proto import resource_pb2

from phizone_stacks.capture.invokes.answers import Caller, answer
from phizone_stacks.capture.outputs import symbols
from phizone_stacks.capture.properties import plain
from phizone_stacks.capture.record import CaptureError, Record
from phizone_stacks.capture.source import CallSites, frames_of
from phizone_stacks.capture.symbols import StackOutputs, SymbolicText
from phizone_stacks.capture.tokens import TOKEN, Origin, Registry
from phizone_stacks.graph.node import Source

STACK = "pulumi:pulumi:Stack"
STACK_REFERENCE = "pulumi:pulumi:StackReference"
PROVIDER = "pulumi:providers:"


@dataclass(slots=True)
class Response:
    """What the SDK reads of a response; a plain object, so that symbols need not fit into protobuf."""

    urn: str
    id: Any = ""
    object: Mapping[str, Any] = field(default_factory=dict)
    properties: Mapping[str, Any] = field(default_factory=dict)
    unknown: bool = True  # what the answer leaves out is unknown, not None
    result: int = resource_pb2.Result.SUCCESS
    propertyDependencies: Mapping[str, Any] = field(default_factory=dict)  # noqa: N815 - protobuf's name


class RecordingMonitor(MockMonitor):
    """Records what a program registers and reads, under the URNs that the real engine would give."""

    def __init__(
        self,
        project: str,
        stack: str,
        sites: CallSites,
        registry: Registry,
        exports: Mapping[str, Mapping[str, Any]],
        disabled: Collection[str] = (),
    ) -> None:
        super().__init__(mocks=None)  # type: ignore[arg-type]
        self.project = project
        self.stack = stack
        self._sites = sites
        self._registry = registry
        self._exports = exports
        self._disabled = disabled
        self.records: dict[str, Record] = {}
        self.outputs: dict[str, Any] = {}
        self.called: dict[str, str] = {}

    def GetDeploymentInfo(self, request: Any) -> Any:  # noqa: N802
        """The mock's features but resource references: without them a resource given as a property is its id."""
        features = super().GetDeploymentInfo(request).supportedFeatures  # type: ignore[no-untyped-call]
        references = resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES
        return resource_pb2.DeploymentInfo(supportedFeatures=[each for each in features if each != references])

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """The engine's URN: the whole chain of parent types, the root stack left out."""
        parent_type = parent.split("::")[2] if parent else ""
        qualified = f"{parent_type}${type_}" if parent_type and parent_type != STACK else type_
        return f"urn:pulumi:{self.stack}::{self.project}::{qualified}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - gRPC's name
        """Keeps the request and answers with the resource's symbols."""
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK:
            return Response(urn)
        frames = frames_of(request.stackTrace)
        self._refuse(urn, request, f"{frames[0]}: " if frames else "")
        properties = plain(request.object)
        self.records[urn] = Record(
            urn=urn,
            token=request.type,
            name=request.name,
            parent=_resource(request.parent),
            custom=request.custom,
            provider=self._provider(request),
            properties=properties,
            dependencies=tuple(sorted(request.dependencies)),
            frames=frames,
            remote=request.remote,
            import_id=request.importId,
            protect=request.protect,
            retain_on_delete=request.retainOnDelete,
            ignore_changes=tuple(sorted(request.ignoreChanges)),
        )
        if not (request.custom or request.remote):
            return Response(urn, object={})
        cls = self._sites.classes.get(request.type)
        return Response(urn, self._id(urn), symbols(cls, self._registry, urn, properties))

    def _provider(self, request: Any) -> str:
        """URN of the provider that serves a request; empty where the program names none."""
        return str(request.provider.rsplit("::", 1)[0])

    def _refuse(self, urn: str, request: Any, where: str) -> None:
        """Raises: CaptureError for a registration whose result cannot be seen here, or that the engine would refuse."""
        if request.transforms:
            raise CaptureError(f"{where}{request.name} has a resource transform, which is not run here; {_TRANSFORM}")
        if request.remote:
            self._refuse_remote(where, request.name)
        if request.custom and not request.provider and self._needs_provider(request.type):
            raise CaptureError(f"{where}{request.name} has no explicit provider, and Pulumi.yaml disables default ones")
        if urn in self.records:
            raise CaptureError(f"{where}a second resource has the URN {urn}; give one of them another name")

    def _refuse_remote(self, where: str, name: str) -> None:
        """Raises: CaptureError, because nothing says what such a component makes."""
        told = "is a component of another package, whose children are not seen here; use its resources themselves"
        raise CaptureError(f"{where}{name} {told}")

    def _needs_provider(self, token: str) -> bool:
        package = token.split(":", 1)[0]
        return package != "pulumi" and bool({"*", package} & set(self._disabled))

    def ReadResource(self, request: Any) -> Any:  # noqa: N802
        """Keeps the read and answers with symbols; an earlier stack's outputs for a StackReference."""
        urn = self.make_urn(request.parent, request.type, request.name)
        frames = frames_of(request.stackTrace)
        if request.type == STACK_REFERENCE:
            return self._stack_reference(urn, request.id, frames)
        properties = plain(request.properties)
        self.records[urn] = Record(
            urn=urn,
            token=request.type,
            name=request.name,
            parent=_resource(request.parent),
            custom=True,
            provider=self._provider(request),
            properties=properties,
            dependencies=tuple(sorted(request.dependencies)),
            frames=frames,
            read=True,
            import_id=request.id,
        )
        cls = self._sites.classes.get(request.type)
        return Response(urn, request.id, properties=symbols(cls, self._registry, urn, properties))

    def _stack_reference(self, urn: str, name: str, frames: tuple[Source, ...]) -> Response:
        where = str(frames[0]) if frames else self.project
        if name not in self._exports:
            have = ", ".join(sorted(self._exports)) or "none"
            raise CaptureError(f"{where}: no stack {name!r} was captured before this one; there are: {have}")
        outputs = {key: self._wrap(value) for key, value in self._exports[name].items()}
        state = {"name": name, "outputs": StackOutputs(name, outputs, self.called), "secretOutputNames": []}
        return Response(urn, name, properties=state)

    def _wrap(self, value: Any) -> Any:
        if isinstance(value, str) and value in self._registry.text:
            return SymbolicText(self._registry, self._registry.text[value])
        if isinstance(value, list):
            return [self._wrap(item) for item in value]
        if isinstance(value, dict):
            return {key: self._wrap(item) for key, item in value.items()}
        return value

    def _id(self, urn: str) -> SymbolicText:
        return SymbolicText(self._registry, Origin(urn, ("id",)))

    def Invoke(self, request: Any) -> Any:  # noqa: N802
        """Answers a provider function that the provider alone decides. Raises: CaptureError for any other."""
        caller = caller_of(self.records.get(self._provider(request)))
        found = answer(request.tok, caller, rpc.deserialize_properties(request.args))
        if found is None:
            where = f"{self.called[request.tok]}: " if self.called.get(request.tok) else ""
            raise CaptureError(
                f"{where}the provider function {request.tok} needs AWS to answer, and there is no AWS here; "
                "take the value from configuration instead of looking it up"
            )
        struct = struct_pb2.Struct()
        struct.update(found)
        return SimpleNamespace(failures=None, unknown=False, **{"return": struct})

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        """Keeps the stack's exports; what a component registers is in its children already."""
        if request.urn.split("::")[2] == STACK:
            self.outputs = plain(request.outputs)
        return empty_pb2.Empty()

    def RegisterStackTransform(self, request: Any) -> Any:  # noqa: N802
        """Refuses: a transform would change what is built and cannot be seen here. Raises: CaptureError."""
        raise CaptureError(
            f"the program registers a resource transform for the whole stack, which is not run here; {_TRANSFORM}"
        )

    def RegisterStackInvokeTransform(self, request: Any) -> Any:  # noqa: N802
        """Refuses, as `RegisterStackTransform`. Raises: CaptureError."""
        raise CaptureError(
            f"the program registers an invoke transform for the whole stack, which is not run here; {_TRANSFORM}"
        )


_TRANSFORM = "change the resource's arguments where it is made"


def _resource(urn: str) -> str:
    return "" if not urn or urn.split("::")[2] == STACK else urn


def caller_of(provider: Record | None) -> Caller:
    """The account and region that a provider's own arguments fix. Source: pulumi-aws 7 provider arguments."""
    if provider is None or not provider.token.startswith(PROVIDER):
        return Caller("", "")
    allowed = _decoded(provider.properties.get("allowedAccountIds"))
    roles = _decoded(provider.properties.get("assumeRoles"))
    arns = [str(role.get("roleArn") or role.get("role_arn")) for role in roles]
    accounts = {str(account) for account in allowed} or {arn.split(":")[4] for arn in arns if arn.count(":") >= 5}
    region = provider.properties.get("region", "")
    known = isinstance(region, str) and not TOKEN.search(region)
    return Caller(accounts.pop() if len(accounts) == 1 else "", region if known else "")


def _decoded(value: Any) -> list[Any]:
    """A provider's list argument, which the SDK sends as JSON text."""
    decoded = json.loads(value) if isinstance(value, str) and value.startswith("[") else value
    return decoded if isinstance(decoded, list) else []
