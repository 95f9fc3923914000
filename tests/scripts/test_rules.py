"""`phizone rules` lists ours and an adopter's rules, tries them on their cases, and shows what they hold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "fixtures/adopters_rules"
OWN = "policies/checks"
RULE = "cost_center_is_billable"


def test_a_rule_is_listed_with_where_it_holds_and_whose_it_is(phizone):
    lines = phizone("rules", "list").stdout.splitlines()
    assert lines[0].split() == ["rule", "claim", "profile", "severity", "source"]
    assert ["kms_key_rotates", "encryption", "baseline", "high", "phizone"] in [line.split() for line in lines]


def test_rules_are_chosen_by_claim_profile_and_severity(phizone):
    chosen = ("--claim", "encryption", "--profile", "baseline", "--severity", "medium", "--severity", "high")
    rules = json.loads(phizone("rules", "list", *chosen, "--json").stdout)["rules"]
    assert {(each["claim"], each["profile"]) for each in rules} == {("encryption", "baseline")}
    assert {each["severity"] for each in rules} == {"medium", "high"}
    assert "kms_key_rotates" in [each["rule"] for each in rules]


def test_a_choice_that_is_none_is_misuse(phizone):
    done = phizone("rules", "list", "--profile", "strict")
    assert (done.returncode, done.stderr) == (2, "--profile strict is none; choose of baseline, phi, zone\n")


def test_rules_beside_environments_are_found_unasked(phizone, checkout):
    shutil.copytree(EXAMPLE, checkout / OWN)
    rules = json.loads(phizone("rules", "list", "--json").stdout)["rules"]
    assert [each["rule"] for each in rules if each["source"] != "phizone"] == [RULE]
    assert {each["source"] for each in rules} == {"phizone", OWN}


def test_rules_of_a_folder_that_is_named_are_asked_too(phizone, checkout):
    shutil.copytree(EXAMPLE, checkout / "ours")
    rules = json.loads(phizone("rules", "list", "--rules", "ours", "--json").stdout)["rules"]
    assert {each["rule"]: each["supports"] for each in rules}[RULE] == ["cm-8", "hipaa-164.308.a.1.ii.a"]
    assert {each["source"] for each in rules} == {"phizone", "ours"}


def test_a_folder_that_is_none_is_misuse(phizone):
    done = phizone("rules", "test", "--rules", "nowhere")
    assert done.returncode == 2
    assert done.stderr.startswith("--rules nowhere is no folder;")


def test_rules_that_cannot_be_read_are_told_by_file_and_line(phizone, checkout):
    shutil.copytree(EXAMPLE, checkout / OWN)
    (checkout / OWN / "broken.py").write_text("\nimport nothing_of_that_name\n", encoding="utf-8")
    done = phizone("verify", "dev")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        f"{OWN}/broken.py:1: has no cases; write broken.yaml beside it, with a case for each outcome",
        f"{OWN}/broken.py:2: ModuleNotFoundError: No module named 'nothing_of_that_name'; mend it",
    ]


def test_verify_asks_an_adopter_s_rules(phizone, checkout, edit):
    shutil.copytree(EXAMPLE, checkout / OWN)
    edit("environments/organization.yaml", "cost_center: CC-1001", "cost_center: research")
    told = json.loads(phizone("verify", "dev", "--json").stdout)
    findings = [each for each in told["environments"]["dev"]["findings"] if each["rule"] == RULE]
    assert {each["message"] for each in findings} == {"CostCenter is 'research', which nobody pays"}
    assert {tuple(each["safeguards"]) for each in findings} == {("hipaa-164.308.a.1.ii.a",)}


def test_a_rule_is_tried_on_its_cases(phizone):
    done = phizone("rules", "test", "kms_key_rotates")
    assert (done.returncode, done.stdout) == (0, "1 rule on 1 case: all as stated\n")


def test_an_adopter_s_rule_that_says_otherwise_is_told_with_its_cases(phizone, checkout, edit):
    shutil.copytree(EXAMPLE, checkout / OWN)
    edit(f"{OWN}/{RULE}.py", "|platform", "")
    done = phizone("rules", "test", RULE)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"FAIL {RULE}",
        "  case 1: aws_s3_bucket.shared must be PASS",
        "  case 1: aws_s3_bucket.shared is FAIL: CostCenter is 'platform', which nobody pays",
        "1 rule on 1 case: 1 rule did otherwise",
    ]


def test_a_rule_that_does_not_exist_cannot_be_tried(phizone):
    done = phizone("rules", "test", "kms_key_turns")
    assert (done.returncode, done.stderr) == (2, "no rule kms_key_turns; `phizone rules list` shows them\n")


def test_coverage_names_rules_and_who_answers(phizone):
    lines = phizone("rules", "controls", "--regulation", "hipaa").stdout.splitlines()
    rows = {line.split()[0]: line for line in lines if line.startswith("hipaa-")}
    assert len(rows) == 65
    assert rows["hipaa-164.308.a.2"].endswith("organizational: the management")
    assert rows["hipaa-164.310.a.1"].endswith("inherited: AWS")
    assert rows["hipaa-164.312.e.1"].endswith("rules")
    assert lines[-1].startswith("65 requirements: ")
    assert lines[-1].endswith(" 0 open")


def test_coverage_names_what_is_open(phizone):
    told = json.loads(phizone("rules", "controls", "--regulation", "cfr11", "--json").stdout)["cfr11"]
    states = {name: each["state"] for name, each in told["requirements"].items()}
    assert states["cfr11-11.50"] == "open"
    assert told["requirements"]["cfr11-11.50"]["later"] == "signed promotion records (issue 8)"
    assert told["totals"]["open"] == list(states.values()).count("open")


def test_coverage_of_all_regulations_is_told_in_their_order(phizone):
    headings = [line for line in phizone("rules", "controls", "-f", "markdown").stdout.splitlines() if line[:2] == "##"]
    assert headings == [
        "## HIPAA Security Rule, 45 CFR Part 164, Subpart C",
        "## NIST SP 800-53, Revision 5",
        "## FDA electronic records and signatures, 21 CFR Part 11",
        "## General Data Protection Regulation, Regulation (EU) 2016/679",
        "## AWS Config conformance pack for HIPAA",
    ]


def test_markdown_names_every_rule_of_a_requirement(phizone):
    page = phizone("rules", "controls", "--regulation", "hipaa", "-f", "markdown").stdout
    row = next(line for line in page.splitlines() if line.startswith("| `hipaa-164.312.b` |"))
    assert "| standard | Audit controls |" in row
    assert "`organization_trail_exists`" in row


def test_a_requirement_in_full_flags_our_own_reading(phizone):
    told = phizone("rules", "controls", "hipaa-164.312.a.2.iv").stdout
    assert "of: HIPAA Security Rule, 45 CFR Part 164, Subpart C (addressable)" in told
    assert "  KMS-1: Each class of data in an account has a customer-managed key" in told
    assert "its key material changes every year (our own reading)" in told
    assert "  ENC-1: Buckets encrypt under our key and refuse uploads under another\n" in told
    assert "  kms_key_rotates: A symmetric customer-managed key gets new key material every year by itself." in told


def test_an_objective_and_a_rule_of_the_pack_are_told_in_full(phizone):
    objective = json.loads(phizone("rules", "controls", "TLS-1", "--json").stdout)
    pack = json.loads(phizone("rules", "controls", "S3_BUCKET_SSL_REQUESTS_ONLY", "--json").stdout)
    assert set(objective["supported by"]) >= {"bucket_denies_plain_http"}
    assert set(pack["supported by"]) == {"bucket_denies_plain_http"}


def test_an_adopter_s_rule_counts_in_coverage(phizone, checkout):
    shutil.copytree(EXAMPLE, checkout / OWN)
    told = json.loads(phizone("rules", "controls", "--regulation", "nist", "--json").stdout)["nist"]
    assert told["requirements"]["cm-8"]["adopters' rules"] == [RULE]


def test_a_name_that_is_nothing_is_answered_with_near_ones(phizone):
    done = phizone("rules", "controls", "hipaa-164.312.z")
    assert done.returncode == 2
    assert "hipaa-164.312.z is no requirement, no objective and no rule of the conformance pack" in done.stderr
    assert "hipaa-164.312.b" in done.stderr
    assert phizone("rules", "controls", "--regulation", "sox").stderr == (
        "--regulation sox is none; choose of hipaa, nist, cfr11, gdpr, pack\n"
    )
