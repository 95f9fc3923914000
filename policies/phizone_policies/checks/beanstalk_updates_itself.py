"""Elastic Beanstalk updates its platform."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed, unknown
from phizone_policies.views.blocks import inside
from phizone_policies.views.settings import given, literal
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.LOW,
    profile=Profile.BASELINE,
    types=("aws_elastic_beanstalk_environment",),
    reads=("aws_elastic_beanstalk_environment.setting", "aws_elastic_beanstalk_environment.template_name"),
)
def beanstalk_updates_itself(environment: Node, view: View) -> Result:
    """An Elastic Beanstalk environment takes its platform's updates by itself.

    Why: a platform that nobody updates runs with holes that everybody knows.
    Fix: set ManagedActionsEnabled of aws:elasticbeanstalk:managedactions to true, with a time and a level.
    Source: AWS Security Hub ElasticBeanstalk.2; 45 CFR 164.308(a)(5)(ii)(B).
    """
    for block in environment.blocks("setting"):
        names = (inside(environment, block, "namespace"), inside(environment, block, "name"))
        if names == ("aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled"):
            on = str(literal(environment, "setting", inside(environment, block, "value"))).lower() == "true"
            return passed() if on else failed("ManagedActionsEnabled is off")
    if given(environment, ("template_name",)):
        return unknown("its template may set ManagedActionsEnabled")
    return failed("it does not set ManagedActionsEnabled")
