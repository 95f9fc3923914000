"""What an organization must refuse to its accounts, as requests that have to be denied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from phizone_policies.check import View
from phizone_policies.views.requests import Context, Request

_NETWORK = "sagemaker:appnetworkaccesstype"
_ANYTHING = ("ec2:RunInstances", "iam:CreateAccessKey", "kms:ScheduleKeyDeletion", "s3:DeleteObject", "s3:GetObject")
_TRAIL = ("cloudtrail:DeleteTrail", "cloudtrail:PutEventSelectors", "cloudtrail:StopLogging", "cloudtrail:UpdateTrail")

_DETECTORS = (
    "access-analyzer:DeleteAnalyzer",
    "config:DeleteConfigurationRecorder",
    "config:DeleteDeliveryChannel",
    "config:StopConfigurationRecorder",
    "guardduty:DeleteDetector",
    "guardduty:DisassociateFromAdministratorAccount",
    "guardduty:UpdateDetector",
    "macie2:DisableMacie",
    "macie2:UpdateMacieSession",
    "securityhub:DisableSecurityHub",
    "securityhub:DisassociateFromAdministratorAccount",
)
_DEFAULTS = (
    "ec2:DisableEbsEncryptionByDefault",
    "ec2:DisableSnapshotBlockPublicAccess",
    "ec2:ModifyEbsDefaultKmsKeyId",
    "ec2:ModifyInstanceMetadataDefaults",
    "iam:DeleteAccountPasswordPolicy",
    "iam:UpdateAccountPasswordPolicy",
    "s3:PutAccountPublicAccessBlock",
)


def guardrails(view: View) -> Mapping[str, tuple[Request, ...]]:
    """The requests of each guardrail, by what must not happen in the environment's account."""
    root = {**_caller(view, "root"), "aws:assumedroot": None}
    return {
        "nobody leaves the organization": tuple(_asked(view, "organizations:LeaveOrganization")),
        "the root user does nothing": tuple(Request(action=action, context=root) for action in _ANYTHING),
        "nobody stops or changes the trail": tuple(each for action in _TRAIL for each in _asked(view, action)),
        "nobody stops recorders and detectors": tuple(each for action in _DETECTORS for each in _asked(view, action)),
        "nobody undoes the account's defaults": tuple(each for action in _DEFAULTS for each in _asked(view, action)),
        "Studio is in the VPC only": (
            *_asked(view, "sagemaker:CreateDomain", {_NETWORK: None}),
            *_asked(view, "sagemaker:CreateDomain", {_NETWORK: ("PublicInternetOnly",)}),
            *_asked(view, "sagemaker:UpdateDomain", {_NETWORK: ("PublicInternetOnly",)}),
        ),
    }


def _asked(view: View, action: str, more: Context | None = None) -> Iterator[Request]:
    """An action as some role asks for it, and as one does whose name begins like the zone's: neither is exempt."""
    for role in ("anybody", f"{view.organization.name}-{view.environment.name}-anybody"):
        yield Request(action=action, context={**_caller(view, f"role/{role}"), **(more or {})})


def _caller(view: View, who: str) -> Context:
    account = view.environment.account.id
    return {
        "aws:principalaccount": (account,),
        "aws:principalarn": (f"arn:aws:iam::{account}:{who}",),
        "aws:principalisawsservice": ("false",),
        "aws:principalorgid": (view.organization.id,),
        "aws:requestedregion": (view.environment.region,),
        "aws:viaawsservice": ("false",),
    }
