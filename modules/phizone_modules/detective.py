"""AWS Config in an account: every change of every resource, in every allowed region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cfg, iam

from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

_CONFIG = "config.amazonaws.com"


@dataclass(frozen=True, kw_only=True)
class RecorderArgs:
    """The account, its regions, and where its records go."""

    scope: Scope
    """The account, as the platform team's; resources without a region are recorded in its region only."""
    allowed_regions: Sequence[str]
    """Regions in which anything may be made."""
    bucket: pulumi.Input[str]
    """Name of the log-archive account's bucket for the records; its policy names this account."""
    key_arn: pulumi.Input[str]
    """ARN of that bucket's key; its policy names this account."""


class Recorder(pulumi.ComponentResource):
    """A recorder of all resource types in each region, switched on, that delivers to the log archive.

    It works with AWS Config's service-linked role, whose permissions AWS keeps complete and nobody can take away.
    Source: AWS Security Hub, control Config.1. Supports 45 CFR 164.308(a)(1)(ii)(A).
    """

    def __init__(self, name: str, args: RecorderArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Recorder", name, None, opts)
        role = iam.ServiceLinkedRole(
            name,
            aws_service_name=_CONFIG,
            tags=tags(args.scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        for region in args.allowed_regions:
            self._record(f"{name}-{region}", args, region, role)
        self.register_outputs({})

    def _record(self, name: str, args: RecorderArgs, region: str, role: iam.ServiceLinkedRole) -> None:
        recorder = cfg.Recorder(
            name,
            name=args.scope.name("recorder"),
            role_arn=role.arn,
            recording_group=cfg.RecorderRecordingGroupArgs(
                all_supported=True, include_global_resource_types=region == args.scope.region
            ),
            region=region,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        channel = cfg.DeliveryChannel(
            name,
            name=args.scope.name("recorder"),
            s3_bucket_name=args.bucket,
            s3_kms_key_arn=args.key_arn,
            snapshot_delivery_properties=cfg.DeliveryChannelSnapshotDeliveryPropertiesArgs(
                delivery_frequency="TwentyFour_Hours"
            ),
            region=region,
            opts=pulumi.ResourceOptions(parent=self, protect=True, depends_on=[recorder]),
        )
        cfg.RecorderStatus(
            name,
            name=recorder.name,
            is_enabled=True,
            region=region,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[channel]),
        )
