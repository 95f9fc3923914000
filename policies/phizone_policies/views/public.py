"""Whether a statement of a resource's policy lets the public in."""

from __future__ import annotations

import ipaddress

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
# Broader ranges of addresses count as everybody. Source: as above.
_WIDEST = {4: 8, 6: 32}


def is_public(statement: Statement) -> bool:
    """Whether it allows something to principals that nothing names: everybody, or everybody but some."""
    if not statement.allows:
        return False
    everybody = any(principal in EVERYBODY for principal in statement.principals)
    fixed = any(binds(statement, key, _is_fixed) for key in _FIXING) or binds_addresses(statement)
    return (everybody or bool(statement.not_principals)) and not fixed


def binds_addresses(statement: Statement) -> bool:
    """Whether only requests from named ranges of addresses meet a statement, none of them half the internet."""
    tests = statement.condition("aws:SourceIp")
    return any(operator == "IpAddress" and bool(ranges) and all(map(_is_narrow, ranges)) for operator, ranges in tests)


def _is_narrow(text: str) -> bool:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return network.prefixlen >= _WIDEST[network.version]


def _is_fixed(value: str) -> bool:
    """Whether a value names something: it is more than wildcards and the words that all ARNs share."""
    return any(set(part) - {"*", "?"} for part in value.split(":")[4:] or [value])
