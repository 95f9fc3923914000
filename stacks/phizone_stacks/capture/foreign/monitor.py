"""The engine's side of a foreign program: what nobody knows is answered with symbols, and what is guessed is said."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from hashlib import blake2b
from types import SimpleNamespace
from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime import rpc

from phizone_stacks.capture.anything import Anything, GuessedBoolean
from phizone_stacks.capture.assemble import Problem
from phizone_stacks.capture.foreign.transforms import Transforms
from phizone_stacks.capture.invokes.answers import Caller, RefusedCall, known_part
from phizone_stacks.capture.monitor import PROVIDER, RecordingMonitor, Response, caller_of
from phizone_stacks.capture.outputs import results
from phizone_stacks.capture.properties import plain
from phizone_stacks.capture.record import CaptureError, Record
from phizone_stacks.capture.source import CallSites
from phizone_stacks.capture.symbols import KEY, SymbolicMap, SymbolicText
from phizone_stacks.capture.tokens import TOKEN, Origin, Registry
from phizone_stacks.graph.graph import UNNAMED_ACCOUNT
from phizone_stacks.graph.node import Source

CONFIGURATION = "pulumi:config:Value"
"""Token of the data node that stands for an encrypted configuration value."""
_SHORT = 60
_AWS = "aws"


class ForeignMonitor(RecordingMonitor):
    """Records as `RecordingMonitor` and answers what that one refuses: look-ups, remote components, other stacks."""

    def __init__(
        self,
        project: str,
        stack: str,
        sites: CallSites,
        registry: Registry,
        provider: Mapping[str, Any],
        disabled: Collection[str] = (),
    ) -> None:
        super().__init__(project, stack, sites, registry, {}, disabled)
        registry.lenient = True
        self.problems: set[Problem] = set()
        self.answers: dict[str, type] = {}
        self._transforms = Transforms()
        self._default = self.make_urn("", f"{PROVIDER}{_AWS}", "default")
        self._defaults = provider
        self._default_provider()

    def _default_provider(self) -> None:
        """Makes the default provider's record: its arguments are the configuration's `aws:` keys."""
        self.records[self._default] = Record(
            urn=self._default,
            token=f"{PROVIDER}{_AWS}",
            name="default",
            parent="",
            custom=True,
            provider="",
            properties=self._defaults,
        )

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - gRPC's name
        """Replays the transforms of a request, then keeps it; outputs that a transform changed are its."""
        urn = self.make_urn(request.parent, request.type, request.name)
        changed = self._transforms.apply(request, urn, self._parents(request.parent))
        response = super().RegisterResource(request)
        given = plain(request.object)
        response.object = {**response.object, **{name: given[name] for name in changed & set(given)}}
        return response

    def RegisterStackTransform(self, request: Any) -> Any:  # noqa: N802 - gRPC's name
        """Remembers a transform of every later resource."""
        self._transforms.add_for_stack(request.token)
        return empty_pb2.Empty()

    def _parents(self, urn: str) -> Iterator[str]:
        while urn:
            yield urn
            urn = self.records[urn].parent if urn in self.records else ""

    def encrypted(self, key: str) -> Anything:
        """The symbol of a configuration value that only its owner can decrypt, or that was not given."""
        return Anything(self._registry, self._configured(key))

    def note_secret(self, key: str, value: str) -> None:
        """Remembers which configuration a secret text is, so that the graph says so and does not hold it."""
        self._registry.secrets[value] = self._configured(key)

    def _configured(self, key: str) -> Origin:
        return Origin(self._look_up(CONFIGURATION, key, {}, "", ()), ("value",))

    def _provider(self, request: Any) -> str:
        token = getattr(request, "type", "") or getattr(request, "tok", "")
        return super()._provider(request) or (self._default if token.split(":", 1)[0] == _AWS else "")

    def _refuse_remote(self, where: str, name: str) -> None:
        """Nothing: a component of another package is a node whose children are not examined."""

    def _stack_reference(self, urn: str, name: str, frames: tuple[Source, ...]) -> Response:
        where = str(frames[0]) if frames else ""
        self.problems.add(Problem(where, f"the outputs of the stack {name} are not known here"))
        made = self._look_up("pulumi:pulumi:StackReference", name, {}, "", frames)
        key = SymbolicText(self._registry, Origin(made, ("outputs", KEY)))
        outputs = SymbolicMap(
            self._registry,
            Origin(made, ("outputs",)),
            key,
            lambda step: Anything(self._registry, Origin(made, ("outputs", step))),
        )
        return Response(urn, name, properties={"name": name, "outputs": outputs, "secretOutputNames": []})

    def Invoke(self, request: Any) -> Any:  # noqa: N802 - gRPC's name
        """Answers a provider function with what is fixed of it and symbols for the rest."""
        arguments = rpc.deserialize_properties(request.args)
        provider = self._provider(request)
        given = caller_of(self.records.get(provider))
        caller = Caller(given.account or UNNAMED_ACCOUNT, given.region)
        try:
            known = known_part(request.tok, caller, arguments)
        except RefusedCall as wrong:
            raise CaptureError(f"{self._called(request.tok)}{request.tok}: {wrong}") from None
        if known is None:
            self._say(request.tok, "is not emulated; its result is unknown")
        declared = self.answers.get(request.tok)
        if declared is None:
            if not known:
                return SimpleNamespace(failures=None, unknown=True, **{"return": {}})
            return SimpleNamespace(failures=None, unknown=False, **{"return": known})
        return self._answer(request.tok, arguments, known or {}, declared, provider)

    def _answer(
        self, token: str, arguments: Mapping[str, Any], known: Mapping[str, Any], declared: type, provider: str
    ) -> Any:
        urn = self._look_up(token, _name(arguments), arguments, provider, _frames(self.called.get(token, "")))
        found = results(declared, self._registry, urn)
        for name, value in {**_echoed(arguments, found), **known}.items():
            if name in found:
                found[name] = value(found[name]) if callable(value) else value
        return SimpleNamespace(failures=None, unknown=False, **{"return": found})

    def Call(self, request: Any) -> Any:  # noqa: N802 - gRPC's name
        """Answers a resource's method: nobody but its provider knows the result."""
        self._say(request.tok, "is a method of a provider; its result is unknown")
        declared = self.answers.get(request.tok)
        urn = self._look_up(request.tok, "call", {}, "", ())
        found = results(declared, self._registry, urn) if declared else {}
        return SimpleNamespace(failures=None, returnDependencies={}, **{"return": found})

    def _say(self, token: str, what: str) -> None:
        self.problems.add(Problem(self._called(token).removesuffix(": "), f"the provider function {token} {what}"))

    def _called(self, token: str) -> str:
        return f"{self.called[token]}: " if self.called.get(token) else ""

    def _look_up(
        self, token: str, name: str, arguments: Mapping[str, Any], provider: str, frames: tuple[Source, ...]
    ) -> str:
        """The URN of the data node of a look-up: one for each function and arguments."""
        urn = self.make_urn("", token, name)
        if urn not in self.records:
            self.records[urn] = Record(
                urn=urn,
                token=token,
                name=name,
                parent="",
                custom=True,
                provider=provider,
                properties=dict(arguments),
                frames=frames,
                read=True,
            )
        return urn


