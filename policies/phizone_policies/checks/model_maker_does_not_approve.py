"""Models are approved by others than make them."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.grants import READS, bound, granted
from phizone_policies.views.policies import grants_any
from phizone_policies.views.requests import Request, certainly_denied
from phizone_stacks.graph.node import Node

_REGISTERING = ("sagemaker:CreateModelPackage", "sagemaker:UpdateModelPackage")
_MAKING = (
    "sagemaker:CreateTrainingJob",
    "sagemaker:CreateHyperParameterTuningJob",
    "sagemaker:CreateProcessingJob",
    "sagemaker:CreateAutoMLJobV2",
)
_APPROVED = {"sagemaker:modelapprovalstatus": ("Approved",)}


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.ZONE,
    types=("aws_iam_role",),
    reads=READS,
)
def model_maker_does_not_approve(role: Node, view: View) -> Result:
    """A role that trains models and registers them cannot set them to Approved.

    Why: what was trained goes to patients once it is approved, and who made it does not see its own mistakes.
    Fix: deny sagemaker:CreateModelPackage and UpdateModelPackage where sagemaker:ModelApprovalStatus is Approved.
    Source: Service Authorization Reference, SageMaker; 21 CFR 11.10(g); NIST SP 800-53 AC-5.
    """
    statements = [each.statement for each in granted(view.graph, role)]
    registers = [action for action in _REGISTERING if any(grants_any(each, action) for each in statements)]
    if not registers or not any(grants_any(each, *_MAKING) for each in statements):
        return not_applicable("it does not both train models and register them")
    ceiling = bound(view.graph, role)
    denials = [*statements, *(ceiling.statements if ceiling else ())]
    for action in registers:
        if not certainly_denied(denials, Request(action=action, context=_APPROVED)):
            return failed(f"it trains models, and may approve them by {action}", action=action)
    return passed()
