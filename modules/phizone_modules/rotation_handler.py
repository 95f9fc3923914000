"""The function that gives a secret a new random value: its text is what runs in AWS Lambda, alone in a file.

Secrets Manager calls it four times for each rotation. Source: AWS Secrets Manager User Guide, "Rotation by Lambda
function".
"""

from __future__ import annotations

import secrets
from importlib import import_module
from typing import Any

BYTES = 32
"""Random bytes of a value: 256 bits."""
_CURRENT, _PENDING = "AWSCURRENT", "AWSPENDING"


def handler(event: Any, context: Any) -> None:
    """Called by AWS Lambda."""
    # AWS Lambda brings boto3; whoever only reads this module's text needs none.
    rotate(import_module("boto3").client("secretsmanager"), event)


def rotate(client: Any, event: Any) -> None:
    """Does one of the four steps: the value is random, so there is nothing to set elsewhere and nothing to try there.

    Raises: ValueError where the version is not waiting to be rotated in, or the step is none.
    """
    secret, version, step = event["SecretId"], event["ClientRequestToken"], event["Step"]
    stages = client.describe_secret(SecretId=secret)["VersionIdsToStages"]
    if _CURRENT in stages.get(version, ()):
        return
    if _PENDING not in stages.get(version, ()):
        raise ValueError(f"version {version} of {secret} is not waiting for rotation")
    if step == "createSecret":
        _create(client, secret, version)
    elif step == "testSecret":
        _test(client, secret, version)
    elif step == "finishSecret":
        _finish(client, secret, version, stages)
    elif step != "setSecret":
        raise ValueError(f"{step!r} is no step of a rotation")


def _create(client: Any, secret: str, version: str) -> None:
    """A step may be called again: the value that is there stays."""
    try:
        client.get_secret_value(SecretId=secret, VersionId=version, VersionStage=_PENDING)
    except client.exceptions.ResourceNotFoundException:
        value = secrets.token_urlsafe(BYTES)
        client.put_secret_value(
            SecretId=secret, ClientRequestToken=version, SecretString=value, VersionStages=[_PENDING]
        )


def _test(client: Any, secret: str, version: str) -> None:
    value = client.get_secret_value(SecretId=secret, VersionId=version, VersionStage=_PENDING)["SecretString"]
    if len(value) < BYTES:
        raise ValueError(f"version {version} of {secret} is shorter than {BYTES} characters")


def _finish(client: Any, secret: str, version: str, stages: Any) -> None:
    """Moves AWSCURRENT; Secrets Manager gives the version that had it AWSPREVIOUS."""
    moved = {"SecretId": secret, "VersionStage": _CURRENT, "MoveToVersionId": version}
    current = next((each for each, labels in stages.items() if _CURRENT in labels), None)
    if current is not None:
        moved["RemoveFromVersionId"] = current
    client.update_secret_version_stage(**moved)
