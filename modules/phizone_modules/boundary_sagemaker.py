"""SageMaker's work stays in our subnets and under our keys: the conditions that its API allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pulumi

from phizone_modules.policy import Statement, deny

# CreateTransformJob bears keys and no subnets: its model bears those. Short patterns, since IAM counts characters;
# the ceiling has no other jobs.
_JOBS_IN_SUBNETS = [
    "sagemaker:Create*JobDefinition",
    "sagemaker:CreateHyper*",
    "sagemaker:CreateProcessing*",
    "sagemaker:CreateTraining*",
]
_JOBS = "sagemaker:Create*Job*"
_SCHEDULES = "sagemaker:*MonitoringSchedule"
# Instance types whose volumes are local disks, encrypted by the instance itself; the API refuses a key for them.
# Source: SageMaker API reference, ResourceConfig.VolumeKmsKeyId.
_LOCAL_DISKS = ["ml.*d.*", "ml.g4dn.*", "ml.g5.*", "ml.g6*", "ml.p4de.*", "ml.p5*", "ml.trn1*"]

Ids = Sequence[pulumi.Input[str]]
"""Ids that AWS assigns, known or not."""


def statements(subnet_ids: Ids, key_arns: Ids) -> list[Statement]:
    """Denies for SageMaker; an account without subnets or without keys of ours creates nothing there at all."""
    if not subnet_ids or not key_arns:
        return [deny("SageMakerHasNoPlace", actions="sagemaker:Create*")]
    return [*_network(list(subnet_ids)), *_keys(list(key_arns)), *_containers()]


def _network(subnets: list[Any]) -> list[Statement]:
    """Two denials, since `ForAnyValue` on an absent key is false: one for no subnets, one for any that is not ours.

    A schedule that names a job definition bears no subnets and no instance types; one with its job inline bears both.
    An endpoint configuration bears subnets for inference components only, its model bears them otherwise.
    """
    none = {"sagemaker:VpcSubnets": "true"}
    return [
        deny("NoSubnets", actions=[*_JOBS_IN_SUBNETS, "sagemaker:CreateModel"], condition={"Null": none}),
        deny(
            "InlineJobsWithoutSubnets",
            actions=_SCHEDULES,
            condition={"Null": {**none, "sagemaker:InstanceTypes": "false"}},
        ),
        deny(
            "OtherSubnets",
            actions=["sagemaker:Create*", "sagemaker:Update*"],
            condition={"ForAnyValue:StringNotEquals": {"sagemaker:VpcSubnets": subnets}},
        ),
    ]


def _keys(keys: list[Any]) -> list[Statement]:
    """No key is denied where the API takes one, another's key everywhere; an absent key makes `ArnNotEquals` true."""
    return [
        deny(
            "VolumesWithoutKey",
            actions=[_JOBS, "sagemaker:CreateEndpointConfig"],
            condition={
                "Null": {"sagemaker:VolumeKmsKey": "true"},
                "ForAnyValue:StringNotLike": {"sagemaker:InstanceTypes": _LOCAL_DISKS},
            },
        ),
        deny(
            "OutputWithoutKey",
            actions=_JOBS,
            condition={"Null": {"sagemaker:OutputKmsKey": "true"}},
        ),
        *(
            deny(
                f"Other{kind}Keys",
                actions=["sagemaker:Create*", "sagemaker:Update*"],
                condition={
                    "Null": {f"sagemaker:{kind}KmsKey": "false"},
                    "ArnNotEquals": {f"sagemaker:{kind}KmsKey": keys},
                },
            )
            for kind in ("Volume", "Output")
        ),
    ]


def _containers() -> list[Statement]:
    """Traffic between containers is encrypted; a serving container sees PHI and reaches no network.

    Jobs are not isolated: their containers read the team's buckets themselves, through the VPC's endpoints.
    """
    return [
        deny(
            "PlainTraffic",
            actions=_JOBS_IN_SUBNETS,
            condition={"BoolIfExists": {"sagemaker:InterContainerTrafficEncryption": "false"}},
        ),
        deny(
            "ModelsWithNetwork",
            actions="sagemaker:CreateModel",
            condition={"BoolIfExists": {"sagemaker:NetworkIsolation": "false"}},
        ),
    ]
