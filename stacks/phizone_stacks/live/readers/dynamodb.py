"""Amazon DynamoDB: tables, what protects them, and their policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, tags_of
from phizone_stacks.live.reading import Where, reads

_SILENT = ("import_table", "restore_backup_arn", "restore_date_time", "restore_source_name", "restore_source_table_arn")


@reads("aws_dynamodb_table", where=Where.EVERYWHERE, silent={"aws_dynamodb_table": _SILENT})
def tables(calls: Calls) -> Iterator[Found]:
    """Tables with their encryption, their replicas and how far back they can be restored."""
    for name in calls.all("dynamodb", "list_tables", "TableNames"):
        table = calls.get("dynamodb", "describe_table", TableName=name)["Table"]
        told = calls.get("dynamodb", "describe_continuous_backups", TableName=name)["ContinuousBackupsDescription"]
        tags = calls.all("dynamodb", "list_tags_of_resource", "Tags", ResourceArn=table["TableArn"])
        attributes = {**_table(table), "point_in_time_recovery": _recovery(told), "tags": tags_of(tags)}
        yield found("aws_dynamodb_table", name, attributes)


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    mode = table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
    given, keys = table.get("ProvisionedThroughput", {}), {each["KeyType"]: each for each in table["KeySchema"]}
    stream, witnesses = table.get("StreamSpecification", {}), table.get("GlobalTableWitnesses") or ()
    return {
        "arn": table["TableArn"],
        "name": table["TableName"],
        "billing_mode": mode,
        "read_capacity": given.get("ReadCapacityUnits") if mode == "PROVISIONED" else None,
        "write_capacity": given.get("WriteCapacityUnits") if mode == "PROVISIONED" else None,
        "hash_key": keys["HASH"]["AttributeName"],
        "range_key": keys["RANGE"]["AttributeName"] if "RANGE" in keys else None,
        "attribute": [
            {"name": each["AttributeName"], "type": each["AttributeType"]} for each in table["AttributeDefinitions"]
        ],
        "deletion_protection_enabled": table.get("DeletionProtectionEnabled", False),
        "server_side_encryption": _encryption(table.get("SSEDescription")),
        "replica": [_replica(each) for each in table.get("Replicas") or ()] or None,
        "global_table_witness": [{"region_name": each["RegionName"]} for each in witnesses] or None,
        "stream_arn": table.get("LatestStreamArn") if stream.get("StreamEnabled") else None,
        "stream_enabled": stream.get("StreamEnabled") or None,
        "stream_view_type": stream.get("StreamViewType"),
    }


def _encryption(given: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Without a word of AWS's a table is under a key that AWS owns, which Terraform calls not enabled."""
    if given is None or given.get("Status") not in ("ENABLED", "ENABLING", "UPDATING"):
        return block(enabled=False)
    return block(enabled=True, kms_key_arn=given.get("KMSMasterKeyArn"))


def _replica(given: Mapping[str, Any]) -> dict[str, Any]:
    key = given.get("KMSMasterKeyId")
    return {"region_name": given["RegionName"], **({"kms_key_arn": key} if key else {})}


def _recovery(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    given = told.get("PointInTimeRecoveryDescription", {})
    enabled = given.get("PointInTimeRecoveryStatus") == "ENABLED"
    return block(enabled=enabled, recovery_period_in_days=given.get("RecoveryPeriodInDays") if enabled else None)


@reads("aws_dynamodb_resource_policy", where=Where.EVERYWHERE)
def policies(calls: Calls) -> Iterator[Found]:
    """Policies of tables."""
    for name in calls.all("dynamodb", "list_tables", "TableNames"):
        arn = calls.get("dynamodb", "describe_table", TableName=name)["Table"]["TableArn"]
        told = calls.find("dynamodb", "get_resource_policy", ("PolicyNotFoundException",), ResourceArn=arn)
        if told is not None and told.get("Policy"):
            yield found("aws_dynamodb_resource_policy", name, {"resource_arn": arn, "policy": told["Policy"]})
