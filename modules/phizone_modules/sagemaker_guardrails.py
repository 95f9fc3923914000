"""What the organization refuses of SageMaker: a way around the network, unencrypted volumes, open notebooks.

A `Null` test on a condition key that an action does not have would refuse the action always, so each list names actions
that have the keys of its condition. Source: Service Authorization Reference, "Amazon SageMaker".
"""

from __future__ import annotations

from typing import Any

from phizone_modules.policy import Statement, deny

JOBS_WITH_SUBNETS = [
    "sagemaker:CreateAutoMLJob",
    "sagemaker:CreateAutoMLJobV2",
    "sagemaker:CreateCluster",
    "sagemaker:CreateDataQualityJobDefinition",
    "sagemaker:CreateHyperParameterTuningJob",
    "sagemaker:CreateModel",
    "sagemaker:CreateModelBiasJobDefinition",
    "sagemaker:CreateModelExplainabilityJobDefinition",
    "sagemaker:CreateModelQualityJobDefinition",
    "sagemaker:CreateNotebookInstance",
    "sagemaker:CreateProcessingJob",
    "sagemaker:CreateTrainingJob",
]
"""Actions with `sagemaker:VpcSubnets` and `sagemaker:VpcSecurityGroupIds`."""
SCHEDULES = ["sagemaker:CreateMonitoringSchedule", "sagemaker:UpdateMonitoringSchedule"]
"""Actions that hold a job's settings, or name a job definition and hold none: those name no instance type."""
JOBS_WITH_TRAFFIC = [
    "sagemaker:CreateAutoMLJob",
    "sagemaker:CreateAutoMLJobV2",
    "sagemaker:CreateDataQualityJobDefinition",
    "sagemaker:CreateHyperParameterTuningJob",
    "sagemaker:CreateModelBiasJobDefinition",
    "sagemaker:CreateModelExplainabilityJobDefinition",
    "sagemaker:CreateModelQualityJobDefinition",
    "sagemaker:CreateProcessingJob",
    "sagemaker:CreateTrainingJob",
]
"""Actions with `sagemaker:InterContainerTrafficEncryption`."""
VOLUMES = [
    "sagemaker:CreateAutoMLJob",
    "sagemaker:CreateAutoMLJobV2",
    "sagemaker:CreateDomain",
    "sagemaker:CreateLabelingJob",
    "sagemaker:CreateNotebookInstance",
]
"""Actions with `sagemaker:VolumeKmsKey` whose volumes are always network volumes."""
INSTANCE_VOLUMES = [
    "sagemaker:CreateDataQualityJobDefinition",
    "sagemaker:CreateEndpointConfig",
    "sagemaker:CreateHyperParameterTuningJob",
    "sagemaker:CreateModelBiasJobDefinition",
    "sagemaker:CreateModelExplainabilityJobDefinition",
    "sagemaker:CreateModelQualityJobDefinition",
    "sagemaker:CreateMonitoringSchedule",
    "sagemaker:CreateProcessingJob",
    "sagemaker:CreateTrainingJob",
    "sagemaker:CreateTransformJob",
    "sagemaker:UpdateMonitoringSchedule",
]
"""Actions with `sagemaker:VolumeKmsKey` and `sagemaker:InstanceTypes`."""
LOCAL_STORAGE = ["ml.*d.*", "ml.*dn.*", "ml.g5.*", "ml.g6*", "ml.gr6*", "ml.p4de.*", "ml.p5*", "ml.p6*", "ml.trn*"]
"""Instance types with local storage, for which SageMaker takes no volume key: their hardware encrypts it.

Source: Amazon SageMaker API Reference, "ResourceConfig", VolumeKmsKeyId.
"""


def closed_sagemaker() -> list[Statement]:
    """Studio, notebooks, jobs and models live in our subnets, with volumes under our keys and encrypted traffic."""
    return [*_domains(), *_notebooks(), *_network(), *_volumes()]


def _domains() -> list[Statement]:
    kind = "sagemaker:AppNetworkAccessType"
    return [
        deny("DomainsAreVpcOnly", actions="sagemaker:CreateDomain", condition=_is_not(kind, "VpcOnly")),
        deny("DomainsStayVpcOnly", actions="sagemaker:UpdateDomain", condition=_becomes_other(kind, "VpcOnly")),
    ]


def _notebooks() -> list[Statement]:
    create, update = "sagemaker:CreateNotebookInstance", "sagemaker:UpdateNotebookInstance"
    internet, root = "sagemaker:DirectInternetAccess", "sagemaker:RootAccess"
    return [
        deny("NotebooksWithoutInternet", actions=create, condition=_is_not(internet, "Disabled")),
        deny("NotebooksWithoutRoot", actions=create, condition=_is_not(root, "Disabled")),
        deny("NotebooksStayWithoutRoot", actions=update, condition=_becomes_other(root, "Disabled")),
    ]


def _network() -> list[Statement]:
    subnets, groups = "sagemaker:VpcSubnets", "sagemaker:VpcSecurityGroupIds"
    inline = {"Null": {"sagemaker:InstanceTypes": "false"}}
    # Left out, the setting means unencrypted: `IfExists` refuses that too.
    plain = {"BoolIfExists": {"sagemaker:InterContainerTrafficEncryption": "false"}}
    return [
        deny("JobsInOurSubnets", actions=JOBS_WITH_SUBNETS, condition={"Null": {subnets: "true"}}),
        deny("JobsInOurSecurityGroups", actions=JOBS_WITH_SUBNETS, condition={"Null": {groups: "true"}}),
        deny(
            "SchedulesInOurSubnets",
            actions=SCHEDULES,
            condition={"Null": {subnets: "true", **inline["Null"]}},
        ),
        deny("JobsEncryptTraffic", actions=JOBS_WITH_TRAFFIC, condition=plain),
        deny("SchedulesEncryptTraffic", actions=SCHEDULES, condition={**plain, **inline}),
    ]


def _volumes() -> list[Statement]:
    no_key = {"Null": {"sagemaker:VolumeKmsKey": "true"}}
    network_volume = {"ForAnyValue:StringNotLike": {"sagemaker:InstanceTypes": LOCAL_STORAGE}}
    return [
        deny("VolumesUnderAKey", actions=VOLUMES, condition=no_key),
        deny("InstanceVolumesUnderAKey", actions=INSTANCE_VOLUMES, condition={**no_key, **network_volume}),
    ]


def _is_not(key: str, value: str) -> dict[str, Any]:
    """True where the key is missing, too: what AWS then takes is the open setting."""
    return {"StringNotEquals": {key: value}}


def _becomes_other(key: str, value: str) -> dict[str, Any]:
    """False where the key is missing: an update that leaves the setting out keeps it."""
    return {"StringNotEquals": {key: value}, "Null": {key: "false"}}
