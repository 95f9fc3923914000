from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from botocore.stub import Stubber

from phizone_stacks.live.calls import Calls, Unreadable
from phizone_stacks.live.place import Place
from phizone_stacks.live.readers.backup import air_gapped_vaults, locks, policies, vaults

KEY = "arn:aws:kms:us-east-1:777777777777:key/11111111-2222-3333-4444-555555555555"
ARN = "arn:aws:backup:us-east-1:777777777777:backup-vault"


def test_a_vault_is_read_with_its_key_and_its_tags(aws, seen):
    tags = {"Team": "platform"}
    aws("backup").create_backup_vault(BackupVaultName="copies", EncryptionKeyArn=KEY, BackupVaultTags=tags)
    assert seen("aws_backup_vault") == [
        {"arn": f"{ARN}:copies", "kms_key_arn": KEY, "name": "copies", "tags": {"Team": "platform"}}
    ]


def test_the_default_vault_is_told_once_it_holds_something(aws):
    client = aws("backup")
    empty = {"BackupVaultName": "Default", "BackupVaultArn": f"{ARN}:Default", "NumberOfRecoveryPoints": 0}
    with Stubber(client) as stub:
        stub.add_response("list_backup_vaults", {"BackupVaultList": [empty]}, {})
        assert list(vaults.function(_calls(client))) == []
    with Stubber(client) as stub:
        stub.add_response("list_backup_vaults", {"BackupVaultList": [{**empty, "NumberOfRecoveryPoints": 1}]}, {})
        stub.add_response("list_tags", {"Tags": {}}, {"ResourceArn": f"{ARN}:Default"})
        assert [each.name for each in vaults.function(_calls(client))] == ["Default"]


def test_a_lock_in_compliance_mode_is_read_with_the_days_that_are_left(aws, seen):
    aws("backup").create_backup_vault(BackupVaultName="copies")
    aws("backup").put_backup_vault_lock_configuration(
        BackupVaultName="copies", MinRetentionDays=35, MaxRetentionDays=366, ChangeableForDays=5
    )
    assert seen("aws_backup_vault_lock_configuration") == [
        {"backup_vault_name": "copies", "changeable_for_days": 5, "max_retention_days": 366, "min_retention_days": 35}
    ]


def test_a_lock_in_governance_mode_is_read_without_an_end(aws, seen):
    aws("backup").create_backup_vault(BackupVaultName="copies")
    aws("backup").create_backup_vault(BackupVaultName="open")
    aws("backup").put_backup_vault_lock_configuration(BackupVaultName="copies", MinRetentionDays=35)
    assert seen("aws_backup_vault_lock_configuration") == [{"backup_vault_name": "copies", "min_retention_days": 35}]


@pytest.mark.parametrize(("since", "left"), [(timedelta(hours=30), 2), (timedelta(days=-400), 0)])
def test_the_days_until_nobody_takes_a_lock_off_are_never_negative(aws, since, left):
    client = aws("backup")
    vault = {"BackupVaultName": "copies", "Locked": True, "LockDate": datetime.now(UTC) + since}
    with Stubber(client) as stub:
        stub.add_response("list_backup_vaults", {"BackupVaultList": [vault]}, {})
        found = [each.attributes["changeable_for_days"] for each in locks.function(_calls(client))]
    assert found == [left]


def test_an_air_gapped_vault_is_read_with_its_retention_and_has_no_lock_of_its_own(aws):
    client = aws("backup")
    vault = {
        "BackupVaultName": "apart",
        "BackupVaultArn": f"{ARN}:apart",
        "VaultType": "LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
        "Locked": True,
        "MinRetentionDays": 35,
        "MaxRetentionDays": 366,
    }
    with Stubber(client) as stub:
        stub.add_response("list_backup_vaults", {"BackupVaultList": [vault]}, {})
        given = {"ResourceArn": f"{ARN}:apart"}
        stub.add_response("list_tags", {"Tags": {"Owner": "us", "Team": "platform"}}, given)
        calls = _calls(client)
        found = [
            (each.type, dict(each.attributes))
            for reader in (air_gapped_vaults, locks, vaults)
            for each in reader.function(calls)
        ]
    told = {
        "arn": f"{ARN}:apart",
        "max_retention_days": 366,
        "min_retention_days": 35,
        "name": "apart",
        "tags": {"Owner": "us", "Team": "platform"},
    }
    assert found == [("aws_backup_logically_air_gapped_vault", told)]


def test_tags_that_do_not_fit_one_answer_are_not_known(answered):
    vault = {"BackupVaultName": "copies", "BackupVaultArn": f"{ARN}:copies"}
    answers = [
        ("backup.list_backup_vaults", {"BackupVaultList": [vault]}),
        ("backup.list_tags", {"Tags": {"Team": "platform"}, "NextToken": "more"}),
    ]
    with pytest.raises(Unreadable, match="backup:ListTags"):
        answered(vaults, *answers)


def test_the_policy_of_a_vault_is_read_as_text_and_a_vault_may_have_none(aws):
    client, policy = aws("backup"), '{"Statement": [], "Version": "2012-10-17"}'
    with Stubber(client) as stub:
        listed = [{"BackupVaultName": "copies"}, {"BackupVaultName": "open"}]
        stub.add_response("list_backup_vaults", {"BackupVaultList": listed}, {})
        stub.add_response("get_backup_vault_access_policy", {"Policy": policy}, {"BackupVaultName": "copies"})
        stub.add_client_error(
            "get_backup_vault_access_policy", "ResourceNotFoundException", expected_params={"BackupVaultName": "open"}
        )
        found = [dict(each.attributes) for each in policies.function(_calls(client))]
    assert found == [{"backup_vault_name": "copies", "policy": policy}]


def _calls(client):
    return Calls(Place("777777777777", "us-east-1"), lambda service, place: client)
