"""Sessions are encrypted and logged."""

from __future__ import annotations

import yaml

from phizone_policies.check import (
    Claim,
    Profile,
    Result,
    Severity,
    View,
    check,
    failed,
    not_applicable,
    passed,
    unknown,
)
from phizone_policies.views.documents import json_text
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_ssm_document",),
    reads=("aws_ssm_document.content", "aws_ssm_document.document_type"),
)
def session_logs_are_encrypted(document: Node, view: View) -> Result:
    """The document that sets how sessions on machines run encrypts them with a key and logs them, encrypted.

    Why: a session is somebody at a machine with PHI; what they typed and saw must be on record and unreadable to
    others.
    Fix: give the document's inputs kmsKeyId, and an encrypted S3 bucket or log group.
    Source: checkov CKV_AWS_112, CKV_AWS_113; 45 CFR 164.312(b).
    """
    if document.get("document_type") != "Session":
        return not_applicable("it sets up no sessions")
    text = json_text(view.graph, document.get("content"))
    if text is None:
        return unknown("its content is some other resource's attribute")
    inputs = yaml.safe_load(text).get("inputs") or {}
    if not inputs.get("kmsKeyId"):
        return failed("its sessions are encrypted with no key of ours")
    bucket = inputs.get("s3BucketName") and inputs.get("s3EncryptionEnabled") is True
    group = inputs.get("cloudWatchLogGroupName") and inputs.get("cloudWatchEncryptionEnabled") is True
    return passed() if bucket or group else failed("its sessions are written to no encrypted log")
