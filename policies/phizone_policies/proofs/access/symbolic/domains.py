"""What condition keys can hold whatever is asked: values of their type, and some of them in every request."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from phizone_policies.proofs.access.caller import Caller, Kind
from phizone_policies.proofs.access.symbolic.globs import exactly
from phizone_policies.proofs.access.symbolic.keys import IS_PRESENT, Held, KeyTest
from phizone_policies.proofs.access.symbolic.languages import language
from phizone_policies.proofs.access.symbolic.values import Networks, Order, Test, Text
from phizone_policies.views.authorization import key_type

# Source: IAM User Guide, "AWS global condition context keys", availability "always included in the request context".
_ALWAYS = frozenset(
    {"aws:currenttime", "aws:epochtime", "aws:requestedregion", "aws:securetransport", "aws:viaawsservice"}
)
_TYPES: Mapping[str, Test] = {
    "Bool": Text(language(frozenset({exactly("true"), exactly("false")}))),
    "Date": Order("date", "GreaterThanEquals", (Decimal(0),)),
    "IPAddress": Networks((ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))),
    "Numeric": Order("number", "GreaterThanEquals", (Decimal(0),)),
}


@lru_cache(maxsize=4096)
def usual(key: str) -> frozenset[KeyTest]:
    """The tests that a key passes in every request: its values are of its type, and some keys are always there."""
    tests = [IS_PRESENT] if key in _ALWAYS else []
    kind = key_type(key)
    if kind in _TYPES:
        tests.append(KeyTest(_TYPES[kind], absent=True, every=True))
    return frozenset(tests)


def of_caller(who: Caller) -> tuple[Mapping[str, Held], tuple[str, ...]]:
    """Keys that hold something, and beginnings of keys that are in no request, beside those that `decide` implies.

    Who has no account has no ARN, organization or tags either. Source: as above, and "IAM policy elements: Variables
    and tags", principal key values.
    """
    if not who.kind.has_account:
        services = {"aws:principalservicenameslist": (who.text,)} if who.kind is Kind.SERVICE else {}
        return services, ("aws:principal", "aws:username")
    absent = ("aws:principalservicename",)
    return {}, absent if who.kind is Kind.USER else (*absent, "aws:username")
