"""Calls that read: paginated to the end, each made once, refused unless they are Describe, Get or List."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from phizone_stacks.live.place import Place

ClientOf = Callable[[str, Place], Any]
"""The client of a service, as `ec2`, for a place."""
_READS = re.compile(r"(describe|get|list|batch_get|head|search)_\w+")
_TOKENS = ("NextToken", "nextToken", "Marker", "NextMarker", "marker")


class NotReading(ValueError):
    """A reader asked for an operation that may change something."""


class Unreadable(Exception):
    """A call gave no answer; the message says which call, where, and why."""

    def __init__(self, service: str, operation: str, place: Place, reason: str, code: str = "") -> None:
        super().__init__(f"{service}:{_action(operation)} in {place}: {reason}")
        self.operation, self.code = f"{service}:{_action(operation)}", code


class Calls:
    """The calls to one place."""

    def __init__(self, place: Place, client_of: ClientOf) -> None:
        """Takes where, and whence clients come."""
        self.place = place
        self.count = 0
        self._client_of = client_of
        self._answers: dict[tuple[str, str, str, str], Any] = {}
        self._asking: dict[tuple[str, str, str, str], Lock] = {}

    def get(self, service: str, operation: str, **given: Any) -> dict[str, Any]:
        """The answer to one call. Raises: Unreadable, also where the answer has more pages; NotReading."""
        found = self._once(service, operation, given, lambda client: self._whole(getattr(client, operation), given))
        answer: dict[str, Any] = {name: value for name, value in found.items() if name != "ResponseMetadata"}
        return answer

    def find(self, service: str, operation: str, absent: tuple[str, ...], **given: Any) -> dict[str, Any] | None:
        """The answer to one call; None where AWS says by one of these error codes that there is none."""
        try:
            return self.get(service, operation, **given)
        except Unreadable as failure:
            if failure.code in absent:
                return None
            raise

    def all(self, service: str, operation: str, key: str, **given: Any) -> list[Any]:
        """The items under a key of all pages, as `Vpcs`; a dot leads into a structure. Raises: as `get`."""
        try:
            return [item for page in self.pages(service, operation, **given) for item in _items(page, key)]
        except _Malformed as wrong:
            raise Unreadable(service, operation, self.place, str(wrong)) from None

    def pages(self, service: str, operation: str, **given: Any) -> list[dict[str, Any]]:
        """All pages, for answers that lack their list where there is nothing to tell. Raises: as `get`."""
        found: list[dict[str, Any]] = self._once(
            service, operation, given, lambda client: self._every(client, operation, given), of="pages"
        )
        return found

    def _once(
        self, service: str, operation: str, given: Mapping[str, Any], ask: Callable[[Any], Any], of: str = "one"
    ) -> Any:
        if not _READS.fullmatch(operation):
            raise NotReading(f"{service}.{operation} is no Describe, Get or List call; a reader changes nothing")
        key = (service, operation, of, json.dumps(given, sort_keys=True, default=str))
        # Readers run at once: who asks what another is asking waits for its answer.
        with self._asking.setdefault(key, Lock()):
            if key not in self._answers:
                self._answers[key] = self._asked(service, operation, ask)
            return self._answers[key]

    def _asked(self, service: str, operation: str, ask: Callable[[Any], Any]) -> Any:
        try:
            return ask(self._client_of(service, self.place))
        except ClientError as refused:
            error = refused.response.get("Error", {})
            reason = f"{error.get('Code', '')}: {error.get('Message', '')}"
            raise Unreadable(service, operation, self.place, reason, error.get("Code", "")) from None
        except BotoCoreError as failure:
            raise Unreadable(service, operation, self.place, str(failure)) from None
        except _Malformed as wrong:
            raise Unreadable(service, operation, self.place, str(wrong)) from None

    def _answer(self, call: Callable[..., Any], given: Mapping[str, Any]) -> Any:
        self.count += 1
        return call(**given)

    def _whole(self, call: Callable[..., Any], given: Mapping[str, Any]) -> Any:
        answer = self._answer(call, given)
        if any(answer.get(name) for name in _TOKENS):
            raise _Malformed("the answer goes on, and only its beginning was asked for")
        return answer

    def _every(self, client: Any, operation: str, given: Mapping[str, Any]) -> list[Any]:
        found: list[Any] = []
        if client.can_paginate(operation):
            for page in client.get_paginator(operation).paginate(**given):
                self.count += 1
                found.append(page)
            return found
        more: dict[str, Any] = {}
        while True:
            found.append(self._answer(getattr(client, operation), {**given, **more}))
            more = {name: found[-1][name] for name in _TOKENS if found[-1].get(name)}
            if not more:
                return found


class _Malformed(Exception):
    """An answer lacks what it must have, or its rest."""


def _items(page: Mapping[str, Any], key: str) -> list[Any]:
    value: Any = page
    for step in key.split("."):
        # An answer without its list is no empty list: nothing is known then.
        if not isinstance(value, Mapping) or value.get(step) is None:
            raise _Malformed(f"the answer has no {key}")
        value = value[step]
    if not isinstance(value, list):
        raise _Malformed(f"{key} of the answer is no list")
    return value


def _action(operation: str) -> str:
    return "".join(part.capitalize() for part in operation.split("_"))
