"""Every story about who may do what, ours and the adopter's, ends as it is told."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Severity, View, proof
from phizone_policies.proof import Proof
from phizone_policies.proofs.access.stories import shipped, tell, together


@proof(claim=Claim.ACCESS, severity=Severity.HIGH, profile=Profile.ZONE)
def stories_come_true(view: View) -> Iterator[Proof]:
    """What people must be able to do is allowed and what they must not do is denied, story by story.

    Why: a story says what a reviewer expects in a sentence, and shows the day on which a policy no longer agrees.
    Fix: look at the statement that decides; mend the policy, or the story in policies/stories.yaml if it is wrong.
    Source: 45 CFR 164.308(a)(4)(ii)(B) and (C), and 164.308(a)(8).
    """
    what = f"in {view.environment.name} all can who must and none who must not"
    yield together(what, shipped("stories.yaml"), view)
    yield from tell(view.stories, view)
