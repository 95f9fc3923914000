"""Mutants that leave the allowed regions: a replica, a copy of a backup, a key of several regions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from phizone_policies.check import View
from phizone_policies.mutation.hops.keys import keys_of
from phizone_policies.mutation.hops.making import beside, broken, given, ref, team
from phizone_policies.mutation.places import Mutant
from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

BUCKET = "bucket replicated abroad"
"""A bucket's objects are copied to a bucket in a region that is not allowed."""
BACKUP = "backup copied abroad"
"""A rule of a backup plan copies to a vault there."""
TABLE = "table replicated abroad"
"""A team has a table with a replica there."""
SECRET = "secret replicated abroad"  # noqa: S105 - no secret
"""A secret has a replica there."""
IMAGES = "images replicated abroad"
"""An account's registry copies its images there."""
KEY = "key replicated abroad"
"""A key has a replica there, which decrypts what it decrypts."""
OPERATORS = (BUCKET, BACKUP, TABLE, SECRET, IMAGES, KEY)
"""Every operator of this module."""
_STAYS = "data_stays_in_allowed_regions"
_REGIONS = ("eu-west-1", "ap-southeast-2", "ca-central-1", "sa-east-1")


def mutants(view: View) -> Iterator[Mutant]:
    """Every mutant of the environment's own stores, plans and keys."""
    region = next((each for each in _REGIONS if each not in view.organization.allowed_regions), "")
    if not region:
        return
    own = [node for node in view.judged("*") if node.environment == view.environment.name]
    for node in own:
        if node.type == "aws_s3_bucket":
            yield _bucket(view, node, region)
        elif node.type == "aws_backup_plan":
            yield from _backup(node, region)
        elif node.type == "aws_secretsmanager_secret":
            replica: Value = [{"region": region}]
            yield broken(SECRET, _STAYS, given(node, replica=replica), path="replica", to=region)
    yield from _tables(view, region)
    yield from _images(own, region)
    for key in keys_of(view):
        replica_key = beside(key, "aws_kms_replica_key", f"{key.name}-abroad", primary_key_arn=ref(key, "arn"))
        replica_key = _moved(replica_key, region)
        yield broken(KEY, _STAYS, given(key, multi_region=True), replica_key, path="multi_region", to=region)


def _bucket(view: View, bucket: Node, region: str) -> Mutant:
    """The replica is in the same account and configured as the bucket is."""
    name, called = f"{bucket.name}-abroad", f"{bucket.text('bucket')}-abroad"
    copy = _moved(
        beside(bucket, bucket.type, name, **{**bucket.attributes, "bucket": called, "region": region}), region
    )
    settings = [each for each in view.graph.referrers(bucket) if each.get("bucket") == ref(bucket)]
    copies = [
        _moved(beside(each, each.type, name, **{**each.attributes, "bucket": ref(copy), "region": region}), region)
        for each in settings
    ]
    rule: Value = [{"status": "Enabled", "destination": [{"bucket": ref(copy, "arn")}]}]
    replication = beside(
        bucket,
        "aws_s3_bucket_replication_configuration",
        name,
        bucket=ref(bucket),
        role=f"arn:{partition(region)}:iam::{bucket.account}:role/replication",
        rule=rule,
    )
    return broken(BUCKET, _STAYS, replication, copy, *copies, to=region)


def _backup(plan: Node, region: str) -> Iterator[Mutant]:
    rules = plan.blocks("rule")
    for place, rule in enumerate(rules):
        vault = f"arn:{partition(region)}:backup:{region}:{plan.account}:backup-vault:{rule['target_vault_name']}"
        changed: Value = [
            *rules[:place],
            {**rule, "copy_action": [{"destination_vault_arn": vault}]},
            *rules[place + 1 :],
        ]
        yield broken(BACKUP, _STAYS, given(plan, rule=changed), path="rule.copy_action", to=str(rule["rule_name"]))


def _tables(view: View, region: str) -> Iterator[Mutant]:
    for domain in view.judged("aws_sagemaker_domain"):
        table = beside(
            domain,
            "aws_dynamodb_table",
            f"{domain.name}-features",
            name=f"{domain.name}-features",
            hash_key="id",
            attribute=[{"name": "id", "type": "S"}],
            point_in_time_recovery=[{"enabled": True}],
            server_side_encryption=[{"enabled": True, "kms_key_arn": domain.get("kms_key_id")}],
            replica=[{"region_name": region}],
            tags=domain.get("tags"),
        )
        yield broken(TABLE, _STAYS, table, to=team(domain))


def _images(own: list[Node], region: str) -> Iterator[Mutant]:
    repositories = [node for node in own if node.type == "aws_ecr_repository"]
    if repositories:
        account = repositories[0].account
        rules: Value = [{"rule": [{"destination": [{"region": region, "registry_id": account}]}]}]
        copies = beside(repositories[0], "aws_ecr_replication_configuration", "abroad", replication_configuration=rules)
        yield broken(IMAGES, _STAYS, copies, to=region)


def _moved(node: Node, region: str) -> Node:
    return replace(node, region=region)
