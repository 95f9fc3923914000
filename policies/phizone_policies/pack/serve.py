"""The policies of the pack, and the server that the engine asks."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pulumi_policy.policy
from grpc import StatusCode  # type: ignore[import-untyped]
from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy import (
    EnforcementLevel,
    PolicyConfigSchema,
    PolicyPack,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.policy import Policy, _PolicyAnalyzerServicer

from phizone_policies.pack import EQUAL, WHOLE
from phizone_policies.pack.equal import Equal, NotOurs
from phizone_policies.pack.proved import is_ours
from phizone_policies.pack.session import Session

PACK = "phizone"
"""Name of the pack."""
_MEND = "Take the change back, or prove the changed stack and give the pack its graph and digest"
_SCHEMA = {"graph": {"type": "string"}, "digest": {"type": "string"}}
_WEAK = (analyzer_pb2.ADVISORY, analyzer_pb2.DISABLED)
Report = Callable[..., None]
"""The SDK's call that reports a violation."""


class Server(_PolicyAnalyzerServicer):
    """The SDK's server, which refuses a configuration that would let what is not proved pass."""

    def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802 - gRPC's name
        """Takes the configuration; ends the run where it makes a policy on the proved graph advisory or disables it."""
        for name in (EQUAL, WHOLE):
            if name in request.policyConfig and request.policyConfig[name].enforcementLevel in _WEAK:
                context.abort(
                    StatusCode.FAILED_PRECONDITION,
                    f"the configuration weakens {name}, which holds a landing zone to what was proved; "
                    "leave its level and that of `all` out, or do not give the pack at all",
                )
        return super().Configure(request, context)  # type: ignore[no-untyped-call]


def serve() -> None:
    """Answers the engine until it ends this process."""
    pulumi_policy.policy._PolicyAnalyzerServicer = Server  # type: ignore[misc]  # what PolicyPack makes
    PolicyPack(PACK, policies(os.environ.get("PULUMI_PROJECT", "")))


def policies(project: str) -> list[Policy]:
    """The policies for a Pulumi project: our own stacks are held to their graph alone, others to the rules."""
    session, equal = Session(), Equal()
    found: list[Policy] = [_resource_policy(session, equal), _stack_policy(session, equal)]
    if not is_ours(project):
        from phizone_policies.pack.rules import rule_policies

        found += rule_policies(session)
    return found


def _resource_policy(session: Session, equal: Equal) -> Policy:
    def validate(args: ResourceValidationArgs, report: Report) -> None:
        told = session.settle(args)
        try:
            violations = equal.resource(told, args.get_config(), session.preview)
        except NotOurs as reason:
            args.not_applicable(str(reason))
            return
        for violation in violations:
            report(violation)

    return ResourceValidationPolicy(
        name=EQUAL,
        description="A resource of the landing zone is as in the graph that was proved.",
        validate=validate,
        remediate=session.mark,  # it gives nothing back: no resource is ever changed
        # The engine remediates before it validates, and tells then more; what the validation finds is mandatory.
        enforcement_level=EnforcementLevel.REMEDIATE,
        config_schema=PolicyConfigSchema(_SCHEMA),
        severity=Severity.CRITICAL,
        remediation_steps=_MEND,
    )


def _stack_policy(session: Session, equal: Equal) -> Policy:
    def validate(args: StackValidationArgs, report: Report) -> None:
        dependencies = {
            each.urn: {name: [to.urn for to in found] for name, found in each.property_dependencies.items()}
            for each in args.resources
        }
        told = [session.resources[urn] for urn in dependencies if urn in session.resources]
        project, stack = _stack_of(list(dependencies))
        try:
            violations = equal.stack(told, dependencies, args.get_config(), project, stack)
        except NotOurs as reason:
            args.not_applicable(str(reason))
            return
        for violation in violations:
            report(violation)

    return StackValidationPolicy(
        name=WHOLE,
        description="A stack of the landing zone holds every resource of the graph that was proved.",
        validate=validate,
        enforcement_level=EnforcementLevel.MANDATORY,
        config_schema=PolicyConfigSchema(_SCHEMA),
        severity=Severity.CRITICAL,
        remediation_steps=_MEND,
    )


def _stack_of(urns: list[str]) -> tuple[str, str]:
    """Project and stack of the resources; of a stack without any, what the engine says when it starts the pack."""
    if not urns:
        return os.environ.get("PULUMI_PROJECT", ""), os.environ.get("PULUMI_STACK", "")
    stack, project, *_ = urns[0].split("::")
    return project, stack.rpartition(":")[2]
