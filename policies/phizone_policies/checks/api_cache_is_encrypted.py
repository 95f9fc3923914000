"""APIs' caches are encrypted."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.apis import SETTINGS
from phizone_policies.views.settings import is_on, setting
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=(SETTINGS,),
    reads=(f"{SETTINGS}.settings",),
)
def api_cache_is_encrypted(settings: Node, view: View) -> Result:
    """What a REST API keeps of its responses is encrypted.

    Why: a cache holds whole responses, and is the copy of PHI that nobody thinks of.
    Fix: set cache_data_encrypted=True where caching_enabled is.
    Source: AWS Security Hub APIGateway.5; checkov CKV_AWS_308; 45 CFR 164.312(a)(2)(iv).
    """
    if not is_on(setting(settings, "settings.caching_enabled")):
        return not_applicable("it keeps nothing")
    encrypted = is_on(setting(settings, "settings.cache_data_encrypted"))
    return passed() if encrypted else failed("it keeps responses, and its cache_data_encrypted is not True")
