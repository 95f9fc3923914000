"""EMR refuses clusters that are open to the world."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.blocks import inside
from phizone_policies.views.settings import is_on, setting
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_emr_block_public_access_configuration",),
    reads=(
        "aws_emr_block_public_access_configuration.block_public_security_group_rules",
        "aws_emr_block_public_access_configuration.permitted_public_security_group_rule_range",
    ),
)
def emr_blocks_public_access(account: Node, view: View) -> Result:
    """The account's setting for EMR refuses clusters whose security groups are open to the world.

    Why: one rule for everybody on a cluster's group opens its consoles, which ask for no password.
    Fix: set block_public_security_group_rules=True and permit no port but AWS's own exception, 22.
    Source: AWS Security Hub EMR.2; 45 CFR 164.312(e)(1).
    """
    if not is_on(setting(account, "block_public_security_group_rules")):
        return failed("block_public_security_group_rules is off")
    for block in account.blocks("permitted_public_security_group_rule_range"):
        first, last = (inside(account, block, each) for each in ("min_range", "max_range"))
        if (first, last) != (22, 22):
            return failed(f"ports {first} to {last} may be open to the world", ports=f"{first}-{last}")
    return passed()
