"""AWS KMS: keys and their aliases."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates


@creates("aws_kms_key")
def key(wanted: Wanted) -> Outputs:
    """CreateKey, then rotation, which is a call of its own."""
    kms = wanted.client("kms")
    given = wanted.given(
        Policy="policy",
        Description="description",
        KeyUsage="key_usage",
        KeySpec="customer_master_key_spec",
        MultiRegion="multi_region",
        BypassPolicyLockoutSafetyCheck="bypass_policy_lockout_safety_check",
    )
    made = kms.create_key(**given, Tags=wanted.tags("TagKey", "TagValue"))["KeyMetadata"]
    if wanted.get("enable_key_rotation"):
        kms.enable_key_rotation(KeyId=made["KeyId"], **wanted.given(RotationPeriodInDays="rotation_period_in_days"))
    if wanted.get("is_enabled") is False:
        kms.disable_key(KeyId=made["KeyId"])
    return {"id": made["KeyId"], "key_id": made["KeyId"], "arn": made["Arn"]}


@creates("aws_kms_alias")
def alias(wanted: Wanted) -> Outputs:
    """CreateAlias."""
    wanted.client("kms").create_alias(**wanted.given(AliasName="name", TargetKeyId="target_key_id"))
    place, name = wanted.place, wanted.get("name")
    return {"id": name, "arn": f"arn:aws:kms:{place.region}:{place.account}:{name}"}
