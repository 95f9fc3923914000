"""Everything is made in the allowed regions."""

from __future__ import annotations

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
from phizone_policies.views.accounts import in_shared_account
from phizone_stacks.graph.node import Node

_GLOBAL = "global"
# What makes a region of an account safe and holds nothing: it belongs into every region in which something may be made.
_SAFEGUARDS = frozenset(
    {
        "aws_config_configuration_recorder",
        "aws_config_configuration_recorder_status",
        "aws_config_delivery_channel",
        "aws_ebs_default_kms_key",
        "aws_ebs_encryption_by_default",
        "aws_ebs_snapshot_block_public_access",
        "aws_ec2_instance_metadata_defaults",
        "aws_kms_alias",
        "aws_kms_key",
    }
)


@check(claim=Claim.RESIDENCY, severity=Severity.HIGH, profile=Profile.ZONE, types=("*",), reads=("*.region",))
def resource_in_allowed_region(resource: Node, view: View) -> Result:
    """A resource is made in an allowed region; an environment's own, but safeguards, in its or the recovery's.

    Why: a contract or a law names where patients' data may be; one resource elsewhere takes data elsewhere.
    Fix: give the resource the region of its scope, or allow the region in environments/organization.yaml.
    Source: environments/organization.yaml, allowed_regions; GDPR Art. 44.
    """
    # A graph names the region of the resource; an attribute that says otherwise is where AWS would make it.
    named = {resource.region, resource.text("region") or resource.region}
    if "" in named:
        return unknown("nothing says which region it is made in")
    if named == {_GLOBAL}:
        return not_applicable("resources of this type lie in no region")
    allowed = view.organization.allowed_regions
    bound = resource.environment == view.environment.name and resource.type not in _SAFEGUARDS
    if bound and not in_shared_account(view.organization, resource):
        own = (view.environment.region, view.organization.recovery_region)
        allowed = tuple(region for region in allowed if region in own)
    abroad = sorted(named - {_GLOBAL} - set(allowed))
    return failed(f"it is in {', '.join(abroad)}, not in {' or '.join(allowed)}") if abroad else passed()
