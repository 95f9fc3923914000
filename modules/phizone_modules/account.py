"""Settings that an account has once, or once a region: no public data, encrypted volumes, careful instances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pulumi
from pulumi_aws import ebs, ec2, iam, s3

from phizone_modules import role_names
from phizone_modules.keys import Key, KeyArgs
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification

PASSWORD_LENGTH = 14
"""Fewest characters of a password. Source: CIS AWS Foundations Benchmark, "Ensure IAM password policy requires"."""
PASSWORDS_REMEMBERED = 24
"""Earlier passwords that cannot be taken again, the most that IAM takes. Source: as above."""
PASSWORD_DAYS = 90
"""Days after which a password expires. Source: HIPAA conformance pack of AWS Config, `IAM_PASSWORD_POLICY`."""


@dataclass(frozen=True, kw_only=True)
class AccountSettingsArgs:
    """The account, the regions it may use, and who works with its volumes."""

    scope: Scope
    """The account, as the platform team's."""
    classification: Classification
    """What its volumes and snapshots may hold."""
    allowed_regions: Sequence[str]
    """Regions in which anything may be made."""
    volume_users: Sequence[str] = ()
    """ARNs of the roles that make volumes; by default none, and then nobody can: no role of a zone needs to."""


class AccountSettings(pulumi.ComponentResource):
    """What holds for everything of an account, whatever a single resource says.

    Supports 45 CFR 164.312(a)(1), 164.312(a)(2)(iv), 164.312(d) and 164.308(a)(5)(ii)(D).
    """

    def __init__(self, name: str, args: AccountSettingsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:AccountSettings", name, None, opts)
        self._block_public_objects(name, args.scope)
        self._require_strong_passwords(name)
        for region in args.allowed_regions:
            self._encrypt_volumes(name, args, region)
            self._block_public_snapshots(name, region)
            self._guard_metadata(name, region)
        self.register_outputs({})

    def _block_public_objects(self, name: str, scope: Scope) -> None:
        s3.AccountPublicAccessBlock(
            name,
            account_id=scope.account,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _require_strong_passwords(self, name: str) -> None:
        """For the emergency user, since nobody else has a password."""
        iam.AccountPasswordPolicy(
            name,
            minimum_password_length=PASSWORD_LENGTH,
            password_reuse_prevention=PASSWORDS_REMEMBERED,
            max_password_age=PASSWORD_DAYS,
            require_lowercase_characters=True,
            require_numbers=True,
            require_symbols=True,
            require_uppercase_characters=True,
            allow_users_to_change_password=True,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _encrypt_volumes(self, name: str, args: AccountSettingsArgs, region: str) -> None:
        """One key a region and no replica of one: no volume moves, and a key's loss stays in its region."""
        key = Key(
            f"{name}-volumes-{region}",
            KeyArgs(
                scope=replace(args.scope, region=region),
                purpose="volumes",
                classification=args.classification,
                administrators=[role_names.deploy_role_arn(args.scope)],
                users=args.volume_users,
                via_services=("ec2",) if args.volume_users else (),
            ),
            pulumi.ResourceOptions(parent=self),
        )
        default = ebs.DefaultKmsKey(
            f"{name}-{region}", key_arn=key.arn, region=region, opts=pulumi.ResourceOptions(parent=self)
        )
        ebs.EncryptionByDefault(
            f"{name}-{region}",
            enabled=True,
            region=region,
            opts=pulumi.ResourceOptions(parent=self, protect=True, depends_on=[default]),
        )

    def _block_public_snapshots(self, name: str, region: str) -> None:
        ebs.SnapshotBlockPublicAccess(
            f"{name}-{region}",
            state="block-all-sharing",
            region=region,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _guard_metadata(self, name: str, region: str) -> None:
        """An instance gives its credentials to a session of its own only, and to no container behind it."""
        ec2.InstanceMetadataDefaults(
            f"{name}-{region}",
            http_tokens="required",
            http_put_response_hop_limit=1,
            region=region,
            opts=pulumi.ResourceOptions(parent=self),
        )
