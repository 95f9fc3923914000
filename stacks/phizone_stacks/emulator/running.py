"""moto in this process: the accounts exist, a writer calls it directly, and readers may come over HTTP."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from unittest.mock import patch

from phizone_stacks.emulator.organization import ENTERED, Before, ids, prepare
from phizone_stacks.emulator.quick import quickly
from phizone_stacks.emulator.serial import serially
from phizone_stacks.emulator.undecided import undecided
from phizone_stacks.emulator.validated import validated
from phizone_stacks.live.entry import Clients, Entry

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "emulated",
    "AWS_SECRET_ACCESS_KEY": "emulated",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}
"""Variables under which nothing of a machine's own AWS configuration is read."""

_OF_AWS = "AWS_"
"""How the names of variables begin that boto3 reads: profiles, endpoints and switches would lead it elsewhere."""

EMULATOR = {**CREDENTIALS, "MOTO_EC2_LOAD_DEFAULT_AMIS": "false"}
"""Variables under which an emulator runs: without AWS's public machine images, 650 snapshots a region."""


def emulated(variables: Mapping[str, str]) -> dict[str, str]:
    """Variables of a process without what they say of AWS: with an emulator's credentials, which are nobody's."""
    return {name: text for name, text in variables.items() if not name.startswith(_OF_AWS)} | EMULATOR


def entry_of(before: Before, endpoint: str = "") -> Entry:
    """How an emulator's accounts are entered to make something in them."""
    accounts = (before.management, *(member.id for member in before.members))
    roles = {account: f"arn:aws:iam::{account}:role/{ENTERED}" for account in accounts}
    return Entry(roles=roles, endpoint=endpoint, region=before.regions[0])


@contextmanager
def in_process(before: Before) -> Iterator[Clients]:
    """While this lasts, calls of boto3 in this process go to an emulator that is prepared; its clients.

    They refuse what AWS would refuse.
    """
    from moto import mock_aws

    with (
        patch.dict(os.environ, emulated(os.environ), clear=True),
        mock_aws(),
        ids(before),
        undecided(),
        quickly(),
        serially(),
    ):
        clients = Clients(entry_of(before), validated)
        prepare(before, clients)
        yield clients


@contextmanager
def served(host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """While this lasts, the emulator of this process answers over HTTP, on a free port for 0; its URL."""
    from moto.server import ThreadedMotoServer

    # A line for each request, and a traceback for each that moto does not have: thousands, which nobody reads.
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address=host, port=port, verbose=False)
    server.start()
    try:
        name, number = server.get_host_and_port()
        yield f"http://{name}:{number}"
    finally:
        server.stop()
