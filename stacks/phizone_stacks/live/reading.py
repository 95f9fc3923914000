"""The readers: what each tells, and where it is asked."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module

from phizone_stacks.live import readers
from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found

ReaderFunction = Callable[[Calls], Iterable[Found]]
"""What reads: everything of its types that one place holds."""


class Where(StrEnum):
    """The places in which a reader is asked."""

    REGION = "region"
    """In every account and every region of the organization."""
    EVERYWHERE = "everywhere"
    """In every account and every region of AWS: what may hold data where nothing should be."""
    ACCOUNT = "account"
    """Once in every account, in the home region: what has no region."""
    MANAGEMENT = "management"
    """Once, in the management account: the organization."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A function that reads, and what it tells."""

    name: str
    """File and function, as `kms.keys`."""
    types: tuple[str, ...]
    """Types that it tells, all of them in its places."""
    where: Where
    """Where it is asked."""
    function: ReaderFunction
    """The function."""
    silent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Attributes, by type, that AWS does not tell because they are arguments of Terraform's, as `force_destroy`."""


def reads(
    *types: str, where: Where = Where.REGION, silent: Mapping[str, tuple[str, ...]] | None = None
) -> Callable[[ReaderFunction], Reader]:
    """Makes a reader of a function."""

    def make(function: ReaderFunction) -> Reader:
        name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
        return Reader(name, types, where, function, silent or {})

    return make


@cache
def all_readers() -> tuple[Reader, ...]:
    """Every reader of the folder `readers`, by name. Raises: TypeError where two tell the same type."""
    found: list[Reader] = []
    for module in pkgutil.iter_modules(readers.__path__):
        content = import_module(f"{readers.__name__}.{module.name}")
        found += {id(each): each for each in vars(content).values() if isinstance(each, Reader)}.values()
    types = [kind for reader in found for kind in reader.types]
    if twice := sorted({kind for kind in types if types.count(kind) > 1}):
        raise TypeError(f"read by two readers: {', '.join(twice)}")
    return tuple(sorted(found, key=lambda reader: reader.name))


@cache
def silent_attributes() -> Mapping[str, frozenset[str]]:
    """Attributes that AWS does not tell, by type."""
    return {kind: frozenset(names) for reader in all_readers() for kind, names in reader.silent.items()}
