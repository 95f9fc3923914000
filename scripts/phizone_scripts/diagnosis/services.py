"""Whether AWS offers, in each region of an environment's view, every service that the programs make something in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import botocore.session
import yaml

from phizone_environments.zone import Zone
from phizone_scripts.at_hand import FAILURES, told
from phizone_scripts.diagnosis.entering import Entered
from phizone_scripts.diagnosis.finding import FAIL, NOTE, OK, Finding
from phizone_scripts.exits import Misuse
from phizone_stacks.graph.graph import Graph

_WHAT = "services"
_ENDPOINTS = "endpoint services"
_ENDPOINT = "aws_vpc_endpoint"
_EVERYWHERE = "global"


def availability(graph: Graph) -> Iterator[Finding]:
    """What botocore's own table of endpoints says of each service in each region; nothing is asked over the network."""
    wanted, unknown = wanted_services(graph)
    table = _Regions()
    lacking = sorted(f"{service} in {region}" for service, region in wanted if table.lacks(service, region))
    untold = sorted({service for service, _ in wanted if not table.tells(service)})
    services, regions = {service for service, _ in wanted}, {region for _, region in wanted}
    if lacking:
        say = f"AWS does not offer {', '.join(lacking)}, says botocore {botocore.__version__}"
        yield Finding(FAIL, _WHAT, f"{say}; choose other regions, or update boto3 if AWS says otherwise")
    else:
        yield Finding(OK, _WHAT, f"{len(services)} are offered in {', '.join(sorted(regions))}, by botocore's table")
    if untold:
        say = "botocore's table tells no region of it; see AWS's list of regional services"
        yield Finding(NOTE, _WHAT, f"{', '.join(untold)}: {say}")
    if unknown:
        yield Finding(NOTE, _WHAT, f"{', '.join(unknown)}: of no service known here; look it up in AWS's list")


def endpoints(graph: Graph, zone: Zone, environment: str, entered: Entered) -> Iterator[Finding]:
    """Whether AWS offers each endpoint service in the environment's zones; asked in the environment's account."""
    asked = zone.environment(environment)
    given = entered.into.get(asked.account.id)
    if given is None:
        yield Finding(NOTE, _ENDPOINTS, f"not asked: nothing leads into account {asked.account.id}")
        return
    names = sorted(
        {_service_name(node.attributes) for node in graph.of_type(_ENDPOINT) if node.environment == environment}
    )
    try:
        ec2 = entered.at_hand.client("ec2", asked.region, given)
        pages = ec2.get_paginator("describe_vpc_endpoint_services").paginate()
        zones = {
            each["ServiceName"]: each.get("AvailabilityZones", []) for page in pages for each in page["ServiceDetails"]
        }
    except FAILURES as failure:
        yield Finding(FAIL, _ENDPOINTS, told(failure))
        return
    except Misuse as wrong:
        yield Finding(FAIL, _ENDPOINTS, str(wrong))
        return
    yield _offered(names, zones, asked.network.availability_zones)


def wanted_services(graph: Graph) -> tuple[set[tuple[str, str]], list[str]]:
    """Each (service, region) of a graph, and the types and endpoints whose service is not known here."""
    wanted: set[tuple[str, str]] = set()
    unknown: set[str] = set()
    for node in graph:
        service = service_of(node.type)
        if service is None:
            unknown.add(node.type)
        elif node.region not in ("", _EVERYWHERE):
            wanted.add((service, node.region))
        if node.type == _ENDPOINT:
            name = _service_name(node.attributes)
            behind = behind_endpoint(name)
            if behind is None:
                unknown.add(name)
            else:
                wanted.add((behind, node.region))
    return wanted, sorted(unknown)


def service_of(kind: str) -> str | None:
    """The service that a Terraform type is made in; None where it is not known here."""
    fitting = [begin for begin in _table()["types"] if kind == begin or kind.startswith(f"{begin}_")]
    return _table()["types"][max(fitting, key=len)] if fitting else None


def behind_endpoint(name: str) -> str | None:
    """The service behind an endpoint service, as `sagemaker` behind `aws.sagemaker.us-east-1.studio`."""
    parts = name.split(".")
    ends = (".".join(parts[start:]) for start in range(len(parts)))
    return next((_table()["endpoints"][end] for end in ends if end in _table()["endpoints"]), None)


def _offered(names: Iterable[str], zones: Mapping[str, Iterable[str]], wanted: Iterable[str]) -> Finding:
    names, wanted = list(names), set(wanted)
    gone = [name for name in names if name not in zones]
    partly = [name for name in names if name in zones and zones[name] and wanted - set(zones[name])]
    if not gone and not partly:
        return Finding(OK, _ENDPOINTS, f"{len(names)} are offered in {', '.join(sorted(wanted))}")
    say = [f"AWS does not offer {', '.join(gone)}"] if gone else []
    say += [f"not in every zone: {', '.join(partly)}; choose other availability_zones"] if partly else []
    return Finding(FAIL, _ENDPOINTS, "; ".join(say))


def _service_name(attributes: Mapping[str, Any]) -> str:
    return str(attributes.get("service_name", ""))


class _Regions:
    """botocore's table of endpoints."""

    def __init__(self) -> None:
        self._session = botocore.session.Session()
        self._known: dict[str, frozenset[str]] = {}

    def tells(self, service: str) -> bool:
        """Whether it tells regions of a service, or that it has one endpoint for all."""
        return bool(self._regions(service)) or self._is_global(service)

    def lacks(self, service: str, region: str) -> bool:
        """Whether it tells regions of a service and this one is not among them."""
        known = self._regions(service)
        return bool(known) and region not in known

    def _regions(self, service: str) -> frozenset[str]:
        if service not in self._known:
            partitions = self._session.get_available_partitions()
            found = (self._session.get_available_regions(service, partition) for partition in partitions)
            self._known[service] = frozenset(region for regions in found for region in regions)
        return self._known[service]

    def _is_global(self, service: str) -> bool:
        return bool(self._session.get_available_regions(service, "aws", allow_non_regional=True))


@cache
def _table() -> dict[str, dict[str, str]]:
    text = files("phizone_scripts.diagnosis").joinpath("services.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml.safe_load(text)
    return found
