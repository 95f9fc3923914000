"""Mutants of the zone that an emulator would take and AWS would not: each is a failure that names the argument."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from phizone_environments.load import load
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.emulator.apply import apply
from phizone_stacks.emulator.gaps import not_emulated
from phizone_stacks.emulator.running import in_process
from phizone_stacks.emulator.zone import before
from phizone_stacks.graph.graph import Graph

ROOT = Path(__file__).parents[3]
DEV, SHARED = "workspace.dev", "security.shared"
NO_ACTION = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Resource": "*"}]}'
ENCRYPTION = [{"apply_server_side_encryption_by_default": [{"sse_algorithm": "aws:kmss"}], "bucket_key_enabled": True}]
MUTANTS = {
    f"{SHARED}/aws_cloudwatch_log_group.trail": {"retention_in_days": 100},
    f"{SHARED}/aws_guardduty_detector.audit-us-east-1": {"finding_publishing_frequency": "FIVE_MINUTES"},
    f"{SHARED}/aws_iam_account_password_policy.audit-settings": {"minimum_password_length": 129},
    f"{SHARED}/aws_iam_policy.audit-boundary": {"path": "platform"},
    f"{SHARED}/aws_iam_role.audit-roles-auditor": {"max_session_duration": 43201},
    f"{SHARED}/aws_iam_role.audit-roles-break-glass": {"name": "break glass"},
    f"{SHARED}/aws_kms_key.alerts": {"policy": "everyone"},
    f"{SHARED}/aws_macie2_account.audit-us-east-1": {"finding_publishing_frequency": "HOURLY"},
    f"{SHARED}/aws_s3_bucket_server_side_encryption_configuration.log-archive-access-logs": {"rule": ENCRYPTION},
    f"{SHARED}/aws_s3_bucket_versioning.audit-archive": {"versioning_configuration": [{"status": "Enabledd"}]},
    f"{DEV}/aws_backup_vault.backup": {"name": "dev backup"},
    f"{DEV}/aws_ecr_repository.cardiology-registry-inference": {"image_tag_mutability": "FROZEN"},
    f"{DEV}/aws_flow_log.network-flow-logs": {"traffic_type": "EVERYTHING"},
    f"{DEV}/aws_kms_key.job-logs": {"policy": NO_ACTION},
    f"{DEV}/aws_kms_key.radiology-data": {"customer_master_key_spec": "RSA_5120"},
    f"{DEV}/aws_lambda_function.cardiology-rotation": {"logging_config": [{"log_format": "XML"}]},
    f"{DEV}/aws_sagemaker_domain.cardiology-studio": {"app_network_access_type": "VpcOnlyy"},
    f"{DEV}/aws_sagemaker_model_package_group.cardiology-registry-readmission-risk": {
        "model_package_group_name": "readmission_risk"
    },
    f"{DEV}/aws_vpc_endpoint.endpoints-dynamodb": {"vpc_endpoint_type": "Gate"},
    f"{DEV}/aws_vpc_security_group_ingress_rule.cardiology-studio-data-scientist-kernels": {"ip_protocol": "tcpp"},
}
ALGORITHM = "ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm"
REFUSED = {
    f"{SHARED}/aws_cloudwatch_log_group.trail": (
        "logs:PutRetentionPolicy: retentionInDays is 100; allowed are 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, "
        "400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653"
    ),
    f"{SHARED}/aws_guardduty_detector.audit-us-east-1": (
        "guardduty:CreateDetector: FindingPublishingFrequency is 'FIVE_MINUTES'; "
        "allowed are FIFTEEN_MINUTES, ONE_HOUR, SIX_HOURS"
    ),
    f"{SHARED}/aws_iam_account_password_policy.audit-settings": (
        "iam:UpdateAccountPasswordPolicy: MinimumPasswordLength is 129; "
        "allowed is a value of at least 6 and at most 128"
    ),
    f"{SHARED}/aws_iam_policy.audit-boundary": (
        "iam:CreatePolicy: Path is 'platform'; allowed is what matches ((/[A-Za-z0-9\\.,\\+@=_-]+)*)/"
    ),
    f"{SHARED}/aws_iam_role.audit-roles-auditor": (
        "iam:CreateRole: MaxSessionDuration is 43201; allowed is a value of at least 3600 and at most 43200"
    ),
    f"{SHARED}/aws_iam_role.audit-roles-break-glass": (
        "iam:CreateRole: RoleName is 'break glass'; allowed is what matches [\\w+=,.@-]+"
    ),
    f"{SHARED}/aws_kms_key.alerts": (
        "kms:CreateKey: Policy is 'everyone'; "
        "allowed is JSON, which it is not: Expecting value: line 1 column 1 (char 0)"
    ),
    f"{SHARED}/aws_macie2_account.audit-us-east-1": (
        "macie2:EnableMacie: findingPublishingFrequency is 'HOURLY'; allowed are FIFTEEN_MINUTES, ONE_HOUR, SIX_HOURS"
    ),
    f"{SHARED}/aws_s3_bucket_server_side_encryption_configuration.log-archive-access-logs": (
        f"s3:PutBucketEncryption: {ALGORITHM} is 'aws:kmss'; "
        "allowed are AES256, aws:fsx, aws:backup, aws:kms, aws:kms:dsse"
    ),
    f"{SHARED}/aws_s3_bucket_versioning.audit-archive": (
        "s3:PutBucketVersioning: VersioningConfiguration.Status is 'Enabledd'; allowed are Enabled, Suspended"
    ),
    f"{DEV}/aws_backup_vault.backup": (
        "backup:CreateBackupVault: BackupVaultName is 'dev backup'; allowed is what matches ^[a-zA-Z0-9\\-\\_]{2,50}$"
    ),
    f"{DEV}/aws_ecr_repository.cardiology-registry-inference": (
        "ecr:CreateRepository: imageTagMutability is 'FROZEN'; "
        "allowed are MUTABLE, IMMUTABLE, IMMUTABLE_WITH_EXCLUSION, MUTABLE_WITH_EXCLUSION"
    ),
    f"{DEV}/aws_flow_log.network-flow-logs": (
        "ec2:CreateFlowLogs: TrafficType is 'EVERYTHING'; allowed are ACCEPT, REJECT, ALL"
    ),
    f"{DEV}/aws_kms_key.job-logs": (
        'kms:CreateKey: Policy is \'{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",...; '
        "allowed is a Statement[0] with Action"
    ),
    f"{DEV}/aws_kms_key.radiology-data": (
        "kms:CreateKey: KeySpec is 'RSA_5120'; allowed are RSA_2048, RSA_3072, RSA_4096, ECC_NIST_P256, "
        "ECC_NIST_P384, ECC_NIST_P521, ECC_SECG_P256K1, SYMMETRIC_DEFAULT, HMAC_224, HMAC_256, HMAC_384, HMAC_512 "
        "and 8 more"
    ),
    f"{DEV}/aws_lambda_function.cardiology-rotation": (
        "lambda:CreateFunction: LoggingConfig.LogFormat is 'XML'; allowed are JSON, Text"
    ),
    f"{DEV}/aws_sagemaker_domain.cardiology-studio": (
        "sagemaker:CreateDomain: AppNetworkAccessType is 'VpcOnlyy'; allowed are PublicInternetOnly, VpcOnly"
    ),
    f"{DEV}/aws_sagemaker_model_package_group.cardiology-registry-readmission-risk": (
        "sagemaker:CreateModelPackageGroup: ModelPackageGroupName is 'readmission_risk'; "
        "allowed is what matches [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"
    ),
    f"{DEV}/aws_vpc_endpoint.endpoints-dynamodb": (
        "ec2:CreateVpcEndpoint: VpcEndpointType is 'Gate'; "
        "allowed are Interface, Gateway, GatewayLoadBalancer, Resource, ServiceNetwork, Tunnel"
    ),
    f"{DEV}/aws_vpc_security_group_ingress_rule.cardiology-studio-data-scientist-kernels": (
        "ec2:AuthorizeSecurityGroupIngress: IpPermissions[0].IpProtocol is 'tcpp'; "
        "allowed are tcp, udp, icmp, icmpv6, -1 and a number up to 255"
    ),
}


@pytest.fixture(scope="module")
def zone():
    return load(ROOT / "environments")


@pytest.fixture(scope="module")
def pieces(zone):
    """What is mutated and everything that it refers to, as the programs build it."""
    graph = capture_zone(ROOT, zone)
    found, todo = {}, list(MUTANTS)
    while todo:
        address = todo.pop()
        if address not in found:
            found[address] = graph[address]
            todo += graph.refers_to(graph[address])
    return found


@pytest.fixture
def applied(zone, pieces):
    """Applies the pieces to an emulator of their own, with these attributes instead, by address."""

    def run(changes):
        nodes = (
            replace(node, attributes={**node.attributes, **changes.get(address, {})})
            for address, node in pieces.items()
        )
        told = before(zone)
        with in_process(replace(told, regions=told.regions[:1])) as clients:
            return apply(Graph(nodes), clients, zone.organization.home_region, not_emulated())

    return run


def test_each_mutant_is_a_failure_that_names_the_argument_and_what_is_allowed(applied, pieces):
    done = applied(MUTANTS)
    assert done.failures == {address: f"Refused: {told}" for address, told in REFUSED.items()}
    assert set(done.outputs) == set(pieces) - set(MUTANTS) - set(done.not_emulated)


def test_what_the_programs_say_instead_is_applied_without_a_failure(applied, pieces):
    done = applied({})
    assert done.failures == {}
    assert set(MUTANTS) <= set(done.outputs)
