"""A team's stores are encrypted with that team's keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, not_applicable
from phizone_policies.views.encryption import KEYED, READS, encrypted_under
from phizone_policies.views.keys import encrypted_for_its_team
from phizone_policies.views.tags import PLATFORM, beyond_tags, tag
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.CRITICAL,
    profile=Profile.ZONE,
    types=KEYED,
    reads=(*READS, "*.tags"),
)
def store_encrypted_with_its_team_s_key(store: Node, view: View) -> Result:
    """A team's store encrypts with a key of that team in the same environment.

    Why: one key for two teams lets whoever may use it for one team's patients read the other's.
    Fix: name the key whose Team tag is the store's.
    Source: 45 CFR 164.312(a)(1); NIST SP 800-53 SC-12.
    """
    untagged = beyond_tags(store)
    if untagged is not None:
        return untagged
    if tag(store, "Team") == PLATFORM:
        return not_applicable("it belongs to the platform, not to a team")
    return encrypted_under(view.graph, store, lambda key: encrypted_for_its_team(view.graph, store, key))
