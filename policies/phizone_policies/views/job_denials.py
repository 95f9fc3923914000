"""Requests to SageMaker that would work on PHI outside our network or without our keys, and have to be denied."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_policies.views.requests import Context, Request

_TRAINING, _PROCESSING = "sagemaker:CreateTrainingJob", "sagemaker:CreateProcessingJob"
_TUNING, _TRANSFORM = "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateTransformJob"
_MODEL, _ENDPOINT = "sagemaker:CreateModel", "sagemaker:CreateEndpointConfig"
_QUALITY, _SCHEDULE = "sagemaker:CreateDataQualityJobDefinition", "sagemaker:CreateMonitoringSchedule"
_IN_SUBNETS = (_TRAINING, _PROCESSING, _TUNING, _QUALITY, _MODEL)
_WITH_VOLUMES = (_TRAINING, _PROCESSING, _TUNING, _TRANSFORM, _QUALITY, _ENDPOINT)
_WITH_OUTPUT = (_TRAINING, _PROCESSING, _TUNING, _TRANSFORM, _QUALITY)
_WITH_TRAFFIC = (_TRAINING, _PROCESSING, _TUNING, _QUALITY)
_SUBNETS, _TRAFFIC = "sagemaker:vpcsubnets", "sagemaker:intercontainertrafficencryption"
_ISOLATION = "sagemaker:networkisolation"
_VOLUME: Context = {"sagemaker:volumekmskey": None, "sagemaker:instancetypes": ("ml.m5.xlarge",)}
# A schedule that names instances has its job inline; any other names a job definition, which is asked above.
_INLINE: Context = {"sagemaker:instancetypes": ("ml.m5.xlarge",)}
_STRANGE_KEY = ("arn:aws:kms:us-east-1:999999999999:key/00000000-0000-0000-0000-000000000000",)


def denied(caller: Context) -> Mapping[str, tuple[Request, ...]]:
    """The requests of each safeguard as a caller asks them, by what must hold.

    Source: Service Authorization Reference, "Amazon SageMaker", condition keys of each action.
    """
    return {
        "jobs and models are in subnets": (
            *_asked(caller, _IN_SUBNETS, {_SUBNETS: None}),
            *_asked(caller, (_SCHEDULE,), {_SUBNETS: None, **_INLINE}),
        ),
        "volumes have a key": _asked(caller, _WITH_VOLUMES, _VOLUME),
        "results have a key": _asked(caller, _WITH_OUTPUT, {"sagemaker:outputkmskey": None}),
        "volumes have no stranger's key": _asked(caller, _WITH_VOLUMES, {"sagemaker:volumekmskey": _STRANGE_KEY}),
        "results have no stranger's key": _asked(caller, _WITH_OUTPUT, {"sagemaker:outputkmskey": _STRANGE_KEY}),
        "containers encrypt their traffic": (
            *_asked(caller, _WITH_TRAFFIC, {_TRAFFIC: None}),
            *_asked(caller, _WITH_TRAFFIC, {_TRAFFIC: ("false",)}),
            *_asked(caller, (_SCHEDULE,), {_TRAFFIC: ("false",), **_INLINE}),
        ),
        "models are isolated": (
            *_asked(caller, (_MODEL,), {_ISOLATION: None}),
            *_asked(caller, (_MODEL,), {_ISOLATION: ("false",)}),
        ),
    }


def _asked(caller: Context, actions: tuple[str, ...], more: Context) -> tuple[Request, ...]:
    return tuple(Request(action=action, context={**caller, **more}) for action in actions)
