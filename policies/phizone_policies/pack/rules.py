"""Phizone's rules as policies for stacks of others: one resource before it is created, the whole stack at preview.

A rule that reads one resource and its own attributes is a policy of its own. One that reads neighbours, or which
accounts are ours, is asked over the whole stack, in one policy for each severity: the engine hands every policy of the
stack all resources anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pulumi_policy import (
    EnforcementLevel,
    PolicyComplianceFramework,
    PolicyResource,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy import Severity as PolicySeverity
from pulumi_policy.policy import Policy
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError

from phizone_policies.check import Check, Outcome, Profile, Severity, View
from phizone_policies.controls.load import controls, safeguards_of
from phizone_policies.discover import all_rules
from phizone_policies.evaluate import Answer, evaluate
from phizone_policies.pack.foreign import Seen, is_judged, node_of, whole
from phizone_policies.pack.proved import is_ours
from phizone_policies.pack.session import Session
from phizone_policies.pack.told import opened, told
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import UnknownValue

WHOLE_STACK = "whole_stack_rules_{severity}"
"""Name of the policy that asks a severity's rules over the whole stack."""
_MANDATORY = (Severity.CRITICAL, Severity.HIGH)
_BY_THE_WHOLE = "which accounts are ours, which the whole stack tells"
Report = Callable[..., None]
"""The SDK's call that reports a violation."""


class Undecided(UnknownValueError):
    """A rule cannot be decided before apply; the SDK makes an advisory of it, whatever the policy's level."""

    def __init__(self, message: str) -> None:
        super().__init__(UNKNOWN_STRING_VALUE, [])
        self.message = f"UNKNOWN: {message}"


class OneResource(View):
    """A view of one resource, which does not tell which accounts are ours."""

    __slots__ = ()

    @property
    def accounts(self) -> frozenset[str]:
        """Told by the whole stack alone. Raises: UnknownValue."""
        raise UnknownValue(next(iter(self.graph)).address, "account", _BY_THE_WHOLE)


def rules() -> tuple[Check, ...]:
    """The rules that need no zone, by id."""
    return tuple(rule for rule in all_rules() if rule.profile in (Profile.BASELINE, Profile.PHI))


def reads_one_resource(check: Check) -> bool:
    """Whether a rule reads nothing but the resource that it judges."""
    return check.rule is not None and {read.split(".", 1)[0] for read in check.reads} <= set(check.types)


def rule_policies(session: Session) -> list[Policy]:
    """A policy for each rule about one resource, and one for each severity's rules about the whole stack."""
    waiting: set[tuple[str, str]] = set()
    single = [_policy(check, session, waiting) for check in rules() if reads_one_resource(check)]
    return [*single, *(_stack_policy(severity, session, waiting) for severity in Severity)]


def _policy(check: Check, session: Session, waiting: set[tuple[str, str]]) -> Policy:
    def validate(args: ResourceValidationArgs, report: Report) -> None:
        resource = session.resources.get(args.urn) or session.settle(args)
        if is_ours(resource.project) or not is_judged(resource):
            args.not_applicable("it is no resource of AWS that the rules of a foreign stack judge")
        node = session.node(resource, node_of)
        if not {node.type, "*"} & set(check.types):
            args.not_applicable(f"the rule is about {', '.join(check.types)}")
        for answer in evaluate((check,), OneResource(Graph([node]))):
            if answer.result.outcome is Outcome.UNKNOWN and _BY_THE_WHOLE in answer.result.message:
                waiting.add((check.id, args.urn))
            else:
                _tell([answer], report, session.preview)

    safeguards = safeguards_of(check)
    hipaa = controls().regulations[0]
    return ResourceValidationPolicy(
        name=check.id,
        description=check.title,
        validate=validate,
        enforcement_level=_level(check.severity),
        severity=PolicySeverity(check.severity.value),
        framework=PolicyComplianceFramework(hipaa.name, None, ", ".join(safeguards), hipaa.citation)
        if safeguards
        else None,
        tags=[check.claim.value, check.profile.value],
        remediation_steps=check.fix,
    )


def _stack_policy(severity: Severity, session: Session, waiting: set[tuple[str, str]]) -> Policy:
    asked = [check for check in rules() if check.severity is severity]

    def validate(args: StackValidationArgs, report: Report) -> None:
        resources = [_seen(each, session) for each in args.resources]
        if not resources or is_ours(resources[0].told.project):
            args.not_applicable("a stack of the landing zone is held to its proved graph")
        answers = evaluate(asked, View(whole(resources)))
        _tell([each for each in answers if _is_for_the_whole(each, waiting)], report, session.preview)

    return StackValidationPolicy(
        name=WHOLE_STACK.format(severity=severity.value),
        description=f"The stack keeps every rule of severity {severity.value} that reads more than one resource.",
        validate=validate,
        enforcement_level=_level(severity),
        severity=PolicySeverity(severity.value),
        remediation_steps="Each violation names its rule; `phizone explain RULE` tells what to do about it",
    )


def _seen(resource: PolicyResource, session: Session) -> Seen:
    """A resource with the inputs that the engine told before; where it told none, all is secret."""
    depends = {name: [each.urn for each in found] for name, found in resource.property_dependencies.items()}
    given = session.resources.get(resource.urn) or told(resource, hidden=True)
    return Seen(given, opened(resource.props), depends)


def _is_for_the_whole(answer: Answer, waiting: set[tuple[str, str]]) -> bool:
    if not reads_one_resource(answer.check):
        return True
    return answer.node is not None and (answer.check.id, answer.node.urn) in waiting


def _tell(answers: Sequence[Answer], report: Report, preview: bool) -> None:
    """Reports failures; what cannot be decided yet is advisory, and at apply a violation. Raises: Undecided."""
    undecided: list[str] = []
    for answer in answers:
        text = f"{answer.check.id}: {answer.subject}: {answer.result.message}"
        urn = answer.node.urn if answer.node else None
        if answer.result.outcome is Outcome.FAIL:
            report(f"{text}. Fix: {answer.check.fix}", urn)
        elif answer.result.outcome is Outcome.UNKNOWN and preview:
            undecided.append(text)
        elif answer.result.outcome is Outcome.UNKNOWN:
            report(f"{text}, and so it is not proved", urn)
    if undecided:
        raise Undecided("; ".join(undecided))


def _level(severity: Severity) -> EnforcementLevel:
    return EnforcementLevel.MANDATORY if severity in _MANDATORY else EnforcementLevel.ADVISORY
