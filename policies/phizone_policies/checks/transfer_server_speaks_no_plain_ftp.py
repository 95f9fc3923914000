"""Transfer servers speak no plain FTP."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import literal
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_transfer_server",),
    reads=("aws_transfer_server.protocols",),
)
def transfer_server_speaks_no_plain_ftp(server: Node, view: View) -> Result:
    """A file transfer server offers encrypted protocols only.

    Why: FTP sends files and the passwords for them in plain text.
    Fix: drop FTP from protocols; offer SFTP, FTPS or AS2.
    Source: AWS Security Hub Transfer.2; 45 CFR 164.312(e)(2)(ii).
    """
    plain = "FTP" in [literal(server, "protocols", each) for each in server.items("protocols")]
    return failed("it offers FTP") if plain else passed()
