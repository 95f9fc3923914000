"""Edits of the zone's own modules that let somebody do more: verify refutes the claim and names the line."""

from __future__ import annotations

import json

import pytest

POLICIES, CONTROLS, GUARDRAILS, STORAGE, ROLES = (
    f"modules/phizone_modules/{name}.py"
    for name in ("team_policies", "guardrail_policies", "guardrails", "storage", "team_roles")
)
REPLICATION = """
        self._log(name, args)
        if args.purpose == "raw" and args.scope.environment == "prod":
            of = {"opts": pulumi.ResourceOptions(parent=self)}
            copy = s3.Bucket(f"{name}-replica", bucket=f"{self.name}-copy", region="eu-west-1", **of)
            s3.BucketReplicationConfig(
                f"{name}-copy",
                bucket=self.id,
                role=f"arn:aws:iam::{args.scope.account}:role/replication",
                rules=[{"status": "Enabled", "destination": {"bucket": copy.arn}}],
                region=args.scope.region,
                **of,
            )
"""


@pytest.fixture
def refuted(phizone):
    """The findings that a rule has for prod, whose verdict it spoils."""

    def refuted(rule: str):
        done = phizone("verify", "prod", "--json")
        assert (done.returncode, done.stderr) == (1, ""), done.stderr
        findings = json.loads(done.stdout)["environments"]["prod"]["findings"]
        return [each for each in findings if each["rule"] == rule]

    return refuted


@pytest.fixture
def line_of(checkout):
    """The line of a file of the copy that begins with a text, of the last such lines."""

    def line_of(file: str, text: str) -> int:
        lines = (checkout / file).read_text(encoding="utf-8").splitlines()
        return max(number for number, line in enumerate(lines, start=1) if line.strip().startswith(text))

    return line_of


@pytest.mark.slow
def test_a_role_that_starts_jobs_with_any_role_passes_another_teams(edit, refuted, line_of):
    edit(POLICIES, "        resources=role_arn,\n", '        resources="arn:aws:iam::*:role/*",\n')
    found = refuted("roles_are_passed_within_their_team")
    assert {each["subject"] for each in found} == {
        "in prod a role of cardiology passes none but cardiology's to a service",
        "in prod a role of radiology passes none but radiology's to a service",
    }
    line = line_of(ROLES, "policy = iam.Policy(")
    assert [each["source"] for each in found] == [{"file": ROLES, "line": line}] * 2
    assert {each["witness"]["action"] for each in found} == {"iam:PassRole"}
    assert 'which statement "PassItself" of workspace.prod/aws_iam_policy.' in found[0]["witness"]["step 01"]


@pytest.mark.slow
def test_a_malformed_arn_makes_a_guardrail_that_never_matches(edit, refuted, line_of):
    edit(
        CONTROLS,
        'actions=_BUCKET_SETTINGS, resources=f"arn:aws:s3:::{',
        'actions=_BUCKET_SETTINGS, resources=f"arn:aws:s3::{',
    )
    (found,) = refuted("every_guardrail_can_match")
    assert found["source"] == {"file": GUARDRAILS, "line": line_of(GUARDRAILS, "return organizations.Policy(")}
    assert 'statement "BucketsStay" has a part that never matches: arn:aws:s3::meridian-*' in found["message"]


@pytest.mark.slow
def test_a_replica_in_another_region_leaves_the_allowed_ones(edit, refuted, line_of):
    edit(STORAGE, "\n        self._log(name, args)\n", REPLICATION)
    found = refuted("data_stays_in_allowed_regions")
    (finding,) = found
    assert finding["source"] == {"file": STORAGE, "line": line_of(STORAGE, "copy = s3.Bucket(")}
    assert finding["message"] == "workspace.prod/aws_s3_bucket.cardiology-raw-replica is made in eu-west-1"
    assert "workspace.prod/aws_s3_bucket_replication_configuration.cardiology-raw-copy" in finding["witness"]["others"]
