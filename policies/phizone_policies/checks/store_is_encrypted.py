"""Stores are encrypted."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check
from phizone_policies.views.encryption import READS, SWITCHED, encrypted
from phizone_stacks.graph.node import Node


@check(claim=Claim.ENCRYPTION, severity=Severity.HIGH, profile=Profile.BASELINE, types=SWITCHED, reads=READS)
def store_is_encrypted(store: Node, view: View) -> Result:
    """A volume, file system, database, cache, stream, search domain or catalog encrypts what it keeps.

    Why: unencrypted, a disk, a snapshot or a backup is readable to whoever gets hold of it.
    Fix: switch encryption on; most stores take it on creation only, so restore into a new one.
    Source: AWS Security Hub EC2.3, EFS.1, RDS.3, ES.1, Kinesis.1; 45 CFR 164.312(a)(2)(iv).
    """
    return encrypted(view.graph, store)
