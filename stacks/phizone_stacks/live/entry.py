"""How accounts are entered: by credentials that are at hand, then a role in each; and that they are the right ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from phizone_stacks.live.place import Place

_SESSION_NAME = "phizone"
_SETTINGS = Config(
    retries={"mode": "adaptive", "total_max_attempts": 8},
    connect_timeout=5,
    read_timeout=60,
    max_pool_connections=32,
    user_agent_appid="phizone",
)

_ALONE = Config(inject_host_prefix=False, proxies={}, use_fips_endpoint=False, use_dualstack_endpoint=False)
"""How an emulator is called: one host has all services and accounts, and no proxy of this machine stands before it."""
_EMULATED = {"aws_access_key_id": "emulated", "aws_secret_access_key": "emulated"}
"""What an emulator is told to begin with: credentials at hand are of AWS, and nobody else's business."""


class NotEntered(Exception):
    """An account cannot be entered; the message says which, why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Which role is entered in each account, and from where."""

    roles: Mapping[str, str]
    """ARN of the role by account id."""
    through: str = ""
    """ARN of a role that is entered first; empty where the credentials at hand enter the others themselves."""
    endpoint: str = ""
    """URL of an emulator; empty for AWS."""
    region: str = "us-east-1"
    """Region in which roles are entered."""
    profile: str = ""
    """Profile of the AWS configuration files whose credentials are taken; empty for what boto3 finds."""


@dataclass(slots=True)
class Clients:
    """Clients for places, each made once."""

    entry: Entry
    """How accounts are entered."""
    prepare: Callable[[Any], None] | None = None
    """What is done to each client when it is made; nothing where it is None."""
    _session: Any = None
    _known: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _made: dict[tuple[str, Place], Any] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, service: str, place: Place) -> Any:
        """The client of a service for a place. Raises: NotEntered."""
        with self._lock:
            key = (service, place)
            if key not in self._made:
                self._made[key] = self._client(service, place.region, self._credentials(place.account))
            return self._made[key]

    def confirm(self, accounts: Mapping[str, str]) -> None:
        """That each role leads into the account it is to lead into; `accounts` has names by id. Raises: NotEntered."""
        wrong: list[str] = []
        if self.entry.through:
            self._first()
        for account, name in accounts.items():
            try:
                seen = self("sts", Place(account, self.entry.region)).get_caller_identity()["Account"]
            except NotEntered as failure:
                wrong.append(str(failure))
                continue
            except (BotoCoreError, ClientError) as failure:
                wrong.append(f"{name} ({account}): {failure}")
                continue
            if seen != account:
                wrong.append(
                    f"{name}: the credentials are of account {seen}, environments/ says {account}; correct either"
                )
        if wrong:
            raise NotEntered("\n".join(wrong))

    def _credentials(self, account: str) -> Mapping[str, str]:
        role = self.entry.roles.get(account)
        if role is None:
            raise NotEntered(f"account {account} is none of the organization's: environments/ does not name it")
        if role == self.entry.through:
            return self._first()
        if role not in self._known:
            self._known[role] = self._entered(role, self._first() if self.entry.through else {})
        return self._known[role]

    def _first(self) -> Mapping[str, str]:
        """Credentials of the role that enters the others: those at hand where they are its own already."""
        through = self.entry.through
        if through not in self._known:
            self._known[through] = {} if self._is_at_hand(through) else self._entered(through, {})
        return self._known[through]

    def _is_at_hand(self, role: str) -> bool:
        """Whether the credentials at hand are a session of a role, as those of a workflow that entered it."""
        try:
            seen = self._client("sts", self.entry.region, {}).get_caller_identity()["Arn"].split(":")
        except (BotoCoreError, ClientError) as failure:
            raise NotEntered(f"role {role} cannot be entered: {_why(failure, self.entry.endpoint)}") from None
        parts = role.split(":")
        return bool(seen[4] == parts[4] and seen[5].split("/")[:2] == ["assumed-role", parts[5].rpartition("/")[2]])

    def _entered(self, role: str, credentials: Mapping[str, str]) -> Mapping[str, str]:
        try:
            sts = self._client("sts", self.entry.region, credentials)
            found = sts.assume_role(RoleArn=role, RoleSessionName=_SESSION_NAME)["Credentials"]
        except (BotoCoreError, ClientError) as failure:
            raise NotEntered(f"role {role} cannot be entered: {_why(failure, self.entry.endpoint)}") from None
        names = {"aws_access_key_id": "AccessKeyId", "aws_secret_access_key": "SecretAccessKey"}
        return {name: found[key] for name, key in {**names, "aws_session_token": "SessionToken"}.items()}

    def _client(self, service: str, region: str, credentials: Mapping[str, str]) -> Any:
        if self._session is None:
            try:
                self._session = boto3.Session(botocore_session=_core(self.entry.profile))
            except BotoCoreError as failure:
                raise NotEntered(str(failure)) from None
        given: dict[str, Any] = {"config": _SETTINGS}
        if self.entry.endpoint:
            given = {"endpoint_url": self.entry.endpoint, "config": _SETTINGS.merge(_ALONE)}
            credentials = credentials or _EMULATED
        client = self._session.client(service, region_name=region, **given, **credentials)
        if self.entry.endpoint and service == "s3control":
            client.meta.events.register("before-sign.s3-control", self._to_the_host)
        if self.prepare is not None:
            self.prepare(client)
        return client

    def _to_the_host(self, request: Any, **_: Any) -> None:
        """Takes the account, which a header tells too, from the name of an emulator's host."""
        there, asked = urlsplit(self.entry.endpoint), urlsplit(request.url)
        request.url = urlunsplit((there.scheme, there.netloc, asked.path, asked.query, ""))


def _core(profile: str) -> Any:
    return botocore.session.Session(profile=profile or None)


_ADVICE = {
    "ExpiredToken": "sign in again: the credentials have expired",
    "ExpiredTokenException": "sign in again: the credentials have expired",
    "InvalidClientTokenId": "the credentials are of no account that AWS knows; sign in again",
    "AccessDenied": "the credentials may not enter it: use those of whom its trust policy names, or give --role",
    "NoCredentialsError": "there are no credentials: sign in with `aws sso login`, or give --profile",
    "EndpointConnectionError": "AWS does not answer: see whether this machine's network or proxy lets it through",
    "ProfileNotFound": "the AWS configuration files have no such profile; `aws configure list-profiles` names them",
}


_NO_EMULATOR = "nothing answers there: start it with `phizone emulator start`, or correct --endpoint"


def _why(failure: Exception, endpoint: str) -> str:
    code = failure.response["Error"]["Code"] if isinstance(failure, ClientError) else type(failure).__name__
    silent = endpoint and code == "EndpointConnectionError"
    advice = _NO_EMULATOR if silent else _ADVICE.get(code)
    return f"{failure}; {advice}" if advice else str(failure)
