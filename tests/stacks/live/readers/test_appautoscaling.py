from __future__ import annotations


def test_a_table_that_is_scaled_is_read_with_its_bounds(aws, seen):
    role = "arn:aws:iam::777777777777:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/scaling"
    aws("application-autoscaling").register_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId="table/cases",
        ScalableDimension="dynamodb:table:ReadCapacityUnits",
        MinCapacity=1,
        MaxCapacity=9,
        RoleARN=role,
    )
    assert seen("aws_appautoscaling_target") == [
        {
            "max_capacity": 9,
            "min_capacity": 1,
            "resource_id": "table/cases",
            "role_arn": role,
            "scalable_dimension": "dynamodb:table:ReadCapacityUnits",
            "service_namespace": "dynamodb",
        }
    ]
