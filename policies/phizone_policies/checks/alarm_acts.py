"""Alarms act."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.alarms import ALARMS, acts
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import references


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=ALARMS,
    reads=tuple(
        f"{kind}.{name}"
        for kind in ALARMS
        for name in ("actions_enabled", "alarm_actions", "insufficient_data_actions", "ok_actions")
    ),
)
def alarm_acts(alarm: Node, view: View) -> Result:
    """An alarm has actions and they are enabled, unless something else of the program watches its state.

    Why: an alarm that tells nobody looks like monitoring and is a picture on a wall.
    Fix: name a topic in alarm_actions and leave actions_enabled true.
    Source: AWS Security Hub CloudWatch.15 and CloudWatch.17; 45 CFR 164.312(b).
    """
    if acts(alarm):
        return passed()
    watching = next((node for node in view.graph.referrers(alarm) if _names(node, alarm)), None)
    if watching is not None:
        return not_applicable(f"{watching.address} acts on its state")
    other = alarm.items("ok_actions") or alarm.items("insufficient_data_actions")
    if alarm.get("actions_enabled") is not True:
        return failed("actions_enabled is not True")
    return passed() if other else failed("it has no action in any state")


def _names(node: Node, alarm: Node) -> bool:
    """Whether an attribute names the alarm, as a composite alarm's rule does; waiting for it is not enough."""
    return any(ref.address == alarm.address for ref in references(dict(node.attributes)))
