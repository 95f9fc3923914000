"""What the resolvers of VPCs answer, and where they send queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import Dns, Vpc
from phizone_policies.views.name_resolution import ASSOCIATION as _ASSOCIATION
from phizone_policies.views.name_resolution import CONFIG as _CONFIG
from phizone_policies.views.name_resolution import associations, why_open
from phizone_stacks.graph.node import Node, UnknownValue

_BASE = "aws_route53_resolver_firewall"
_GROUP, _RULE, _LIST = f"{_BASE}_rule_group", f"{_BASE}_rule", f"{_BASE}_domain_list"
_RESOLVER_RULE = "aws_route53_resolver_rule"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """How a firewall stands."""

    closed: bool = False
    why: str = ""
    by: str = ""
    unsure: str = ""


def dns(survey: Survey, vpcs: Mapping[str, Vpc]) -> dict[str, Dns]:
    """How the resolver of each VPC answers."""
    forwards = _forwards(survey)
    survey.of_type(_ASSOCIATION, _GROUP, _RULE, _LIST)
    failing = _fail_open(survey)
    found: dict[str, Dns] = {}
    for name, vpc in vpcs.items():
        first = _first(survey, name)
        verdict = _stands(survey, name) if vpc.resolver else _Verdict(closed=True)
        if verdict.closed and first and name in failing:
            verdict = _Verdict(unsure=f"{failing[name]} lets every query through where the firewall fails")
        found[name] = Dns(
            vpc=name,
            firewall=first,
            closed=verdict.closed,
            why=verdict.why,
            by=verdict.by,
            unsure=verdict.unsure,
            forwards=tuple(sorted(forwards.get(name, ()))) if vpc.resolver else (),
        )
    return found


def _stands(survey: Survey, vpc: str) -> _Verdict:
    """What the rules say of names that nobody listed, in the order in which they are asked."""
    node = survey.graph.find(vpc)
    if node is None:
        return _Verdict(why="has no DNS firewall")
    try:
        reason = why_open(survey.graph, node)
    except UnknownValue as missing:
        return _Verdict(unsure=str(missing))
    named = (rule.address for rule in survey.graph.of_type(_RULE) if rule.address in reason.split())
    return _Verdict(closed=not reason, why=reason, by=next(named, ""))


def _first(survey: Survey, vpc: str) -> str:
    """The association whose rules are asked first; empty for none."""
    node = survey.graph.find(vpc)
    try:
        return next((each.address for each in associations(survey.graph, node)), "") if node else ""
    except UnknownValue:
        return ""


def _fail_open(survey: Survey) -> Mapping[str, str]:
    """The configuration by VPC whose firewall fails open; AWS's default is to fail closed.

    Source: Route 53 Developer Guide, "DNS Firewall VPC configuration".
    """
    found = {}
    for node in survey.of_type(_CONFIG):
        if node.peek("firewall_fail_open") not in (None, "DISABLED"):
            found[survey.vpc(node.peek("resource_id"))] = node.address
    return found


def _forwards(survey: Survey) -> Mapping[str, set[str]]:
    """Resolver rules by VPC that send its queries elsewhere."""
    found: dict[str, set[str]] = {}
    survey.of_type(_RESOLVER_RULE)
    for node in survey.of_type(f"{_RESOLVER_RULE}_association"):
        vpc = survey.vpc(node.peek("vpc_id"))
        found.setdefault(vpc, set()).update(_forwarding(survey, node))
    return found


def _forwarding(survey: Survey, association: Node) -> Iterator[str]:
    rule = survey.named(association.peek("resolver_rule_id"), _RESOLVER_RULE)
    if rule is None:
        yield association.address
    elif rule.peek("rule_type") not in ("SYSTEM", "RECURSIVE"):
        yield rule.address
