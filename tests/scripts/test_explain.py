"""`phizone explain` and `phizone doctor` tell what they know, to people and to programs."""

from __future__ import annotations

import json


def test_a_rule_is_explained_with_its_reason_and_what_it_must_fail(phizone):
    told = phizone("explain", "kms_key_rotates").stdout
    assert told.splitlines()[0] == "rule kms_key_rotates"
    assert "why: material that never changes" in told
    assert "aws_kms_key.still" in told


def test_a_safeguard_is_explained_with_the_rules_that_support_it(phizone):
    told = json.loads(phizone("explain", "hipaa-164.312.b", "--json").stdout)
    assert told["title"] == "Audit controls"
    assert "organization_trail_exists" in told["supported by"]


def test_an_address_is_explained_with_its_line_its_neighbours_and_its_rules(phizone):
    told = json.loads(phizone("explain", "workspace.prod/aws_s3_bucket.cardiology-raw", "--json").stdout)
    assert told["made at"].startswith("modules/phizone_modules/storage.py:")
    assert "stacks/workspace/__main__.py:3" in told["called from"]
    assert told["rules"]["bucket_encrypted_with_our_key"] == "PASS"
    assert "workspace.prod/aws_s3_bucket_policy.cardiology-raw" in told["referred to by"]


def test_an_address_is_explained_with_the_adopter_s_stories_that_it_does_not_let_come_true(phizone, checkout):
    policy = "workspace.prod/aws_iam_policy.cardiology-roles-data-scientist-data"
    (checkout / "policies").mkdir()
    (checkout / "policies/stories.yaml").write_text(
        """stories:
  - name: Cardiology's data scientist lists no bucket
    who: "{organization}-{environment}-cardiology-execution-data-scientist"
    does: s3:ListBucket
    on: "{organization}-{environment}-cardiology-raw-{account}"
    from: vpc
    expected: denied
""",
        encoding="utf-8",
    )
    told = json.loads(phizone("explain", policy, "--json").stdout)
    assert told["rules"]["stories_come_true"].startswith('FAIL it is allowed: statement "ListBuckets"')


def test_an_address_that_does_not_exist_is_answered_with_near_ones(phizone):
    done = phizone("explain", "workspace.prod/aws_s3_bucket.cardiology-rwa")
    assert done.returncode == 2
    assert "did you mean workspace.prod/aws_s3_bucket.cardiology-raw" in done.stderr


def test_doctor_finds_nothing_wrong_here(phizone, checkov_that):
    done = phizone("doctor", "--json", "--as-of", "2026-11-22", checkov=checkov_that("3.3.99"))
    states = {each["what"]: each["state"] for each in json.loads(done.stdout)["findings"]}
    assert done.returncode == 0
    machine = {
        states.pop(tool)
        for tool in ("AWS CLI", "Node", "OpenTofu", "Pulumi CLI", "Pulumi's environment", "Terraform", "git")
    }
    assert machine <= {"ok", "note"}
    assert set(states.values()) == {"ok"}


def test_doctor_says_which_data_of_others_has_grown_old(phizone):
    done = phizone("doctor", "--as-of", "2027-06-01")
    lines = [line.strip() for line in done.stdout.splitlines() if "to be rechecked by" in line]
    assert lines == [
        "note  any region             tells of 2026-11-22, to be rechecked by 2027-05-31; update phizone",
        "note  eligible services      tells of 2026-05-22, to be rechecked by 2026-12-31; update phizone",
        "note  lambda runtimes        tells of 2026-02-11, to be rechecked by 2026-12-31; update phizone",
        "note  rcp services           tells of 2026-09-26, to be rechecked by 2027-03-31; update phizone",
    ]


def test_doctor_names_what_is_missing(phizone, checkout):
    (checkout / "stacks/network/Pulumi.yaml").unlink()
    done = phizone("doctor")
    assert done.returncode == 1
    assert "fail  stacks/                no Pulumi project for network" in done.stdout


def test_the_help_of_every_verb_names_where_it_looks(phizone, verbs):
    told = {verb: phizone(*verb, "--help").stdout for verb in verbs}
    assert {("verify",), ("rules", "test")} < set(told)
    # A request in a file brings its own policies, and what is emulated is the same for every zone.
    elsewhere = [verb for verb, text in told.items() if "--directory" not in text]
    assert elsewhere == [("ask", "request"), ("emulator", "types")]
