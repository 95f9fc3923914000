"""Whether a statement of a resource's policy lets the public in."""

from __future__ import annotations

from phizone_policies.views.documents import Statement
from phizone_policies.views.perimeter import binds
from phizone_policies.views.principals import EVERYBODY

# What fixes who asks, or from where. Source: Amazon S3 User Guide, "The meaning of public", and IAM User Guide,
# "AWS global condition context keys", keys of the principal and of the network.
_FIXING = (
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:userid",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
)


def is_public(statement: Statement) -> bool:
    """Whether it allows something to principals that nothing names: everybody, or everybody but some."""
    if not statement.allows:
        return False
    everybody = any(principal in EVERYBODY for principal in statement.principals)
    return (everybody or bool(statement.not_principals)) and not any(
        binds(statement, key, _is_fixed) for key in _FIXING
    )


def _is_fixed(value: str) -> bool:
    """Whether a value names something: it is more than wildcards and the words that all ARNs share."""
    return any(set(part) - {"*", "?"} for part in value.split(":")[4:] or [value])
