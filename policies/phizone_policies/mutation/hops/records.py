"""Mutants of the audit record: reads that nobody records, records that a workload deletes or that end early."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_policies.check import View
from phizone_policies.mutation.hops.making import arn, broken, given, stated, teams_roles
from phizone_policies.mutation.hops.trust import policies_of
from phizone_policies.mutation.places import Mutant
from phizone_policies.mutation.statements import edited
from phizone_policies.views.buckets import sibling
from phizone_policies.views.data_classes import PHI
from phizone_policies.views.tags import tag
from phizone_policies.views.trails import organization_trails
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

UNREAD = "data events without one bucket"
"""The trail's selector names every PHI bucket but one."""
DELETABLE = "archive deletable by a workload"
"""A team's role may delete what the archive holds, by its policies, its boundary and the bucket's policy."""
SHORT = "archive kept for a month"
"""The archive's lifecycle ends what it holds after thirty days, and its lock, which no lifecycle breaks, is gone."""
OPERATORS = (UNREAD, DELETABLE, SHORT)
"""Every operator of this module."""
_BEYOND = "archive_is_beyond_the_workloads"
_OBJECTS = "AWS::S3::Object"
_DAYS = 30
_DELETES = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention", "s3:PutLifecycleConfiguration"]


def mutants(view: View) -> Iterator[Mutant]:
    """Every mutant of the organization's trails and of the buckets they deliver to."""
    for trail in organization_trails(view.graph, view.organization):
        yield from _unread(view, trail)
        archive = view.graph.target(trail.get("s3_bucket_name"))
        if archive is not None:
            yield from _deletable(view, archive)
            yield from _short(view, archive)


def phi_buckets(view: View) -> tuple[Node, ...]:
    """The buckets that hold PHI."""
    return tuple(bucket for bucket in view.judged("aws_s3_bucket") if tag(bucket, "DataClassification") == PHI)


def _unread(view: View, trail: Node) -> Iterator[Mutant]:
    buckets = phi_buckets(view)
    for left_out in buckets:
        prefixes = [f"{arn(bucket)}/" for bucket in buckets if bucket is not left_out]
        selectors: Value = [_narrowed(selector, prefixes) for selector in trail.blocks("advanced_event_selector")]
        changed = given(trail, advanced_event_selector=selectors)
        yield broken(
            UNREAD, "phi_reads_reach_the_archive", changed, path="advanced_event_selector", to=left_out.address
        )


def _narrowed(selector: dict[str, Value], prefixes: list[str]) -> dict[str, Value]:
    """The selector of objects with these prefixes alone; any other as it is."""
    fields = selector.get("field_selector")
    told = [field for field in fields if isinstance(field, dict)] if isinstance(fields, list) else []
    if not any(field.get("equals") == [_OBJECTS] for field in told):
        return selector
    kept: list[Value] = [field for field in told if field.get("field") != "resources.ARN"]
    return {**selector, "field_selector": [*kept, {"field": "resources.ARN", "starts_with": list(prefixes)}]}


def _deletable(view: View, archive: Node) -> Iterator[Mutant]:
    policy = sibling(view.graph, archive, "aws_s3_bucket_policy")
    if policy is None:
        return
    resources = [arn(archive), f"{arn(archive)}/*"]
    for role in teams_roles(view):
        own = next(iter(policies_of(view, role)), None)
        boundary = view.graph.target(role.get("permissions_boundary"))
        if own is None or boundary is None:
            continue
        allowed = {"Sid": "Tidy", "Effect": "Allow", "Action": _DELETES, "Resource": resources}
        opened = given(policy, policy=edited(policy.get("policy"), _without_objects))  # type: ignore[arg-type]
        yield broken(
            DELETABLE,
            _BEYOND,
            stated(opened, "policy", {**allowed, "Principal": {"AWS": arn(role)}}),
            stated(own, "policy", allowed),
            stated(boundary, "policy", allowed),
            path="policy",
            to=role.address,
        )


def _without_objects(statements: list[Any]) -> list[Any]:
    """The statements but those that keep objects from all but a few."""
    return [each for each in statements if "s3:DeleteObject*" not in each.get("Action", ())]


def _short(view: View, archive: Node) -> Iterator[Mutant]:
    lifecycle = sibling(view.graph, archive, "aws_s3_bucket_lifecycle_configuration")
    lock = sibling(view.graph, archive, "aws_s3_bucket_object_lock_configuration")
    if lifecycle is None:
        return
    ends: dict[str, Value] = {
        "expiration": [{"days": _DAYS}],
        "noncurrent_version_expiration": [{"noncurrent_days": _DAYS}],
    }
    rules: Value = [{**rule, **ends} for rule in lifecycle.blocks("rule")]
    gone = [lock] if lock is not None else []
    yield broken(SHORT, _BEYOND, given(lifecycle, rule=rules), gone=gone, path="rule")
