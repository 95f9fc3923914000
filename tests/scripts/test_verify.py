"""`phizone verify` proves the zone, finds what is broken at its line, and says what is wrong with its input."""

from __future__ import annotations

import json
import re

import pytest

from phizone_policies.discover import all_proofs

CUT = """
import pulumi
import pulumi_aws as aws
options = pulumi.ResourceOptions(provider=aws.Provider("x", region="us-east-1"))
bucket = aws.s3.Bucket("cut", opts=options)
aws.sns.Topic("cut", name=bucket.arn.apply(lambda arn: arn[:5]), opts=options)
"""


def test_the_three_environments_are_proved_on_one_screen(phizone):
    done = phizone("verify")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines[1:4]] == ["dev", "staging", "prod"]
    assert "fail" not in done.stdout
    claims = {line.split()[0]: line.split()[1:] for line in lines if line.endswith("proved")}
    assert set(claims) == {rule.id for rule in all_proofs()}
    assert {tuple(words) for words in claims.values()} == {("proved", "proved", "proved")}
    assert {line.split()[1] for line in lines if re.match(r"[am]\d", line)} == {"assumes", "models"}
    assert lines[-2] == "checkov: not asked, as --no-checkov says"
    assert lines[-1].startswith("PROVED · 3 environments, 0 findings")


def test_json_says_the_same_without_clock_or_host(phizone):
    first = phizone("verify", "--json", "--as-of", "2026-11-22")
    document = json.loads(first.stdout)
    assert document["as_of"] == "2026-11-22"
    assert {name: entry["verdict"] for name, entry in document["environments"].items()} == {
        "dev": "PROVED",
        "prod": "PROVED",
        "staging": "PROVED",
    }
    prod = document["environments"]["prod"]
    assert set(prod["claims"]) == {"access", "encryption", "isolation", "logging", "residency", "tagging"}
    assert prod["resources"] >= 250
    assert prod["accounts"] >= 5
    assert first.stdout == phizone("verify", "--format", "json", "--as-of", "2026-11-22").stdout


def test_a_bucket_without_its_key_is_found_at_the_line_that_dropped_it(phizone, edit):
    line = edit("modules/phizone_modules/bucket_settings.py", "kms_master_key_id=key_arn", "kms_master_key_id=None")
    done = phizone("verify", "prod", "--json")
    findings = json.loads(done.stdout)["environments"]["prod"]["findings"]
    dropped = [each for each in findings if each["rule"] == "bucket_encrypted_with_our_key"]
    assert done.returncode == 1
    assert {each["source"]["file"] for each in dropped} == {"modules/phizone_modules/bucket_settings.py"}
    assert {abs(each["source"]["line"] - line) <= 12 for each in dropped} == {True}
    assert "hipaa-164.312.a.2.iv" in dropped[0]["safeguards"]


def test_findings_are_grouped_by_cause_with_what_was_found_why_and_how_to_mend_it(phizone, edit):
    edit("modules/phizone_modules/keys.py", "enable_key_rotation=True", "enable_key_rotation=False")
    done = phizone("verify")
    assert done.returncode == 1
    assert "NOT PROVED" in done.stdout
    cause = done.stdout[done.stdout.index("FAIL high kms_key_rotates") :]
    assert "(dev, staging, prod)" in cause.splitlines()[0]
    assert "modules/phizone_modules/keys.py:" in cause.splitlines()[0]
    assert "found  enable_key_rotation is not True" in cause
    assert "why    material that never changes" in cause
    assert "fix    set enable_key_rotation=True." in cause
    assert "supports hipaa-164.312.a.2.iv" in cause


