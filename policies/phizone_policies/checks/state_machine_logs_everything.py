"""State machines log what they do."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaf
from phizone_policies.views.logs import destination
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_sfn_state_machine",),
    reads=("aws_sfn_state_machine.logging_configuration",),
)
def state_machine_logs_everything(machine: Node, view: View) -> Result:
    """A state machine logs every event of its executions, and what they carried to log groups of ours only.

    Why: approvals and deployments run in state machines; without their log nobody can say who let what through.
    Fix: set logging_configuration with level="ALL" and log_destination of a log group of this program.
    Source: AWS Security Hub StepFunctions.1; 45 CFR 164.312(b).
    """
    level = leaf(machine, "logging_configuration.level") or "OFF"
    if level != "ALL":
        return failed(f"its log level is {level}, not ALL")
    place = leaf(machine, "logging_configuration.log_destination")
    if not place:
        return failed("it has no log_destination")
    if leaf(machine, "logging_configuration.include_execution_data") is True and not destination(view.graph, place):
        return failed("it logs what executions carry to a log group that is not of this program")
    return passed()
