"""Names, tags and descriptions identify no patient."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.identifiers import WRITTEN, identifiers
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.TAGGING,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=("*",),
    reads=("*.tags", "*.tags_all", *(f"*.{attribute}" for attribute in WRITTEN)),
)
def names_hold_no_identifiers(resource: Node, view: View) -> Result:
    """No name, tag, prefix or description holds what identifies a patient, as a social security or record number.

    Why: names and tags reach bills, logs, consoles and tickets, where nobody protects PHI.
    Fix: name the resource by what it is for; keep identifiers in the data, under our keys.
    Source: AWS, "Tagging AWS resources", best practices; 45 CFR 164.514(b)(2)(i), data/identifiers.yaml.
    """
    if resource.type.startswith("data."):
        return not_applicable("it is read, not made")
    found = sorted(set(identifiers(resource)))
    if not found:
        return passed()
    return failed("; ".join(f"{where} holds what looks like {what}" for where, what in found))
