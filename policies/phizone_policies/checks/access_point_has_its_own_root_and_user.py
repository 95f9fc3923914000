"""Access points have a root and a user of their own."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.settings import setting
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=("aws_efs_access_point",),
    reads=("aws_efs_access_point.posix_user", "aws_efs_access_point.root_directory"),
)
def access_point_has_its_own_root_and_user(point: Node, view: View) -> Result:
    """An access point of a file system leads to a directory below the root, as a fixed user.

    Why: through an access point to the root, as any user, one team's job reads every team's files.
    Fix: give root_directory a path of its own and posix_user a uid and gid other than 0.
    Source: AWS Security Hub EFS.3, EFS.4; 45 CFR 164.312(a)(1).
    """
    path = setting(point, "root_directory.path")
    if path in (None, "", "/"):
        return failed("it leads to the root of the file system")
    user = setting(point, "posix_user.uid")
    if user is None:
        return failed("it takes any user's word for who they are")
    return failed("its user is root") if str(user) == "0" else passed()
