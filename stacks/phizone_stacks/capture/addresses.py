"""Addresses of captured resources: unique, and the same whatever the order in which a program made them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from phizone_stacks.capture.monitor import PROVIDER
from phizone_stacks.capture.record import Record, StackRun
from phizone_stacks.translation import terraform_type
from phizone_stacks.translation.names import snake

_FUNCTION = re.compile(r"aws:(\w+)/get(\w+):get\w+")
_UNNAMED_MODULES = ("index", "ec2", "alb")


def type_of(record: Record) -> str:
    """The Terraform type of a resource, or Pulumi's token where the two providers have no pair for it."""
    name = terraform_type(record.token) or record.token
    if not record.read:
        return name
    return f"data.{_data_source(name) if _FUNCTION.fullmatch(name) else name}"


def _data_source(token: str) -> str:
    """The data source that a provider function is in Terraform: as the resource it looks up, or by its own name."""
    module, name = _FUNCTION.fullmatch(token).groups()  # type: ignore[union-attr]
    resource = terraform_type(f"aws:{module}/{name[0].lower()}{name[1:]}:{name}")
    return resource or "_".join(["aws", *([] if module in _UNNAMED_MODULES else [module]), snake(name)])


def is_resource(record: Record) -> bool:
    """Whether a record is a node of the graph: made or read by a provider or package, and not the provider itself."""
    return (record.custom or record.remote) and not record.token.startswith(PROVIDER)


def addresses(run: StackRun) -> dict[str, str]:
    """Address by URN. Where two resources of one type share a name, their ancestors go before it."""
    records = {record.urn: record for record in run.records}
    nodes = [record for record in run.records if is_resource(record)]
    count = Counter((type_of(record), record.name) for record in nodes)
    return {
        record.urn: f"{run.name}/{type_of(record)}."
        + (
            record.name
            if count[type_of(record), record.name] == 1
            else "/".join([*ancestors(record, records), record.name])
        )
        for record in nodes
    }


def ancestors(record: Record, records: Mapping[str, Record], components_only: bool = False) -> tuple[str, ...]:
    """The resources a record stands in, outermost first, each as `Type name`."""
    found: list[str] = []
    parent = records.get(record.parent)
    while parent is not None:
        if not (components_only and parent.custom):
            found.append(f"{parent.token.rsplit(':', 1)[-1]} {parent.name}")
        parent = records.get(parent.parent)
    return tuple(reversed(found))
