"""An emulated zone that holds something of every type, read by one reader in one place while AWS answers badly."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from botocore.awsrequest import AWSResponse
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse

from phizone_environments.load import load
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.emulator.apply import apply
from phizone_stacks.emulator.gaps import not_emulated
from phizone_stacks.emulator.running import in_process
from phizone_stacks.emulator.tamper import Tampering, tamper, tamperings
from phizone_stacks.emulator.zone import before
from phizone_stacks.graph.graph import Graph
from phizone_stacks.live import read as reading
from phizone_stacks.live.calls import Calls
from phizone_stacks.live.place import Place
from phizone_stacks.live.read import Asked, Seen, places, read
from phizone_stacks.live.reading import Reader, all_readers

ROOT = Path(__file__).parents[4]
HERE = Path(__file__).parent
# Services that answer in JSON; what each of these says stands for what the emulator lacks or holds nothing of.
ANSWERS: Mapping[str, Any] = yaml.safe_load((HERE / "answers.yaml").read_text(encoding="utf-8"))
ANSWERED = "x-answered"
_EMULATED = BotocoreStubber.process_request


class Recorded(Calls):
    """Calls that say what is asked of them."""

    asked: dict[str, set[str]] = {}
    """The keys of lists by operation, none for an operation that is asked for one answer."""

    def get(self, service: str, operation: str, **given: Any) -> dict[str, Any]:
        self.asked.setdefault(f"{service}.{operation}", set())
        return super().get(service, operation, **given)

    def pages(self, service: str, operation: str, **given: Any) -> list[dict[str, Any]]:
        self.asked.setdefault(f"{service}.{operation}", set())
        return super().pages(service, operation, **given)

    def all(self, service: str, operation: str, key: str, **given: Any) -> list[Any]:
        self.asked.setdefault(f"{service}.{operation}", set()).add(key)
        return super().all(service, operation, key, **given)


@dataclass
class Fault:
    """What AWS does to the requests of one operation, in order; the last is done to all that follow."""

    statuses: tuple[int | None, ...]
    """Status of each refusal; None where the request is answered."""
    code: str = ""
    """Error code of the refusals."""
    drops: str = ""
    """Key, as `Vpcs` or `Distribution.Items`, that the first answer lacks."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What the first answer says beside: that there are more pages."""
    requests: int = 0
    """Requests that were made."""

    def send(self, request: Any, **_: Any) -> AWSResponse | None:
        """The answer to a request; None where the emulator answers: where there are more pages, to all but the next."""
        status = self.statuses[min(self.requests, len(self.statuses) - 1)]
        self.requests += 1
        if status is None or (self.more and "page-2" not in f"{request.url} {request.body!r}"):
            return None
        return _answer(request, status, _refusal(self.protocol, self.code), self.code)

    def answer(self, parsed: dict[str, Any], **_: Any) -> None:
        """Spoils the first answer."""
        if self.requests == 1:
            *path, last = self.drops.split(".")
            for step in path:
                parsed = parsed[step]
            parsed.pop(last, None)
            parsed.update(self.more)

    protocol: str = ""
    """Protocol of the service."""


def _answer(request: Any, status: int, body: bytes, code: str = "") -> AWSResponse:
    request.headers[ANSWERED] = "1"
    headers = {"x-amzn-errortype": code, "smithy-protocol": "rpc-v2-cbor"}
    return AWSResponse(request.url, status, headers, MockRawResponse(body))


def _unanswered(self: BotocoreStubber, request: Any) -> Any:
    """What the emulator answers, which is asked even where another answer is there."""
    return None if request.headers.get(ANSWERED) else _EMULATED(self, request)


def _refusal(protocol: str, code: str) -> bytes:
    inner = f"<Error><Code>{code}</Code><Message>injected</Message></Error>"
    bodies = {
        "ec2": f"<Response><Errors>{inner}</Errors><RequestID>1</RequestID></Response>",
        "query": f"<ErrorResponse>{inner}<RequestId>1</RequestId></ErrorResponse>",
        "rest-xml": f"<ErrorResponse>{inner}<RequestId>1</RequestId></ErrorResponse>",
    }
    data = {"__type": code, "message": "injected"}
    return _cbor(data) if protocol == "smithy-rpc-v2-cbor" else bodies.get(protocol, json.dumps(data)).encode()


def _cbor(texts: Mapping[str, str]) -> bytes:
    """A map of short texts. Source: RFC 8949, section 3.1."""
    words = [word.encode() for pair in texts.items() for word in pair]
    return bytes([0xA0 + len(texts)]) + b"".join(bytes([0x78, len(word)]) + word for word in words)


