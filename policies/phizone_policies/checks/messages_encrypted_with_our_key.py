"""Messages are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node

_TYPES = ("aws_sns_topic", "aws_sqs_queue")


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=_TYPES,
    reads=(*(f"{kind}.kms_master_key_id" for kind in _TYPES), "aws_kms_alias.target_key_id"),
)
def messages_encrypted_with_our_key(sender: Node, view: View) -> Result:
    """A topic or a queue encrypts what waits in it with a customer-managed key of this zone.

    Why: events of jobs name patients' files; under AWS's own key everybody with access to the queue reads them.
    Fix: name the key in kms_master_key_id, and let the services that publish use it in its policy.
    Source: AWS Config SNS_ENCRYPTED_KMS; AWS Security Hub SNS.1, SQS.1; 45 CFR 164.312(a)(2)(iv).
    """
    return encrypted_with_ours(view.graph, sender.get("kms_master_key_id"))
