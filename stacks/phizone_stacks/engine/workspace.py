"""Pulumi's engine on one stack, through its Automation API: previewed and applied with a policy pack attached.

Update plans, which would bind an update to its preview, are not used: the engine refuses its own where a resource is
adopted ("same is not allowed by the plan", CLI 3.260). Instead the pack holds each resource to the proved graph before
it is made, and `protect`, which a rule demands of what holds data, makes the engine itself refuse a late replacement.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phizone_stacks.engine.events import Seen, one_line

if TYPE_CHECKING:
    from pulumi.automation import Stack


class EngineRefused(Exception):
    """Pulumi cannot work on a stack; the message says why and what to do, in one paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A policy pack with its configuration."""

    folder: Path
    """Where `PulumiPolicy.yaml` stands."""
    configuration: Path
    """A JSON file."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A stack that exists, in a backend that answers."""

    name: str
    """Layer and stack, as `network.shared`."""
    stack: Stack
    """The Automation API's."""

    def preview(self, pack: Pack, seen: Seen) -> bool:
        """Previews it; whether the engine took it. Raises: EngineRefused where it could not be asked."""
        return self._run(self.stack.preview, pack, seen)

    def up(self, pack: Pack, seen: Seen) -> bool:
        """Applies it; whether all was done. Raises: EngineRefused where it could not be asked."""
        return self._run(self.stack.up, pack, seen)

    def unprotect(self, urn: str) -> None:
        """Takes the protection off a resource in the state, which the next update gives back. Raises: EngineRefused."""
        with _explained(self.name):
            space = self.stack.workspace
            words = ["state", "unprotect", urn, "--yes", "--stack", self.stack.name]
            space.pulumi_command.run(words, str(space.work_dir), space.env_vars)

    def _run(self, command: Any, pack: Pack, seen: Seen) -> bool:
        from pulumi.automation.errors import CommandError

        given = {"policy_packs": [str(pack.folder)], "policy_pack_configs": [str(pack.configuration)]}
        with _explained(self.name):
            try:
                command(on_event=seen, color="never", suppress_outputs=True, **given)
            except CommandError:
                if seen.errors or seen.violations or seen.failed:
                    return False
                raise
        return True


def opened(folder: Path, layer: str, stack: str) -> Opened:
    """A stack of the Pulumi project in a folder. Raises: EngineRefused where there is no CLI, backend or stack."""
    from pulumi.automation import LocalWorkspace, Stack

    name = f"{layer}.{stack}"
    if not (folder / layer / "Pulumi.yaml").is_file():
        raise EngineRefused(f"{name}: there is no Pulumi project stacks/{layer}; every layer has one there")
    with _explained(name):
        space = LocalWorkspace(work_dir=str(folder / layer), env_vars=_variables())
        return Opened(name, Stack.select(stack, space))


def _variables() -> dict[str, str]:
    """The Python that runs this goes first: the pack names none of its own, and it needs Phizone's packages."""
    return {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])}


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turns what the CLI says into a paragraph with what to do."""
    from pulumi.automation.errors import CommandError, InvalidVersionError

    try:
        yield
    except FileNotFoundError as failure:
        raise EngineRefused(
            f"{name}: there is no Pulumi CLI on PATH ({failure.filename}); install it with its Python language host as "
            "pulumi.com/docs/install says, the release of the SDK or a later one, or apply to an emulator with "
            "--engine emulator"
        ) from None
    except InvalidVersionError as failure:
        raise EngineRefused(
            f"{name}: {one_line(str(failure))} The Pulumi CLI on PATH is older than the SDK needs or tells no version: "
            "install the release of the SDK, which `phizone doctor` names, or a later one"
        ) from None
    except CommandError as failure:
        raise EngineRefused(f"{name}: {_advised(name, _said(str(failure)))}") from None


_ADVICE = {
    "PULUMI_ACCESS_TOKEN must be set": (
        "nobody is logged in to a state backend: run `pulumi login s3://BUCKET` with the bucket that keeps the state "
        "(or set PULUMI_BACKEND_URL to it), with credentials of the account that owns it"
    ),
    "no stack named": "make it with `{init}`; the secrets provider is that of the other stacks",
    "is currently locked": (
        "wait until that update ends; if it is known to have died, `pulumi -C stacks/{layer} cancel {stack}` takes its "
        "lock away"
    ),
    "passphrase must be set": (
        "the stack's secrets are encrypted with a passphrase: set PULUMI_CONFIG_PASSPHRASE_FILE to the file that holds "
        "it, or make the stacks with --secrets-provider awskms://..."
    ),
    "incorrect passphrase": (
        "the passphrase is not that of this stack: set PULUMI_CONFIG_PASSPHRASE_FILE to the file that holds it"
    ),
    "unable to open state directory": "log in to the backend that keeps the state, as `pulumi login s3://BUCKET`",
    "get credentials": "sign in to AWS, as with `aws sso login`, or name a profile in AWS_PROFILE",
    "AccessDenied": "these credentials may not do that in the account of the backend or of the secrets key",
}


def _advised(name: str, said: str) -> str:
    layer, _, stack = name.partition(".")
    init = f"pulumi -C stacks/{layer} stack init {stack} --secrets-provider awskms://alias/NAME?region=REGION"
    found = next((advice for words, advice in _ADVICE.items() if words in said), "")
    return f"{said}; {found.format(init=init, layer=layer, stack=stack)}" if found else said


def _said(text: str) -> str:
    """What the CLI wrote to its standard error, without the words `error:`."""
    _, _, errors = text.partition("stderr:")
    said = one_line(errors).removeprefix("error: ")
    return said or f"the Pulumi CLI failed and said nothing: {one_line(text)}"
