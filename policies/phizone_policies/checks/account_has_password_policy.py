"""Every account has a password policy."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_policies.check import Claim, Profile, Required, Severity, View, failed, passed, requirement
from phizone_policies.views.places import accounts


@requirement(claim=Claim.ACCESS, severity=Severity.MEDIUM, profile=Profile.ZONE, reads=())
def account_has_password_policy(view: View) -> Iterator[Required]:
    """Each account has a password policy of its own.

    Why: AWS's asks for eight characters and remembers none; the emergency user is somebody's password too.
    Fix: make AccountSettings in the account.
    Source: IAM User Guide, "Set an account password policy for IAM users"; 45 CFR 164.308(a)(5)(ii)(D).
    """
    policies = view.graph.of_type("aws_iam_account_password_policy")
    for account in accounts(view):
        found = next((node for node in policies if node.account == account), None)
        yield Required(f"a password policy of account {account}", passed() if found else failed("there is none"), found)
