"""What an account says once for all of EC2 in a region: encryption of volumes, public snapshots, instance metadata."""

from __future__ import annotations

from collections.abc import Iterator

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, found, snaked
from phizone_stacks.live.reading import reads

_NAME = "account"
_METADATA = ("HttpEndpoint", "HttpPutResponseHopLimit", "HttpTokens", "InstanceMetadataTags")


@reads("aws_ebs_encryption_by_default")
def encryption(calls: Calls) -> Iterator[Found]:
    """Whether new volumes are encrypted by default."""
    enabled = calls.get("ec2", "get_ebs_encryption_by_default")["EbsEncryptionByDefault"]
    yield found("aws_ebs_encryption_by_default", _NAME, {"enabled": enabled})


@reads("aws_ebs_default_kms_key")
def default_key(calls: Calls) -> Iterator[Found]:
    """With which key; where nobody chose one, that is AWS's, `alias/aws/ebs`."""
    key = calls.get("ec2", "get_ebs_default_kms_key_id")["KmsKeyId"]
    yield found("aws_ebs_default_kms_key", _NAME, {"key_arn": key})


@reads("aws_ebs_snapshot_block_public_access")
def public_snapshots(calls: Calls) -> Iterator[Found]:
    """Whether snapshots may be public; where nobody said anything the state is `unblocked`."""
    state = calls.get("ec2", "get_snapshot_block_public_access_state")["State"]
    yield found("aws_ebs_snapshot_block_public_access", _NAME, {"state": state})


@reads("aws_ec2_instance_metadata_defaults")
def metadata_defaults(calls: Calls) -> Iterator[Found]:
    """What instances get that say nothing of their metadata service; nothing where nobody said anything."""
    told = calls.get("ec2", "get_instance_metadata_defaults")["AccountLevel"]
    given = {name: told[name] for name in _METADATA if name in told}
    if given:
        yield found("aws_ec2_instance_metadata_defaults", _NAME, snaked(given))
