"""The typed bindings of both libraries: which class makes a Terraform type, and what its arguments take."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any
from zipfile import ZipFile

PROVIDER = "provider"
"""The key of the provider's own class beside those of Terraform types."""


class Library(StrEnum):
    """Whose constructs an app is written with."""

    CDKTN = "cdktn"
    """CDK Terrain, which carries CDK for Terraform on."""
    CDKTF = "cdktf"
    """CDK for Terraform, which its maker archived in December 2025."""

    @property
    def package(self) -> str:
        """The Python package of its AWS bindings."""
        return "cdktn_aws" if self is Library.CDKTN else "cdktf_cdktf_provider_aws"

    @property
    def requirements(self) -> tuple[str, ...]:
        """The distributions that an app needs, at the versions its classes were read from."""
        bindings = versions()[self.value]["bindings"]
        if self is Library.CDKTN:
            return "cdktn==0.24.0", f"cdktn-aws=={bindings}"
        return "cdktf==0.21.0", f"cdktf-cdktf-provider-aws=={bindings}"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a class."""

    name: str
    """Its Python name."""
    takes: str
    """`s` text, `n` number, `b` boolean, `a` anything, or a struct's path; `[…]` a list of it, `{…}` a map."""


@dataclass(frozen=True, slots=True)
class Binding:
    """The class of one Terraform type."""

    path: str
    """Its path below the package, as `s3.AwsBucket`."""
    arguments: str
    """The struct of its arguments."""
    structs: Mapping[str, Mapping[str, Any]]
    """What each struct holds, by path and Terraform attribute."""

    def argument(self, struct: str, attribute: str) -> Argument | None:
        """The argument of a struct that sets an attribute; None where the library does not know it."""
        told = self.structs[struct].get(attribute)
        if told is None:
            return None
        return Argument(attribute, told) if isinstance(told, str) else Argument(told[1], told[0])


def service(type: str) -> str:  # noqa: A002 - a node calls it so
    """The part of a type that the data is kept by, as `sagemaker` of `aws_sagemaker_domain`."""
    return type if type == PROVIDER else type.removeprefix("data.").split("_")[1]


@cache
def _archive() -> ZipFile:
    return ZipFile(BytesIO(files("phizone_stacks.cdktf").joinpath("data.zip").read_bytes()))


@cache
def _service(library: Library, name: str) -> Mapping[str, Any]:
    try:
        told: Mapping[str, Any] = json.loads(_archive().read(f"{library}/{name}.json"))
    except KeyError:
        return {}
    return told


@cache
def versions() -> Mapping[str, Mapping[str, str]]:
    """The version of each library's bindings and of the Terraform provider they were made of."""
    told: Mapping[str, Mapping[str, str]] = json.loads(_archive().read("versions.json"))
    return told


def binding(library: Library, type: str) -> Binding | None:  # noqa: A002 - as above
    """The class of a Terraform type; None where the library has none."""
    told = _service(library, service(type)).get(type)
    return None if told is None else Binding(told["class"], told["arguments"], told["structs"])