@dataclass
class World:
    """A zone in which every operation of the readers is asked somewhere."""

    clients: Any
    """Clients of the emulator."""
    home: str
    """The region that is read."""
    accounts: tuple[str, ...]
    """Accounts that are read, the management account first."""
    seen: dict[tuple[str, Place], Seen] = field(default_factory=dict)
    """What a reader tells of a place where nothing fails."""
    askers: dict[str, dict[str, tuple[Reader, Place]]] = field(default_factory=lambda: defaultdict(dict))
    """Who asks an operation, by the reader's name, with a place where it does."""
    keys: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    """Keys of the lists that are asked of an operation, by reader."""

    def read(self, reader: Reader, place: Place, client_of: Any) -> Seen:
        """What one reader tells of one place."""
        asked = Asked(accounts=(place.account,), management=place.account, home=place.region, regions=(place.region,))
        return read(asked, client_of, readers=[reader])

    def survey(self) -> None:
        """Reads everything once and notes who asks what."""
        everywhere = Asked(accounts=self.accounts, management=self.accounts[0], home=self.home, regions=(self.home,))
        for reader in all_readers():
            for place in places(everywhere, reader.where):
                with patch.object(Recorded, "asked", {}), patch.object(reading, "Calls", Recorded):
                    seen = self.seen[reader.name, place] = self.read(reader, place, self.clients)
                    for operation, keys in Recorded.asked.items():
                        self.keys[operation].setdefault(reader.name, set()).update(keys)
                        known = self.askers[operation].get(reader.name)
                        if known is None or (not seen.unread and self.seen[reader.name, known[1]].unread):
                            self.askers[operation][reader.name] = (reader, place)

    def lists(self) -> dict[str, set[str]]:
        """Keys of the lists of every operation."""
        return {operation: set().union(*keys.values()) for operation, keys in self.keys.items()}

    def types(self, operation: str, key: str = "") -> dict[str, set[str]]:
        """What those tell who ask an operation, for a list of its answers or for anything, by reader."""
        return {name: set(reader.types) for name, (reader, _) in self._who(operation, key).items()}

    def under(self, operation: str, key: str = "", **fault: Any) -> dict[str, Seen]:
        """What each of those tells while a fault lasts, by reader."""
        found = {}
        for name, (reader, place) in self._who(operation, key).items():
            with self._faulty(operation, place, Fault(**fault)):
                found[name] = self.read(reader, place, self.clients)
        return found

    def _who(self, operation: str, key: str) -> dict[str, tuple[Reader, Place]]:
        keys = self.keys[operation]
        return {name: who for name, who in self.askers[operation].items() if not key or key in keys[name]}

    def undisturbed(self, operation: str) -> dict[str, Seen]:
        """What each of those tells where nothing fails."""
        return {name: self.seen[name, place] for name, (_, place) in self.askers[operation].items()}

    @contextmanager
    def _faulty(self, operation: str, place: Place, fault: Fault) -> Iterator[None]:
        service, _, method = operation.partition(".")
        client = self.clients(service, place)
        model = client.meta.service_model
        fault.protocol = model.resolved_protocol
        event = f"{model.service_id.hyphenize()}.{client.meta.method_to_api_mapping[method]}"
        client.meta.events.register_first(f"before-send.{event}", fault.send)
        client.meta.events.register_first(f"after-call.{event}", fault.answer)
        try:
            yield
        finally:
            client.meta.events.unregister(f"before-send.{event}", fault.send)
            client.meta.events.unregister(f"after-call.{event}", fault.answer)


@dataclass
class Clients:
    """Clients of an emulator whose answers are completed by what it lacks."""

    made: Any
    """The emulator's own."""
    known: set[int] = field(default_factory=set)
    """Clients that are completed."""

    def __call__(self, service: str, place: Place) -> Any:
        client = self.made(service, place)
        if id(client) not in self.known:
            self.known.add(id(client))
            for name, answer in ANSWERS.items():
                if name.partition(".")[0] == service:
                    text = answer if isinstance(answer, str) else json.dumps(answer)
                    _complete(client, name.partition(".")[2], text.replace("{account}", place.account))
        return client


def _complete(client: Any, method: str, body: str) -> None:
    event = f"{client.meta.service_model.service_id.hyphenize()}.{client.meta.method_to_api_mapping[method]}"

    def answer(request: Any, **_: Any) -> AWSResponse:
        return _answer(request, 200, body.encode())

    client.meta.events.register(f"before-send.{event}", answer)


def _adds(entry: Tampering, graph: Graph) -> bool:
    """Whether a tampering of the first round takes nothing away and needs nothing that the view of prod lacks."""
    absent = re.search(r"workspace\.(dev|staging)/", str(entry.calls))
    takes = re.search(r"'[\w-]+\.(de(lete|register)|disable|disassociate|stop|update_organization)_", str(entry.calls))
    return entry.to in graph and entry.round == 1 and not absent and not takes


@pytest.fixture(scope="module")
def world():
    """The zone as the view of prod has it, what tampering makes beside it, and who asks what of it."""
    zone = load(ROOT / "environments")
    shared, home = zone.organization.accounts, zone.organization.home_region
    prod = next(each.account.id for each in zone.environments if each.name == "prod")
    accounts = (shared.management.id, shared.audit.id, shared.network.id, prod)
    program = capture_zone(ROOT, zone)
    graph = Graph(program.for_environment("prod"), program.view)
    with ExitStack() as lasting:
        lasting.enter_context(patch.object(BotocoreStubber, "process_request", _unanswered))
        clients = lasting.enter_context(in_process(before(zone)))
        done = apply(graph, clients, home, not_emulated())
        assert done.failures == {}
        made = [entry for entry in tamperings() if _adds(entry, graph)]
        beside = yaml.safe_load((HERE / "beside.yaml").read_text(encoding="utf-8"))
        for entry in (*made, *(Tampering.model_construct(region="", account="", **each) for each in beside)):
            tamper(entry, graph, done.outputs, clients, home)
        # Neither the pauses between attempts nor the end of their quota are what is tested.
        lasting.enter_context(patch("botocore.endpoint.time.sleep"))
        lasting.enter_context(patch("botocore.retries.bucket.TokenBucket.acquire", return_value=True))
        lasting.enter_context(patch("botocore.retries.quota.RetryQuota.acquire", return_value=True))
        found = World(Clients(clients), home, accounts)
        found.survey()
        yield found
