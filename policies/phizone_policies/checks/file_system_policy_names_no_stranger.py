"""File systems are mounted by those we know."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, not_applicable
from phizone_policies.views.documents import Document, document
from phizone_policies.views.strangers import names_no_stranger
from phizone_stacks.graph.node import Node

# Only machines of the VPC reach a mount target. Source: Amazon EFS User Guide, "Using IAM to control file system data
# access", which calls a policy with this condition not public.
_MOUNTED = "elasticfilesystem:AccessedViaMountTarget"


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=("aws_efs_file_system_policy",),
    reads=("aws_efs_file_system_policy.policy",),
)
def file_system_policy_names_no_stranger(policy: Node, view: View) -> Result:
    """A file system's policy lets only accounts of ours mount it.

    Why: with an open policy every machine that reaches the mount target reads every file.
    Fix: name accounts or roles of ours, or require aws:PrincipalOrgID or elasticfilesystem:AccessedViaMountTarget.
    Source: Prowler efs_not_publicly_accessible; 45 CFR 164.312(a)(1).
    """
    content = document(view.graph, policy, "policy")
    if content is None:
        return not_applicable("it has no policy")
    bound = tuple(each for each in content.statements if ("Bool", ("true",)) not in each.condition(_MOUNTED))
    return names_no_stranger(view, Document(content.version, bound))
