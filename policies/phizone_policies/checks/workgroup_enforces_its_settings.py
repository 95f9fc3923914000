"""Workgroups enforce their settings."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import is_off, setting
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_athena_workgroup",),
    reads=("aws_athena_workgroup.configuration",),
)
def workgroup_enforces_its_settings(group: Node, view: View) -> Result:
    """An Athena workgroup's settings hold for every query, whatever the client asks for.

    Why: a client that may set its own output writes the rows of a query to any bucket, under any key.
    Fix: leave configuration.enforce_workgroup_configuration at True.
    Source: AWS Config ATHENA_WORKGROUP_ENFORCE_WORKGROUP_CONFIGURATION; checkov CKV_AWS_82; 45 CFR 164.312(a)(1).
    """
    off = is_off(setting(group, "configuration.enforce_workgroup_configuration"))
    return failed("enforce_workgroup_configuration is off") if off else passed()
