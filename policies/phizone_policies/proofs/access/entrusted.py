"""What is taken for true of those who keep an account, and how many roles a claim about all of them looked at."""

from __future__ import annotations

from phizone_policies.proofs.access.world import Kind, World

ENTRUSTED = (
    "a deploy role does what the proved programs say; a break-glass role is entered in an emergency, which is alarmed",
    "AWS Backup, and whatever service a key names, does with it what its policy says",
)
"""What is taken for true of the account's keepers."""
EMERGENCY = (
    "the emergency user of the management account, who is not in the graph, and whoever an identity provider vouches "
    "for do nothing but enter the roles that name them"
)
"""What is taken for true of those who come in from beyond the graph: what the roles can do is looked at."""


def roles_of(world: World, account: str = "") -> int:
    """Number of the roles of a world, or of an account in it: where there are none, nobody was looked at."""
    roles = (each for each in world.principals.values() if each.kind is Kind.ROLE)
    return sum(not account or each.account == account for each in roles)
