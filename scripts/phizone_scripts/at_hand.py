"""The AWS credentials at hand, and clients that answer soon or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from phizone_scripts.exits import Misuse

SOON = Config(
    connect_timeout=3,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 2},
    user_agent_appid="phizone",
)
"""How a call is made that must not keep anybody waiting."""
_ALONE = Config(inject_host_prefix=False, proxies={}, use_fips_endpoint=False, use_dualstack_endpoint=False)
_SIGN_IN = "sign in, as with `aws sso login`, or name a profile with --profile"
_ADVICE = {
    "ExpiredToken": f"the credentials have expired; {_SIGN_IN}",
    "ExpiredTokenException": f"the credentials have expired; {_SIGN_IN}",
    "InvalidClientTokenId": f"they are of no account that AWS knows; {_SIGN_IN}",
    "UnrecognizedClientException": f"they are of no account that AWS knows; {_SIGN_IN}",
    "SSOTokenLoadError": _SIGN_IN,
    "UnauthorizedSSOTokenError": _SIGN_IN,
    "TokenRetrievalError": _SIGN_IN,
    "EndpointConnectionError": "nothing answers there; look at the network, or correct --endpoint",
    "ConnectTimeoutError": "nothing answers there; look at the network and its proxy",
    "ResponseParserError": "something else than AWS answers there; look at the network and its proxy",
    "ProfileNotFound": "`aws configure list-profiles` names those there are",
}
_LONGEST = 400
FOUNDED = "OrganizationAccountAccessRole"
"""The role that AWS Organizations makes in every account. Source: AWS Organizations User Guide."""
Given = Mapping[str, str]
"""Credentials as a client takes them; none for those at hand."""


FAILURES = (ClientError, BotoCoreError, ResponseParserError)
"""How a call fails that gives no answer; the last where a proxy answers in AWS's place."""


class NoCredentials(Misuse):
    """There are no AWS credentials on this machine."""


@dataclass(slots=True)
class AtHand:
    """The credentials that boto3 finds, but for those of the machine it runs on, which are asked over the network."""

    profile: str = ""
    """Profile of the AWS configuration files; empty for what boto3 finds."""
    endpoint: str = ""
    """URL of an emulator; empty for AWS. No credentials are shown to it."""
    _known: Any = field(default=None, init=False)
    _session: Any = field(default=None, init=False)
    _lock: RLock = field(default_factory=RLock, init=False)

    def is_there(self) -> bool:
        """Whether there are credentials; nothing is asked over the network. Raises: Misuse for a broken configuration.

        A profile of single sign-on or of a role counts, though only a call tells whether it still lets in.
        """
        return bool(self.endpoint) or self._core().get_credentials() is not None

    def client(self, service: str, region: str, given: Given | None = None, settings: Config = SOON) -> Any:
        """A client with these credentials, or with those at hand. Raises: NoCredentials; Misuse."""
        if not given and not self.is_there():
            raise NoCredentials(f"there are no AWS credentials on this machine: {_SIGN_IN}")
        found: dict[str, Any] = {"region_name": region, "config": settings, **(given or {})}
        if self.endpoint:
            emulated = {"aws_access_key_id": "emulated", "aws_secret_access_key": "emulated"}
            found |= {"config": settings.merge(_ALONE), "endpoint_url": self.endpoint, **(given or emulated)}
        # Sessions are for one thread at a time, the clients that they make are not.
        with self._lock:
            if self._session is None:
                self._session = boto3.Session(botocore_session=self._core())
            return self._session.client(service, **found)

    def _core(self) -> Any:
        with self._lock:
            if self._known is None:
                core = botocore.session.Session(profile=self.profile or None)
                try:
                    core.get_component("credential_provider").remove("iam-role")
                    core.get_credentials()
                except BotoCoreError as failure:
                    raise Misuse(f"AWS configuration: {told(failure)}") from None
                self._known = core
            return self._known


def enter(at_hand: AtHand, role: str, region: str, given: Given | None = None) -> Given:
    """The credentials of a role. Raises: what `FAILURES` lists where it does not let in."""
    sts = at_hand.client("sts", region, given)
    found = sts.assume_role(RoleArn=role, RoleSessionName="phizone")["Credentials"]
    names = {"aws_access_key_id": "AccessKeyId", "aws_secret_access_key": "SecretAccessKey"}
    return {name: found[key] for name, key in {**names, "aws_session_token": "SessionToken"}.items()}


def clients_of(
    at_hand: AtHand, account: str, region: str, role: str = "", settings: Config = SOON
) -> Callable[[str], Any]:
    """Makes clients of an account's services, with the credentials at hand or after a role of that name is entered.

    An emulator is entered as whom AWS Organizations makes in every account. Raises: Misuse where it is another account.
    """
    name = role or (FOUNDED if at_hand.endpoint else "")
    try:
        given = enter(at_hand, f"arn:aws:iam::{account}:role/{name}", region) if name else {}
        seen = at_hand.client("sts", region, given).get_caller_identity()["Account"]
    except FAILURES as failure:
        raise Misuse(f"account {account} cannot be entered{f' as {name}' if name else ''}: {told(failure)}") from None
    if seen != account:
        raise Misuse(
            f"the credentials are of account {seen}, this is for account {account} of environments/: name a profile"
            " of that account with --profile, or a role of it with --role"
        )
    return lambda service: at_hand.client(service, region, given, settings)


def told(failure: Exception) -> str:
    """Why a call gave no answer and what to do, in a clause; of a page that answered in AWS's place the beginning."""
    said = " ".join(str(failure).split())[:_LONGEST]
    code = failure.response["Error"]["Code"] if isinstance(failure, ClientError) else type(failure).__name__
    advice = _ADVICE.get(code)
    return f"{said}; {advice}" if advice else said
