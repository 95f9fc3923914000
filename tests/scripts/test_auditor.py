"""The role that audits an account: it may ask all that the readers ask, and an audit says what it was refused."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from phizone_environments.load import load
from phizone_policies.proofs.access.decide import decide
from phizone_policies.proofs.access.request import Outcome, Request
from phizone_policies.proofs.access.world import Kind, world_of
from phizone_policies.views.dated import dated
from phizone_scripts.auditing import audit
from phizone_scripts.rules import rules_in_force
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.emulator.apply import apply
from phizone_stacks.emulator.complete import emulated_readers
from phizone_stacks.emulator.gaps import not_emulated
from phizone_stacks.emulator.running import in_process
from phizone_stacks.emulator.zone import before
from phizone_stacks.graph.graph import Graph, Unread
from phizone_stacks.live.zone import AUDITOR, EMULATED, asked_of, names_of, read_zone_graph

ROOT = Path(__file__).parents[2]
OPERATIONS = yaml.safe_load((ROOT / "tests/stacks/live/faults/operations.yaml").read_text(encoding="utf-8"))
ASKED = tuple(
    sorted({told["action"] for told in OPERATIONS.values()} | {"ec2:DescribeRegions", "sts:GetCallerIdentity"})
)
ASKED_ANYWHERE = tuple(dated("any_region.yaml").content["settings"])
# What is asked of an account, or of what has no policy of its own, is asked of anything; these of one of a kind, since
# the auditor's own policy names the kind.
OF_A_KIND = {
    "backup:GetBackupPlan": "arn:aws:backup:{region}:{account}:backup-plan:one",
    "backup:GetBackupSelection": "arn:aws:backup:{region}:{account}:backup-plan:one",
    "backup:ListBackupSelections": "arn:aws:backup:{region}:{account}:backup-plan:one",
    "cloudtrail:GetEventDataStore": "arn:aws:cloudtrail:{region}:{account}:eventdatastore/one",
    "lambda:GetFunction": "arn:aws:lambda:{region}:{account}:function:one",
    "lambda:GetFunctionUrlConfig": "arn:aws:lambda:{region}:{account}:function:one",
    "s3:ListTagsForResource": "arn:aws:s3:{region}:{account}:accesspoint/one",
    "sagemaker:GetModelPackageGroupPolicy": "arn:aws:sagemaker:{region}:{account}:model-package-group/one",
}
# What is asked of each of a type whose policy has a say in it.
OF_EACH = {
    "aws_backup_vault": ("backup:GetBackupVaultAccessPolicy", "backup:ListTags"),
    "aws_ecr_repository": (
        "ecr:DescribeRepositories",
        "ecr:GetLifecyclePolicy",
        "ecr:GetRepositoryPolicy",
        "ecr:ListTagsForResource",
    ),
    "aws_kms_key": (
        "kms:DescribeKey",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListGrants",
        "kms:ListResourceTags",
    ),
    "aws_s3_bucket": (
        "s3:GetBucketAcl",
        "s3:GetBucketLocation",
        "s3:GetBucketLogging",
        "s3:GetBucketObjectLockConfiguration",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketTagging",
        "s3:GetBucketVersioning",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
    ),
    "aws_sagemaker_model_package_group": (
        "sagemaker:DescribeModelPackageGroup",
        "sagemaker:GetModelPackageGroupPolicy",
        "sagemaker:ListTags",
    ),
    "aws_secretsmanager_secret": ("secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"),
    "aws_sns_topic": ("sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:ListTagsForResource"),
}
WITHOUT_REGION = ("iam:", "organizations:", "route53:", "s3:", "sts:")
DATA = ("kms:Decrypt", "s3:GetObject", "secretsmanager:GetSecretValue", "logs:GetLogEvents", "sqs:ReceiveMessage")


@pytest.fixture(scope="module")
def zone():
    return load(ROOT / "environments")


@pytest.fixture(scope="module")
def program(zone):
    return capture_zone(ROOT, zone)


@pytest.fixture(scope="module")
def world(program, zone):
    return world_of(program, zone.organization)


@pytest.fixture(scope="module")
def auditors(world):
    """The auditor role of each account."""
    roles = [each for each in world.principals.values() if each.kind is Kind.ROLE]
    return {each.account: each for each in roles if each.arn.endswith(f"-{AUDITOR}")}


@pytest.fixture(scope="module")
def may(zone, world):
    """Whether a role may ask something, and what is against it: `may(role, action, arn, region, resource)`."""

    def ask(role, action, arn="*", region="us-east-1", resource=None):
        certain = {key: value for key, value in world.facts(role, action, resource).items() if value is not None}
        context = {
            "aws:principalorgid": (zone.organization.id,),
            "aws:requestedregion": (region,),
            "aws:securetransport": ("true",),
        } | certain
        request = Request(
            principal=role.arn, action=action, resource=arn, resource_account=role.account, context=context
        )
        return decide(request, world.policies_for(role, action, resource))

    return ask


def test_every_account_has_an_auditor(auditors, zone):
    assert set(auditors) == set(names_of(zone))


@pytest.mark.parametrize("region", ["us-east-1", "us-west-2"])
@pytest.mark.parametrize("action", ASKED)
def test_the_auditor_of_every_account_may_ask_what_the_readers_ask(may, auditors, action, region):
    named = OF_A_KIND.get(action, "*")
    told = {
        account: may(role, action, named.format(region=region, account=account), region)
        for account, role in auditors.items()
    }
    assert {account: each.because for account, each in told.items() if each.outcome is not Outcome.ALLOWED} == {}


@pytest.mark.parametrize("action", ASKED_ANYWHERE)
def test_the_auditor_of_every_account_may_ask_what_there_is_in_regions_that_must_be_empty(may, auditors, action):
    named = {each.lower(): arn for each, arn in OF_A_KIND.items()}.get(action, "*")
    told = {
        account: may(role, action, named.format(region="eu-west-1", account=account), "eu-west-1")
        for account, role in auditors.items()
    }
    assert {account: each.because for account, each in told.items() if each.outcome is not Outcome.ALLOWED} == {}


def test_the_auditor_of_an_account_that_guardrails_reach_may_ask_nothing_else_there(may, auditors, zone):
    others = {each.lower() for each in ASKED} - {*ASKED_ANYWHERE, "ec2:describeregions"}
    regional = [each for each in others if not each.startswith(WITHOUT_REGION)]
    reached = [role for account, role in auditors.items() if account != zone.organization.accounts.management.id]
    told = {(role.arn, each): may(role, each, region="eu-west-1").outcome for role in reached for each in regional}
    assert len(told) > 300
    assert set(told.values()) == {Outcome.EXPLICITLY_DENIED}


@pytest.mark.parametrize(
    ("kind", "action"), [(kind, action) for kind, actions in OF_EACH.items() for action in actions]
)
def test_no_resource_of_the_zone_refuses_its_accounts_auditor(may, auditors, world, kind, action):
    held = [each for each in world.resources.values() if each.node.type == kind]
    decisions = {each.arn: may(auditors[each.account], action, each.arn, resource=each) for each in held}
    assert held
    assert {arn: told.because for arn, told in decisions.items() if told.outcome is not Outcome.ALLOWED} == {}


def test_what_is_asked_of_each_of_a_type_is_what_the_readers_ask():
    assert {action for actions in OF_EACH.values() for action in actions} - set(ASKED) == set()
    assert set(OF_A_KIND) - set(ASKED) == set()


@pytest.mark.parametrize("action", DATA)
def test_the_auditor_reads_no_data(may, auditors, action):
    assert {may(role, action).outcome for role in auditors.values()} == {Outcome.EXPLICITLY_DENIED}


@pytest.mark.slow
def test_an_audit_that_is_refused_one_call_is_not_proved_and_names_it(zone, program):
    organization = zone.organization
    prod = next(each.account.id for each in zone.environments if each.name == "prod")
    wanted = Graph(program.for_environment("prod"), program.view)
    rules, readers = rules_in_force(ROOT, None), emulated_readers()
    refusal = {"Error": {"Code": "AccessDeniedException", "Message": "not authorized"}}
    with in_process(before(zone)) as clients:

        def refused(service, place):
            client = clients(service, place)
            if service == "kms" and place.account == prod:
                client.meta.events.register(
                    "before-call.kms.GetKeyPolicy", lambda **_: (SimpleNamespace(status_code=400), refusal), "refused"
                )
            return client

        assert apply(wanted, clients, organization.home_region, not_emulated()).failures == {}
        seen = [
            audit(zone, wanted, read_zone_graph(zone, asked_of(zone), each, EMULATED, readers=readers), ["prod"], rules)
            for each in (clients, refused)
        ]
    assert (seen[0].proved, seen[0].unread) == (True, ())
    assert not seen[1].proved
    reasons = {
        region: f"kms:GetKeyPolicy in {prod} {region}: AccessDeniedException: not authorized"
        for region in ("us-east-1", "us-west-2")
    }
    types = ("aws_kms_external_key", "aws_kms_key", "aws_kms_replica_external_key", "aws_kms_replica_key")
    assert set(seen[1].unread) == {Unread(kind, prod, region, reasons[region]) for kind in types for region in reasons}
    assert not seen[1].verdicts[0].proved
