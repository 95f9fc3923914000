"""What a Studio user does is recorded under the user's name."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import leaf
from phizone_stacks.graph.node import Node

_WANTED = "USER_PROFILE_NAME"


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_sagemaker_domain",),
    reads=("aws_sagemaker_domain.domain_settings",),
)
def studio_sessions_name_their_user(domain: Node, view: View) -> Result:
    """A Studio domain gives every session the user profile's name as its source identity.

    Why: users of one role look all alike in the trail, and nobody can tell who read the records.
    Fix: set execution_role_identity_config="USER_PROFILE_NAME" in domain_settings.
    Source: SageMaker Developer Guide, "Monitoring user resource access with sourceIdentity"; 45 CFR 164.312(a)(2)(i).
    """
    found = leaf(domain, "domain_settings.execution_role_identity_config")
    return passed() if found == _WANTED else failed(f"execution_role_identity_config is {found or 'absent'}")
