"""State machines are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed
from phizone_policies.views.blocks import leaf
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node

_KIND = "CUSTOMER_MANAGED_KMS_KEY"


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_sfn_state_machine",),
    reads=("aws_sfn_state_machine.encryption_configuration", "aws_kms_alias.target_key_id"),
)
def state_machine_encrypted_with_our_key(machine: Node, view: View) -> Result:
    """A state machine encrypts its definition and its executions with a customer-managed key of this zone.

    Why: the input and output of its steps are kept for 90 days, and name what they worked on.
    Fix: set encryption_configuration with type="CUSTOMER_MANAGED_KMS_KEY" and kms_key_id of our key.
    Source: AWS Step Functions Developer Guide, "Data at rest encryption"; 45 CFR 164.312(a)(2)(iv).
    """
    kind = leaf(machine, "encryption_configuration.type")
    if kind != _KIND:
        return failed(f"its encryption type is {kind or 'AWS_OWNED_KEY'}, not {_KIND}")
    return encrypted_with_ours(view.graph, leaf(machine, "encryption_configuration.kms_key_id"))
