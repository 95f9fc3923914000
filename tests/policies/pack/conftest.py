"""The policy server as the engine asks it: the one place that knows pulumi-policy's private class, and its messages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import struct_pb2
from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy import EnforcementLevel
from pulumi_policy.deserialize import SPECIAL_SECRET_SIG, SPECIAL_SIG_KEY
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

from phizone_environments.load import load
from phizone_policies.pack import configuration
from phizone_policies.pack.serve import PACK, Server, policies
from phizone_stacks.capture.assemble import assemble
from phizone_stacks.capture.record import Record, StackRun
from phizone_stacks.capture.symbols import SPLAT
from phizone_stacks.capture.tokens import TOKEN, Origin, Registry
from phizone_stacks.capture.zone import run_stack, stacks
from phizone_stacks.graph.canonical import digest, dumps
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical
from phizone_stacks.translation import attribute_path

ROOT = Path(__file__).parents[3]
LEVELS = {0: "advisory", 1: "mandatory"}
ZONE = load(ROOT / "environments")
STACKS = [str(name) for wave in stacks(ZONE) for name in wave]


@dataclass(frozen=True)
class Resource:
    """What the engine tells of a resource."""

    urn: str
    type: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    provider: Resource | None = None
    protect: bool = False
    ignore_changes: tuple[str, ...] = ()
    depends: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.urn.rpartition("::")[2]

    def having(self, **properties: Any) -> Resource:
        """With these properties beside or instead of its own; None takes one away."""
        merged = {name: value for name, value in {**self.properties, **properties}.items() if value is not None}
        return replace(self, properties=merged)


@dataclass(frozen=True)
class Violation:
    """A diagnostic of the server."""

    policy: str
    level: str
    text: str


class Refused(Exception):
    """The server ended the run."""


class Refusing:
    """The server's end of a call, which it may abort."""

    def abort(self, code: Any, reason: str) -> None:
        raise Refused(f"{code}: {reason}")


