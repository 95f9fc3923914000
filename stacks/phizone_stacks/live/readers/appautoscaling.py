"""Application Auto Scaling: what it scales of tables."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found
from phizone_stacks.live.reading import reads


@reads("aws_appautoscaling_target")
def targets(calls: Calls) -> Iterator[Found]:
    """Tables whose capacity is scaled; of other services' targets no rule asks."""
    for each in calls.all(
        "application-autoscaling", "describe_scalable_targets", "ScalableTargets", ServiceNamespace="dynamodb"
    ):
        yield found(
            "aws_appautoscaling_target",
            f"{each['ResourceId']}/{each['ScalableDimension']}",
            {
                "service_namespace": each["ServiceNamespace"],
                "resource_id": each["ResourceId"],
                "scalable_dimension": each["ScalableDimension"],
                "min_capacity": each["MinCapacity"],
                "max_capacity": each["MaxCapacity"],
                "role_arn": each.get("RoleARN"),
            },
        )
