"""Stores are encrypted with our keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.encryption import KEYED, READS, encrypted_under
from phizone_policies.views.keys import encrypted_with_ours
from phizone_stacks.graph.node import Node


@check(claim=Claim.ENCRYPTION, severity=Severity.HIGH, profile=Profile.PHI, types=KEYED, reads=READS)
def store_encrypted_with_our_key(store: Node, view: View) -> Result:
    """A store of data, or what builds and moves data, encrypts with a customer-managed key of this zone.

    Why: under AWS's own key whoever can read the store can read the data, and nobody can take the key away.
    Fix: name the ARN of the team's key where the type takes it; most take it on creation only.
    Source: AWS Security Hub EFS.8, RDS.27, CloudTrail.10; 45 CFR 164.312(a)(2)(iv).
    """
    return encrypted_under(view.graph, store, lambda key: encrypted_with_ours(view.graph, key))
