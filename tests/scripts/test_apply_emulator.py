"""`phizone apply --engine emulator` makes what is missing, leaves what stands, and refuses what it would lose."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import boto3
import pytest

from phizone_environments.load import load
from phizone_scripts.applied import Act
from phizone_scripts.applying_emulator import apply_to_emulator, endpoint_of
from phizone_scripts.exits import Misuse
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.emulator.changeable import changeable
from phizone_stacks.emulator.running import served

ROOT = Path(__file__).parents[2]
RAW, MODELS = "workspace.dev/aws_s3_bucket.cardiology-raw", "workspace.dev/aws_s3_bucket.cardiology-models"
KEY = "workspace.dev/aws_kms_key.cardiology-data"
OPENED = "workspace.dev/aws_s3_bucket_public_access_block.cardiology-models"
DEV = "555555555555"


def run(folder, *words):
    environment = {**os.environ, "COLUMNS": "110", "NO_COLOR": "1"}
    command = [sys.executable, "-c", "from phizone_scripts.main import main; main()", *words, "-C", str(folder)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with this checkout's programs and environments, in which an emulator runs that holds nothing."""
    folder = tmp_path_factory.mktemp("zone")
    for name in ("environments", "modules", "stacks", "policies"):
        (folder / name).symlink_to(ROOT / name)
    started = run(folder, "emulator", "start", "--json")
    assert (started.returncode, started.stderr) == (0, "")
    yield folder
    run(folder, "emulator", "stop")


@pytest.fixture(scope="module")
def zone():
    return load(ROOT / "environments")


@pytest.fixture(scope="module")
def graph(zone):
    return capture_zone(ROOT, zone)


@pytest.fixture(scope="module")
def first(folder):
    """What the first apply told."""
    done = run(folder, "apply", "dev", "--engine", "emulator", "--json", "--as-of", "2026-11-22")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@pytest.fixture
def again(zone, graph, folder, first):
    """Applies dev to what stands."""
    return lambda *named: apply_to_emulator(zone, graph, "dev", endpoint_of("", folder), named, False)


@pytest.fixture
def by_hand(folder, first):
    """Clients of dev's account, as somebody has them who changes things."""
    url = endpoint_of("", folder)

    def client(service):
        sts = boto3.client("sts", "us-east-1", endpoint_url=url, aws_access_key_id="x", aws_secret_access_key="x")
        found = sts.assume_role(RoleArn=f"arn:aws:iam::{DEV}:role/x", RoleSessionName="by-hand")["Credentials"]
        session = boto3.Session(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"], "us-east-1")
        return session.client(service, endpoint_url=url)

    return client


def test_a_first_apply_makes_what_the_view_holds_layer_by_layer(first, graph):
    view, applied = graph.for_environment("dev"), first["applied"]
    layers = [each["name"].partition(".")[0] for each in applied["stacks"]]
    assert list(dict.fromkeys(layers)) == ["organization", "security", "network", "workspace"]
    assert (applied["engine"], applied["whole"], applied["refused"]) == ("emulator", True, [])
    assert sum(applied["counts"].values()) + sum(applied["not_emulated"].values()) == len(view)
    assert applied["counts"]["replace"] == applied["counts"]["delete"] == applied["counts"]["unchanged"] == 0
    # What every account has before anything is applied is put right and not made.
    changed = {each["address"].partition("/")[2].partition(".")[0] for each in _changes(applied)}
    assert changed == {
        "aws_ebs_encryption_by_default",
        "aws_organizations_account",
        "aws_organizations_organization",
    }
    assert first["graph"]["view"] == "dev"
    assert len(first["graph"]["digest"]) == 64


def _changes(applied):
    return [each for stack in applied["stacks"] for each in stack["changes"]]


def test_what_was_done_by_hand_is_put_right_or_refused_and_then_nothing_changes(again, by_hand, folder):
    s3, kms = by_hand("s3"), by_hand("kms")
    s3.delete_bucket(Bucket=f"meridian-dev-cardiology-raw-{DEV}")
    s3.put_bucket_tagging(Bucket=f"meridian-dev-cardiology-models-{DEV}", Tagging={"TagSet": []})
    key = kms.describe_key(KeyId="alias/meridian-dev-cardiology-data")["KeyMetadata"]["KeyId"]
    kms.disable_key_rotation(KeyId=key)

    refused = again()
    assert {each.address for each in refused.refused} == {KEY, MODELS}
    assert {each.address: each.differs for each in refused.refused}[KEY] == (
        "enable_key_rotation: the programs say true, there it is false",
    )
    assert (refused.stacks, refused.whole) == ((), False)
    assert {each.address: each.why for each in refused.refused}[KEY].startswith(
        "it would have to be removed and made again, which this engine does to no aws_kms_key"
    )

    kms.enable_key_rotation(KeyId=key)
    s3.delete_public_access_block(Bucket=f"meridian-dev-cardiology-models-{DEV}")
    mended = again(MODELS)
    assert {step.address for step in mended.steps if step.act is Act.REPLACE} == {MODELS}
    made = {step.address for step in mended.steps if step.act is Act.MAKE}
    assert {RAW, OPENED} <= made
    assert {address.rpartition(".")[2] for address in made} == {"cardiology-raw", "cardiology-models"}
    assert (mended.whole, dict(mended.failures)) == (True, {})

    nothing = again()
    assert (nothing.steps, nothing.whole) == ((), True)
    audited = run(folder, "audit", "dev", "--endpoint", endpoint_of("", folder), "--as-of", "2026-11-22")
    assert (audited.returncode, audited.stderr) == (0, "")


def test_without_an_emulator_it_is_told_how_to_start_one(tmp_path):
    with pytest.raises(Misuse, match="no emulator of this checkout runs: start one with `phizone emulator start`"):
        endpoint_of("", tmp_path)


def test_an_emulator_without_the_zone_s_organization_is_refused(zone, graph):
    with served() as url, pytest.raises(Misuse, match=r"does not hold the organization o-\w+ of environments/"):
        apply_to_emulator(zone, graph, "dev", url, (), False)


def test_a_name_that_nothing_has_is_refused(zone, graph):
    told = "--allow-replacement workspace.dev/aws_s3_bucket.nothing: dev has no such resource"
    with pytest.raises(Misuse, match=told):
        apply_to_emulator(zone, graph, "dev", "http://127.0.0.1:9", ("workspace.dev/aws_s3_bucket.nothing",), False)


def test_no_type_is_both_overwritten_and_removed():
    assert changeable().overwritten.isdisjoint(changeable().removed)
