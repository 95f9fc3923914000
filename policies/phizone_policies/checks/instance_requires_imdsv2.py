"""Instances answer version 2 of the metadata service only."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.settings import reads, setting
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_instance": "metadata_options",
    "aws_launch_configuration": "metadata_options",
    "aws_launch_template": "metadata_options",
}


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=tuple(_SETTINGS),
    reads=(*reads(_SETTINGS), "aws_ec2_instance_metadata_defaults.http_tokens", "aws_instance.launch_template"),
)
def instance_requires_imdsv2(machine: Node, view: View) -> Result:
    """An instance, or a template of instances, gives its role's credentials to sessions of IMDSv2 only.

    Why: version 1 answers any request a program can be tricked into; that is how roles' credentials have been
    stolen.
    Fix: set metadata_options http_tokens=required, or the account's default by aws_ec2_instance_metadata_defaults.
    Source: AWS Security Hub EC2.8, EC2.170, AutoScaling.3; 45 CFR 164.312(a)(1).
    """
    options = {setting(machine, f"metadata_options.{each}") for each in ("http_tokens", "http_endpoint")}
    if options & {"required", "disabled"}:
        return passed()
    if "optional" in options:
        return failed("http_tokens is optional")
    if machine.type == "aws_instance" and machine.get("launch_template"):
        return not_applicable("its launch template says")
    defaults = view.graph.of_type("aws_ec2_instance_metadata_defaults")
    if any(_here(each, machine) and each.get("http_tokens") == "required" for each in defaults):
        return passed()
    return failed("http_tokens is absent, so version 1 answers, too")


def _here(default: Node, machine: Node) -> bool:
    return (default.account, default.region) == (machine.account, machine.region)
