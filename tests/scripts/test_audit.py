"""`phizone audit` reads an emulator in another process, and finds there what was done to it by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import boto3
import pytest

ROOT = Path(__file__).parents[2]
TRAIL = "security.shared/aws_cloudtrail.trail"
BUCKET = "workspace.dev/aws_s3_bucket.cardiology-raw"
CLOSED = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


def run(*words):
    environment = {**os.environ, "COLUMNS": "110", "NO_COLOR": "1"}
    command = [sys.executable, "-c", "from phizone_scripts.main import main; main()", *words, "-C", str(ROOT)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    """An emulator in another process to which dev was applied."""
    folder = tmp_path_factory.mktemp("zone")
    (folder / "environments").symlink_to(ROOT / "environments")
    started = json.loads(run_in(folder, "emulator", "start", "--json").stdout)
    try:
        done = run("rehearse", "dev", "--endpoint", started["url"], "--json")
        assert (done.returncode, done.stderr) == (0, "")
        yield started["url"]
    finally:
        run_in(folder, "emulator", "stop")


def run_in(folder, *words):
    command = [sys.executable, "-c", "from phizone_scripts.main import main; main()", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def by_hand(endpoint):
    """Clients of an account, as somebody has them who changes things: `by_hand("s3", "555555555555")`."""

    def client(service, account):
        nobody = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
        sts = boto3.client("sts", "us-east-1", endpoint_url=endpoint, **nobody)
        found = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/x", RoleSessionName="by-hand")["Credentials"]
        session = boto3.Session(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"], "us-east-1")
        return session.client(service, endpoint_url=endpoint)

    return client


def audited(endpoint, *words):
    done = run("audit", "dev", "--endpoint", endpoint, "--json", "--as-of", "2026-11-22", *words)
    return done.returncode, json.loads(done.stdout)


def verdicts(document):
    return {claim: each["verdict"] for claim, each in document["environments"]["dev"]["claims"].items()}


def test_an_emulator_in_another_process_has_verify_s_verdict_with_what_is_not_emulated_named(endpoint):
    code, found = audited(endpoint)
    proved = json.loads(run("verify", "dev", "--no-checkov", "--json", "--as-of", "2026-11-22").stdout)
    assert (code, found["proved"]) == (0, True)
    assert verdicts(found) == verdicts(proved)
    assert found["audit"]["differences"] == found["audit"]["unread"] == []
    lacking = {address.rpartition("/")[2].partition(".")[0] for address in found["audit"]["not_emulated"]}
    assert {"aws_accessanalyzer_analyzer", "aws_sagemaker_user_profile"} <= lacking
    assert (
        found["audit"]["read_back"] + len(found["audit"]["not_emulated"]) == proved["environments"]["dev"]["resources"]
    )


def test_what_was_read_can_be_audited_again_without_it(endpoint, tmp_path):
    file = tmp_path / "live.json"
    first = run("audit", "dev", "--endpoint", endpoint, "--save", str(file), "--json", "--as-of", "2026-11-22")
    again = run("audit", "dev", "--graph", str(file), "--json", "--as-of", "2026-11-22")
    assert (again.returncode, again.stdout) == (0, first.stdout)


def test_a_trail_that_was_stopped_by_hand_is_found(endpoint, by_hand, tmp_path):
    trail, log = by_hand("cloudtrail", "111111111111"), tmp_path / "audit.sarif"
    trail.stop_logging(Name="meridian-shared-trail")
    try:
        code, found = audited(endpoint, "--report", f"sarif={log}")
    finally:
        trail.start_logging(Name="meridian-shared-trail")
    told = {(each["rule"], each["address"]) for each in found["environments"]["dev"]["findings"]}
    assert code == 1
    assert ("trail_is_complete", TRAIL) in told
    changes = [(each["address"], each["attribute"], each["seen"]) for each in found["audit"]["differences"]]
    assert changes == [(TRAIL, "enable_logging", "false")]
    runs = {each["automationDetails"]["id"]: each for each in json.loads(log.read_text())["runs"]}
    assert set(runs) == {"phizone/audit/dev/", "phizone/audit/drift/"}
    (drifted,) = runs["phizone/audit/drift/"]["results"]
    assert drifted["properties"]["subject"] == f"{TRAIL}.enable_logging"


def test_a_bucket_that_was_opened_by_hand_is_found_at_the_line_that_builds_it(endpoint, by_hand):
    s3, name = by_hand("s3", "555555555555"), "meridian-dev-cardiology-raw-555555555555"
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=dict.fromkeys(CLOSED, False))
    try:
        code, found = audited(endpoint)
    finally:
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=CLOSED)
    findings = {each["rule"]: each for each in found["environments"]["dev"]["findings"]}
    assert code == 1
    assert findings["bucket_blocks_public_access"]["address"] == BUCKET
    assert findings["bucket_blocks_public_access"]["source"]["file"] == "modules/phizone_modules/bucket_settings.py"


def test_a_second_rehearsal_on_what_the_first_left_is_refused(endpoint):
    done = run("rehearse", "dev", "--endpoint", endpoint)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        f"{endpoint} holds a zone, or half of one, from a rehearsal before; end that emulator"
    )


def test_a_program_s_graph_is_no_snapshot(tmp_path):
    file = tmp_path / "graph.json"
    run("graph", "dev", "--out", str(file))
    done = run("audit", "--graph", str(file))
    assert done.returncode == 2
    assert done.stderr.strip() == (
        f"{file}: is a program's graph and nothing that was read; write one with `phizone audit --save`"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--graph", "x.json", "--save", "y.json"), "--save: does not go with --graph, which reads no account"),
        (
            ("--endpoint", "http://127.0.0.1:9", "--profile", "x"),
            "--profile: does not go with --endpoint, to which no credentials of AWS are shown",
        ),
        (
            ("--endpoint", "http://127.0.0.1:9", "--empty-regions", "eu-west-1,eu-nowhere-1"),
            "--empty-regions eu-nowhere-1: AWS has no such region; write them as eu-west-1,eu-central-1, or all",
        ),
        (
            ("nowhere", "--endpoint", "http://127.0.0.1:9"),
            "no environment nowhere; environments/ has dev, staging, prod",
        ),
    ],
)
def test_options_that_do_not_go_together_are_refused(words, told):
    done = run("audit", *words)
    assert (done.returncode, done.stderr.strip()) == (2, told)


def test_an_emulator_that_does_not_answer_is_told_with_how_to_start_one():
    done = run("audit", "--endpoint", "http://127.0.0.1:9")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "nothing answers there: start it with `phizone emulator start`, or correct --endpoint" in done.stderr
