"""What a CloudTrail trail records: management events, and data events of which objects."""

from __future__ import annotations

from phizone_environments.organization import Organization
from phizone_policies.views.blocks import inside
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import Symbol, identity, physical
from phizone_stacks.graph.values import Unknown, Value

_OPERATORS = ("equals", "starts_with", "ends_with", "not_equals", "not_starts_with", "not_ends_with")
_OBJECTS = "AWS::S3::Object"

Fields = dict[str, dict[str, list[str]]]
"""Values by field and operator, as `{"readOnly": {"equals": ["true"]}}`."""


def organization_trails(graph: Graph, organization: Organization) -> tuple[Node, ...]:
    """The management account's trails that log every account, complete or not. Raises: UnknownValue."""
    account = organization.accounts.management.id
    trails = [node for node in graph.of_type("aws_cloudtrail") if node.account == account]
    return tuple(trail for trail in trails if trail.get("is_organization_trail") is True)


def records_all_management(graph: Graph, trail: Node) -> bool:
    """Whether one selector takes every management event; without selectors CloudTrail does. Raises: UnknownValue."""
    advanced, classic = trail.blocks("advanced_event_selector"), trail.blocks("event_selector")
    if not advanced and not classic:
        return True
    every = {"eventCategory": {"equals": ["Management"]}}
    return any(_fields(graph, trail, selector) == every for selector in advanced) or any(
        _is_management(trail, selector) for selector in classic
    )


def records_objects(graph: Graph, trail: Node, bucket: Node, *, reads: bool) -> bool:
    """Whether it takes every read, or every write, of any object of a bucket. Raises: UnknownValue."""
    arn = physical(bucket, "arn")
    if isinstance(arn, Symbol):
        raise UnknownValue(bucket.address, "bucket")
    objects = f"{arn}/"
    return any(
        _advanced(_fields(graph, trail, selector), objects, reads)
        for selector in trail.blocks("advanced_event_selector")
    ) or any(_classic(graph, trail, selector, objects, reads) for selector in trail.blocks("event_selector"))


def records_all_of(graph: Graph, trail: Node, kind: str) -> bool:
    """Whether one advanced selector takes every data event of a type, as `AWS::Lambda::Function`.

    Raises: UnknownValue.
    """
    wanted = {"eventCategory": "Data", "resources.type": kind}
    return any(
        set(fields) == set(wanted)
        and all(set(tests) == {"equals"} and wanted[field] in tests["equals"] for field, tests in fields.items())
        for fields in (_fields(graph, trail, selector) for selector in trail.blocks("advanced_event_selector"))
    )


def _is_management(trail: Node, selector: dict[str, Value]) -> bool:
    return (
        inside(trail, selector, "include_management_events") in (None, True)
        and inside(trail, selector, "read_write_type") in (None, "All")
        and not inside(trail, selector, "exclude_management_event_sources")
    )


def _advanced(fields: Fields, objects: str, reads: bool) -> bool:
    wanted = {
        "eventCategory": "Data",
        "eventSource": "s3.amazonaws.com",
        "readOnly": "true" if reads else "false",
        "resources.type": _OBJECTS,
    }
    if "eventCategory" not in fields or "resources.type" not in fields or not all(fields.values()):
        return False
    return all(
        _takes_all(tests, objects)
        if field == "resources.ARN"
        else set(tests) == {"equals"} and wanted.get(field) in tests["equals"]
        for field, tests in fields.items()
    )


def _takes_all(tests: dict[str, list[str]], objects: str) -> bool:
    """Whether tests on an object's ARN pass for each object that begins so: `equals` and endings never do."""
    if set(tests) - {"starts_with", "not_starts_with", "not_equals"}:
        return False
    left_out = [*tests.get("not_starts_with", ()), *tests.get("not_equals", ())]
    if any(value.startswith(objects) or objects.startswith(value) for value in left_out):
        return False
    return "starts_with" not in tests or any(objects.startswith(value) for value in tests["starts_with"])


def _classic(graph: Graph, trail: Node, selector: dict[str, Value], objects: str, reads: bool) -> bool:
    if inside(trail, selector, "read_write_type") not in (None, "All", "ReadOnly" if reads else "WriteOnly"):
        return False
    resources = inside(trail, selector, "data_resource")
    for block in resources if isinstance(resources, list) else [resources]:
        if isinstance(block, Unknown):
            raise UnknownValue(trail.address, "event_selector.data_resource")
        if isinstance(block, dict) and inside(trail, block, "type") == _OBJECTS:
            prefixes = _texts(graph, trail, inside(trail, block, "values"))
            return any(objects.startswith(prefix) for prefix in prefixes)
    return False


def _fields(graph: Graph, trail: Node, selector: dict[str, Value]) -> Fields:
    blocks = inside(trail, selector, "field_selector")
    found: Fields = {}
    for block in blocks if isinstance(blocks, list) else [blocks]:
        if not isinstance(block, dict):
            raise UnknownValue(trail.address, "advanced_event_selector.field_selector")
        tests = {name: _texts(graph, trail, inside(trail, block, name)) for name in _OPERATORS}
        found[str(inside(trail, block, "field"))] = {name: values for name, values in tests.items() if values}
    return found


def _texts(graph: Graph, trail: Node, values: Value) -> list[str]:
    found = []
    for value in [] if values is None else values if isinstance(values, list) else [values]:
        text = identity(graph, value)
        if text is None or isinstance(text, Symbol):
            raise UnknownValue(trail.address, "event selectors")
        found.append(str(text))
    return found
