"""Where state is kept: told by variable, project or login; and what its bucket is like."""

from __future__ import annotations

import json

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from phizone_scripts.at_hand import AtHand
from phizone_scripts.diagnosis.backend import Bucket, backend, bucket, bucket_in, where
from phizone_scripts.diagnosis.entering import Entered

MANAGEMENT = "111111111111"
URL = "s3://meridian-state/platform?region=us-east-1"


def states(findings):
    return {finding.what: finding.state for finding in findings}


@pytest.fixture
def aws(bare, monkeypatch):
    """An emulated AWS in which the credentials at hand are of the management account."""
    monkeypatch.setenv("MOTO_ACCOUNT_ID", MANAGEMENT)
    monkeypatch.setenv("PULUMI_BACKEND_URL", URL)
    with mock_aws():
        yield boto3.client("s3", region_name="us-east-1")


@pytest.fixture
def found(zone, checkout):
    """What is told of the bucket."""
    return lambda: states(bucket(zone, checkout, Entered(AtHand(), account=MANAGEMENT, into={MANAGEMENT: {}})))


@pytest.fixture
def made(aws):
    """The bucket, as stacks/DEPLOY.md has it made."""
    aws.create_bucket(Bucket="meridian-state")
    aws.put_bucket_versioning(Bucket="meridian-state", VersioningConfiguration={"Status": "Enabled"})
    key = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/meridian-state"}
    aws.put_bucket_encryption(
        Bucket="meridian-state",
        ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": key}]},
    )
    closed = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    aws.put_public_access_block(Bucket="meridian-state", PublicAccessBlockConfiguration=dict.fromkeys(closed, True))
    return aws


def test_who_is_logged_in_nowhere_has_no_backend(bare, question, zone, checkout):
    assert where(checkout) == ""
    assert states(backend(question, zone, checkout))["state backend"] == "fail"


def test_the_variable_counts_before_the_project_and_that_before_the_login(bare, checkout, tmp_path, monkeypatch):
    home = tmp_path / "home" / ".pulumi"
    home.mkdir(parents=True)
    (home / "credentials.json").write_text(json.dumps({"current": "s3://login"}), encoding="utf-8")
    assert where(checkout) == "s3://login"
    project = checkout / "stacks/security/Pulumi.yaml"
    project.write_text(project.read_text(encoding="utf-8") + "backend:\n  url: s3://project\n", encoding="utf-8")
    assert where(checkout) == "s3://project"
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://variable")
    assert where(checkout) == "s3://variable"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"current": 3}'])
def test_a_login_file_that_says_nothing_is_no_login(bare, checkout, tmp_path, text):
    home = tmp_path / "home" / ".pulumi"
    home.mkdir(parents=True)
    (home / "credentials.json").write_text(text, encoding="utf-8")
    assert where(checkout) == ""


def test_the_bucket_and_where_state_begins_in_it_are_read_out_of_the_url():
    assert bucket_in("s3://b") == Bucket("b", "", "")
    assert bucket_in("s3://b/a/c?region=eu-west-1&awssdk=v2") == Bucket("b", "a/c/", "eu-west-1")
    assert bucket_in("s3://b?profile=state") == Bucket("b", "", "", "state")


@pytest.mark.parametrize("url", ["file:///srv/state", "https://api.pulumi.com", "azblob://state", "s3:///"])
def test_state_elsewhere_is_not_the_organizations(bare, question, zone, checkout, monkeypatch, url):
    monkeypatch.setenv("PULUMI_BACKEND_URL", url)
    assert bucket_in(url) is None
    assert states(backend(question, zone, checkout))["state backend"] == "fail"


def test_a_password_in_a_url_is_not_shown(bare, question, zone, checkout, monkeypatch):
    monkeypatch.setenv("PULUMI_BACKEND_URL", "https://somebody:hunter2@state.example.org")
    assert [finding for finding in backend(question, zone, checkout) if "hunter2" in finding.found] == []


def test_a_bucket_as_the_page_has_it_made_is_right(made, found):
    assert set(found().values()) == {"ok"}
    assert set(found()) == {
        "state bucket's owner",
        "state bucket's region",
        "state bucket versions",
        "state bucket's key",
        "state bucket to public",
        "state locks",
    }


def test_a_bucket_as_aws_makes_it_is_not(aws, found):
    aws.create_bucket(Bucket="meridian-state")
    assert {what for what, state in found().items() if state == "fail"} == {
        "state bucket versions",
        "state bucket's key",
        "state bucket to public",
    }


def test_a_bucket_in_another_region_is_not_ours_to_use(aws, found, monkeypatch):
    aws.create_bucket(Bucket="meridian-state", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    assert found()["state bucket's region"] == "fail"


def test_a_bucket_that_is_not_there_is_told_once(aws, found):
    assert found() == {"state backend": "fail"}


def test_a_lock_that_is_held_is_named(made, zone, checkout):
    made.put_object(
        Bucket="meridian-state", Key="platform/.pulumi/locks/organization/network/shared/1.json", Body=b"{}"
    )
    told = bucket(zone, checkout, Entered(AtHand(), account=MANAGEMENT, into={MANAGEMENT: {}}))
    (lock,) = [finding for finding in told if finding.what == "state locks"]
    assert lock.state == "note"
    assert lock.found.startswith("organization/network/shared/1.json: ")
    assert "pulumi cancel" in lock.found


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("secretsprovider: awskms://alias/meridian-state?region=us-east-1\n", "ok"),
        ("encryptionsalt: v1:abc\n", "fail"),
        ("secretsprovider: passphrase\n", "fail"),
        ("secretsprovider: [\n", "fail"),
    ],
)
def test_secrets_stand_under_a_key_of_kms(bare, question, zone, checkout, text, state):
    (checkout / "stacks/workspace/Pulumi.dev.yaml").write_text(text, encoding="utf-8")
    told = states(backend(question, zone, checkout))
    assert told["secrets workspace.dev"] == state
    assert told["secrets network.shared"] == "note"


def test_the_profile_of_the_url_is_asked_with(made, found, monkeypatch):
    monkeypatch.setenv("PULUMI_BACKEND_URL", f"{URL}&profile=nobody")
    assert found() == {"state backend": "fail"}


@pytest.mark.parametrize(("owner", "state"), [("444444444444", "ok"), ("999999999999", "fail")])
def test_the_bucket_belongs_to_an_account_of_ours(made, zone, checkout, monkeypatch, owner, state):
    """moto takes any owner for the right one; AWS refuses a wrong one with 403."""
    answers = {owner: None}

    def head_bucket(Bucket, ExpectedBucketOwner):  # noqa: N803 - AWS's words
        refused = ClientError({"Error": {"Code": "403"}}, "HeadBucket")
        return answers[ExpectedBucketOwner] if ExpectedBucketOwner in answers else raised(refused)

    monkeypatch.setattr(made, "head_bucket", head_bucket)
    monkeypatch.setattr(AtHand, "client", lambda *_: made)
    told = states(bucket(zone, checkout, Entered(AtHand(), account=MANAGEMENT, into={MANAGEMENT: {}})))
    assert told["state bucket's owner"] == state


def raised(failure):
    raise failure
