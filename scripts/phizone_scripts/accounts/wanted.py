"""The accounts that `environments/` names, those that are yet to be made among them, and where their ids are written.

An account that is yet to be made has `new` in place of its id. Only this module reads that: to every other verb it is
no account id, so nothing is proved or applied with it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from phizone_environments.errors import EnvironmentsNotFound, InvalidEnvironments
from phizone_environments.load import ORGANIZATION, find_environments, load
from phizone_environments.organization import Account, Accounts
from phizone_environments.zone import Zone
from phizone_scripts.exits import Misuse
from phizone_scripts.output import write
from phizone_stacks.live.zone import names_of

NEW = "new"
"""What stands in place of the id of an account that is yet to be made."""
_ID = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An account that is yet to be made."""

    name: str
    """Its name in the organization."""
    email: str
    """Mail address of its root user."""
    file: Path
    """The file that names it."""
    path: tuple[str, ...]
    """The way to its id in that file."""
    line: int
    """The line of its id, from 1."""

    def place(self) -> str:
        """Where its id is written, for people."""
        return f"{self.file.parent.name}/{self.file.name}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What `environments/` says, with a number in place of each id that is yet to come."""

    zone: Zone
    """The zone; nothing is to be made with it, since not all of its ids are real."""
    missing: tuple[Missing, ...]
    """The accounts that are yet to be made, in the order of files and fields."""


def wanted(directory: Path) -> Wanted:
    """What the nearest `environments/` names. Raises: Misuse with all that is wrong but accounts without an id."""
    try:
        folder = find_environments(directory.resolve())
        with tempfile.TemporaryDirectory() as temporary:
            copy = Path(temporary) / folder.name
            copy.mkdir()
            places = list(_numbered(folder, copy))
            zone = load(copy)
    except (EnvironmentsNotFound, InvalidEnvironments) as wrong:
        raise Misuse(str(wrong)) from None
    management = zone.organization.accounts.management.id
    names = names_of(zone)
    emails = {account.id: account.email for account in _every(zone)}
    if management in (number for number, *_ in places):
        raise Misuse(
            f"environments/{ORGANIZATION}: the management account is not made by Organizations: it owns it; write the"
            " id of the account that the organization was created in"
        )
    missing = [
        Missing(name=names[number], email=emails[number], file=file, path=path, line=line)
        for number, file, path, line in places
    ]
    return Wanted(zone=zone, missing=tuple(missing))


def record(missing: Missing, number: str) -> None:
    """Writes an account's id in its place and leaves the rest of the file as it is, comments and line ends too.

    Raises: Misuse where `new` does not stand there any more.
    """
    text = _text(missing.file)
    node = _scalar(text, missing.path)
    if node is None or node.value != NEW:
        raise Misuse(
            f"{missing.file.parent.name}/{missing.file.name}: {'.'.join(missing.path)} is not {NEW} any more, so"
            f" {number} of account {missing.name} was not written; write it there"
        )
    write(missing.file, f'{text[: node.start_mark.index]}"{number}"{text[node.end_mark.index :]}')


def _numbered(folder: Path, copy: Path) -> Iterator[tuple[str, Path, tuple[str, ...], int]]:
    """Copies the files with a number for each `new`; yields the number, the file, the way and the line."""
    count = 0
    for file in sorted(folder.glob("*.y*ml")):
        text = _text(file)
        found = [(path, node) for path in _paths(file) if (node := _scalar(text, path)) and node.value == NEW]
        for path, node in sorted(found, key=lambda each: -each[1].start_mark.index):
            count += 1
            number = f"{count:012}"
            text = f'{text[: node.start_mark.index]}"{number}"{text[node.end_mark.index :]}'
            yield number, file, path, node.start_mark.line + 1
        (copy / file.name).write_bytes(text.encode("utf-8", "surrogateescape"))


def _paths(file: Path) -> list[tuple[str, ...]]:
    if file.name != ORGANIZATION:
        return [("account", _ID)]
    return [("accounts", name, _ID) for name in Accounts.model_fields]


def _text(file: Path) -> str:
    """A file's text, its line ends as they are; bytes that are no text stay, for the loader to refuse."""
    try:
        return file.read_bytes().decode("utf-8", "surrogateescape")
    except OSError as failure:
        raise Misuse(f"{file}: cannot be read ({failure.strerror}); make it a readable file") from None


def _scalar(text: str, path: tuple[str, ...]) -> yaml.ScalarNode | None:
    """The scalar at the end of a way of keys; None where there is none, or no YAML."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    for step in path:
        if not isinstance(node, yaml.MappingNode):
            return None
        node = next((value for key, value in node.value if key.value == step), None)
    return node if isinstance(node, yaml.ScalarNode) else None


def _every(zone: Zone) -> list[Account]:
    shared = zone.organization.accounts
    return [*(getattr(shared, name) for name in Accounts.model_fields), *(each.account for each in zone.environments)]
