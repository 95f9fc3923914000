"""EMR clusters encrypt and know their users."""

from __future__ import annotations

import json

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed, unknown
from phizone_policies.views.documents import json_text
from phizone_policies.views.naming import named_node
from phizone_stacks.graph.node import Node

_CONFIGURATION = ("aws_emr_security_configuration",)
_SWITCHES = ("EnableAtRestEncryption", "EnableInTransitEncryption")


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("aws_emr_cluster",),
    reads=(
        "aws_emr_cluster.kerberos_attributes",
        "aws_emr_cluster.security_configuration",
        "aws_emr_security_configuration.configuration",
    ),
)
def emr_cluster_is_secured(cluster: Node, view: View) -> Result:
    """An EMR cluster has a security configuration that encrypts disks and wires, and Kerberos to know its users.

    Why: without them every job of the cluster reads every other's data, as anybody, from unencrypted disks.
    Fix: name an aws_emr_security_configuration with both encryptions, and set kerberos_attributes.
    Source: AWS Config EMR_KERBEROS_ENABLED; AWS Security Hub EMR.3, EMR.4; 45 CFR 164.312(a)(2)(iv).
    """
    if not cluster.blocks("kerberos_attributes"):
        return failed("it has no kerberos_attributes, so anybody is who they say")
    name = cluster.get("security_configuration")
    if not name:
        return failed("it names no security_configuration")
    found = named_node(view.graph, name, _CONFIGURATION, "name") or named_node(view.graph, name, _CONFIGURATION)
    text = json_text(view.graph, found.get("configuration")) if found else None
    if text is None:
        return unknown("its security configuration is not in the graph")
    encryption = json.loads(text).get("EncryptionConfiguration") or {}
    missing = [each for each in _SWITCHES if encryption.get(each) is not True]
    return failed(f"its security configuration does not set {' and '.join(missing)}") if missing else passed()