def _frames(called: str) -> tuple[Source, ...]:
    """The lines of a call, as `CallSites.here` tells them."""
    pairs = [place.rpartition(":") for place in called.split(" from ")] if called else []
    return tuple(Source(file, int(line)) for file, _, line in pairs)


def _echoed(arguments: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments that the answer repeats as they are: texts, numbers, booleans and lists of texts."""
    repeated = {name: _as(found[name], value) for name, value in arguments.items() if name in found}
    return {name: value for name, value in repeated.items() if value is not None}


def _as(symbol: Any, value: Any) -> Any:
    """An argument in the type of the result of its name, None where it has another shape."""
    if isinstance(symbol, GuessedBoolean):
        return {"true": True, "false": False}.get(str(value).lower())
    if isinstance(symbol, list):
        texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
        return value if texts else None
    return value if isinstance(value, str) and isinstance(symbol, str) else None


def _name(arguments: Mapping[str, Any]) -> str:
    """A name for a look-up by its arguments: themselves where they are short and literal, else a digest."""
    if not arguments:
        return "current"
    text = json.dumps(arguments, sort_keys=True, separators=(",", ":"), default=str)
    plain = text[1:-1].replace('"', "")
    literal = len(plain) <= _SHORT and "::" not in plain and not TOKEN.search(plain)
    return plain if literal else blake2b(text.encode(), digest_size=4).hexdigest()
