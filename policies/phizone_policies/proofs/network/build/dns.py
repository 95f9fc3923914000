"""What the resolvers of VPCs answer, and where they send queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.proofs.network.model import Dns, Vpc
from phizone_stacks.graph.node import Node, UnknownValue

_BASE = "aws_route53_resolver_firewall"
_GROUP, _RULE, _LIST = f"{_BASE}_rule_group", f"{_BASE}_rule", f"{_BASE}_domain_list"
_ASSOCIATION, _CONFIG = f"{_BASE}_rule_group_association", f"{_BASE}_config"
_RESOLVER_RULE = "aws_route53_resolver_rule"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """How a firewall stands."""

    closed: bool = False
    why: str = ""
    unsure: str = ""


def dns(survey: Survey, vpcs: Mapping[str, Vpc]) -> dict[str, Dns]:
    """How the resolver of each VPC answers."""
    associated, forwards = _associations(survey), _forwards(survey)
    survey.of_type(_GROUP, _RULE, _LIST)
    failing = _fail_open(survey)
    found: dict[str, Dns] = {}
    for name, vpc in vpcs.items():
        own = sorted(associated.get(name, ()), key=lambda node: (_priority(node), node.address))
        verdict = _stands(survey, own) if vpc.resolver else _Verdict(closed=True)
        if verdict.closed and own and name in failing:
            verdict = _Verdict(unsure=f"{failing[name]} lets every query through where the firewall fails")
        found[name] = Dns(
            vpc=name,
            firewall=own[0].address if own else "",
            closed=verdict.closed,
            why=verdict.why,
            unsure=verdict.unsure,
            forwards=tuple(sorted(forwards.get(name, ()))) if vpc.resolver else (),
        )
    return found


def _stands(survey: Survey, associations: list[Node]) -> _Verdict:
    """Rules are asked by the priority of their group, then their own; the first that matches a name decides."""
    if not associations:
        return _Verdict(why="no DNS Firewall rule group is associated with it")
    try:
        rules = [rule for each in associations for rule in _rules(survey, each)]
        for rule in rules:
            verdict = _decides(survey, rule)
            if verdict is not None:
                return verdict
    except UnknownValue as missing:
        return _Verdict(unsure=str(missing))
    return _Verdict(why=f"no rule of {associations[0].address} blocks every name")


def _decides(survey: Survey, rule: Node) -> _Verdict | None:
    """What a rule says of names that nobody listed; None where it leaves them to the next."""
    action = rule.text("action")
    domains = _domains(survey, rule)
    every = [domain for domain in domains if _is_every(domain)]
    if action == "BLOCK":
        return _Verdict(closed=True) if "*" in every and not rule.peek("q_type") else None
    if every:
        return _Verdict(why=f"{rule.address} answers {every[0]}")
    return None


def _rules(survey: Survey, association: Node) -> list[Node]:
    group = survey.named(association.get("firewall_rule_group_id"), _GROUP)
    if group is None:
        raise UnknownValue(association.address, "firewall_rule_group_id", "the rule group is not in the graph")
    found = [
        rule
        for rule in survey.graph.of_type(_RULE)
        if survey.named(rule.get("firewall_rule_group_id"), _GROUP) is group
    ]
    return sorted(found, key=lambda rule: (_priority(rule), rule.address))


def _domains(survey: Survey, rule: Node) -> list[str]:
    """The domains of a rule's list, without a last dot. Raises: UnknownValue."""
    value = rule.get("firewall_domain_list_id")
    if value is None:
        return []
    listed = survey.named(value, _LIST)
    if listed is None:
        # A list of AWS's own that is blocked takes nothing away from what the later rules say.
        if rule.text("action") == "BLOCK":
            return []
        raise UnknownValue(rule.address, "firewall_domain_list_id", "the domain list is not in the graph")
    return [str(each).rstrip(".") or "." for each in listed.items("domains")]


def _is_every(domain: str) -> bool:
    """Whether a domain is every name, or every name below one that anybody may register under."""
    return domain in ("*", ".") or (domain.startswith("*.") and domain.count(".") == 1)


def _priority(node: Node) -> int:
    value = node.peek("priority")
    return value if isinstance(value, int) else 0


def _associations(survey: Survey) -> Mapping[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in survey.of_type(_ASSOCIATION):
        vpc = survey.vpc(node.peek("vpc_id"))
        if vpc:
            found.setdefault(vpc, []).append(node)
    return found


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