class Engine:
    """Asks the server as the engine does: remediations first, with all keys, then the validation without its own."""

    def __init__(self, project: str, config: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.server = Server(PACK, "0.1.0", policies(project), EnforcementLevel.ADVISORY)
        request = analyzer_pb2.ConfigureAnalyzerRequest()
        for name, given in (config or {}).items():
            properties = {key: value for key, value in given.items() if key != "enforcementLevel"}
            request.policyConfig[name].properties.update(properties)
            request.policyConfig[name].enforcementLevel = analyzer_pb2.EnforcementLevel.Value(
                given["enforcementLevel"].upper()
            )
        self.server.Configure(request, Refusing())

    def analyze(self, resource: Resource, other_pack: Mapping[str, Any] | None = None) -> list[Violation]:
        """The violations of a resource; another pack may have changed properties after our remediation was asked."""
        assert not self.server.Remediate(_request(resource, resource.properties), None).remediations
        seen = _without_internal({**resource.properties, **(other_pack or {})})
        return _violations(self.server.Analyze(_request(resource, seen), None))

    def whole(self, resources: Sequence[Resource]) -> list[Violation]:
        """The violations of the stack."""
        request = analyzer_pb2.AnalyzeStackRequest()
        for each in resources:
            dependencies = {
                name: analyzer_pb2.AnalyzerPropertyDependencies(urns=urns) for name, urns in each.depends.items()
            }
            request.resources.append(
                analyzer_pb2.AnalyzerResource(
                    urn=each.urn,
                    type=each.type,
                    name=each.name,
                    properties=_struct(_without_internal(each.properties)),
                    propertyDependencies=dependencies,
                )
            )
        return _violations(self.server.AnalyzeStack(request, None))

    def preview(self, resources: Sequence[Resource]) -> list[Violation]:
        """All violations of a stack, resource by resource and then as a whole."""
        return [*(found for each in resources for found in self.analyze(each)), *self.whole(resources)]


def _violations(response: Any) -> list[Violation]:
    return [Violation(each.policyName, LEVELS[each.enforcementLevel], each.message) for each in response.diagnostics]


def _without_internal(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_internal(item) for key, item in value.items() if not key.startswith("__")}
    return [_without_internal(item) for item in value] if isinstance(value, list) else value


def _struct(properties: Mapping[str, Any]) -> struct_pb2.Struct:
    struct = struct_pb2.Struct()
    struct.update(dict(properties))
    return struct


def _request(resource: Resource, properties: Mapping[str, Any]) -> analyzer_pb2.AnalyzeRequest:
    request = analyzer_pb2.AnalyzeRequest(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        properties=_struct(properties),
        options=analyzer_pb2.AnalyzerResourceOptions(protect=resource.protect, ignoreChanges=resource.ignore_changes),
    )
    if resource.provider is not None:
        by = resource.provider
        request.provider.CopyFrom(
            analyzer_pb2.AnalyzerProviderResource(
                urn=by.urn, type=by.type, name=by.name, properties=_struct(by.properties)
            )
        )
    return request


def secret(value: Any) -> dict[str, Any]:
    """A secret as the engine sends it."""
    return {SPECIAL_SIG_KEY: SPECIAL_SECRET_SIG, "value": value}


class Programs:
    """The zone's programs as the engine tells them, at preview and at apply."""

    def __init__(self) -> None:
        self.runs: dict[str, StackRun] = {}
        self.registry = Registry()
        exports: dict[str, dict[str, object]] = {}
        for name in (name for wave in stacks(ZONE) for name in wave):
            run = run_stack(ROOT, name, exports, self.registry)
            exports[f"organization/{run.project}/{run.stack}"] = dict(run.outputs)
            self.registry.merge(run.registry)
            self.runs[run.name] = run
        self.graph: Graph = assemble(self.runs.values())[0]
        self._nodes: dict[str, Node] = {node.urn: node for node in self.graph}

    @cache  # noqa: B019 - there is one of them
    def preview(self, stack: str) -> list[Resource]:
        """A stack's resources when nothing of the zone exists: every output is unknown."""
        return self._resources(stack, lambda origin: None)

    def apply(self, stack: str) -> list[Resource]:
        """A stack's resources with the values that AWS would give for outputs."""
        return self._resources(stack, self._answer)

    def _answer(self, origin: Origin) -> str:
        node = self._nodes[origin.urn]
        attribute = attribute_path(node.type, origin.path)
        found = physical(node, attribute)
        if isinstance(found, str):
            return found
        made = sha256(f"{origin.urn} {attribute}".encode()).hexdigest()[:17]
        region = "" if node.region == "global" else node.region
        return f"arn:aws:any:{region}:{node.account}:any/{made}" if attribute == "arn" else made

    def _resources(self, stack: str, answer: Any) -> list[Resource]:
        run = self.runs[stack]
        providers = {each.urn: self._resource(each, answer, None) for each in run.records if "providers:" in each.token}
        return [
            providers.get(each.urn) or self._resource(each, answer, providers.get(each.provider))
            for each in run.records
        ]

    def _resource(self, record: Record, answer: Any, provider: Resource | None) -> Resource:
        return Resource(
            urn=record.urn,
            type=record.token,
            properties={name: self._value(value, answer) for name, value in record.properties.items()},
            provider=provider if record.custom else None,
            protect=record.protect,
            ignore_changes=record.ignore_changes,
            depends={name: sorted(self._origins(value)) for name, value in record.properties.items()},
        )

    def _value(self, value: Any, answer: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._value(item, answer) for key, item in value.items()}
        if isinstance(value, list):
            return [self._value(item, answer) for item in value]
        if not isinstance(value, str) or not TOKEN.search(value):
            return value
        origins = [self.registry.text[token] for token in TOKEN.findall(value)]
        assert not any(SPLAT in origin.path for origin in origins)
        if any(answer(origin) is None for origin in origins):
            return UNKNOWN_STRING_VALUE
        return TOKEN.sub(lambda match: answer(self.registry.text[match.group()]), value)

    def _origins(self, value: Any) -> set[str]:
        return {self.registry.text[token].urn for token in TOKEN.findall(json.dumps(value))}


@pytest.fixture(scope="session")
def programs() -> Programs:
    return Programs()


@pytest.fixture(scope="session")
def proved(programs, tmp_path_factory) -> dict[str, dict[str, str]]:
    """The configuration of the pack with the zone's graph."""
    file = tmp_path_factory.mktemp("proved") / "zone.json"
    text = dumps(programs.graph)
    file.write_text(text, encoding="utf-8")
    return configuration(file, digest(text))


@pytest.fixture
def previewing(monkeypatch) -> None:
    monkeypatch.setenv("PULUMI_DRY_RUN", "true")


@pytest.fixture
def applying(monkeypatch) -> None:
    monkeypatch.setenv("PULUMI_DRY_RUN", "false")
