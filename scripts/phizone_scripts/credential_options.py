"""Options of verbs that enter an account with the credentials at hand."""

from __future__ import annotations

from typing import Annotated

import typer

Endpoint = Annotated[str, typer.Option("--endpoint", help="URL of an emulator to ask instead of AWS.")]
"""An emulated AWS."""
Profile = Annotated[str, typer.Option("--profile", help="Profile of the AWS configuration files to take.")]
"""Whose credentials are taken."""
Role = Annotated[str, typer.Option("--role", help="Name of a role of the account to enter first.")]
"""Who acts in the account."""
