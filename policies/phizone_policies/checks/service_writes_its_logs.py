"""Brokers and workflow servers write logs."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import is_on, literal, reads, setting
from phizone_stacks.graph.node import Node

_EKS = "enabled_cluster_log_types"
_KAFKA = "logging_info.broker_logs"
_SETTINGS = {
    "aws_eks_cluster": (_EKS,),
    "aws_mq_broker": ("logs.general", "logs.audit"),
    "aws_msk_cluster": (
        f"{_KAFKA}.cloudwatch_logs.enabled",
        f"{_KAFKA}.firehose.enabled",
        f"{_KAFKA}.s3.enabled",
    ),
    "aws_mwaa_environment": ("logging_configuration.task_logs.enabled",),
}


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=tuple(_SETTINGS),
    reads=reads(_SETTINGS),
)
def service_writes_its_logs(service: Node, view: View) -> Result:
    """A broker or a workflow server writes its logs to a place that outlives it.

    Why: who connected, and what was run on whose data, is in these logs and nowhere else.
    Fix: switch on the logs that the type offers.
    Source: AWS Security Hub MQ.2; checkov CKV_AWS_80, CKV_AWS_242; 45 CFR 164.312(b).
    """
    if service.type == "aws_eks_cluster":
        types = {literal(service, _EKS, each) for each in service.items(_EKS)}
        missing = sorted({"api", "audit", "authenticator"} - types)
        return failed(f"its control plane does not log {', '.join(missing)}") if missing else passed()
    on = any(is_on(setting(service, path)) for path in _SETTINGS[service.type])
    return passed() if on else failed("all of its logs are off")