def test_a_program_without_the_trail_is_not_proved(phizone, checkout):
    layer = checkout / "stacks/security/__main__.py"
    layer.write_text(
        "from phizone_stacks.layers import security\n"
        "security._trail = security._alarms = lambda *_: None\n" + layer.read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    done = phizone("verify", "prod", "--json")
    rules = {each["rule"] for each in json.loads(done.stdout)["environments"]["prod"]["findings"]}
    assert done.returncode == 1
    assert "organization_trail_exists" in rules


def test_a_fourth_environment_is_one_file(phizone, checkout):
    prod = (checkout / "environments/prod.yaml").read_text(encoding="utf-8")
    research = (
        prod.replace("777777777777", "888888888888")
        .replace("cloud-prod@", "cloud-research@")
        .replace("10.30.0.0/16", "10.40.0.0/16")
    )
    (checkout / "environments/research.yaml").write_text(research, encoding="utf-8")
    done = phizone("verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "research" in done.stdout
    assert "PROVED · 4 environments, 0 findings" in done.stdout


def test_five_teams_more_are_entries_in_two_files(phizone, checkout, edit):
    names = [f"team-{letter}" for letter in "abcde"]
    told = "".join(
        f"  - {{name: {name}, project: p-{name}, owner: {name}@example.org, cost_center: CC-2}}\n" for name in names
    )
    edit("environments/organization.yaml", "\nidentity_provider:", f"{told}\nidentity_provider:")
    edit(
        "environments/prod.yaml",
        "teams: [cardiology, radiology]",
        f"teams: [cardiology, radiology, {', '.join(names)}]",
    )
    done = phizone("verify", "prod")
    assert (done.returncode, done.stderr) == (0, "")
    assert "PROVED · 1 environment, 0 findings" in done.stdout


def test_bad_yaml_is_told_with_its_lines_and_nothing_else_happens(phizone, edit):
    line = edit("environments/prod.yaml", "cidr: 10.30.0.0/16", "cidr: 10.0.0.0/8")
    second = edit("environments/dev.yaml", "data: synthetic", "data: phi")
    done = phizone("verify")
    assert (done.returncode, done.stdout) == (2, "")
    told = done.stderr.splitlines()
    assert f"environments/prod.yaml:{line}: network.cidr 10.0.0.0/8 is larger than /16; choose /16 to /20" in told
    assert [each for each in told if each.startswith(f"environments/dev.yaml:{second}: data phi")]
    assert "Traceback" not in done.stderr


def test_a_program_that_fails_shows_its_own_traceback_and_nothing_is_proved(phizone, checkout):
    main = checkout / "stacks/network/__main__.py"
    main.write_text(main.read_text(encoding="utf-8") + "raise RuntimeError('its own words')\n", encoding="utf-8")
    done = phizone("verify")
    assert (done.returncode, done.stdout) == (1, "")
    assert "network.shared: the program failed" in done.stderr
    assert "raise RuntimeError('its own words')" in done.stderr
    assert done.stderr.splitlines()[-1] == "NOT PROVED: a program could not be captured"


def test_a_value_that_was_cut_is_told_with_its_line_and_nothing_is_proved(phizone, checkout):
    main = checkout / "stacks/network/__main__.py"
    main.write_text(main.read_text(encoding="utf-8") + CUT, encoding="utf-8")
    done = phizone("verify")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[0] == (
        "stacks/network/__main__.py:9: network.shared/aws_sns_topic.cut: name: text was taken out of a value that is "
        "not known before apply: arn of cut, [:5]"
    )


def test_a_report_is_written_to_a_file(phizone, checkout):
    phizone("graph", "--out", "zone.json")
    done = phizone("verify", "--graph", "zone.json", "--out", "report.txt")
    assert (done.returncode, done.stdout) == (0, "wrote report.txt\n")
    assert (checkout / "report.txt").read_text(encoding="utf-8").splitlines()[-1].startswith("PROVED · 3 environments")


def test_a_graph_from_a_file_has_the_same_verdicts_as_the_programs(phizone, checkout):
    written = phizone("graph", "prod", "--out", "prod.json")
    assert written.returncode == 0
    day = ("--as-of", "2026-11-22")
    assert (
        phizone("verify", "prod", "--graph", "prod.json", "--json", *day).stdout
        == phizone("verify", "prod", "--json", *day).stdout
    )
    assert [path.name for path in checkout.glob(".prod*")] == []


def test_a_view_of_one_environment_is_not_judged_as_another(phizone):
    phizone("graph", "prod", "--out", "prod.json")
    done = phizone("verify", "--graph", "prod.json")
    assert done.returncode == 2
    assert "prod.json is the view of prod alone" in done.stderr


def test_two_checkouts_at_different_paths_write_the_same_graph(phizone, checkout, tmp_path):
    phizone("graph", "--out", str(tmp_path / "first.json"))
    other = tmp_path / "some" / "where" / "else"
    other.parent.mkdir(parents=True)
    checkout.rename(other)
    checkout.symlink_to(other)  # the modules on PYTHONPATH
    phizone("graph", "--out", str(tmp_path / "second.json"), cwd=other)
    first = (tmp_path / "first.json").read_bytes()
    assert first == (tmp_path / "second.json").read_bytes()
    assert str(tmp_path).encode() not in first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["verify", "production"], "no environment production; environments/ has dev, staging, prod"),
        (["verify", "--graph", "none.json"], "none.json: cannot be read"),
        (["verify", "--as-of", "tomorrow"], "--as-of tomorrow is no date; write it as 2026-11-22"),
        (["verify", "--directory", "/"], "organization.yaml"),
        (["explain", "kms_key_rotate"], "did you mean kms_key_rotates"),
    ],
)
def test_misuse_is_told_in_a_sentence_with_exit_2(phizone, words, said):
    done = phizone(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


WAIVERS = """
waivers:
  - rule: kms_key_rotates
    resource: security.shared/aws_kms_key.audit
    environments: [prod]
    reason: the archive's appliance caches key material
    compensating_control: one role reads it and every use is alarmed
    owner: cloud-audit@example.org
    approver: security@example.org
    approved_on: 2026-11-01
    expires_on: 2027-02-01
    ticket: SEC-1234
"""


def test_a_waiver_beside_environments_is_shown_and_runs_out(phizone, checkout, edit):
    edit("modules/phizone_modules/keys.py", "enable_key_rotation=True", 'enable_key_rotation=args.purpose != "audit"')
    (checkout / "policies").mkdir()
    (checkout / "policies/waivers.yaml").write_text(WAIVERS, encoding="utf-8")
    held = phizone("verify", "prod", "--as-of", "2026-11-22")
    over = phizone("verify", "prod", "--as-of", "2027-02-02")
    assert (held.returncode, over.returncode) == (0, 1)
    assert "WAIVED kms_key_rotates  policies/waivers.yaml:3  until 2027-02-01, SEC-1234" in held.stdout
    assert "PROVED · 1 environment, 0 findings, 1 waived" in held.stdout
    assert "policies/waivers.yaml:3: kms_key_rotates: expires_on 2027-02-01 is over on 2027-02-02" in over.stdout
    assert "FAIL high kms_key_rotates" in over.stdout


def test_waivers_that_cannot_be_read_are_misuse(phizone, checkout):
    (checkout / "policies").mkdir()
    (checkout / "policies/waivers.yaml").write_text("waivers: [{rule: x}]\n", encoding="utf-8")
    done = phizone("verify")
    assert (done.returncode, done.stdout) == (2, "")
    assert "policies/waivers.yaml:1: waivers[0].ticket is missing; add it" in done.stderr


def test_one_run_writes_all_the_reports_asked_for(phizone, checkout, sarif_errors):
    done = phizone(
        "verify",
        "--report=sarif=out/phizone.sarif",
        "--report=junit=out/phizone.xml",
        "--report=markdown=out/phizone.md",
    )
    assert done.returncode == 0
    document = json.loads((checkout / "out/phizone.sarif").read_text(encoding="utf-8"))
    assert sarif_errors(document) == []
    categories = [run["automationDetails"]["id"] for run in document["runs"]]
    assert categories == ["phizone/dev/", "phizone/staging/", "phizone/prod/"]
    assert (checkout / "out/phizone.xml").read_text(encoding="utf-8").count("<testsuite ") == 3
    assert (checkout / "out/phizone.md").read_text(encoding="utf-8").startswith("## Phizone: PROVED")


def test_a_report_that_is_no_format_and_file_is_misuse(phizone):
    done = phizone("verify", "--report", "sarif", "--report", "pdf=x.pdf")
    assert done.returncode == 2
    assert "--report sarif, pdf=x.pdf is not FORMAT=FILE; FORMAT is one of table, json, sarif" in done.stderr
