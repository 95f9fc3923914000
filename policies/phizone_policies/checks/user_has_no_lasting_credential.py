"""Nobody has a key that never ends."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node

_NAMES = {
    "aws_iam_access_key": "an access key",
    "aws_iam_service_specific_credential": "a password for a service",
    "aws_iam_signing_certificate": "a signing certificate",
    "aws_iam_user_login_profile": "a password for the console",
    "aws_iam_user_ssh_key": "an SSH key",
}


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=(
        "aws_iam_access_key",
        "aws_iam_service_specific_credential",
        "aws_iam_signing_certificate",
        "aws_iam_user_login_profile",
        "aws_iam_user_ssh_key",
    ),
    reads=(
        "aws_iam_access_key.status",
        "aws_iam_service_specific_credential.status",
        "aws_iam_signing_certificate.status",
        "aws_iam_user_ssh_key.status",
    ),
)
def user_has_no_lasting_credential(credential: Node, view: View) -> Result:
    """No program makes access keys, passwords or other credentials of IAM users that last until somebody stops them.

    Why: such a credential stands in the program's state, is copied, and opens the account years later.
    Fix: use roles: of instances and jobs, of CI through OpenID Connect, of people through Identity Center.
    Source: IAM User Guide, "Security best practices in IAM"; CIS AWS Foundations Benchmark 1.13; 45 CFR 164.312(d).
    """
    # A login profile has no status.
    if credential.get("status") == "Inactive":
        return passed()
    return failed(f"it makes {_NAMES[credential.type]}")
