"""A team's buckets are encrypted with that team's keys."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable
from phizone_policies.views.buckets import encryption, is_access_log_target
from phizone_policies.views.keys import encrypted_for_its_team
from phizone_policies.views.tags import PLATFORM, tag
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.CRITICAL,
    profile=Profile.ZONE,
    types=("aws_s3_bucket",),
    reads=(
        "aws_s3_bucket.tags",
        "aws_s3_bucket.server_side_encryption_configuration",
        "aws_s3_bucket_server_side_encryption_configuration.rule",
        "aws_s3_bucket_logging.target_bucket",
        "aws_kms_key.tags",
        "aws_kms_alias.target_key_id",
        "aws_s3_bucket.logging",
    ),
)
def team_bucket_encrypted_with_its_team_s_key(bucket: Node, view: View) -> Result:
    """A team's bucket encrypts by default with a key of that team in the same environment.

    Why: one key for two teams lets whoever may use it for one team's patients read the other's.
    Fix: give the bucket's encryption configuration the key whose Team tag is the bucket's.
    Source: 45 CFR 164.312(a)(1); NIST SP 800-53 SC-12.
    """
    if tag(bucket, "Team") == PLATFORM:
        return not_applicable("it belongs to the platform, not to a team")
    if is_access_log_target(view.graph, bucket):
        return not_applicable("a target of access logs, which S3 delivers under its own keys only")
    block = encryption(view.graph, bucket)
    if block.get("sse_algorithm") not in ("aws:kms", "aws:kms:dsse"):
        return failed(f"its default encryption is {block.get('sse_algorithm') or 'AES256'}, not aws:kms")
    return encrypted_for_its_team(view.graph, bucket, block.get("kms_master_key_id"))
