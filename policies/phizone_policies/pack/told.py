"""What the engine tells of a resource, as plain data: no proxies, and marked what is unknown, secret or a default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi_policy import PolicyProviderResource, PolicyResource, ResourceValidationArgs
from pulumi_policy.proxy import _DictProxy, _is_unknown, _ListProxy
from pulumi_policy.secret import Secret as Marked
from pulumi_policy.secret import _DictSecretsProxy, _ListSecretsProxy

from phizone_stacks.graph.values import Unknown

_PROXIES = (_DictProxy, _ListProxy, _DictSecretsProxy, _ListSecretsProxy)


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that is compared and never shown."""

    value: Any = field(repr=False)
    """The value itself."""


@dataclass(frozen=True, slots=True)
class Default:
    """A value that the provider, not the program, put where the program says nothing."""

    value: Any = field(repr=False)
    """The value itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A resource as the engine is about to create it."""

    urn: str
    """The engine's URN."""
    token: str
    """Pulumi's type token, as `aws:kms/key:Key`."""
    name: str
    """Logical name."""
    properties: Mapping[str, Any]
    """Its inputs in Pulumi's words; each leaf may be `Unknown` or `Secret`."""
    protect: bool
    """Pulumi's `protect` option."""
    ignore_changes: tuple[str, ...]
    """Property paths in Pulumi's words."""
    provider: Told | None
    """Its provider; None where it has none."""

    @property
    def project(self) -> str:
        """Name of its Pulumi project."""
        return self.urn.split("::")[1]

    @property
    def stack(self) -> str:
        """Name of its Pulumi stack."""
        return self.urn.split("::")[0].rpartition(":")[2]


def opened(raw: Any, hidden: bool = False) -> Any:
    """A property as plain data; secrets, and everything where `hidden`, have each leaf wrapped in `Secret`."""
    if isinstance(raw, Marked):
        return opened(raw.value, hidden=True)
    if isinstance(raw, _PROXIES):
        raw = raw["__target"]
    if isinstance(raw, Mapping):
        return {key: opened(value, hidden) for key, value in raw.items() if value is not None}
    if isinstance(raw, list):
        return [opened(value, hidden) for value in raw]
    if _is_unknown(raw):
        return Unknown("not known before apply")
    plain = _leaf(raw)
    return Secret(plain) if hidden else plain


def _leaf(raw: Any) -> Any:
    """A number without needless fraction; of a file its path, as the graph holds it."""
    if isinstance(raw, float) and raw.is_integer():
        return int(raw)
    if isinstance(raw, pulumi.Asset | pulumi.Archive):
        return str(getattr(raw, "path", None) or getattr(raw, "uri", None) or "inline")
    return raw


def bare(value: Any) -> Any:
    """A value without its marks and without what the engine keeps for itself (`__defaults`)."""
    if isinstance(value, Secret | Default):
        return bare(value.value)
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items() if not key.startswith("__")}
    if isinstance(value, list):
        return [bare(item) for item in value]
    return value


def told(args: ResourceValidationArgs | PolicyResource, hidden: bool = False) -> Told:
    """The resource of a policy's arguments; with `hidden` no leaf of it may be shown."""
    return Told(
        urn=args.urn,
        token=args.resource_type,
        name=args.name,
        properties=opened(args.props, hidden),
        protect=args.opts.protect,
        ignore_changes=tuple(args.opts.ignore_changes),
        provider=_provider(args.provider),
    )


def _provider(given: PolicyProviderResource | None) -> Told | None:
    if given is None:
        return None
    return Told(
        urn=given.urn,
        token=given.resource_type,
        name=given.name,
        properties=opened(given.props),
        protect=False,
        ignore_changes=(),
        provider=None,
    )
